package query_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// background is for what happens inside rapid, whose tests have no context.
var background = context.Background()

// a page is a record as the public sees it, kept beside the database by the test.
type page struct {
	record disclosure.Record
	pub    disclosure.Publication
}

// shelves are all records of the test, published or not.
type shelves struct {
	db    *database.DB
	pages map[disclosure.ID]*page
	text  func(t *rapid.T, name string, most int) string
}

var offices = []agency.ID{"ag_kjj", "ag_jtj"}

func column(of agency.ID) catalog.ColumnID { return catalog.ColumnID("co_" + string(of)) }

func newShelves(t *testing.T, db *database.DB) *shelves {
	t.Helper()
	write(t, db, func(tx *database.Tx) error {
		for i, id := range offices {
			if err := store.InsertAgency(tx, agency.Agency{ID: id, Code: string(id[3:]), Name: "机关" + string(id), Level: agency.County, Kind: agency.Department,
				Region: "620602", USCC: agency.USCC([]string{"11620602013932130J", ""}[i])}); err != nil {
				return err
			}
			if err := store.SaveColumn(tx, catalog.Column{ID: column(id), Agency: id, Title: "通知公告"}); err != nil {
				return err
			}
		}
		return nil
	})
	return &shelves{db, map[disclosure.ID]*page{}, someText}
}

