package reporting_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/reporting"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/telling"
	"gongkai/internal/tidying"
	"gongkai/ledger"
	"gongkai/review"
	"gongkai/tally"
)

const (
	office, bureau, other agency.ID = "ag_office", "ag_kjj", "ag_other"
	year                            = 2025
)

// A world is a county with an office, a bureau that works here and one that does not.
type world struct {
	*reporting.Desk
	t    *testing.T
	day  time.Time
	tree *agency.Tree
}

func (w *world) on(day string) {
	w.day = civil.MustParse(day).Start().Add(9 * time.Hour)
}

func (w *world) person(id string, of agency.ID, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: auth.StaffID(id), Name: "人员" + id, Agency: of, Roles: agency.RolesOf(roles...), Tree: w.tree, Address: "127.0.0.1"}
}

func (w *world) clerk() auth.Actor {
	return w.person("st_1", bureau, agency.RoleLiaison, agency.RoleOfficer)
}

func (w *world) supervisor() auth.Actor { return w.person("st_9", office, agency.RoleCompetent) }

func eachEngine(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	w := &world{}
	w.on("2026-01-05")
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		w.t = t
		w.on("2026-01-05")
		agencies := []agency.Agency{
			{ID: office, Code: "zfb", Name: "某县人民政府办公室", Level: agency.County, Kind: agency.Department, Region: "620602", Competent: true},
			{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "某县科技局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: office},
			{ID: other, Code: "jyj", Name: "某县教育局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: office},
		}
		err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			for _, a := range agencies {
				if err := store.InsertAgency(tx, a); err != nil {
					return err
				}
			}
			tx.Record(ledger.Entry{Chain: string(office), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(office)}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		tree, problems := agency.NewTree(agencies)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		w.tree = tree
		blobs, err := blob.New(t.Context(), "file://"+t.TempDir(), blob.Options{Suite: crypt.Std, Spool: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		press := &publishing.Desk{DB: db}
		w.Desk = &reporting.Desk{DB: db, Press: press, Blobs: blobs, Attach: []reporting.Format{reporting.DOCX}}
		if err := press.StartCatalog(t.Context(), w.person("st_5", bureau, agency.RoleOffice), bureau); err != nil {
			t.Fatal(err)
		}
		f(t, w)
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(func() time.Time { return w.day }))
}

func (w *world) look() reporting.View {
	w.t.Helper()
	v, err := w.Look(w.t.Context(), w.clerk(), bureau, year)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) write(part, text string) {
	w.t.Helper()
	if err := w.SaveText(w.t.Context(), w.clerk(), bureau, year, w.look().Version, part, text); err != nil {
		w.t.Fatal(err)
	}
}

// sign takes what was handed in through the whole review.
func (w *world) sign() {
	w.t.Helper()
	for _, s := range []struct {
		stage review.Stage
		by    auth.Actor
	}{{review.SectionOK, w.person("st_2", bureau, agency.RoleVerifier)}, {review.Secrecy, w.person("st_3", bureau, agency.RoleSecrecy)}, {review.Signature, w.person("st_4", bureau, agency.RoleSigner)}} {
		act := review.Signoff{Stage: s.stage, Verdict: review.Passed, Opinion: "同意", Digest: w.look().Record.Digest}
		if err := w.SignOff(w.t.Context(), s.by, bureau, year, act); err != nil {
			w.t.Fatalf("%s: %v", s.stage, err)
		}
	}
}

func (w *world) handIn() {
	w.t.Helper()
	if err := w.HandIn(w.t.Context(), w.clerk(), bureau, year, ""); err != nil {
		w.t.Fatal(err)
	}
}

// received enters an application that came in the year and was answered in it.
func (w *world) received(id, on, answered string) {
	w.t.Helper()
	err := w.DB.WriteUnrecorded(w.t.Context(), "test", func(tx *database.Tx) error {
		keys := tally.Case{Category: "natural", ReceivedOn: civil.MustParse(on), Outcome: decision.Outcome(outcome(answered))}
		if answered != "" {
			keys.ClosedOn = civil.MustParse(answered)
		}
		_, err := tx.Exec(`INSERT INTO application (id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
			content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, counted_on, counted_as, received_key, counted_key)
			VALUES ($1, $2, $1, '', 'in_person', $3, '', 'natural', 0, $4, '', $1, '', 'paper', 'post', $3, $5, $6, 1, 0, $5, $6, $7, $8)`,
			id, string(bureau), on, []byte{1}, answered, outcome(answered), keys.Keys(string(bureau)).Received, keys.Keys(string(bureau)).Answered)
		if err == nil {
			err = store.RecountApplications(tx)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func outcome(answered string) string {
	if answered == "" {
		return ""
	}
	return "O1"
}

const problems = "解读偏少，将在明年为每件规范性文件配解读，由办公室负责。"

func TestAReportGoesOutReturnsAndGoesOutAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.received("ap_1", "2025-03-03", "2025-03-20")
		if v := w.look(); v.Stage != reporting.Missing || v.DueOn.String() != "2026-01-31" {
			t.Fatalf("%s, due %s", v.Stage, v.DueOn)
		}
		if err := w.HandIn(ctx, w.clerk(), bureau, year, ""); err == nil {
			t.Fatal("an unwritten report was handed in")
		}
		w.write("五", problems)
		w.handIn()
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); fault.KindOf(err) != fault.Unlawful {
			t.Fatalf("submitted unsigned: %v", err)
		}
		if _, err := w.Publish(ctx, w.clerk(), bureau, year, ""); err == nil {
			t.Fatal("published unsigned")
		}
		w.sign()
		if v := w.look(); v.Stage != reporting.Signed || !v.Cleared || v.Stale || len(v.Record.Draft.Files) != 1 {
			t.Fatalf("%s cleared %v stale %v files %v", v.Stage, v.Cleared, v.Stale, v.Record.Draft.Files)
		}
		if err := w.Submit(ctx, w.clerk(), bureau, year, "请核"); err != nil {
			t.Fatal(err)
		}
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("submitted twice: %v", err)
		}
		if err := w.Judge(ctx, w.clerk(), bureau, year, true, ""); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the bureau accepted its own report: %v", err)
		}
		if err := w.Judge(ctx, w.supervisor(), bureau, year, false, " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("returned without a word: %v", err)
		}
		if err := w.Judge(ctx, w.supervisor(), bureau, year, false, "请写明培训"); err != nil {
			t.Fatal(err)
		}
		if v := w.look(); v.Stage != reporting.Returned {
			t.Errorf("%s after the return", v.Stage)
		}
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); err == nil {
			t.Error("the returned one was submitted again unchanged")
		}
		w.write("一", "全年组织培训一次。{{收到申请}}。")
		w.write("三", "{{收到申请}}。近年情况如下：{{图：近年申请}}。")
		w.handIn()
		if body := w.look().Record.Draft.Body; !strings.Contains(body, `<li>2025年 <meter min="0" max="1" value="1"></meter> <strong>1件</strong></li>`) {
			t.Errorf("the record shows no chart: %s", body)
		}
		w.sign()
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); err != nil {
			t.Fatal(err)
		}
		if err := w.Judge(ctx, w.supervisor(), bureau, year, true, ""); err != nil {
			t.Fatal(err)
		}
		w.on("2026-01-20")
		index, err := w.Publish(ctx, w.clerk(), bureau, year, "")
		if err != nil || index == "" {
			t.Fatal(index, err)
		}
		if v := w.look(); v.Stage != reporting.Published || v.Record.Publication.Acts[0].On.String() != "2026-01-20" {
			t.Errorf("%s", v.Stage)
		}
	})
}

