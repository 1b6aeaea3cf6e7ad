package casework

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// Confirm enters that both sides have confirmed an application that came online, by fax or by ordinary mail: from this
// day the term runs.
// 法源: 《条例》第三十一条。
func (d *Desk) Confirm(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, on civil.Date) error {
	return d.ConfirmBy(ctx, by, of, id, on, "")
}

// ConfirmBy is [Desk.Confirm] with how both sides confirmed, which goes into the call log. A plain letter that is confirmed
// later than on the day of its arrival needs a log of the calls that reached nobody.
// 法源: 《条例》第三十一条、207号文。
func (d *Desk) ConfirmBy(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, on civil.Date, how string) (err error) {
	defer fault.Wrap(&err, "casework.ConfirmBy(%s)", id)
	return d.act(ctx, by, auth.RegisterCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		a := file.Application
		_, withdrawn := a.Withdrawal()
		switch {
		case withdrawn:
			return fault.New(fault.Conflict, "申请人已经撤回，不需要确认")
		case !confirmable(a.Channel):
			return fault.Breach(law.OGI.Art(31), "这个渠道的申请不需要确认，收到之日就是到达之日")
		case !a.ConfirmedOn.IsZero():
			return fault.New(fault.Conflict, "已于%s确认", a.ConfirmedOn.Chinese())
		case on.IsZero() || on.Before(a.ArrivedOn) || on.After(tx.Today()):
			return fault.Of([]fault.Problem{{Field: "on", Message: "确认日期应在申请到达之日和今天之间", Cite: law.OGI.Art(31)}})
		case lateConfirmation(a.Channel, a.ArrivedOn, on) && strings.TrimSpace(how) == "" && !called(a):
			return fault.Of([]fault.Problem{{Field: "how", Message: "平常信函应当于收到当日与申请人确认；晚于当日的，请登记没有联系上申请人的经过", Cite: law.OGI.Art(31).I(2)}})
		}
		reading, _, err := policy(tx, of, tx.Today())
		if err != nil {
			return err
		}
		if err := fault.Of(a.RefusesConfirmation(d.Calendar(of), reading, on)); err != nil {
			return err
		}
		if how = strings.TrimSpace(how); how != "" {
			call := application.Fact{Kind: application.Called, On: on, By: string(by.Staff), Text: how}
			if err := d.add(tx, a, call); err != nil {
				return err
			}
			a = a.With(call)
		}
		a.ConfirmedOn = on
		if err := store.Confirm(tx, id, on, d.standing(a, reading, tx.Today())); err != nil {
			return err
		}
		enter(tx, of, "confirm", id, map[string]any{"confirmed_on": on}, law.OGI.Art(31))
		return d.mailApplicant(tx, file, "已确认收到，自"+on.Chinese()+"起计算答复期限")
	})
}

// called reports whether a call to the applicant is on file.
func called(a application.Application) bool {
	for _, f := range a.Facts {
		if f.Kind == application.Called {
			return true
		}
	}
	return false
}
