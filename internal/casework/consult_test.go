package casework_test

import (
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/fee"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/money"
	"gongkai/review"
)

var day = civil.MustParse

func (w *world) clock(id application.ID) deadline.Output {
	w.t.Helper()
	v, err := w.Look(w.t.Context(), clerk, bureau, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v.Clock
}

func TestAThirdPartyAnswersByItsLink(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		var mails []casework.Mail
		w.Post = func(_ *database.Tx, _ agency.ID, _ ledger.Subject, m casework.Mail) error {
			mails = append(mails, m)
			return nil
		}
		w.Link = func(path string) string { return "https://example.cn/xxgk" + path }
		slip := w.receive("2026-04-20")
		w.on("2026-04-22")
		in := casework.Consult{Kind: application.ThirdPartyConsulted, Party: "第三方甲", Name: "王二小", Email: "wang@example.cn",
			Question: "拟公开贵公司的中标合同", On: day("2026-04-22"), ReceivedOn: day("2026-04-22")}
		link, err := w.Consult(t.Context(), clerk, bureau, slip.ID, in)
		if err != nil {
			t.Fatal(err)
		}
		token, ok := strings.CutPrefix(link, "https://example.cn/xxgk/consult/")
		if !ok || len(token) < 26 || len(mails) != 1 || mails[0].To != "wang@example.cn" || !strings.Contains(mails[0].Body, link) {
			t.Fatalf("%s %+v", link, mails)
		}
		if !w.clock(slip.ID).Paused && w.clock(slip.ID).DueOn == day("2026-05-20") {
			t.Error("the clock goes on")
		}
		if _, err := w.Consult(t.Context(), clerk, bureau, slip.ID, in); !says(err, "尚未答复") {
			t.Errorf("asked twice: %v", err)
		}
		w.nothingInTheOpen("王二小", "wang@example.cn", token)

		w.on("2026-04-24")
		asked, err := w.Inquire(t.Context(), token, "127.0.0.1")
		if err != nil || asked.Question != "拟公开贵公司的中标合同" || asked.EndsOn != day("2026-05-15") || asked.Agency.Name != "凉州区科学技术局" {
			t.Fatalf("%+v %v", asked, err)
		}
		if _, err := w.Inquire(t.Context(), token[:len(token)-1]+"!", "127.0.0.1"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a wrong token: %v", err)
		}
		if err := w.AnswerInquiry(t.Context(), token, casework.Opinion{}, "127.0.0.1"); !says(err, "说明理由") {
			t.Errorf("objected without reasons: %v", err)
		}
		if err := w.AnswerInquiry(t.Context(), token, casework.Opinion{Text: "单价是商业秘密"}, "127.0.0.1"); err != nil {
			t.Fatal(err)
		}
		if err := w.AnswerInquiry(t.Context(), token, casework.Opinion{Agrees: true}, "127.0.0.1"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		v, err := w.Look(t.Context(), clerk, bureau, slip.ID)
		if err != nil {
			t.Fatal(err)
		}
		last := v.Application.Facts[len(v.Application.Facts)-1]
		if last.Kind != application.ThirdPartyAnswered || last.Agrees || last.On != day("2026-04-24") || last.Party != "第三方甲" || v.Clock.DueOn != day("2026-05-22") {
			t.Errorf("%+v, due %s", last, v.Clock.DueOn)
		}
		if len(v.Asked) != 1 || v.Asked[0].OpenedOn != day("2026-04-24") || v.Asked[0].AnsweredOn != day("2026-04-24") || strings.Contains(v.Asked[0].Name, "二") {
			t.Errorf("%+v", v.Asked)
		}
		if told := w.told(clerk); len(told) != 1 || !strings.Contains(told[0], "收到第三方意见") {
			t.Errorf("the clerk was told %q", told)
		}
	})
}

