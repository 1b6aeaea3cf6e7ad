package casework_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/storetest"
)

// index brings the index of the register in step and returns how many applications that took.
func (w *world) index() int {
	w.t.Helper()
	n, err := w.IndexRegister(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// found lists the applications with the text.
func (w *world) found(l query.CaseList) []application.ID {
	w.t.Helper()
	l.Agency = bureau
	if l.Limit == 0 {
		l.Limit = 100
	}
	rows, _, err := w.List(w.t.Context(), clerk, l)
	if err != nil {
		w.t.Fatal(err)
	}
	ids := make([]application.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids
}

func (w *world) receiveContent(arrived, content, docNo string) casework.Slip {
	w.t.Helper()
	in := intake(arrived)
	in.Wanted.Content, in.Wanted.DocNo = content, docNo
	slip, err := w.Receive(w.t.Context(), clerk, bureau, in)
	if err != nil {
		w.t.Fatal(err)
	}
	return slip
}

// Whatever piece of a text is typed, the index finds what reading the register through finds, in the same order, under
// every restriction.
func TestTheIndexOfTheRegisterFindsWhatReadingItFinds(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		random := rand.New(rand.NewPCG(7, 9))
		words := []string{"北街", "道路", "工程", "验收", "报告", "2025年", "ABC-12", "图纸", "的", "凉州区", "、", "，", " ", "7", "𬭎山"}
		texts := map[application.ID]string{}
		for i := range 40 {
			var b strings.Builder
			b.WriteString("求")
			for range 1 + random.IntN(6) {
				b.WriteString(words[random.IntN(len(words))])
			}
			slip := w.receiveContent(fmt.Sprintf("2026-04-%02d", 1+i%20), b.String(), "")
			texts[slip.ID] = b.String()
			if i%5 == 0 {
				if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Withdrawn, On: civil.MustParse("2026-04-20"), Text: "来电撤回"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		var lists []query.CaseList
		for _, text := range texts {
			runes := []rune(text)
			for range 2 {
				from := random.IntN(len(runes))
				piece := string(runes[from : from+1+random.IntN(min(5, len(runes)-from))])
				if strings.ContainsAny(piece, "、， -") || strings.TrimSpace(piece) == "" {
					continue // blanks and punctuation part words: the index knows none
				}
				for _, state := range []query.CaseState{query.CasesAll, query.CasesOpen, query.CasesClosed} {
					lists = append(lists, query.CaseList{State: state, Text: piece}, query.CaseList{State: state, Text: piece, From: civil.MustParse("2026-04-05"), To: civil.MustParse("2026-04-12"), Channel: "in_person"})
				}
			}
		}
		read := make([][]application.ID, len(lists))
		for i, l := range lists {
			read[i] = w.found(l)
		}
		if n := w.index(); n != 0 {
			t.Errorf("%d applications were not in the index although each was entered when it was registered", n)
		}
		hits := 0
		for i, l := range lists {
			if l.State == query.CasesClosed && len(read[i]) == 0 {
				continue // where nothing is found as typed the words are looked for
			}
			got := w.found(l)
			if hits += len(got); len(read[i]) > 0 && !slices.Equal(got, read[i]) {
				t.Errorf("%q %s: found %v, reading finds %v", l.Text, l.State, got, read[i])
			}
		}
		if hits < 200 {
			t.Errorf("only %d hits: the test says nothing", hits)
		}
	})
}

func TestApplicationsAreFoundByTheirWords(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		road := w.receiveContent("2026-04-10", "北街道路改造工程的竣工验收报告", "")
		paper := w.receiveContent("2026-04-13", "教育经费决算", "凉教发〔2025〕15号")
		if n := w.index(); n != 0 {
			t.Fatalf("%d entered", n)
		}
		for text, want := range map[string]application.ID{"竣工验收": road.ID, "验收报告 北街": road.ID, "北街的验收报告": road.ID, "经费": paper.ID,
			"凉教发〔2025〕15号": paper.ID, paper.Number: paper.ID, "街道路改": road.ID} {
			if got := w.found(query.CaseList{State: query.CasesAll, Text: text}); !slices.Equal(got, []application.ID{want}) {
				t.Errorf("%q finds %v, want %v", text, got, want)
			}
		}
		if got := w.found(query.CaseList{State: query.CasesAll, Text: "水务"}); len(got) != 0 {
			t.Errorf("found %v", got)
		}
		// What a correction says is found; what nobody has to do with any longer is not among the open ones.
		add := func(f application.Fact) {
			t.Helper()
			if err := w.add(clerk, paper.ID, f); err != nil {
				t.Fatal(err)
			}
		}
		add(application.Fact{Kind: application.CorrectionRequested, On: civil.MustParse("2026-04-20"), Until: civil.MustParse("2026-05-08"), Text: "年度"})
		add(application.Fact{Kind: application.Corrected, On: civil.MustParse("2026-04-20"), Text: "要二〇二三年度的部门决算表"})
		if got := w.found(query.CaseList{State: query.CasesOpen, Text: "部门决算表"}); !slices.Equal(got, []application.ID{paper.ID}) {
			t.Errorf("the correction is not found: %v", got)
		}
		add(application.Fact{Kind: application.Withdrawn, On: civil.MustParse("2026-04-20"), Text: "撤回"})
		add(application.Fact{Kind: application.Archived, On: civil.MustParse("2026-04-20")})
		if got := w.found(query.CaseList{State: query.CasesOpen, Text: "部门决算表"}); len(got) != 0 {
			t.Errorf("still open: %v", got)
		}
		if got := w.found(query.CaseList{State: query.CasesClosed, Text: "部门决算表"}); len(got) != 1 {
			t.Errorf("not among the closed: %v", got)
		}
	})
}

// Another agency finds nothing of it, and the public search is another index.
func TestTheIndexOfTheRegisterIsOfTheAgencyAlone(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.receiveContent("2026-04-10", "北街道路改造", "")
		w.index()
		view := w.DB.View(t.Context())
		if rows, n, err := query.Cases(view, query.CaseList{Agency: "ag_other", State: query.CasesAll, Text: "北街", Limit: 5}); err != nil || n != 0 || len(rows) != 0 {
			t.Errorf("another agency finds %v %d %v", rows, n, err)
		}
		match := database.TextMatch{All: []database.Phrase{{Words: []string{"北街"}}}}
		if ids, err := database.FindText(view, database.PublicText, match, 5); err != nil || len(ids) != 0 {
			t.Errorf("the public finds %v %v", ids, err)
		}
		if ids, err := database.FindText(view, database.RegisterText, match, 5); err != nil || len(ids) != 1 {
			t.Errorf("the index holds %v %v", ids, err)
		}
	})
}

