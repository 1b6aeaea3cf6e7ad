package casework

import (
	"context"
	"strconv"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/law"
)

// MostInBundle is how many letters of one bundle are registered together.
const MostInBundle = 50

// ReceiveBatch registers a bundle of applications, whoever sent them and however they came: all of them or none. The
// problems of every row come at once, their fields led by the number of the row, as 3.name.
// 法源: 《条例》第三十一条、《条例》第四十五条。
func (d *Desk) ReceiveBatch(ctx context.Context, by auth.Actor, of agency.ID, bundle []Intake) (slips []Slip, err error) {
	defer fault.Wrap(&err, "casework.ReceiveBatch")
	err = d.act(ctx, by, auth.RegisterCase, of, func(tx *database.Tx) error {
		slips = nil
		problems, err := d.againstAll(tx, of, bundle, tx.Today())
		if err != nil {
			return err
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		for _, in := range bundle {
			slip, err := d.take(tx, of, in)
			if err != nil {
				return err
			}
			slips = append(slips, slip)
		}
		return nil
	})
	return slips, err
}

// CheckBatch says everything that stands against registering the bundle, and registers nothing.
// 法源: 《条例》第二十九条第二款。
func (d *Desk) CheckBatch(ctx context.Context, by auth.Actor, of agency.ID, bundle []Intake) (problems []fault.Problem, err error) {
	defer fault.Wrap(&err, "casework.CheckBatch")
	if err := auth.Can(by, auth.RegisterCase, of); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		problems, err = d.againstAll(q, of, bundle, civil.Of(d.DB.Now()))
		return err
	})
	return problems, err
}

// againstAll is everything that stands against the bundle, row by row.
func (d *Desk) againstAll(r database.Reader, of agency.ID, bundle []Intake, today civil.Date) (problems []fault.Problem, err error) {
	if len(bundle) == 0 || len(bundle) > MostInBundle {
		return nil, fault.New(fault.Invalid, "一次登记1至%d件", MostInBundle)
	}
	seen := map[[2]string]int{}
	for i, in := range bundle {
		row := strconv.Itoa(i + 1)
		found, err := d.against(r, of, in, today)
		if err != nil {
			return nil, err
		}
		again, err := d.repeated(r, of, in, i+1, seen)
		if err != nil {
			return nil, err
		}
		for _, p := range append(found, again...) {
			p.Message, p.Field = "第"+row+"行："+p.Message, row+"."+p.Field
			problems = append(problems, p)
		}
	}
	return problems, nil
}

// repeated is what somebody must have seen before the same is registered for the same applicant again, in the register or
// in the bundle.
// 法源: 《条例》第三十六条第六项。
func (d *Desk) repeated(r database.Reader, of agency.ID, in Intake, row int, seen map[[2]string]int) ([]fault.Problem, error) {
	content := digestOfContent(in.Wanted)
	if in.Anyway || in.ArrivedOn.IsZero() || in.Applicant.Identity.Normal() == "" || content == "" {
		return nil, nil
	}
	digest, err := d.digestOf(in.Applicant)
	if err != nil {
		return nil, err
	}
	again := func(where string) []fault.Problem {
		return []fault.Problem{{Field: "anyway", Message: "同一申请人申请过相同的内容（" + where + "），请核对后勾选“仍然登记”", Cite: law.OGI.Art(36).I(6)}}
	}
	key := [2]string{string(digest), content}
	if first := seen[key]; first > 0 {
		return again("本批第" + strconv.Itoa(first) + "行"), nil
	}
	seen[key] = row
	l, err := d.likeness(r, application.Application{Agency: of, ArrivedOn: in.ArrivedOn, Wanted: in.Wanted}, digest, content)
	if err != nil || len(l.Repeats) == 0 {
		return nil, err
	}
	return again(l.Repeats[0].Number), nil
}
