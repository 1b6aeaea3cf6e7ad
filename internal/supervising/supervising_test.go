package supervising_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/supervising"
	"gongkai/ledger"
	"gongkai/monthly"
	"gongkai/remedy"
	"gongkai/scorecard"
	"gongkai/workday"
)

// A world is a desk with a clock that the test moves, a 主管部门 and two agencies below it.
type world struct {
	*supervising.Desk
	t                        *testing.T
	now                      *time.Time
	clerk, section, upper    auth.Actor
	bureau, other, competent agency.ID
}

func eachEngine(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	now := time.Time{}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		now = civil.MustParse("2026-04-20").Start().Add(9 * time.Hour)
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, now); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		agencies := []agency.Agency{{ID: "ag_zfb", Code: "zfb", Name: "区政府办公室", Level: agency.County, Kind: agency.Department, Competent: true},
			{ID: "ag_kjj", Code: "kjj", Name: "科学技术局", Level: agency.County, Kind: agency.Department, Superior: "ag_zfb"},
			{ID: "ag_szj", Code: "szj", Name: "市政服务局", Level: agency.County, Kind: agency.Department, Superior: "ag_zfb"}}
		tree, problems := agency.NewTree(agencies)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		err = db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: "ag_zfb", Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: "ag_zfb"}})
			for _, a := range agencies {
				if err := store.InsertAgency(tx, a); err != nil {
					return err
				}
			}
			if err := store.SaveGuide(tx, agency.Guide{Agency: "ag_zfb", OfficeName: "区政务公开办", Phone: "0935-2200000"}); err != nil {
				return err
			}
			for _, s := range []agency.Section{{ID: "se_1", Agency: "ag_kjj", Name: "业务一股"}, {ID: "se_2", Agency: "ag_kjj", Name: "业务二股"}} {
				if err := store.SaveSection(tx, s); err != nil {
					return err
				}
			}
			for _, a := range []auth.Account{{Staff: "st_1", Agency: "ag_kjj", Login: "a", Name: "经办", Roles: agency.RolesOf(agency.RoleOfficer)},
				{Staff: "st_2", Agency: "ag_kjj", Section: "se_1", Login: "b", Name: "信息", Roles: agency.RolesOf(agency.RoleLiaison)},
				{Staff: "st_3", Agency: "ag_zfb", Login: "c", Name: "主管", Roles: agency.RolesOf(agency.RoleCompetent)}} {
				if err := store.InsertAccount(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		who := func(id, of string, roles ...agency.Role) auth.Actor {
			return auth.Actor{Staff: auth.StaffID(id), Name: id, Agency: agency.ID(of), Roles: agency.RolesOf(roles...), Tree: tree, Address: "127.0.0.1"}
		}
		cases := &casework.Desk{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }}
		f(t, &world{Desk: &supervising.Desk{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Reopen: cases.Reopen, Letters: cases}, t: t, now: &now, bureau: "ag_kjj", other: "ag_szj", competent: "ag_zfb",
			clerk: who("st_1", "ag_kjj", agency.RoleOfficer), section: who("st_2", "ag_kjj", agency.RoleLiaison), upper: who("st_3", "ag_zfb", agency.RoleCompetent)})
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(func() time.Time { return now }))
}

func (w *world) on(day string) { *w.now = civil.MustParse(day).Start().Add(9 * time.Hour) }

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

var day = civil.MustParse

// none is no error at all.
const none = fault.Kind(-1)

// answered stores an application with its facts as the register would have it.
func (w *world) answered(id, number, received string, facts ...application.Fact) {
	w.t.Helper()
	a := application.Application{ID: application.ID(id), Agency: w.bureau, Number: number, Channel: deadline.InPerson, ArrivedOn: day(received), Wanted: application.Wanted{Content: "内容" + number}}
	w.ok(w.DB.Write(w.t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(w.bureau), Verb: "receive", Subject: ledger.Subject{Kind: "application", ID: id}})
		clock := a.Clock(workday.National(), deadline.Policy{}, tx.Today())
		if err := store.InsertApplication(tx, store.ApplicationFile{Application: a, Particulars: []byte{}}, store.Standing{ReceivedOn: clock.ReceivedOn, Step: application.ToAnswer, DueOn: clock.DueOn}); err != nil {
			return err
		}
		for _, f := range facts {
			s := store.Standing{ReceivedOn: clock.ReceivedOn, Step: application.ToAnswer, DueOn: clock.DueOn}
			if f.Kind == application.Decided {
				s.ClosedOn, s.Outcome, s.Step, s.DueOn = f.On, string(f.Outcome), application.NoStep, civil.Date{}
			}
			if err := store.AddFact(tx, a, f, s); err != nil {
				return err
			}
			a.Facts = append(a.Facts, f)
		}
		return nil
	}))
}

