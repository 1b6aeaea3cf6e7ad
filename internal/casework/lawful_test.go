package casework_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/fee"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/workday"

	"pgregory.net/rapid"
)

// TestNoRouteLeadsPastTheLaw lets everybody do random things to an application on random days, through every use-case
// that changes one. What is let through must be lawful in the eyes of package deadline alone; what the domain refuses must
// be refused; whoever has not the role is refused; and after every step there is a next step with its day, or an outcome.
func TestNoRouteLeadsPastTheLaw(t *testing.T) {
	people := []auth.Actor{clerk, verifier, secrecy, signer, head, liaison, competent}
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		w.settle(func(s *agency.Settings) {
			s.Fee = agency.Payee{Collected: true, Name: "局", Bank: "行", Account: "1"}
		})
		w.Draft = func(context.Context, auth.Actor, disclosure.Record) (disclosure.ID, error) { return "rc_1", nil }
		w.Archiving = &casework.Archiving{Make: func(context.Context, casework.Dossier) ([]byte, error) { return []byte("x"), nil },
			Keep: func(context.Context, []byte) (string, error) { return "sha256:" + strings.Repeat("0", 64), nil }}
		start := day("2026-01-05")
		serial := 0
		rapid.Check(t, func(t *rapid.T) {
			serial++
			*w.now = start.Start().Add(9 * time.Hour)
			in := intake(start.String())
			in.Channel = rapid.SampledFrom(deadline.Channels).Draw(t, "channel")
			in.Wanted.Content = "第" + strconv.Itoa(serial) + "件"
			slip, err := w.Receive(w.t.Context(), clerk, bureau, in)
			if err != nil {
				t.Fatal(err)
			}
			on := start
			for range rapid.IntRange(0, 24).Draw(t, "steps") {
				on = on.AddDays(rapid.IntRange(0, 9).Draw(t, "days"))
				*w.now = on.Start().Add(9 * time.Hour)
				before := load(t, w, slip.ID)
				by := rapid.SampledFrom(people).Draw(t, "who")
				did, kind, err := step(t, w, slip, by, on)
				after := load(t, w, slip.ID)
				checkStep(t, before, after, did, kind, err, on)
			}
			checkStands(t, w, slip.ID, on)
		})
	})
}

func load(t *rapid.T, w *world, id application.ID) application.Application {
	file, err := store.Application(w.DB.View(w.t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	return file.Application
}

// step does one random thing and says what it was: the permission it needs, and the fact that it would add.
func step(t *rapid.T, w *world, slip casework.Slip, by auth.Actor, on civil.Date) (allowed bool, kind application.Kind, err error) {
	ctx, id := w.t.Context(), slip.ID
	may := func(a auth.Action) bool { return auth.Can(by, a, bureau) == nil }
	switch rapid.SampledFrom([]string{"fact", "fact", "fact", "confirm", "consult", "fee", "online", "decide", "issue", "letter", "publish", "package", "reopen", "further", "further", "further", "answer", "answer", "answer", "answer", "answer", "answer"}).Draw(t, "door") {
	case "answer":
		return wayToAnswer(visit{t, w, slip, by, on})
	case "further":
		names := slices.Sorted(maps.Keys(furtherDoors))
		return furtherDoors[rapid.SampledFrom(names).Draw(t, "further")](visit{t, w, slip, by, on})
	case "confirm":
		return may(auth.RegisterCase), "", w.ConfirmBy(ctx, by, bureau, id, on, "电话确认")
	case "consult":
		kind = rapid.SampledFrom([]application.Kind{application.ThirdPartyConsulted, application.AgencyConsulted, application.Decided}).Draw(t, "consult")
		_, err = w.Consult(ctx, by, bureau, id, casework.Consult{Kind: kind, Party: "甲", Question: "问", On: on})
		return may(auth.HandleCase), kind, err
	case "fee":
		return may(auth.HandleCase), application.FeeNoticed, w.NoticeFee(ctx, by, bureau, id, casework.Charge{Basis: rapid.SampledFrom([]fee.Basis{fee.PerApplication, fee.PerPage}).Draw(t, "basis"), Pages: rapid.IntRange(0, 60).Draw(t, "pages"), On: on, Until: on.AddDays(28)})
	case "online":
		file, loadErr := store.Application(w.DB.View(ctx), id)
		if loadErr != nil {
			t.Fatal(loadErr)
		}
		code := file.QueryCode
		if rapid.Bool().Draw(t, "wrong code") {
			code = "xxxxxxxxxx"
		}
		doors := map[string]func() (application.Kind, error){
			"correct": func() (application.Kind, error) {
				return application.Corrected, w.CorrectByApplicant(ctx, bureau, id, code, "补正", "")
			},
			"reasons": func() (application.Kind, error) {
				return application.ReasonsGiven, w.ExplainByApplicant(ctx, bureau, id, code, "理由", "")
			},
			"paid": func() (application.Kind, error) {
				return application.PaymentShown, w.ShowPayment(ctx, bureau, id, code, "凭证", "")
			},
			"propose": func() (application.Kind, error) {
				return application.Proposed, w.ProposeByApplicant(ctx, bureau, id, code, "建议", "")
			},
			"withdraw": func() (application.Kind, error) {
				return application.Withdrawn, w.WithdrawByApplicant(ctx, bureau, id, code, "", "")
			},
		}
		kind, err = doors[rapid.SampledFrom([]string{"correct", "reasons", "paid", "propose", "withdraw"}).Draw(t, "online")]()
		return code == file.QueryCode, kind, err
	case "decide":
		err = w.SaveDecision(ctx, by, bureau, id, casework.Draft{Decision: decision.Draft{Outcome: decision.Disclosed, Discloses: true, Reason: "可以公开"}})
		return may(auth.HandleCase), "", err
	case "letter":
		_, err = w.IssueLetter(ctx, by, bureau, id, rapid.SampledFrom(letter.Kinds).Draw(t, "letter").ID, casework.LetterDraft{})
		return may(auth.HandleCase), "", err
	case "publish":
		_, err = w.MakePublic(ctx, by, bureau, id, casework.Publication{Title: "标题", Text: "内容"})
		return may(auth.HandleCase), application.MadePublic, err
	case "package":
		before := load(t, w, id)
		if _, err = w.StoreArchive(ctx, by, bureau, id); err == nil && before.Clock(workday.National(), deadline.Policy{}, on).Stage != deadline.Closed {
			t.Fatal("an open application was put away")
		}
		return may(auth.ArchiveCase), "", err
	case "reopen": // what a result of 复议 or a judgment does, whoever enters it
		until := civil.Date{}
		if rapid.Bool().Draw(t, "sets a day") {
			until = on.AddDays(rapid.IntRange(-3, 40).Draw(t, "ordered"))
		}
		basis := rapid.SampledFrom(deadline.Bases).Draw(t, "basis").Basis
		err = w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "enter", Subject: ledger.Subject{Kind: "proceeding", ID: "pr_1"}})
			return w.Reopen(tx, bureau, string(id), on, until, basis, "st_1", "决定书")
		})
		return true, application.Reopened, err
	case "issue":
		_, err = w.Issue(ctx, by, bureau, id)
		return may(auth.HandleCase), application.Decided, err
	}
	row := rapid.SampledFrom(application.Kinds).Draw(t, "kind")
	until, _ := workday.National().Add(on, rapid.IntRange(1, 30).Draw(t, "until"))
	f := application.Fact{Kind: row.Kind, On: on.AddDays(-rapid.IntRange(0, 2).Draw(t, "back")), Text: "说明", Until: until, Workdays: rapid.IntRange(0, 25).Draw(t, "workdays"), Party: "甲",
		Section: "se_1", Outcome: decision.Disclosed, Method: application.InPerson, Number: "1", Files: []string{"x"}, Names: []string{"x"}, Amount: 100, Record: "rc_1", Basis: rapid.SampledFrom(deadline.Bases).Draw(t, "basis").Basis}
	action := casework.FactAction(row.Kind)
	// A fee has the amount that the rules give: nobody enters one by hand.
	return action != "" && may(action) && row.Kind != application.FeeNoticed, row.Kind, w.AddFact(ctx, by, bureau, id, f)
}