// What was handed in stays what it was: an entry of a register afterwards makes the report stale, and goes out only
// after another review.
func TestARegisterThatChangesAfterTheHandIn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.write("五", problems)
		w.handIn()
		w.sign()
		w.received("ap_late", "2025-12-30", "")
		v := w.look()
		if !v.Stale || v.HandedIn.Report.Cell(annualreport.Three, annualreport.Received, annualreport.Sum).Value != 0 || v.Report.Cell(annualreport.Three, annualreport.Received, annualreport.Sum).Value != 1 {
			t.Fatalf("stale %v", v.Stale)
		}
		if changes := reporting.Changes(v.HandedIn.Report, v.Report); len(changes) < 2 {
			t.Errorf("%v", changes)
		}
		w.on("2026-01-21")
		if _, err := w.Publish(t.Context(), w.clerk(), bureau, year, ""); err != nil {
			t.Fatal(err) // what was signed may go out
		}
		file := w.look().Record
		if !strings.Contains(file.Draft.Body, "本年度未收到政府信息公开申请") {
			t.Error("the page has what nobody signed")
		}
		w.handIn()
		if v := w.look(); v.Cleared {
			t.Error("the new state is cleared by the old signatures")
		}
		w.sign()
		if _, err := w.Publish(t.Context(), w.clerk(), bureau, year, ""); err == nil {
			t.Error("corrected without a public reason")
		}
		if _, err := w.Publish(t.Context(), w.clerk(), bureau, year, "登记簿补登一件"); err != nil {
			t.Fatal(err)
		}
		next, err := w.Look(t.Context(), w.clerk(), bureau, year+1)
		if err != nil || next.Last == nil || next.Report.Cell(annualreport.Three, annualreport.CarriedIn, annualreport.Sum).Value != 1 {
			t.Fatalf("next year: %v", err)
		}
		for _, f := range next.Audit.Findings {
			if f.Rule == "X-1" {
				t.Errorf("%s", f.Message)
			}
		}
	})
}

