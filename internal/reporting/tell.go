package reporting

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// tell lets the other side know: the staff who compile the report of the agency, or those who audit it above.
func (d *Desk) tell(tx *database.Tx, v View, kind, words string, n int) error {
	of, action, relation := v.Agency.ID, auth.CompileReport, auth.Own
	notice := store.Notice{Key: "report:" + string(v.Agency.ID) + ":" + itoa(v.Year) + ":" + itoa(n), Body: words, Path: "/workbench/reports/" + itoa(v.Year)}
	title := itoa(v.Year) + "年度报告"
	switch kind {
	case actSubmitted:
		of, action, relation = v.Agency.Superior, auth.AuditReport, auth.Below
		notice.Tone, notice.Title, notice.Path = "info", called(v.Agency)+"报送了"+title, "/workbench/agencies/"+v.Agency.Code+"/reports/"+itoa(v.Year)
	case actReturned:
		notice.Tone, notice.Title = "caution", "主管部门退回了"+title
	case actAccepted:
		notice.Tone, notice.Title = "good", "主管部门同意了"+title
	case actReminded:
		notice.Tone, notice.Title = "caution", "主管部门催报"+title
	default:
		return nil // nobody works there
	}
	if of == "" {
		return nil
	}
	people, err := store.Accounts(tx, of)
	if err != nil {
		return err
	}
	notice.Agency = string(of)
	_, err = d.Voice.Tell(tx, slices.DeleteFunc(people, func(who auth.Account) bool {
		return who.Disabled || !auth.Allows(who.Roles, action, relation) || string(who.Staff) == tx.By().ID
	}), notice, ledger.Subject{Kind: "report", ID: string(v.Agency.ID) + "/" + itoa(v.Year)})
	return err
}

// remindOn reminds one agency if today is one of the days for it.
func (d *Desk) remindOn(ctx context.Context, a agency.Agency, year int, today civil.Date, days []int) (told bool, err error) {
	settings, err := store.Settings(d.DB.View(ctx), a.ID, today)
	if err != nil {
		return false, err
	}
	due := settings.ReportDue(a, year, today)
	since, any := thresholdOn(due, today, days)
	if !any {
		return false, nil
	}
	err = d.DB.Write(ctx, ledger.Machine("reporting"), func(tx *database.Tx) error {
		told = false
		acts, err := store.ReportActs(tx, a.ID, year)
		if err != nil || settled(acts) || remindedSince(acts, since) {
			return err
		}
		v, err := d.view(tx, a.ID, year, tx.Today())
		if err != nil || v.Stage == Published {
			return err
		}
		told = true
		return d.remind(tx, v, "")
	})
	if fault.KindOf(err) == fault.Conflict {
		return false, nil // somebody submitted it just now
	}
	return told, err
}

// lateEvery is how many days pass between two reminders of a report that is late, and lateMost how many there are.
const lateEvery, lateMost = 7, 4

// thresholdOn is the day from which one reminder is due today: the last of the days set that has come, or after the
// deadline each week, a few times. A day on which the program was down is made up for.
func thresholdOn(due, today civil.Date, days []int) (since civil.Date, any bool) {
	left := due.DaysSince(today)
	if left < 0 {
		week := (-left - 1) / lateEvery
		return due.AddDays(1 + week*lateEvery), week < lateMost
	}
	for _, d := range days {
		if on := due.AddDays(-d); d >= left && (!any || on.After(since)) {
			since, any = on, true
		}
	}
	return since, any
}

// remindedSince reports whether anybody, or the job, has reminded the agency on the day or after it.
func remindedSince(acts []Act, since civil.Date) bool {
	return slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == actReminded && !a.On.Before(since) })
}

// called is the short name of an agency, where it has one.
func called(a agency.Agency) string {
	if a.ShortName != "" {
		return a.ShortName
	}
	return a.Name
}
