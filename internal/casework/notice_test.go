package casework_test

import (
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/workday"
)

const county agency.ID = "ag_zwb"

var (
	liaison   = somebody("st_6", agency.RoleLiaison)
	competent = auth.Actor{Staff: "st_7", Name: "人员st_7", Agency: county, Roles: agency.RolesOf(agency.RoleCompetent), Address: "127.0.0.1"}
)

// employ gives the people of the tests accounts, and the bureau a 主管部门 and a section.
func (w *world) employ() {
	w.t.Helper()
	err := w.DB.Write(w.t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "employ", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		if err := store.InsertAgency(tx, agency.Agency{ID: county, USCC: "11620602013932114X", Code: "zwb", Name: "凉州区政务公开办", Level: agency.County, Kind: agency.Department, Region: "620602", Competent: true}); err != nil {
			return err
		}
		a, err := store.Agency(tx, bureau)
		if err != nil {
			return err
		}
		a.Superior = county
		if err := store.UpdateAgency(tx, a); err != nil {
			return err
		}
		if err := store.SaveSection(tx, agency.Section{ID: "se_1", Agency: bureau, Name: "业务股"}); err != nil {
			return err
		}
		for _, who := range []auth.Actor{clerk, verifier, secrecy, signer, head, liaison, competent} {
			account := auth.Account{Staff: who.Staff, Agency: who.Agency, Login: "login-" + strings.TrimPrefix(string(who.Staff), "st_"), Name: who.Name, Roles: who.Roles, Password: "x"}
			if who.Staff == liaison.Staff {
				account.Section = "se_1"
			}
			if who.Staff == head.Staff {
				sealed, err := w.Keys.Seal(crypt.Fields, crypt.Place{Table: "staff", Column: "email", Row: string(who.Staff)}, []byte("head@example.cn"))
				if err != nil {
					return err
				}
				account.Email = sealed
			}
			if err := store.InsertAccount(tx, account); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// told are the titles of what a person was told, the oldest first.
func (w *world) told(who auth.Actor) []string {
	w.t.Helper()
	list, _, err := w.Notices(w.t.Context(), who, 50, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	var titles []string
	for _, n := range list {
		titles = append([]string{n.Title}, titles...)
	}
	return titles
}

func TestWhatIsNearlyDueIsToldOnceToWhomItConcerns(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		var mails []casework.Mail
		w.Post = func(_ *database.Tx, _ agency.ID, _ ledger.Subject, m casework.Mail) error {
			mails = append(mails, m)
			return nil
		}
		slip := w.receive("2026-04-20") // due on Wednesday 20 May
		for _, c := range []struct {
			on                      string
			told                    int
			clerk, head, above, sec int // how many each has been told of altogether
		}{
			{"2026-05-12", 0, 0, 0, 0, 0}, // six workdays are left
			{"2026-05-13", 1, 1, 0, 0, 0}, // amber
			{"2026-05-14", 0, 1, 0, 0, 0}, // still amber
			{"2026-05-18", 2, 2, 1, 0, 0}, // red
			{"2026-05-19", 0, 2, 1, 0, 0},
			{"2026-05-21", 3, 3, 2, 1, 0}, // overdue
			{"2026-05-25", 0, 3, 2, 1, 0},
		} {
			w.on(c.on)
			n, err := w.Escalate(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if again, err := w.Escalate(t.Context()); err != nil || again != 0 {
				t.Errorf("%s: told %d of the same state again (%v)", c.on, again, err)
			}
			got := [...]int{n, len(w.told(clerk)), len(w.told(head)), len(w.told(competent)), len(w.told(liaison))}
			if got != [...]int{c.told, c.clerk, c.head, c.above, c.sec} {
				t.Errorf("%s: told, clerk, head, above, section: %v, want %v", c.on, got, c)
			}
		}
		if len(mails) != 2 || mails[0].To != "head@example.cn" || strings.Contains(mails[1].Body, "立项") {
			t.Errorf("mails: %+v", mails)
		}
		if above := w.told(competent); len(above) != 1 || !strings.Contains(above[0], "凉州区科学技术局") || !strings.Contains(above[0], "逾期") {
			t.Errorf("the 主管部门 was told %q", above)
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Assigned, On: civil.MustParse("2026-05-25"), Section: "se_1", Until: civil.MustParse("2026-05-27")}); err != nil {
			t.Fatal(err)
		}
		w.on("2026-05-28")
		if _, err := w.Escalate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if mine := w.told(liaison); len(mine) != 3 || !strings.Contains(strings.Join(mine, "，"), "股室逾期未提供材料") || !strings.Contains(mine[0], "交办股室") {
			t.Errorf("the section was told %q", mine)
		}
		if unseen, _ := w.UnseenNotices(t.Context(), clerk); unseen != len(w.told(clerk)) {
			t.Errorf("%d unseen", unseen)
		}
		if err := w.SeeNotices(t.Context(), clerk, ""); err != nil {
			t.Fatal(err)
		}
		if unseen, _ := w.UnseenNotices(t.Context(), clerk); unseen != 0 {
			t.Errorf("%d unseen after all were ticked off", unseen)
		}
	})
}

func TestAHolidayNoticeSettlesWhatWasProvisional(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		w.on("2026-12-04")
		slip := w.receive("2026-12-04")
		row := func() query.CaseRow {
			list, _, err := w.List(t.Context(), clerk, query.CaseList{Agency: bureau, State: query.CasesOpen, Limit: 1})
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			return list[0].CaseRow
		}
		if before := row(); !before.Provisional || before.DueOn != civil.MustParse("2027-01-04") {
			t.Fatalf("before: %+v", before)
		}
		// an invented notice: the first of January to the fifth, the Saturday 26 December is worked
		var rows []workday.Row
		for d := civil.MustParse("2027-01-01"); !d.After(civil.MustParse("2027-01-05")); d = d.AddDays(1) {
			rows = append(rows, workday.Row{On: d, Off: true, Name: "元旦", Notice: "通知"})
		}
		rows = append(rows, workday.Row{On: civil.MustParse("2027-10-01"), Off: true, Name: "国庆节", Notice: "通知"})
		known := workday.National().With(rows)
		w.Calendar = func(agency.ID) *workday.Calendar { return known }
		done, err := w.Restate(t.Context())
		if err != nil || done.Changed != 1 || done.Settled != 1 {
			t.Fatalf("%+v %v", done, err)
		}
		if after := row(); after.Provisional || after.DueOn != civil.MustParse("2027-01-06") {
			t.Errorf("after: %+v", after)
		}
		list, _, err := w.Notices(t.Context(), clerk, 9, 0)
		if err != nil || len(list) != 1 || !strings.Contains(list[0].Body, "2027年1月4日（暂定）改为2027年1月6日") || list[0].Path != "/workbench/cases/"+string(slip.ID) {
			t.Errorf("%+v %v", list, err)
		}
		if again, err := w.Restate(t.Context()); err != nil || again.Changed != 0 {
			t.Errorf("again: %+v %v", again, err)
		}
	})
}