func TestAnOverrideNeedsAReasonAndStaysVisible(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		o := audit.Override{Table: annualreport.Two, Row: "行政许可", Column: "本年处理决定数量", Value: 12}
		if err := w.Override(ctx, w.clerk(), bureau, year, o); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("without a reason: %v", err)
		}
		if err := w.Override(ctx, w.supervisor(), bureau, year, o); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("by the 主管部门: %v", err)
		}
		o.Because = "垂管系统另有台账"
		if err := w.Override(ctx, w.clerk(), bureau, year, o); err != nil {
			t.Fatal(err)
		}
		v := w.look()
		told := slices.ContainsFunc(v.Audit.Findings, func(f audit.Finding) bool {
			return f.Rule == "D-6" && f.Severity == audit.Warning && strings.Contains(f.Message, "垂管系统另有台账") && strings.Contains(f.Message, "人员st_1")
		})
		if !told || v.Report.Tables[annualreport.Two]["行政许可"][0].Value != 12 || v.Audit.Count(audit.Error) > 0 {
			t.Fatalf("%v", v.Audit.Findings)
		}
		// A sum that is changed alone breaks an identity: that cannot be handed in, whatever the reason.
		w.write("五", problems)
		if err := w.Override(ctx, w.clerk(), bureau, year, audit.Override{Table: annualreport.Three, Row: annualreport.Total, Column: annualreport.Natural, Value: 3, Because: "试试"}); err != nil {
			t.Fatal(err)
		}
		if err := w.HandIn(ctx, w.clerk(), bureau, year, ""); fault.KindOf(err) != fault.Unlawful {
			t.Errorf("handed in with a broken sum: %v", err)
		}
		if err := w.Restore(ctx, w.clerk(), bureau, year, 2); err != nil {
			t.Fatal(err)
		}
		if v := w.look(); len(v.Draft.Overrides) != 1 || v.Version != 4 {
			t.Errorf("version %d with %d overrides", v.Version, len(v.Draft.Overrides))
		}
		if list, err := w.Versions(ctx, w.clerk(), bureau, year); err != nil || len(list) != 4 || list[0].What != "恢复第2版" {
			t.Errorf("%v %v", list, err)
		}
	})
}