func decided(on string) application.Fact {
	return application.Fact{Kind: application.Decided, On: day(on), Outcome: decision.Disclosed}
}

// A 复议 that asks for a new decision opens the application again; when it is answered anew the night enters it.
// The day that a result sets is the day of the application itself, answered before or never.
func TestAnOrderedDayIsTheDayOfTheApplication(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.answered("ap_1", "20260302-0001", "2026-03-02", decided("2026-03-10"))
		w.answered("ap_2", "20260302-0002", "2026-03-02")
		for number, c := range map[string]struct {
			id    application.ID
			order remedy.Fact
		}{
			"20260302-0001": {"ap_1", remedy.Fact{Kind: remedy.Decided, On: day("2026-04-20"), Until: day("2026-05-11"), Result: "撤销", Bucket: remedy.Corrected, Redecide: true}},
			"20260302-0002": {"ap_2", remedy.Fact{Kind: remedy.Decided, On: day("2026-04-20"), Until: day("2026-04-30"), Result: "责令履行", Bucket: remedy.Corrected, Redecide: true}},
		} {
			id, err := w.RegisterRemedy(ctx, w.clerk, w.bureau, supervising.NewRemedy{Application: number, Way: remedy.Reconsideration, Subject: "不服", Party: "陈某某",
				Accepted: remedy.Fact{On: day("2026-03-31"), Forum: "区人民政府", CaseNo: number}, ServedOn: day("2026-04-01")})
			w.ok(err)
			w.ok(w.AddRemedyFact(ctx, w.clerk, w.bureau, id, c.order))
			var due civil.Date
			var step string
			w.ok(w.DB.View(ctx).QueryRow(`SELECT due_on, step FROM application WHERE id = $1`, string(c.id)).Scan(&due, &step))
			if due != c.order.Until || step != "answer" {
				t.Errorf("%s: %s by %s, the result says by %s", number, step, due, c.order.Until)
			}
			file, err := store.Application(w.DB.View(ctx), c.id)
			w.ok(err)
			clock := file.Application.Clock(w.Calendar(w.bureau), deadline.Policy{}, day("2026-04-20"))
			if clock.OrderedOn != c.order.Until || clock.ReceivedOn != day("2026-03-02") || len(clock.Problems) > 0 {
				t.Errorf("%s: %+v", number, clock)
			}
		}
	})
}