func TestTheDayOfAPlaceMovesTheTermsThereAlone(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		const away agency.ID = "ag_tz"
		if err := w.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(away), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(away)}})
			return store.InsertAgency(tx, agency.Agency{ID: away, Code: "tzkjj", Name: "天祝藏族自治县科学技术局", Level: agency.County, Kind: agency.InternalBody, Region: "620623"})
		}); err != nil {
			t.Fatal(err)
		}
		regions := map[agency.ID]agency.RegionCode{bureau: "620602", away: "620623"}
		almanac := workday.NewAlmanac(workday.National(), nil)
		w.Calendar = func(of agency.ID) *workday.Calendar { return almanac.In(regions[of].Chain()...) }
		w.on("2026-05-11")
		w.receive("2026-05-11")
		there := clerk
		there.Agency = away
		in := intake("2026-05-11")
		if _, err := w.Receive(t.Context(), there, away, in); err != nil {
			t.Fatal(err)
		}
		due := func(by auth.Actor) (civil.Date, string) {
			list, _, err := w.List(t.Context(), by, query.CaseList{Agency: by.Agency, State: query.CasesOpen, Limit: 1})
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			return list[0].DueOn, strings.Join(list[0].Clock.Sentences(), "")
		}
		if here, _ := due(clerk); here != civil.MustParse("2026-06-08") {
			t.Fatal(here)
		}
		almanac = workday.NewAlmanac(workday.National(), []workday.Row{{On: civil.MustParse("2026-05-20"), Off: true, Name: "县庆", Notice: "县政府决定", Region: "620623", Place: "天祝藏族自治县"}})
		done, err := w.Restate(t.Context())
		if err != nil || done.Changed != 1 || done.Settled != 0 {
			t.Fatalf("%+v %v", done, err)
		}
		if here, trail := due(clerk); here != civil.MustParse("2026-06-08") || strings.Contains(trail, "县庆") {
			t.Error(here, trail)
		}
		if gone, trail := due(there); gone != civil.MustParse("2026-06-09") || !strings.Contains(trail, "5月20日天祝藏族自治县县庆放假（县政府决定），不计入") {
			t.Error(gone, trail)
		}
		if list, _, err := w.Notices(t.Context(), clerk, 9, 0); err != nil || len(list) != 0 {
			t.Errorf("the officer elsewhere was told: %+v %v", list, err)
		}
	})
}

// A notice moves the end of the links by which third parties answer, as it moves the clock; what was answered stays.
func TestANoticeMovesTheEndOfALink(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.on("2026-05-11")
		slip := w.receive("2026-05-11")
		var links []string
		for _, party := range []string{"第三方甲", "第三方乙"} {
			link, err := w.Consult(t.Context(), clerk, bureau, slip.ID, casework.Consult{Kind: application.ThirdPartyConsulted, Party: party, Question: "问", On: civil.MustParse("2026-05-11"), ReceivedOn: civil.MustParse("2026-05-11")})
			if err != nil {
				t.Fatal(err)
			}
			links = append(links, link[strings.LastIndex(link, "/")+1:])
		}
		if err := w.AnswerInquiry(t.Context(), links[1], casework.Opinion{Agrees: true}, ""); err != nil {
			t.Fatal(err)
		}
		ends := func() (days []civil.Date) {
			for _, link := range links {
				in, err := w.Inquire(t.Context(), link, "")
				if err != nil {
					t.Fatal(err)
				}
				days = append(days, in.EndsOn)
			}
			return days
		}
		before := ends()
		moved := workday.NewAlmanac(workday.National(), []workday.Row{{On: civil.MustParse("2026-05-20"), Off: true, Name: "测试", Notice: "测试的决定"}}).National()
		w.Calendar = func(agency.ID) *workday.Calendar { return moved }
		if _, err := w.Restate(t.Context()); err != nil {
			t.Fatal(err)
		}
		want, _ := moved.Add(civil.MustParse("2026-05-11"), 15)
		if after := ends(); after[0] != want || want == before[0] || after[1] != before[1] {
			t.Errorf("%v became %v, want %s for the open one", before, after, want)
		}
	})
}
