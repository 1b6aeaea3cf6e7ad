package query_test

import (
	"strings"
	"testing"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/segment"
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

// TestAnyPartOfATextIsFoundAsAPhrase searches for every stretch of three to nine characters, wherever it begins and ends.
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
				for n := 3; n <= 9 && from+n <= len(runes); n++ {
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
					if !hit && !(n == 3 && eachAnother(text, from)) {
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

// eachAnother reports whether the three characters from one on belong to three words.
func eachAnother(text string, from int) bool {
	at, begins := 0, map[int]bool{}
	for _, w := range segment.Cut(text) {
		begins[at] = true
		at += len([]rune(w))
	}
	return begins[from+1] && begins[from+2]
}