func TestALinkEndsWithItsTermAndCanBeRenewed(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		slip := w.receive("2026-04-20")
		link, err := w.Consult(t.Context(), clerk, bureau, slip.ID, casework.Consult{Kind: application.AgencyConsulted, Party: "自然资源局", Question: "共同制作的规划", On: day("2026-04-20")})
		if err != nil {
			t.Fatal(err)
		}
		old := strings.TrimPrefix(link, "/consult/")
		v, _ := w.Look(t.Context(), clerk, bureau, slip.ID)
		again, err := w.RenewLink(t.Context(), clerk, bureau, slip.ID, v.Asked[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Inquire(t.Context(), old, "127.0.0.1"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the old link still leads somewhere: %v", err)
		}
		w.on("2026-05-14") // the fifteenth workday was 13 May
		asked, err := w.Inquire(t.Context(), strings.TrimPrefix(again, "/consult/"), "127.0.0.1")
		if err != nil || !asked.Ended {
			t.Errorf("%+v %v", asked, err)
		}
		if err := w.AnswerInquiry(t.Context(), strings.TrimPrefix(again, "/consult/"), casework.Opinion{Agrees: true}, "127.0.0.1"); fault.KindOf(err) != fault.Unlawful {
			t.Errorf("answered after the term: %v", err)
		}
	})
}

// says reports whether a problem of the error has the words.
func says(err error, words string) bool {
	for _, p := range fault.Problems(err) {
		if strings.Contains(p.Message, words) {
			return true
		}
	}
	return err != nil && strings.Contains(fault.Message(err), words)
}

// nothingInTheOpen looks for words in every column of text of the whole database.
func (w *world) nothingInTheOpen(words ...string) {
	w.t.Helper()
	view := w.DB.View(w.t.Context())
	for table, columns := range map[string]string{"consultation": "party || question || token", "application_fact": "body", "ledger": "coalesce(before, '') || coalesce(after, '')",
		"notice": "title || body || path || key", "application": "content || number"} {
		var texts []string
		if err := view.Select(&texts, `SELECT `+columns+` FROM `+table); err != nil {
			w.t.Fatal(table, err)
		}
		for _, text := range texts {
			for _, word := range words {
				if strings.Contains(text, word) {
					w.t.Errorf("%s has %q in the open: %s", table, word, text)
				}
			}
		}
	}
}

func (w *world) settle(change func(*agency.Settings)) {
	w.t.Helper()
	err := w.DB.Write(w.t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "settle", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		s, err := store.Settings(tx, bureau, tx.Today())
		if err != nil {
			return err
		}
		change(&s)
		return store.SaveSettings(tx, bureau, s)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestTheFeeFollowsFromTheMonth(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		var tenth, eleventh application.ID
		for i := range 11 {
			slip := w.receive("2026-04-20")
			if i == 9 {
				tenth = slip.ID
			}
			eleventh = slip.ID
		}
		charge := casework.Charge{Basis: fee.PerApplication, On: day("2026-04-20"), Until: day("2026-05-20")}
		if err := w.NoticeFee(t.Context(), clerk, bureau, eleventh, charge); !says(err, "没有设置") {
			t.Errorf("charged by an agency without an account: %v", err)
		}
		w.settle(func(s *agency.Settings) {
			s.Fee = agency.Payee{Collected: true, Name: "区财政局", Bank: "某银行", Account: "1"}
		})
		if err := w.NoticeFee(t.Context(), clerk, bureau, tenth, charge); !says(err, "免费") {
			t.Errorf("the tenth of the month was charged: %v", err)
		}
		if err := w.NoticeFee(t.Context(), clerk, bureau, eleventh, charge); err != nil {
			t.Fatal(err)
		}
		v, err := w.Look(t.Context(), clerk, bureau, eleventh)
		if err != nil || v.Ordinal != 11 || v.SameMonth != 11 || v.Application.Facts[0].Amount != money.Fen(10000) || v.Clock.Stage != deadline.Paying {
			t.Errorf("%+v %v", v.Application.Facts, err)
		}
		if err := w.NoticeFee(t.Context(), clerk, bureau, eleventh, charge); fault.KindOf(err) != fault.Unlawful && fault.KindOf(err) != fault.Invalid {
			t.Errorf("charged twice: %v", err)
		}
		if err := w.ShowPayment(t.Context(), bureau, eleventh, "wrong", "汇款", ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("without the code: %v", err)
		}
		file, _ := store.Application(w.DB.View(t.Context()), eleventh)
		if err := w.ShowPayment(t.Context(), bureau, eleventh, file.QueryCode, "已汇款，凭证号1", ""); err != nil {
			t.Fatal(err)
		}
		if w.clock(eleventh).Stage != deadline.Paying {
			t.Error("a proof that nobody confirmed started the term")
		}
		if err := w.add(clerk, eleventh, application.Fact{Kind: application.FeePaid, On: day("2026-04-20")}); err != nil {
			t.Fatal(err)
		}
		if clock := w.clock(eleventh); clock.Stage != deadline.Open || clock.DueOn != day("2026-05-20") {
			t.Errorf("%+v", clock)
		}
	})
}