func write(t interface {
	Helper()
	Fatal(...any)
}, db *database.DB, f func(tx *database.Tx) error) {
	t.Helper()
	err := db.Write(background, ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: "test", Verb: "test", Subject: ledger.Subject{Kind: "record", ID: "x"}})
		return f(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// act does a public act upon a page.
func (s *shelves) act(t interface {
	Helper()
	Fatal(...any)
}, p *page, kind disclosure.ActKind, on civil.Date) {
	t.Helper()
	act := disclosure.Act{Kind: kind, On: on, Version: p.pub.Version(), Digest: "d"}
	var body []byte
	if kind == disclosure.Published || kind == disclosure.Revised {
		act.Version++
		body, _ = json.Marshal(p.record)
	}
	write(t, s.db, func(tx *database.Tx) error {
		if kind == disclosure.Published {
			if err := store.SaveDraft(tx, store.RecordFile{Draft: p.record}); err != nil {
				return err
			}
		}
		return store.AddAct(tx, p.pub, act, body)
	})
	p.pub.Acts = append(p.pub.Acts, act)
}

// items are words whose neighbours do not touch them, so that a scan for the characters is the truth.
var items = []string{"农村公路", "养护", "规划局", "低保", "营商环境", "管理办法", "通知", "年度报告", "黄羊镇", "2021年", "gdp", "凉科发〔2019〕3号", "凉科发（2019）13号"}

// typed are what people type: the words, and two characters out of them.
var typed = []string{"农村公路", "农村", "公路", "养护", "规划局", "划局", "低保", "营商环境", "营商", "环境", "管理办法", "办法", "通知", "年度", "报告", "黄羊镇", "羊镇", "2021", "GDP"}

func someText(t *rapid.T, name string, most int) string {
	return strings.Join(rapid.SliceOfNDistinct(rapid.SampledFrom(items), 1, most, rapid.ID).Draw(t, name), "，")
}

func (s *shelves) edit(t *rapid.T) {
	day := civil.On(2020+rapid.IntRange(0, 2).Draw(t, "year"), 3, rapid.IntRange(1, 3).Draw(t, "day"))
	n := len(s.pages)
	kind := rapid.IntRange(0, 5).Draw(t, "edit")
	if n == 0 || kind < 2 {
		of := rapid.SampledFrom(offices).Draw(t, "agency")
		id := disclosure.ID(fmt.Sprintf("rc_%03d", n))
		p := &page{record: disclosure.Record{ID: id, Agency: of, Column: column(of), Kind: rapid.SampledFrom([]disclosure.Kind{disclosure.Plain, disclosure.Normative}).Draw(t, "kind"),
			Title: s.text(t, "title", 3), Body: "<p>" + s.text(t, "body", 5) + "</p>", FormedOn: day, DocNo: fmt.Sprintf("凉科发〔2019〕%d号", n)},
			pub: disclosure.Publication{Record: id, Index: catalog.IndexNo(fmt.Sprintf("kjj/2021-%05d", n))}}
		s.pages[id] = p
		s.act(t, p, disclosure.Published, day)
		return
	}
	p := s.pages[disclosure.ID(fmt.Sprintf("rc_%03d", rapid.IntRange(0, n-1).Draw(t, "which")))]
	switch {
	case p.pub.Visible() && kind < 4:
		p.record.Title, p.record.Body = s.text(t, "title", 3), "<p>"+s.text(t, "body", 5)+"</p>"
		s.act(t, p, disclosure.Revised, day)
	case p.pub.Visible():
		s.act(t, p, disclosure.Recalled, day)
	default:
		s.act(t, p, disclosure.Restored, day)
	}
}

// scan is the truth: which records hold every word, and which have them all in the title.
func (s *shelves) scan(words []string, w query.Wish) (found, titled []string) {
	for id, p := range s.pages {
		title, all := strings.ToLower(p.record.Title), strings.ToLower(p.record.Title+"。"+p.record.Body)
		inTitle, somewhere := true, true
		for _, word := range words {
			inTitle = inTitle && strings.Contains(title, strings.ToLower(word))
			somewhere = somewhere && strings.Contains(all, strings.ToLower(word))
		}
		fits := p.pub.Visible() && (w.Agency == "" || w.Agency == string(p.record.Agency)) && (w.Kind == "" || w.Kind == p.record.Kind) &&
			(w.Year == 0 || w.Year == p.pub.Acts[0].On.Year())
		if fits && somewhere {
			found = append(found, string(id))
			if inTitle {
				titled = append(titled, string(id))
			}
		}
	}
	slices.Sort(found)
	slices.Sort(titled)
	return found, titled
}

func records(rows []query.PublicationRow) (list []string) {
	for _, row := range rows {
		list = append(list, row.Record)
	}
	return list
}

// checkFound fails unless what is wanted was found, and nothing else; a thousand of it where there is more.
func checkFound(t *rapid.T, w query.Wish, got query.Found, want []string) {
	total := len(want)
	if got.More {
		total = query.MostFound
	}
	var wrong []string
	seen := map[string]bool{}
	for _, id := range records(got.Rows) {
		if _, ok := slices.BinarySearch(want, id); !ok || seen[id] {
			wrong = append(wrong, id)
		}
		seen[id] = true
	}
	if len(wrong) > 0 || got.Total != total || total > len(want) || len(got.Rows) != min(len(want), query.MostFound) {
		t.Fatalf("%+v: %d rows of %d, want %d; these are not wanted, or twice: %v", w, len(got.Rows), got.Total, len(want), wrong)
	}
}

// checkFirst fails unless those with everything in the title stand before all others.
func checkFirst(t *rapid.T, w query.Wish, got query.Found, titled []string) {
	for i, id := range records(got.Rows)[:min(len(titled), len(got.Rows))] {
		if _, ok := slices.BinarySearch(titled, id); !ok {
			t.Fatalf("%+v: %s has not everything in the title and stands at place %d before some of the %d that have", w, id, i+1, len(titled))
		}
	}
}

// TestSearchFindsWhatAScanFinds: after any publishing, revising, withdrawing and restoring, on both engines.
func TestSearchFindsWhatAScanFinds(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				s.edit(t)
			}
			if rapid.IntRange(0, 4).Draw(t, "fold") == 0 {
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
			}
			words := rapid.SliceOfNDistinct(rapid.SampledFrom(typed), 1, 3, rapid.ID).Draw(t, "words")
			w := query.Wish{Text: strings.Join(words, " "), Limit: 1000, Newest: rapid.Bool().Draw(t, "newest"), Year: rapid.SampledFrom([]int{0, 0, 2020, 2021}).Draw(t, "in")}
			w.Agency = rapid.SampledFrom([]string{"", "", "ag_kjj"}).Draw(t, "of")
			w.Kind = rapid.SampledFrom([]disclosure.Kind{"", "", disclosure.Normative}).Draw(t, "sort")
			got, err := query.PortalSearch(db.View(background), w)
			if err != nil {
				t.Fatal(err)
			}
			want, titled := s.scan(words, w)
			checkFound(t, w, got, want)
			if !w.Newest {
				checkFirst(t, w, got, titled)
			}
			ids := records(got.Rows)
			for i := 1; i < len(got.Rows); i++ {
				if w.Newest && got.Rows[i].PublishedOn.After(got.Rows[i-1].PublishedOn) {
					t.Fatalf("%+v: %s stands below an older one", w, got.Rows[i].Record)
				}
			}
			w.Limit, w.Offset = 2, rapid.IntRange(0, 5).Draw(t, "offset")
			part, err := query.PortalSearch(db.View(background), w)
			from := min(w.Offset, len(ids))
			if err != nil || !slices.Equal(records(part.Rows), ids[from:min(from+2, len(ids))]) {
				t.Fatalf("%+v: page %v is not a part of %v (%v)", w, records(part.Rows), ids, err)
			}
		})
	})
}

