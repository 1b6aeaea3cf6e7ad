package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/receipt"
	"gongkai/internal/store"
	"gongkai/law"
)

// Receipts gathers the 接收回执 of applications, to be printed. They show the query codes, so that they were printed is
// entered in the ledger.
// 法源: 《条例》第四十五条。
func (d *Desk) Receipts(ctx context.Context, by auth.Actor, of agency.ID, ids []application.ID) (list []receipt.Receipt, err error) {
	defer fault.Wrap(&err, "casework.Receipts")
	if len(ids) == 0 || len(ids) > mostBulk {
		return nil, fault.New(fault.Invalid, "请选择1至%d件申请", mostBulk)
	}
	err = d.act(ctx, by, auth.RegisterCase, of, func(tx *database.Tx) error {
		list = nil
		a, err := store.Agency(tx, of)
		if err != nil {
			return err
		}
		reading, _, err := policy(tx, of, tx.Today())
		if err != nil {
			return err
		}
		for _, id := range ids {
			file, err := own(tx, of, id)
			if err != nil {
				return err
			}
			list = append(list, receipt.Receipt{Agency: a.Name, Number: file.Application.Number, Code: file.QueryCode, ArrivedOn: file.Application.ArrivedOn,
				Clock: file.Application.Clock(d.Calendar(of), reading, tx.Today())})
			enter(tx, of, "print_receipt", id, nil, law.OGI.Art(45))
		}
		return nil
	})
	return list, err
}

// TrackLink is the complete address where applicants look up the course.
func (d *Desk) TrackLink() string { return d.link("/track") }

// SlipOf is the slip of an application that was just handed in, for whoever handed it in and is answered once more.
// 法源: 《条例》第四十五条。
func (d *Desk) SlipOf(ctx context.Context, of agency.ID, id application.ID) (slip Slip, err error) {
	defer fault.Wrap(&err, "casework.SlipOf(%s)", id)
	q := d.DB.View(ctx)
	file, err := own(q, of, id)
	if err != nil {
		return slip, err
	}
	today := civil.Of(d.DB.Now())
	reading, _, err := policy(q, of, today)
	return Slip{ID: id, Number: file.Application.Number, QueryCode: file.QueryCode, Clock: file.Application.Clock(d.Calendar(of), reading, today)}, err
}
