package query_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/posting"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

// phraseTexts are sentences as bureaus write them, with words of the dictionary of every length.
var phraseTexts = []string{
	"凉州区自然资源和规划局关于城区控制性详细规划局部调整的公告",
	"为做好冬季清雪除冰工作，各镇人民政府、街道办事处应当实事求是地落实责任路段",
	"高新技术企业认定管理工作指引和科技创新券兑付办法",
	"内蒙古自治区与甘肃省签订生态环境保护协议，推进黄河流域高质量发展",
	"城乡居民基本养老保险经办机构应当在收到申请之日起十五个工作日内办结",
}

// TestAnyPartOfATextIsFoundAsAPhrase searches for every stretch of two to nine characters, wherever it begins and ends.
func TestAnyPartOfATextIsFoundAsAPhrase(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		for i, text := range phraseTexts {
			p := &page{record: disclosure.Record{ID: disclosure.ID("re_" + string(rune('a'+i))), Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain,
				Title: "信息" + string(rune('甲'+i)), Body: "<p>" + text + "。</p>", Attribute: disclosure.Proactive, FormedOn: civil.MustParse("2026-03-02")}}
			p.pub = disclosure.Publication{Record: p.record.ID, Index: catalog.IndexNo("kjj/2026-0000" + string(rune('1'+i)))}
			s.pages[p.record.ID] = p
			s.act(t, p, disclosure.Published, civil.MustParse("2026-03-05"))
			if i == 2 { // the others are fresh
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		missed, asked := 0, 0
		for i, text := range phraseTexts {
			runes := []rune(text)
			for from := range runes {
				for n := 2; n <= 9 && from+n <= len(runes); n++ {
					phrase := string(runes[from : from+n])
					if strings.ContainsAny(phrase, "，、") {
						continue
					}
					asked++
					found, err := query.PortalSearch(db.View(t.Context()), query.Wish{Text: "“" + phrase + "”", Limit: 20, Newest: n%2 == 0})
					if err != nil {
						t.Fatal(err)
					}
					hit := false
					for _, row := range found.Rows {
						hit = hit || row.Record == "re_"+string(rune('a'+i))
						if whole := phraseTexts[row.Record[3]-'a']; !strings.Contains(strings.NewReplacer("，", "", "、", "").Replace(whole), phrase) {
							t.Errorf("%s is not in %s", phrase, whole)
						}
					}
					if !hit {
						missed++
						t.Logf("missed: %s", phrase)
					}
				}
			}
		}
		if missed > 0 {
			t.Errorf("%d of %d phrases were not found", missed, asked)
		}
	})
}

// TestAWithdrawalLeavesTheSegmentsInUse: until the next folding a withdrawn record is fresh and has no words. The phrase begins
// and ends inside words, so that only the segments know whose title holds it.
func TestAWithdrawalLeavesTheSegmentsInUse(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		var pages []*page
		for i, texts := range [][2]string{{"区凉区自然", "无"}, {"通知", "区凉区自然"}, {"公告", "区凉区自然"}} {
			id := disclosure.ID("rc_00" + string(rune('0'+i)))
			p := &page{record: disclosure.Record{ID: id, Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: texts[0], Body: "<p>" + texts[1] + "</p>"},
				pub: disclosure.Publication{Record: id, Index: catalog.IndexNo("kjj/2026-0000" + string(rune('1'+i)))}}
			s.act(t, p, disclosure.Published, civil.On(2026, 3, 1+i))
			pages = append(pages, p)
		}
		if err := s.fold(nil); err != nil {
			t.Fatal(err)
		}
		s.act(t, pages[2], disclosure.Recalled, civil.On(2026, 3, 9))
		found, err := query.PortalSearch(db.View(t.Context()), query.Wish{Text: "“凉区自”", Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if got := records(found.Rows); !slices.Equal(got, []string{"rc_000", "rc_001"}) || found.Total != 2 {
			t.Errorf("%v of %d, want the one with the phrase in the title, then the newer one", got, found.Total)
		}
	})
}