func TestTheCountOfAMonthEndsWithTheMonth(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		first := w.receive("2026-04-20")
		w.on("2026-05-06")
		w.receive("2026-05-06")
		v, err := w.Look(t.Context(), clerk, bureau, first.ID)
		if err != nil || v.SameMonth != 1 || v.SameYear != 2 || len(v.Repeats) != 1 || len(v.Others) != 0 {
			t.Errorf("month %d, year %d, repeats %d: %v", v.SameMonth, v.SameYear, len(v.Repeats), err)
		}
	})
}

func TestWhatCameBeforeIsFoundAtTheCounter(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.receive("2026-04-20")
		in := intake("2026-04-20")
		in.Applicant.Identity.Number = "110105 19491231 002x"
		in.Wanted.Content = "2025年 科技计划项目，立项文件。"
		alike, err := w.Alike(t.Context(), clerk, bureau, in.Applicant, in.Wanted, in.ArrivedOn)
		if err != nil || len(alike.Repeats) != 1 || alike.SameMonth != 1 {
			t.Errorf("the same written otherwise: %+v %v", alike, err)
		}
		in.Applicant.Identity.Number = "440524188001010014"
		alike, err = w.Alike(t.Context(), clerk, bureau, in.Applicant, in.Wanted, in.ArrivedOn)
		if err != nil || len(alike.Repeats) != 0 || len(alike.Others) != 1 || alike.SameMonth != 0 {
			t.Errorf("somebody else asks for the same: %+v %v", alike, err)
		}
		if _, err := w.Alike(t.Context(), liaison, bureau, in.Applicant, in.Wanted, in.ArrivedOn); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody who may not register looked: %v", err)
		}
	})
}

func TestABundleIsRegisteredWholeOrNotAtAll(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		good, bad, late := intake("2026-04-20"), intake("2026-04-20"), intake("2026-04-17")
		bad.Applicant.Name, bad.Wanted.Content, late.Wanted.Content = "", "", "2024年部门决算"
		late.Channel, late.ConfirmedOn = deadline.OrdinaryMail, day("2026-04-20")
		_, err := w.ReceiveBatch(t.Context(), clerk, bureau, []casework.Intake{good, bad, late})
		fields := map[string]bool{}
		for _, p := range fault.Problems(err) {
			fields[p.Field] = true
		}
		if !fields["2.name"] || !fields["2.content"] || !fields["3.confirmed_how"] || len(fields) != 3 {
			t.Fatalf("%v", fault.Problems(err))
		}
		late.Confirmed = "17日下午两次拨打无人接听，20日上午接通"
		bad = intake("2026-04-20")
		bad.MailNo, bad.Channel = "XA12345678912", deadline.RegisteredMail
		bundle := []casework.Intake{good, bad, late}
		problems, err := w.CheckBatch(t.Context(), clerk, bureau, bundle)
		if err != nil || len(problems) != 1 || problems[0].Field != "2.anyway" || !strings.Contains(problems[0].Message, "本批第1行") {
			t.Fatalf("the same twice in one bundle: %+v %v", problems, err)
		}
		bad.Anyway = true
		slips, err := w.ReceiveBatch(t.Context(), clerk, bureau, []casework.Intake{good, bad, late})
		if err != nil || len(slips) != 3 || slips[0].Number != "20260420-0001" || slips[2].Number != "20260417-0001" {
			t.Fatalf("%+v %v", slips, err)
		}
		v, _ := w.Look(t.Context(), clerk, bureau, slips[2].ID)
		if f := v.Application.Facts; len(f) != 1 || f[0].Kind != application.Called || v.Clock.ReceivedOn != day("2026-04-20") {
			t.Errorf("%+v %s", f, v.Clock.ReceivedOn)
		}
		v, _ = w.Look(t.Context(), clerk, bureau, slips[1].ID)
		if f := v.Application.Facts; len(f) != 1 || f[0].Number != "XA12345678912" {
			t.Errorf("%+v", f)
		}
		if _, err := w.ReceiveBatch(t.Context(), clerk, bureau, []casework.Intake{late}); !strings.Contains(fault.Message(err), slips[2].Number) {
			t.Errorf("what is in the register already was taken again: %v", err)
		}
		if _, err := w.CheckBatch(t.Context(), liaison, bureau, bundle); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody who may not register checked: %v", err)
		}
	})
}

