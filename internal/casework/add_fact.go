package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// actions says which permission adding a fact needs. A decision is never added by hand: [Desk.Issue] adds it.
var actions = map[application.Kind]auth.Action{
	application.CorrectionRequested: auth.HandleCase, application.Corrected: auth.HandleCase,
	application.ThirdPartyConsulted: auth.HandleCase, application.ThirdPartyAnswered: auth.HandleCase,
	application.AgencyConsulted: auth.HandleCase, application.AgencyAnswered: auth.HandleCase,
	application.Extended: auth.ExtendCase, application.ReasonsRequested: auth.HandleCase, application.ReasonsGiven: auth.HandleCase,
	application.Delayed: auth.HandleCase, application.FeeNoticed: auth.HandleCase, application.FeePaid: auth.HandleCase,
	application.Withdrawn: auth.HandleCase, application.Assigned: auth.AssignCase, application.HandedBack: auth.AssistCase,
	application.Filed: auth.HandleCase, application.Noted: auth.HandleCase, application.Called: auth.HandleCase,
	application.Delivered: auth.DeliverCase, application.Archived: auth.ArchiveCase, application.Reopened: auth.HandleCase,
	application.HandedOver: auth.ArchiveCase, application.ExtensionAsked: auth.HandleCase,
}

// FactKinds lists the facts that people add, in the order of the law.
func FactKinds() []application.Kind {
	var kinds []application.Kind
	for _, row := range application.Kinds {
		if _, ok := actions[row.Kind]; ok {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// FactAction is the permission that adding a fact of the kind needs.
func FactAction(kind application.Kind) auth.Action { return actions[kind] }

// AddFact adds a dated fact to an application. What the law or the order of things forbids is refused with every reason.
// An extension is added by the head of the 工作机构, whose approval it is.
// 法源: 《条例》第三十条、《条例》第三十三条第二款、《条例》第四十五条。
func (d *Desk) AddFact(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, f application.Fact) (err error) {
	defer fault.Wrap(&err, "casework.AddFact(%s, %s)", id, f.Kind)
	action, ok := actions[f.Kind]
	if !ok {
		return fault.New(fault.Invalid, "“%s”不能直接登记", f.Kind.Label())
	}
	return d.act(ctx, by, action, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if f.By = string(by.Staff); f.Kind == application.Extended {
			f.Approver = string(by.Staff)
		}
		if f.On.After(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "on", Message: "日期不能晚于今天"}})
		}
		return d.add(tx, file.Application, f)
	})
}

// add stores the fact unless something stands against it.
func (d *Desk) add(tx *database.Tx, a application.Application, f application.Fact) error {
	reading, _, err := policy(tx, a.Agency, tx.Today())
	if err != nil {
		return err
	}
	if err := fault.Of(a.Refuses(d.Calendar(), reading, f)); err != nil {
		return err
	}
	with := a
	with.Facts = append(a.Facts[:len(a.Facts):len(a.Facts)], f)
	if err := store.AddFact(tx, a, f, d.standing(with, reading, tx.Today())); err != nil {
		return err
	}
	clock := with.Clock(d.Calendar(), reading, tx.Today())
	enter(tx, a.Agency, string(f.Kind), a.ID, map[string]any{"fact": f, "due_on": clock.DueOn, "stage": clock.Stage}, clockCite(f))
	return nil
}