// TestEachRecordIsCountedOnceWithoutSegments: on a small site the index of texts answers, and the records are read for a phrase
// that begins or ends inside of words; those that were found before and are not on the page are none of them.
func TestEachRecordIsCountedOnceWithoutSegments(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		const many = 45
		for i := range many {
			id := disclosure.ID(fmt.Sprintf("rc_%03d", i))
			p := &page{disclosure.Record{ID: id, Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: "农村公路养护通知", DocNo: "凉交发〔2021〕7号", Body: "<p>无</p>"},
				disclosure.Publication{Record: id, Index: catalog.IndexNo(fmt.Sprintf("kjj/2021-%05d", i))}}
			s.act(t, p, disclosure.Published, civil.On(2021, 5, 6))
		}
		for _, text := range []string{"“公路养护”", "“路养”", "凉交发[2021]7号"} {
			found, err := query.PortalSearch(db.View(t.Context()), query.Wish{Text: text, Limit: 10, Offset: 10})
			if err != nil || found.Total != many || found.More || len(found.Rows) != 10 {
				t.Errorf("%s: %d rows of %d %v", text, len(found.Rows), found.Total, err)
			}
		}
	})
}

// unit is what a scan takes for one: a run of letters and digits is never parted.
var unit = regexp.MustCompile(`[a-z0-9]+|\p{Han}`)

// laid are the units of a text, each between two bars.
func laid(text string) string {
	return "|" + strings.Join(unit.FindAllString(strings.ToLower(text), -1), "|") + "|"
}

// shreds are what the texts of the test are put together of, so that words begin and end anywhere.
var shreds = func() (list []string) {
	for _, text := range phraseTexts {
		runes := []rune(text)
		for i := 0; i+3 <= len(runes); i += 2 {
			list = append(list, string(runes[i:i+1+i%3]))
		}
	}
	return append(list, "38户", "15", "115", "GDP", "gd", "5", "，", "。", " ", "区", "科", "的")
}()

func shredded(t *rapid.T, name string, most int) string {
	return "区" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(shreds), 1, 8*most).Draw(t, name), "")
}

// texts are the texts of a page that a phrase may stand in, the title first.
func (p *page) texts() []string {
	return append([]string{p.record.Title, p.record.DocNo, strings.TrimSuffix(strings.TrimPrefix(p.record.Body, "<p>"), "</p>")}, p.record.Keywords...)
}

// somePhrase is a stretch of a text, or one that may stand nowhere.
func (s *shelves) somePhrase(t *rapid.T) string {
	pages := make([]string, 0, len(s.pages))
	for id := range s.pages {
		pages = append(pages, string(id))
	}
	slices.Sort(pages)
	text := shredded(t, "phrase", 1)
	if rapid.IntRange(0, 4).Draw(t, "real") > 0 {
		text = rapid.SampledFrom(s.pages[disclosure.ID(rapid.SampledFrom(pages).Draw(t, "page"))].texts()).Draw(t, "text")
	}
	units := unit.FindAllString(strings.ToLower(text), -1)
	from := rapid.IntRange(0, max(0, len(units)-2)).Draw(t, "from")
	units = units[from:min(len(units), from+rapid.IntRange(2, 7).Draw(t, "units"))]
	phrase := ""
	for i, u := range units {
		if i > 0 && u[0] < 0x80 && units[i-1][0] < 0x80 {
			phrase += " "
		}
		phrase += u
	}
	return phrase
}

// TestPhrasesAreFoundWhereAScanFindsThem: of two characters and more, wherever in words they begin and end, with an exact total;
// those with the phrases in the title first. After any publishing, revising, withdrawing, restoring and folding.
func TestPhrasesAreFoundWhereAScanFindsThem(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		s.text = shredded
		hits := 0
		rapid.Check(t, func(t *rapid.T) {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				s.edit(t)
			}
			if rapid.IntRange(0, 3).Draw(t, "fold") == 0 {
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
			}
			hits += s.checkPhrases(t)
		})
		if hits < 50 {
			t.Errorf("only %d hits", hits)
		}
	})
}

// checkPhrases searches for phrases as a scan does, and says how many records have them.
func (s *shelves) checkPhrases(t *rapid.T) (hits int) {
	var phrases []string
	for range rapid.IntRange(1, 2).Draw(t, "phrases") {
		if p := s.somePhrase(t); strings.Count(laid(p), "|") > 2 {
			phrases = append(phrases, p)
		}
	}
	if len(phrases) == 0 {
		return 0
	}
	w := query.Wish{Text: "“" + strings.Join(phrases, "”“") + "”", Limit: 1000, Newest: rapid.Bool().Draw(t, "newest"), Year: rapid.SampledFrom([]int{0, 0, 2020, 2021}).Draw(t, "in"),
		Agency: rapid.SampledFrom([]string{"", "", "ag_kjj"}).Draw(t, "of")}
	got, err := query.PortalSearch(s.db.View(background), w)
	if err != nil {
		t.Fatal(err)
	}
	want, titled := s.scanPhrases(phrases, w)
	checkFound(t, w, got, want)
	if !w.Newest && s.folded() {
		checkFirst(t, w, got, titled)
	}
	all := records(got.Rows)
	w.Limit, w.Offset = rapid.IntRange(1, 20).Draw(t, "limit"), rapid.IntRange(0, 30).Draw(t, "offset")
	page, err := query.PortalSearch(s.db.View(background), w)
	if from := min(w.Offset, len(all)); err != nil || page.Total != got.Total || !slices.Equal(records(page.Rows), all[from:min(from+w.Limit, len(all))]) {
		t.Fatalf("%+v: %v of %d is no part of %v of %d (%v)", w, records(page.Rows), page.Total, all, got.Total, err)
	}
	return len(want)
}