func TestTwoWhoWriteAtOnceDoNotLoseAWord(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		version := w.look().Version
		if err := w.SaveText(t.Context(), w.clerk(), bureau, year, version, "五", "甲写的"); err != nil {
			t.Fatal(err)
		}
		if err := w.SaveText(t.Context(), w.person("st_6", bureau, agency.RoleOffice), bureau, year, version, "五", "乙写的"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second overwrote the first: %v", err)
		}
	})
}

func TestTheCollection(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.received("ap_1", "2025-03-03", "2025-03-20")
		w.write("五", problems)
		w.handIn()
		w.sign()
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); err != nil {
			t.Fatal(err)
		}
		page := "<html><head><meta charset=utf-8></head><body><h1>" + sound().Title + "</h1>" + reporting.Body(sound()) + "</body></html>"
		reading, err := w.Read("page.html", []byte(page), false)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Import(ctx, w.clerk(), other, year, reading); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a bureau read in another's report: %v", err)
		}
		if err := w.Import(ctx, w.supervisor(), bureau, year, reading); fault.KindOf(err) != fault.Invalid {
			t.Errorf("read in over a report that is being made here: %v", err)
		}
		if err := w.Import(ctx, w.supervisor(), other, 2024, reading); fault.KindOf(err) != fault.Invalid {
			t.Errorf("read in for another year: %v", err)
		}
		if err := w.Import(ctx, w.supervisor(), other, year, reading); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Collect(ctx, w.clerk(), year); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a bureau saw the collection: %v", err)
		}
		c, err := w.Collect(ctx, w.supervisor(), year)
		if err != nil || len(c.Units) != 2 || c.Waiting() != 2 {
			t.Fatalf("%d units, %d waiting, %v", len(c.Units), c.Waiting(), err)
		}
		cell := query.CellName{Table: annualreport.Three, Row: annualreport.Received, Column: annualreport.Sum}
		var shares int64
		for _, s := range c.Shares(cell) {
			shares += s.Cell.Value
		}
		if sum := c.Sum()[annualreport.Three][annualreport.Received][6]; sum.Value != 1768 || shares != 1768 {
			t.Errorf("sum %v, shares %d", sum, shares)
		}
		if d := c.Unpublished(); len(d) != 0 {
			t.Errorf("%v", d)
		}
		if d, err := w.Unregistered(ctx, w.supervisor(), c); err != nil || len(d) != 0 {
			t.Errorf("%v %v", d, err)
		}
		w.received("ap_late", "2025-12-30", "")
		d, err := w.Unregistered(ctx, w.supervisor(), c)
		if err != nil || len(d) != 4 || d[0].Unit.Agency.ID != bureau || d[0].Collected.Value != 1 || d[0].Other.Value != 2 {
			t.Errorf("an entry after the submission: %v %v", d, err)
		}
		content, err := w.Bundle(ctx, w.supervisor(), year)
		if err != nil || len(content) == 0 {
			t.Error(err)
		}
		checkOriginal(t, w, page, content)
	})
}

// checkOriginal finds the page that was read in as it came: for the 主管部门 alone, in the export, and in no danger of being
// tidied away.
func checkOriginal(t *testing.T, w *world, page string, bundle []byte) {
	t.Helper()
	ctx := t.Context()
	original, err := w.Original(ctx, w.supervisor(), other, year, 1)
	if err != nil {
		t.Fatal(err)
	}
	file, err := w.Blobs.Open(ctx, blob.Hash(original.FileHash))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if kept, err := io.ReadAll(file); err != nil || string(kept) != page || original.FileSize != int64(len(page)) || original.Source != "page.html" {
		t.Errorf("kept %d of %d bytes as %s: %v", len(kept), len(page), original.Source, err)
	}
	for name, who := range map[string]auth.Actor{"the agency itself": w.person("st_7", other, agency.RoleOffice), "a sister": w.clerk()} {
		if _, err := w.Original(ctx, who, other, year, 1); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s was given the original: %v", name, err)
		}
	}
	for of, seq := range map[agency.ID]int{bureau: 1, other: 2} {
		if _, err := w.Original(ctx, w.supervisor(), of, year, seq); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s %d: %v", of, seq, err)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool {
		return f.Name == "某县教育局/原件/1-page.html" && f.UncompressedSize64 == uint64(len(page))
	}) {
		t.Error("the export has no original")
	}
	named, _ := tidying.Named(ctx, w.DB, nil) // it fails at the applications of this test, which are not sealed, after the tables
	if named[blob.Hash(original.FileHash)].Column != "annual_report_copy.file_hash" {
		t.Errorf("the original is named by %+v", named[blob.Hash(original.FileHash)])
	}
}