// checkStep holds one step against the law.
func checkStep(t *rapid.T, before, after application.Application, allowed bool, kind application.Kind, err error, on civil.Date) {
	cal := workday.National()
	if err == nil && !allowed {
		t.Fatalf("%s was let through although it was not allowed", kind)
	}
	if err != nil {
		if len(after.Facts) != len(before.Facts) || after.ConfirmedOn != before.ConfirmedOn {
			t.Fatalf("%s was refused (%v) and changed the file", kind, err)
		}
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Unlawful, fault.Conflict, fault.Forbidden, fault.NotFound:
		default:
			t.Fatalf("%s failed: %v", kind, err)
		}
		return
	}
	old, now := before.Clock(cal, deadline.Policy{}, on), after.Clock(cal, deadline.Policy{}, on)
	added := slices.ContainsFunc(after.Facts[len(before.Facts):], func(f application.Fact) bool { return f.Kind == application.Decided })
	if len(now.Problems) > len(old.Problems) && !added {
		t.Fatalf("%s was let through against the law: %v", kind, now.Problems)
	}
	if added && !slices.ContainsFunc(before.Facts, func(f application.Fact) bool { return f.Kind == application.Filed }) && kind != application.Decided {
		t.Fatalf("decided by %s", kind)
	}
	if old.Stage == deadline.Closed && now.Stage != deadline.Closed && kind != application.Reopened {
		t.Fatalf("%s opened a closed application", kind)
	}
}

// checkStands wants a next step with its day or an outcome, in the file and in the columns that lists are read from.
func checkStands(t *rapid.T, w *world, id application.ID, on civil.Date) {
	a := load(t, w, id)
	due := a.Due(a.Clock(workday.National(), deadline.Policy{}, on))
	var step, outcome string
	var dueOn, closed civil.Date
	if err := w.DB.View(w.t.Context()).QueryRow(`SELECT step, due_on, outcome, closed_on FROM application WHERE id = $1`, string(id)).Scan(&step, &dueOn, &outcome, &closed); err != nil {
		t.Fatal(err)
	}
	switch {
	case due.Step == application.NoStep && outcome == "":
		t.Fatalf("filed away without an outcome: %+v", a.Facts)
	case due.Step != application.NoStep && due.On.IsZero():
		t.Fatalf("%s has no day: %+v", due.Step, a.Facts)
	case string(due.Step) != step || due.On != dueOn:
		t.Fatalf("lists say %s by %s, the file %s by %s", step, dueOn, due.Step, due.On)
	case outcome != "" && closed.IsZero():
		t.Fatal("an outcome without a day")
	}
}