func TestASectionHandsBackItsOwn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		slip := w.receive("2026-04-20")
		given := func(section, officer string) error {
			return w.add(clerk, slip.ID, application.Fact{Kind: application.Assigned, On: day("2026-04-20"), Section: section, Officer: officer, Text: "请查找"})
		}
		err := w.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(bureau), Verb: "employ", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
			for _, s := range []agency.Section{{ID: "se_9", Agency: bureau, Name: "规划股"}, {ID: "se_8", Agency: bureau, Name: "旧股", Closed: true}, {ID: "se_7", Agency: county, Name: "别处的股"}} {
				if err := store.SaveSection(tx, s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for section, officer := range map[string]string{"se_7": "", "se_8": "", "业务股": "", "se_1": string(competent.Staff), "": "st_none"} {
			if err := given(section, officer); !says(err, "请重新选择") {
				t.Errorf("given to %s %s: %v", section, officer, err)
			}
		}
		for section, allowed := range map[string]bool{"se_9": false, "se_1": true} {
			if err := given(section, ""); err != nil {
				t.Fatal(err)
			}
			err := w.add(liaison, slip.ID, application.Fact{Kind: application.HandedBack, On: day("2026-04-20"), Text: "已找到"})
			if (err == nil) != allowed {
				t.Errorf("%s: %v", section, err)
			}
			if err != nil {
				if err := w.add(clerk, slip.ID, application.Fact{Kind: application.HandedBack, On: day("2026-04-20"), Text: "代为登记"}); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestWhatGoesOutLateIsSaid(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		w.on("2026-05-20")
		w.decide(slip.ID)
		w.on("2026-05-22")
		for number, part := range map[string]string{"": "邮件号", "SF1234567890123": "邮政企业"} {
			if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Delivered, On: day("2026-05-22"), Method: application.ByPost, Number: number}); !says(err, part) {
				t.Errorf("posted as %q: %v", number, err)
			}
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Delivered, On: day("2026-05-22"), Method: application.ByPost, Number: "XA12345678912"}); err != nil {
			t.Fatal(err)
		}
		v, err := w.Look(t.Context(), clerk, bureau, slip.ID)
		if err != nil || v.Late != 2 {
			t.Errorf("late by %d: %v", v.Late, err)
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Receipted, On: day("2026-05-21"), Text: "本人签收"}); !says(err, "早于") {
			t.Errorf("taken before it was sent: %v", err)
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Receipted, On: day("2026-05-22"), Text: "本人签收"}); err != nil {
			t.Fatal(err)
		}
	})
}

// decide answers the application through draft, review and issue on the day of the clock.
func (w *world) decide(id application.ID) {
	w.t.Helper()
	today := civil.Of(*w.now)
	steps := []func() error{
		func() error {
			return w.add(clerk, id, application.Fact{Kind: application.Filed, On: today, Evidence: decision.SearchLog, Text: "检索"})
		},
		func() error {
			return w.SaveDecision(w.t.Context(), clerk, bureau, id, casework.Draft{Decision: decision.Draft{Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Reason: "经检索没有"}})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			w.t.Fatal(err)
		}
	}
	for _, step := range []struct {
		stage review.Stage
		by    auth.Actor
	}{{review.SelfCheck, clerk}, {review.SectionOK, verifier}, {review.Secrecy, secrecy}, {review.Signature, signer}} {
		if err := w.sign(id, step.stage, step.by); err != nil {
			w.t.Fatalf("%s: %v", step.stage, err)
		}
	}
	if _, err := w.Issue(w.t.Context(), clerk, bureau, id); err != nil {
		w.t.Fatal(err)
	}
}