func TestThoseWhoseReportIsMissingAreRemindedOnTheDaysSet(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		for _, tt := range []struct {
			day  string
			want int
		}{{"2026-01-10", 0}, {"2026-01-11", 2}, {"2026-01-11", 0}, {"2026-01-12", 0}, {"2026-01-25", 2}, {"2026-01-26", 0}} { // on the 24th the program stood still
			w.on(tt.day)
			if n, err := w.RemindAll(t.Context()); err != nil || n != tt.want {
				t.Errorf("%s: reminded %d, want %d: %v", tt.day, n, tt.want, err)
			}
		}
		w.write("五", problems)
		w.handIn()
		w.sign()
		if err := w.Submit(t.Context(), w.clerk(), bureau, year, ""); err != nil {
			t.Fatal(err)
		}
		w.on("2026-01-29")
		if n, err := w.RemindAll(t.Context()); err != nil || n != 1 {
			t.Errorf("reminded %d after one has submitted: %v", n, err)
		}
		for _, tt := range []struct {
			day  string
			want int
		}{{"2026-01-31", 0}, {"2026-02-01", 1}, {"2026-02-07", 0}, {"2026-02-08", 1}, {"2026-02-16", 1}, {"2026-02-22", 1}, {"2026-03-01", 0}, {"2026-05-01", 0}} {
			w.on(tt.day)
			if n, err := w.RemindAll(t.Context()); err != nil || n != tt.want {
				t.Errorf("late, %s: reminded %d, want %d: %v", tt.day, n, tt.want, err)
			}
		}
		if err := w.Remind(t.Context(), w.supervisor(), bureau, year, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("who has submitted was reminded: %v", err)
		}
	})
}