// adopt imports records, as those of an old site are.
func (s *shelves) adopt(t *rapid.T, n int) {
	var pages []*page
	for range n {
		id := disclosure.ID(fmt.Sprintf("rc_%03d", len(s.pages)))
		of := offices[len(s.pages)%len(offices)]
		p := &page{disclosure.Record{ID: id, Agency: of, Column: column(of), Kind: disclosure.Plain, Title: s.text(t, "title", 3), Body: "<p>" + s.text(t, "body", 3) + "</p>"},
			disclosure.Publication{Record: id, Index: catalog.IndexNo(fmt.Sprintf("kjj/2021-%05d", len(s.pages)))}}
		s.pages[id], pages = p, append(pages, p)
	}
	write(t, s.db, func(tx *database.Tx) error {
		a, err := store.NewAdopter(tx)
		if err != nil {
			return err
		}
		for i, p := range pages {
			p.pub.Acts = []disclosure.Act{{Kind: disclosure.Published, On: civil.On(2020+i%3, 3, 1+i%3), Version: 1, Digest: "d"}}
			if err := a.Add(store.Adoption{File: store.RecordFile{Draft: p.record, Publication: disclosure.Publication{Record: p.record.ID, Index: p.pub.Index}}, Act: p.pub.Acts[0]}); err != nil {
				return err
			}
		}
		return a.Close()
	})
}

// TestPhrasesAreFoundInTheMiddleOfAnImport: while far more records are fresh than a search of words looks at.
func TestPhrasesAreFoundInTheMiddleOfAnImport(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		s.text = shredded
		hits, amid, checks := 0, 0, 0
		rapid.Check(t, func(t *rapid.T) {
			checks++
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				s.edit(t)
			}
			var fresh int
			if err := db.View(background).QueryRow(`SELECT count(*) FROM search_fresh`).Scan(&fresh); err != nil {
				t.Fatal(err)
			}
			if len(s.pages) < 20 || checks%40 == 0 { // by number: most draws of a fold would leave no time for an import
				if err := s.fold(nil); err != nil {
					t.Fatal(err)
				}
			} else if n := rapid.IntRange(0, 4).Draw(t, "import"); fresh < posting.MostFresh {
				s.adopt(t, posting.MostFresh/4)
			} else {
				s.adopt(t, n)
			}
			hits += s.checkPhrases(t)
			if fresh > posting.MostFresh && s.folded() {
				amid++
			}
		})
		if hits < 50 || amid < 20 {
			t.Errorf("only %d hits, %d searches in the middle of an import", hits, amid)
		}
	})
}

// folded reports whether the segments answer.
func (s *shelves) folded() bool {
	var n int
	err := s.db.View(background).QueryRow(`SELECT count(*) FROM (SELECT 1 FROM search_segment WHERE state = 'live' AND NOT EXISTS (SELECT 1 FROM search_fresh WHERE words IS NULL)) AS s`).Scan(&n)
	return err == nil && n > 0
}

// scanPhrases is the truth: which records hold every phrase, and which have them all in the title.
func (s *shelves) scanPhrases(phrases []string, w query.Wish) (found, titled []string) {
	for id, p := range s.pages {
		if !p.pub.Visible() || w.Agency != "" && w.Agency != string(p.record.Agency) || w.Year != 0 && w.Year != p.pub.Acts[0].On.Year() {
			continue
		}
		everywhere, inTitle := true, true
		for _, phrase := range phrases {
			everywhere = everywhere && slices.ContainsFunc(p.texts(), func(text string) bool { return strings.Contains(laid(text), laid(phrase)) })
			inTitle = inTitle && strings.Contains(laid(p.record.Title), laid(phrase))
		}
		if everywhere {
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