func TestANewDecisionIsFollowed(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.answered("ap_1", "20260302-0001", "2026-03-02", decided("2026-03-10"))
		id, err := w.RegisterRemedy(ctx, w.clerk, w.bureau, supervising.NewRemedy{Application: "20260302-0001", Way: remedy.Reconsideration, Subject: "不服答复", Party: "陈某某",
			Accepted: remedy.Fact{On: day("2026-03-20"), Forum: "区人民政府", CaseNo: "1号"}, ServedOn: day("2026-03-23")})
		w.ok(err)
		row, err := store.Proceeding(w.DB.View(ctx), id)
		w.ok(err)
		if strings.Contains(string(row.Party), "陈") {
			t.Error("the name is stored open")
		}
		list, _, err := w.ListRemedies(ctx, w.clerk, query.RemedyList{Agency: w.bureau, Due: true})
		if err != nil || len(list) != 1 || list[0].DueOn != day("2026-04-07") { // 23rd March and ten working days over 清明 (4th to 6th April)
			t.Fatal(list, err)
		}
		w.ok(w.AddRemedyFact(ctx, w.clerk, w.bureau, id, remedy.Fact{Kind: remedy.Answered, On: day("2026-04-02"), Text: "x"}))
		w.ok(w.AddRemedyFact(ctx, w.clerk, w.bureau, id, remedy.Fact{Kind: remedy.Decided, On: day("2026-04-20"), Result: "撤销", Bucket: remedy.Corrected, Redecide: true}))
		file, err := store.Application(w.DB.View(ctx), "ap_1")
		w.ok(err)
		if last := file.Application.Facts[len(file.Application.Facts)-1]; last.Kind != application.Reopened || last.On != day("2026-04-20") {
			t.Fatal("the application was not opened again", file.Application.Facts)
		}
		if n, err := w.FollowRemedies(ctx); n != 0 || err != nil {
			t.Error(n, err)
		}
		w.on("2026-05-08")
		w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(w.bureau), Verb: "decide", Subject: ledger.Subject{Kind: "application", ID: "ap_1"}})
			return store.AddFact(tx, file.Application, decided("2026-05-07"), store.Standing{ReceivedOn: day("2026-03-02"), ClosedOn: day("2026-05-07"), Outcome: "O1"})
		}))
		if n, err := w.FollowRemedies(ctx); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		v, err := w.LookRemedy(ctx, w.clerk, w.bureau, id)
		w.ok(err)
		if _, done, _ := v.Proceeding.Redecision(); done != day("2026-05-07") || len(v.Duties) != 0 || v.Party == "陈某某" {
			t.Error(done, v.Duties, v.Party)
		}
		if n, err := w.FollowRemedies(ctx); n != 0 || err != nil {
			t.Error("entered twice", n, err)
		}
		// Somebody of another agency finds nothing.
		if _, err := w.LookRemedy(ctx, w.clerk, w.other, id); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
		if _, err := w.LookRemedy(ctx, w.upper, w.other, id); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// A complaint from the portal to the order, the reply and the word to the person.
func TestAComplaintIsFollowedToTheEnd(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		slip, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.NotPublished, About: w.bureau, Petition: complaint.Petition{Text: "半年没有更新", Name: "陈某某", Phone: "13800000001"}}, "192.0.2.1")
		w.ok(err)
		list, total, err := w.ListComplaints(ctx, w.upper, query.ComplaintList{Agency: w.competent, Open: true})
		if err != nil || total != 1 || list[0].Number != slip.Number {
			t.Fatal(list, err)
		}
		id := complaint.ID(list[0].ID)
		if _, _, err := w.ListComplaints(ctx, w.clerk, query.ComplaintList{Agency: w.competent}); fault.KindOf(err) != fault.Forbidden {
			t.Error("the agency that is complained of sees it", err)
		}
		var stored string
		w.ok(w.DB.View(ctx).QueryRow(`SELECT after FROM ledger WHERE subject_kind = 'complaint' AND verb = 'complain'`).Scan(&stored))
		if strings.Contains(stored, "陈") || strings.Contains(stored, "半年") {
			t.Error("the ledger holds what was written or by whom:", stored)
		}
		for name, code := range map[string]string{"a wrong code": "aaaaaaaaaa", "no code": ""} {
			if _, err := w.TrackComplaint(ctx, slip.Number, code); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		order := complaint.Order{To: w.bureau, Kind: complaint.Mend, Subject: "栏目不更新", Demand: "请更新", Until: day("2026-05-15"), Complaint: id}
		if _, err := w.OrderMending(ctx, w.upper, order); fault.KindOf(err) != fault.Unlawful {
			t.Error("ordered before anything was found", err)
		}
		w.ok(w.AddComplaintFact(ctx, w.upper, w.competent, id, complaint.Fact{Kind: complaint.Verified, On: day("2026-04-20"), Outcome: complaint.Founded, Text: "属实"}))
		oid, err := w.OrderMending(ctx, w.upper, order)
		w.ok(err)
		if err := w.AddOrderFact(ctx, w.upper, oid, complaint.OrderFact{Kind: complaint.Replied, Text: "x"}); fault.KindOf(err) != fault.Forbidden {
			t.Error("the 主管部门 replies to its own order", err)
		}
		if err := w.AddOrderFact(ctx, w.clerk, oid, complaint.OrderFact{Kind: complaint.Settled, Text: "x"}); fault.KindOf(err) != fault.Forbidden {
			t.Error("the agency settles the order itself", err)
		}
		w.on("2026-05-18")
		if late, err := query.LateOrders(w.DB.View(ctx), w.bureau, day("2026-05-18")); err != nil || len(late) != 1 {
			t.Error(late, err)
		}
		w.ok(w.AddOrderFact(ctx, w.clerk, oid, complaint.OrderFact{Kind: complaint.Replied, Text: "已更新"}))
		w.ok(w.AddOrderFact(ctx, w.upper, oid, complaint.OrderFact{Kind: complaint.Settled, Text: "到位"}))
		w.ok(w.AddComplaintFact(ctx, w.upper, w.competent, id, complaint.Fact{Kind: complaint.Told, On: day("2026-05-18"), Text: "已责令整改"}))
		course, err := w.TrackComplaint(ctx, strings.ToLower(slip.Number), slip.QueryCode)
		w.ok(err)
		var kinds []string
		for _, f := range course.Complaint.Facts {
			kinds = append(kinds, string(f.Kind))
		}
		if got := strings.Join(kinds, " "); got != "verified ordered mended told" {
			t.Error(got)
		}
		v, err := w.LookOrder(ctx, w.clerk, oid)
		if err != nil || !v.Order.RepliedLate() || v.Order.Stage() != complaint.Done || len(v.May) != 0 {
			t.Error(v.Order.Stage(), v.May, err)
		}
	})
}

func TestASectionHandsInItsOwnMonthsOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		march := day("2026-03-01").Month()
		for id, kind := range map[string]monthly.Kind{"se_1": monthly.Permits, "se_2": monthly.Penalties} {
			w.ok(w.AssignMonths(ctx, w.clerk, w.bureau, monthly.Reporter{Section: id, Kinds: []monthly.Kind{kind}, From: march}))
		}
		fill := func(by auth.Actor, section string, f monthly.Figures, reason string) error {
			return w.FillMonth(ctx, by, w.bureau, supervising.MonthEntry{Section: section, Month: march, Figures: f, Reason: reason, Source: monthly.ByForm})
		}
		for _, tt := range []struct {
			name    string
			by      auth.Actor
			section string
			f       monthly.Figures
			reason  string
			kind    fault.Kind
		}{
			{"another section", w.section, "se_2", monthly.Figures{Penalties: 1}, "", fault.Forbidden},
			{"a figure that is not the section's", w.section, "se_1", monthly.Figures{Penalties: 1}, "", fault.Unlawful},
			{"the own", w.section, "se_1", monthly.Figures{Permits: 7}, "", none},
			{"corrected without a reason", w.clerk, "se_1", monthly.Figures{Permits: 8}, "", fault.Invalid},
			{"corrected by the office", w.clerk, "se_1", monthly.Figures{Permits: 8}, "漏计一件", none},
			{"the 主管部门 hands in nothing", w.upper, "se_1", monthly.Figures{Permits: 9}, "x", fault.Forbidden},
		} {
			if err := fill(tt.by, tt.section, tt.f, tt.reason); tt.kind == none && err != nil || tt.kind != none && fault.KindOf(err) != tt.kind {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		table, err := w.Months(ctx, w.section, w.bureau, 2026)
		if err != nil || len(table.Sections) != 1 || table.Sum.Permits != 8 || table.Sections[0].Months[2].Corrected != 1 {
			t.Error(table, err)
		}
		table, err = w.Months(ctx, w.upper, w.bureau, 2026)
		if err != nil || len(table.Sections) != 2 || len(table.Gaps) != 1 || table.Gaps[0].Section != "se_2" {
			t.Error(table.Gaps, err)
		}
	})
}