// TestDocNoLeadsToTheDocument: in every way of writing, and then to those that name it.
func TestDocNoLeadsToTheDocument(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		add := func(n int, title, docNo, body string, on civil.Date) {
			id := disclosure.ID(fmt.Sprintf("rc_%d", n))
			p := &page{disclosure.Record{ID: id, Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: title, DocNo: docNo, Body: body},
				disclosure.Publication{Record: id, Index: catalog.IndexNo("kjj/2021-0000" + fmt.Sprint(n))}}
			s.pages[id] = p
			s.act(t, p, disclosure.Published, on)
		}
		add(1, "关于印发科技创新券管理办法的通知", "凉科发〔2021〕15号", "<p>各镇：</p>", civil.On(2021, 5, 6))
		add(2, "科技创新券管理办法解读", "", "<p>现对《科技创新券管理办法》（凉科发〔2021〕15号）解读如下。</p>", civil.On(2021, 5, 9))
		add(3, "关于下达计划的通知", "凉科发〔2021〕5号", "<p>各镇：</p>", civil.On(2021, 6, 9))
		add(4, "关于转发文件的通知", "", "<p>现将我国发〔2015〕12号文件转发给你们。</p>", civil.On(2021, 6, 10)) // 我国 is a word
		leads := func() {
			for _, typed := range []string{"凉科发〔2021〕15号", "凉科发[2021]15号", "凉科发（2021）15号", "凉科发2021年第15号", "凉科发【2021】15"} {
				found, err := query.PortalSearch(db.View(t.Context()), query.Wish{Text: typed, Limit: 10})
				if err != nil || !slices.Equal(records(found.Rows), []string{"rc_1", "rc_2"}) {
					t.Errorf("%s leads to %v %v", typed, records(found.Rows), err)
				}
			}
			for typed, want := range map[string][]string{
				"“创新券管理办法”": {"rc_2", "rc_1"}, "“创新券管理”": {"rc_2", "rc_1"}, "“管理办法创新券”": nil, "创新券 解读": {"rc_2"}, "《科技创新券管理办法》": {"rc_2", "rc_1"}, "国发〔2015〕12号": {"rc_4"}, "kjj/2021-00003": {"rc_3"}, "，": nil, "": nil,
			} {
				found, err := query.PortalSearch(db.View(t.Context()), query.Wish{Text: typed, Limit: 10})
				if err != nil || !slices.Equal(records(found.Rows), want) {
					t.Errorf("%s leads to %v %v, want %v", typed, records(found.Rows), err, want)
				}
			}
		}
		leads()
		if err := s.fold(nil); err != nil {
			t.Fatal(err)
		}
		leads()
		rows, err := query.PortalSuggest(db.View(t.Context()), "科技创", 5)
		if err != nil || len(rows) == 0 || rows[0].Record != "rc_2" {
			t.Errorf("suggested %v %v", records(rows), err)
		}
	})
}

// TestTheIndexIsMadeAgain: without the index, with another dictionary, and after the text of a file was read.
func TestTheIndexIsMadeAgain(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		p := &page{disclosure.Record{ID: "rc_1", Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: "公告", Body: "<p>见附件。</p>",
			Files: []disclosure.File{{Name: "名单.xlsx", Hash: "sm3:00", Type: "xlsx"}}}, disclosure.Publication{Record: "rc_1", Index: "kjj/2021-00001"}}
		s.act(t, p, disclosure.Published, civil.On(2021, 5, 6))
		finds := func(text string) bool {
			t.Helper()
			holds, err := query.PortalHolds(db.View(t.Context()), query.Wish{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			return holds
		}
		remake := func() {
			t.Helper()
			r := db.View(t.Context())
			stale, err := store.Stale(r, "", 10)
			if err != nil {
				t.Fatal(err)
			}
			ready, err := store.Ready(r, 10)
			if err != nil {
				t.Fatal(err)
			}
			write(t, db, func(tx *database.Tx) error { return store.Index(tx, append(stale, ready...)) })
		}
		inStep := func() bool {
			t.Helper()
			in, err := store.InStep(db.View(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			return in
		}
		if !finds("公告") || finds("张三丰") || !inStep() {
			t.Fatal("the record as published")
		}
		waiting, err := store.WaitingFiles(db.View(t.Context()), 10)
		if err != nil || len(waiting) != 1 || waiting[0].Hash != "sm3:00" {
			t.Fatalf("waiting: %v %v", waiting, err)
		}
		write(t, db, func(tx *database.Tx) error {
			return store.AddFileText(tx, store.FileText{Hash: "sm3:00", Outcome: "read", Text: "中标人 张三丰"})
		})
		remake()
		if !finds("张三丰") {
			t.Error("the text of the attachment is not found")
		}
		write(t, db, func(tx *database.Tx) error {
			_, err := tx.Exec(`UPDATE search_entry SET mark = 'another dictionary'`)
			return err
		})
		if inStep() {
			t.Error("an index of another dictionary is taken for this one's")
		}
		remake()
		if !inStep() || !finds("张三丰") {
			t.Error("after another dictionary")
		}
		s.act(t, p, disclosure.Recalled, civil.On(2021, 6, 6))
		if finds("公告") || finds("张三丰") || !inStep() {
			t.Error("a withdrawn record is found")
		}
		write(t, db, func(tx *database.Tx) error { return store.Index(tx, []string{"rc_1"}) })
		if finds("公告") {
			t.Error("a withdrawn record is found after the index was made again")
		}
		s.act(t, p, disclosure.Restored, civil.On(2021, 7, 6))
		if !finds("公告") || !finds("张三丰") {
			t.Error("a restored record is not found")
		}
		if mark := fulltext.Mark(); len(mark) < 10 {
			t.Errorf("mark %q", mark)
		}
	})
}
