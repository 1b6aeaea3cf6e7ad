package casework

import (
	"context"
	"fmt"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// restatedAtOnce is how many applications one transaction looks at.
const restatedAtOnce = 500

// A Restatement says what a new calendar did to the days of open applications.
type Restatement struct {
	Changed int // another day or another step
	Settled int // days that were provisional and are no longer
}

// Restate computes the next step and its day of every open application anew: a holiday notice that came meanwhile moves
// days. Facts stay as they are, so nothing is entered in the ledger; whoever has the application is told which day became
// which.
// 法源: 《条例》第三十三条第二款、《放假办法》第六条。
func (d *Desk) Restate(ctx context.Context) (done Restatement, err error) {
	for after := application.ID(""); ; {
		var rows []query.CaseRow
		var part Restatement
		err = d.DB.WriteUnrecorded(ctx, "application", func(tx *database.Tx) error {
			part = Restatement{}
			var err error
			if rows, err = query.OpenCases(tx, after, restatedAtOnce); err != nil {
				return err
			}
			for _, row := range rows {
				if err := d.restate(tx, row, &part); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return done, err
		}
		done.Changed, done.Settled = done.Changed+part.Changed, done.Settled+part.Settled
		if len(rows) < restatedAtOnce {
			return done, d.restateQuestions(ctx)
		}
		after = rows[len(rows)-1].ID
	}
}

func (d *Desk) restate(tx *database.Tx, row query.CaseRow, done *Restatement) error {
	reading, _, err := policy(tx, row.Agency, tx.Today())
	if err != nil {
		return err
	}
	s := d.standing(row.Application, reading, tx.Today())
	if s.Step == row.Step && s.DueOn == row.DueOn && s.Provisional == row.Provisional {
		return nil
	}
	if ok, err := store.Restate(tx, row.Application, s); err != nil || !ok {
		return err
	}
	done.Changed++
	settled := row.Provisional && !s.Provisional
	if settled {
		done.Settled++
	}
	if row.DueOn.IsZero() || s.Step == application.ToArchive || !settled && s.DueOn == row.DueOn {
		return nil // nothing that anybody reckoned with
	}
	return d.tellRestated(tx, row, s)
}

// tellRestated tells whoever has the application of its new day.
func (d *Desk) tellRestated(tx *database.Tx, row query.CaseRow, s store.Standing) error {
	people, err := handlers(tx, row.Agency, s.Officer)
	if err != nil {
		return err
	}
	n := store.Notice{Agency: string(row.Agency), Key: "restated:" + string(row.ID) + ":" + s.DueOn.String(), Tone: "info", Path: caseURL(row.ID),
		Title: "申请 " + row.Number + " 的期限已重新计算", Body: restatedWords(row.DueOn, s.DueOn, row.Provisional, s.Provisional)}
	_, err = d.tell(tx, people, n, subject(row.ID))
	return err
}

// restatedWords say what became of a day.
func restatedWords(before, after civil.Date, was, is bool) string {
	name := func(d civil.Date, provisional bool) string {
		if provisional {
			return d.Chinese() + "（暂定）"
		}
		return d.Chinese()
	}
	if before == after {
		return fmt.Sprintf("放假安排已载入，暂定的%s确定不变。", after.Chinese())
	}
	return fmt.Sprintf("放假安排有变化，下一步的期限由%s改为%s。", name(before, was), name(after, is))
}

// handlers are those who work on an application: its 经办人, or while nobody was named everybody of the agency who may.
func handlers(r database.Reader, of agency.ID, officer string) ([]auth.Account, error) {
	all, err := store.Accounts(r, of)
	if err != nil {
		return nil, err
	}
	var people []auth.Account
	for _, a := range all {
		if a.Disabled {
			continue
		}
		if officer == string(a.Staff) || officer == "" && auth.Allows(a.Roles, auth.HandleCase, auth.Own) {
			people = append(people, a)
		}
	}
	return people, nil
}