// A reminder comes by e-mail too, to whoever compiles the report, has an address and wants it; never twice.
func TestAReminderComesByMailToWhoeverWantsIt(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx, file := t.Context(), filepath.Join(t.TempDir(), "keys.json")
		if _, err := crypt.CreateKeyFile(file, w.day); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		var mails []job.Letter
		w.Voice = telling.Voice{Keys: keys, Link: func(path string) string { return "https://gk.example" + path },
			Post: func(_ *database.Tx, _ agency.ID, _ ledger.Subject, l job.Letter) error {
				mails = append(mails, l)
				return nil
			}}
		hire := func(tx *database.Tx, id string, of agency.ID, address string, choice store.MailChoice, roles ...agency.Role) error {
			a := auth.Account{Staff: auth.StaffID(id), Agency: of, Login: id, Name: "人员" + id, Roles: agency.RolesOf(roles...)}
			if address != "" {
				if a.Email, err = keys.Seal(crypt.Fields, crypt.Place{Table: "staff", Column: "email", Row: id}, []byte(address)); err != nil {
					return err
				}
			}
			if err := store.InsertAccount(tx, a); err != nil || choice == "" {
				return err
			}
			return store.ChooseMail(tx, string(of), id, choice)
		}
		err = w.DB.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error {
			return errors.Join(hire(tx, "st_1", bureau, "jingban@example.cn", "", agency.RoleOfficer), hire(tx, "st_2", bureau, "shenhe@example.cn", "", agency.RoleVerifier),
				hire(tx, "st_3", bureau, "", "", agency.RoleOfficer), hire(tx, "st_4", bureau, "busheng@example.cn", store.NoMail, agency.RoleOfficer),
				hire(tx, "st_5", other, "jyj@example.cn", store.PressingMail, agency.RoleOffice), hire(tx, "st_9", office, "zhuguan@example.cn", store.PressingMail, agency.RoleCompetent))
		})
		if err != nil {
			t.Fatal(err)
		}
		w.on("2026-01-24")
		for range 2 {
			if _, err := w.RemindAll(ctx); err != nil {
				t.Fatal(err)
			}
		}
		to := map[string]job.Letter{}
		for _, m := range mails {
			to[m.To] = m
		}
		first := to["jingban@example.cn"]
		if len(mails) != 2 || len(to) != 2 || to["jyj@example.cn"].To == "" || first.Subject != "主管部门催报2025年度报告" {
			t.Fatalf("mails: %+v", mails)
		}
		for _, want := range []string{"某县科技局2025年度政府信息公开工作年度报告尚未报送，期限为2026年1月31日（《条例》第四十九条），还有7天。目前状态：未开始。", "https://gk.example/workbench/reports/2025", "https://gk.example/workbench/notices"} {
			if !strings.Contains(first.Body, want) {
				t.Errorf("%q is not in %s", want, first.Body)
			}
		}
		w.write("五", problems)
		w.handIn()
		w.sign()
		mails = nil
		if err := w.Submit(ctx, w.clerk(), bureau, year, ""); err != nil {
			t.Fatal(err)
		}
		if len(mails) != 0 { // it does not press: who wants pressing ones alone is told in the workbench
			t.Errorf("mails: %+v", mails)
		}
		if n, err := store.UnseenNotices(w.DB.View(ctx), "st_9"); err != nil || n != 1 {
			t.Errorf("the 主管部门 has %d notices: %v", n, err)
		}
	})
}

// Sixty files in January: each goes to the agency that it names, and what names nobody, or comes twice, is said.
func TestManyFilesAreReadInAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		page := func(agency, title string) []byte {
			r := sound()
			r.Title = title
			body := strings.ReplaceAll(reporting.Body(r), "甲县乙局", agency)
			return []byte("<html><head><meta charset=utf-8></head><body><h1>" + r.Title + "</h1>" + body + "</body></html>")
		}
		files := []reporting.Sent{
			{Name: "1.html", Content: page("某县教育局", "某县教育局2025年政府信息公开工作年度报告")},
			{Name: "某县教育局.html", Content: page("某县教育局", "某县教育局2025年政府信息公开工作年度报告")},
			{Name: "某县科技局年报.html", Content: page("", "政府信息公开工作年度报告（2025年）")},
			{Name: "2.html", Content: page("外县某局", "外县某局2025年政府信息公开工作年度报告")},
			{Name: "3.html", Content: []byte("<html><body>这不是年报</body></html>")},
			{Name: "4.html", Content: page("某县科技局、某县教育局", "某县科技局、某县教育局2025年政府信息公开工作年度报告")},
		}
		if _, err := w.ImportMany(ctx, w.clerk(), year, files); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a bureau read in: %v", err)
		}
		list, err := w.ImportMany(ctx, w.supervisor(), year, files)
		if err != nil || len(list) != len(files) {
			t.Fatal(list, err)
		}
		for i, want := range []struct {
			of  agency.ID
			why string
		}{{other, ""}, {"", "已经读入这个单位"}, {bureau, ""}, {"", "没有认出"}, {"", "不是政府信息公开工作年度报告"}, {"", "不止一个单位"}} {
			got := list[i]
			if want.why == "" && (got.Err != nil || got.Agency.ID != want.of) || want.why != "" && (got.Err == nil || !strings.Contains(fault.Message(got.Err), want.why)) {
				t.Errorf("%s: %s %v, want %+v", got.File, got.Agency.Name, got.Err, want)
			}
		}
		c, err := w.Collect(ctx, w.supervisor(), year)
		if err != nil || c.Waiting() != 2 {
			t.Errorf("%d waiting: %v", c.Waiting(), err)
		}
	})
}
