package supervising

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/remedy"
)

// restatedAtOnce is how many complaints one transaction looks at.
const restatedAtOnce = 500

// Restate computes anew the stored days of what is open here, which a holiday notice may have moved: by when whoever
// complained is to be told, and what is owed to 复议机关 and courts. Orders and scheduled publications bear the day that a
// person set, which no notice moves. Facts stay as they are, so nothing is entered in the ledger; those who handle it are
// told. It returns how many days changed.
// 法源: 《条例》第四十一条、《条例》第四十七条第二款、《放假办法》第六条。
func (d *Desk) Restate(ctx context.Context) (changed int, err error) {
	defer fault.Wrap(&err, "supervising.Restate")
	for after := complaint.ID(""); ; {
		var rows []query.ListedComplaint
		part := 0
		err = d.DB.WriteUnrecorded(ctx, "complaints", func(tx *database.Tx) (err error) {
			part = 0
			if rows, err = query.OpenComplaints(tx, after, restatedAtOnce); err != nil {
				return err
			}
			for _, row := range rows {
				moved, err := d.restateComplaint(tx, row)
				if err != nil {
					return err
				}
				if moved {
					part++
				}
			}
			return nil
		})
		if err != nil {
			return changed, err
		}
		if changed += part; len(rows) < restatedAtOnce {
			break
		}
		after = complaint.ID(rows[len(rows)-1].ID)
	}
	list, err := query.RemediesToFollow(d.DB.View(ctx))
	if err != nil {
		return changed, err
	}
	for _, row := range list {
		moved, err := d.restateRemedy(ctx, remedy.ID(row.ID))
		if err != nil {
			return changed, err
		}
		if moved {
			changed++
		}
	}
	return changed, nil
}

// restateComplaint stores the day of a complaint where it moved.
func (d *Desk) restateComplaint(tx *database.Tx, row query.ListedComplaint) (moved bool, err error) {
	due := complaint.Complaint{Kind: row.Kind, ArrivedOn: row.ArrivedOn}.DueOn(d.Calendar(row.Agency))
	if due == row.DueOn {
		return false, nil
	}
	if moved, err = store.RestateComplaint(tx, complaint.ID(row.ID), due); err != nil || !moved {
		return false, err
	}
	return true, d.tellMoved(tx, row.Agency, agency.RolesOf(agency.RoleOfficer, agency.RoleOffice, agency.RoleCompetent), moving{row.Number, "告知结果", "/workbench/complaints/" + row.ID, row.DueOn, due},
		ledger.Subject{Kind: "complaint", ID: row.ID})
}

// restateRemedy stores what is owed next in a proceeding where it moved.
func (d *Desk) restateRemedy(ctx context.Context, id remedy.ID) (moved bool, err error) {
	err = d.DB.WriteUnrecorded(ctx, "remedies", func(tx *database.Tx) error {
		file, err := store.Proceeding(tx, id)
		if err != nil {
			return err
		}
		before, err := store.RemedyDue(tx, id)
		if err != nil {
			return err
		}
		p, now := file.Proceeding, d.remedyStanding(file.Proceeding)
		if moved, err = store.RestateProceeding(tx, p, now); err != nil || !moved || before.DueOn.IsZero() || now.DueOn.IsZero() {
			return err
		}
		return d.tellMoved(tx, p.Agency, office, moving{p.Number, now.What, "/workbench/remedies/" + string(id), before.DueOn, now.DueOn}, ledger.Subject{Kind: "proceeding", ID: string(id)})
	})
	return moved, err
}

// A moving is a day that became another.
type moving struct {
	number, what, path string
	before, after      civil.Date
}

func (d *Desk) tellMoved(tx *database.Tx, of agency.ID, roles agency.Roles, m moving, about ledger.Subject) error {
	people, err := who(tx, of, roles)
	if err != nil {
		return err
	}
	_, err = d.tellAll(tx, people, store.Notice{Agency: string(of), Key: "restated:" + about.ID + ":" + m.after.String(), Tone: "info", Path: m.path,
		Title: m.number + "的期限已重新计算", Body: "放假安排有变化，“" + m.what + "”的期限由" + m.before.Chinese() + "改为" + m.after.Chinese() + "。"}, about)
	return err
}