// Each number of the board is the length of its list, and what is in time is on none.
func TestTheBoardCountsWhatItLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.answered("ap_intime", "1", "2026-01-05", decided("2026-01-20"))
		w.answered("ap_late", "2", "2026-01-05", decided("2026-03-10"))
		w.answered("ap_extended", "3", "2026-01-05", application.Fact{Kind: application.Extended, On: day("2026-01-20"), Workdays: 20, Approver: "x"}, decided("2026-02-25"))
		w.answered("ap_overdue", "4", "2026-03-02")
		w.answered("ap_open", "5", "2026-04-16")
		b, err := w.Board(ctx, w.upper, 2026)
		w.ok(err)
		if len(b.Standings) != 2 {
			t.Fatal(b.Standings)
		}
		for _, s := range b.Standings {
			_, lists, err := w.Card(ctx, w.upper, s.Agency.ID, 2026)
			w.ok(err)
			for _, row := range scorecard.Measures {
				if int64(len(lists[row.Measure])) != s.Values[row.Measure] {
					t.Errorf("%s %s: %d in the list, %d on the board", s.Agency.Code, row.Measure, len(lists[row.Measure]), s.Values[row.Measure])
				}
			}
			if s.Agency.ID != w.bureau {
				continue
			}
			if len(lists[scorecard.LateAnswers]) != 1 || lists[scorecard.LateAnswers][0].Number != "2" {
				t.Error("late answers:", lists[scorecard.LateAnswers])
			}
			if len(lists[scorecard.Overdue]) != 1 || lists[scorecard.Overdue][0].Number != "4" || s.Open != 2 || s.Answered != 3 {
				t.Error("overdue:", lists[scorecard.Overdue], s.Open, s.Answered)
			}
		}
		// A set that does not add up is refused; one that does marks anew; another agency's clerk may not.
		set, err := w.Indicators(ctx, w.upper)
		w.ok(err)
		set[0].Weight++
		if err := w.AlterIndicators(ctx, w.upper, set); fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
		set[1].Weight--
		w.ok(w.AlterIndicators(ctx, w.upper, set))
		after, err := w.Board(ctx, w.upper, 2026)
		w.ok(err)
		if after.Set[0].Weight != 16 {
			t.Error(after.Set[0])
		}
		if _, err := w.Board(ctx, w.clerk, 2026); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
		if name, paper, err := w.Digest(ctx, w.upper, day("2026-03-01").Month()); err != nil || len(paper) < 2000 || !strings.Contains(name, "2026年3月") {
			t.Error(name, len(paper), err)
		}
	})
}

// Nobody is told twice of one state, and everybody concerned is told.
func TestRemindersComeOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.ok(w.AssignMonths(ctx, w.clerk, w.bureau, monthly.Reporter{Section: "se_1", Kinds: []monthly.Kind{monthly.Permits}, From: day("2026-03-01").Month()}))
		_, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.NotAnswered, About: w.bureau, Petition: complaint.Petition{Text: "没有答复"}}, "")
		w.ok(err)
		_, err = w.RegisterRemedy(ctx, w.clerk, w.bureau, supervising.NewRemedy{Way: remedy.LitigationDirect, Subject: "x", Accepted: remedy.Fact{On: day("2026-04-13"), Forum: "区人民法院"}, ServedOn: day("2026-04-15")})
		w.ok(err)
		if n, err := w.Remind(ctx); n == 0 || err != nil {
			t.Fatal(n, err)
		}
		if n, err := w.Remind(ctx); n != 0 || err != nil {
			t.Errorf("told again: %d %v", n, err)
		}
		titles := func(staff string) string {
			list, _, err := store.Notices(w.DB.View(ctx), staff, 100, 0)
			w.ok(err)
			var all []string
			for _, n := range list {
				all = append(all, n.Title)
			}
			return strings.Join(all, "\n")
		}
		for staff, want := range map[string]string{"st_1": "提交答辩状和证据", "st_2": "2026-03的许可", "st_3": "没有依法答复申请"} {
			if !strings.Contains(titles(staff), want) {
				t.Errorf("%s was not told of %s:\n%s", staff, want, titles(staff))
			}
		}
		if strings.Contains(titles("st_2"), "答辩") {
			t.Error("a section is told of a suit")
		}
		w.on("2026-05-06") // the day of the answer, the 30th of April, is past
		if n, err := w.Remind(ctx); n == 0 || err != nil {
			t.Error(n, err)
		}
	})
}