// An index that a restore left behind, or another way of making it, is made anew; meanwhile the register is read through.
func TestTheIndexOfTheRegisterIsMadeAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receiveContent("2026-04-10", "北街道路改造", "")
		w.index()
		lose := func(sql string) {
			t.Helper()
			if err := w.DB.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { _, err := tx.Exec(sql); return err }); err != nil {
				t.Fatal(err)
			}
		}
		search := query.CaseList{State: query.CasesAll, Text: "街道"}
		lose(`UPDATE application_entry SET mark = 'old'`)
		if n := w.index(); n != 1 {
			t.Errorf("%d entered anew", n)
		}
		lose(`DELETE FROM application_entry_state`)
		lose(`DELETE FROM application_entry`)
		lose(`DELETE FROM application_index WHERE ` + map[string]string{"sqlite": "rowid", "postgres": "id"}[w.DB.Engine()] + ` > 0`)
		if got := w.found(search); !slices.Equal(got, []application.ID{slip.ID}) {
			t.Errorf("without an index: %v", got)
		}
		if n := w.index(); n != 1 {
			t.Errorf("%d entered after the restore", n)
		}
		if n := w.index(); n != 0 {
			t.Errorf("%d entered though nothing changed", n)
		}
		if got := w.found(search); !slices.Equal(got, []application.ID{slip.ID}) {
			t.Errorf("with the index: %v", got)
		}
	})
}

// What the index finds is put to the restrictions by its numbers: no table is read through.
func TestTheSearchOfTheRegisterReadsNoTableThrough(t *testing.T) {
	db := storetest.SQLite(t)
	for _, question := range []string{
		`SELECT rowid FROM application_index WHERE application_index MATCH '"北街"' AND rowid BETWEEN 1 AND 9 ORDER BY rowid DESC LIMIT 10`,
	} {
		var plan []struct {
			ID, Parent, Notused int
			Detail              string
		}
		if err := db.View(t.Context()).Select(&plan, `EXPLAIN QUERY PLAN `+question); err != nil {
			t.Fatal(err)
		}
		for _, step := range plan {
			if strings.HasPrefix(step.Detail, "SCAN") && !strings.Contains(step.Detail, "VIRTUAL TABLE INDEX") || strings.Contains(step.Detail, "B-TREE") {
				t.Errorf("%s: %+v", question, plan)
			}
		}
	}
}
