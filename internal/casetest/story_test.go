package casetest_test

import (
	stdcmp "cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/fee"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/docgen/docxtest"
	"gongkai/letter"
	"gongkai/workday"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the stories give")

func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			told := archive.Files[:2:2]
			s := &story{t: t, words: map[string]string{}}
			for line := range strings.Lines(string(told[0].Data)) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
				s.words[key] = value
			}
			s.world = newWorld(t, s.words["机关所在地"])
			s.play(string(told[1].Data))
			got := txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: append(told, s.outcome()...)})
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := txtar.Format(archive); string(got) != string(want) {
				t.Error(cmp.Diff(string(want), string(got)))
			}
		})
	}
}

// A story is an application in the making.
type story struct {
	t     *testing.T
	world *world
	words map[string]string // 申请
	slip  casework.Slip
	told  strings.Builder // 期限
}

func (s *story) play(events string) {
	for line := range strings.Lines(events) {
		head, text, _ := strings.Cut(strings.TrimSpace(line), "：")
		fields := strings.Fields(head)
		e := event{on: civil.MustParse(fields[0]), what: fields[1], with: map[string]string{}, text: text}
		for _, m := range setting.FindAllStringSubmatch(head, -1) {
			e.with[m[1]] = m[2]
		}
		s.world.now = e.on.Start().Add(9 * time.Hour)
		number, err := s.act(e)
		fmt.Fprintf(&s.told, "%s（%s）%s%s\n", e.on, e.on.WeekdayChinese(), e.what, number)
		if err != nil {
			for _, p := range problemsOf(err) {
				fmt.Fprintf(&s.told, "\t不能办理：%s\n", strings.TrimSpace(p.Message+" "+p.Cite.String()))
			}
			continue
		}
		s.stand()
	}
}

// act does what the line says and returns the number that was drawn, if one was.
func (s *story) act(e event) (string, error) {
	w, ctx, id := s.world, s.t.Context(), s.slip.ID
	switch e.what {
	case "提出申请":
		var err error
		s.slip, err = w.desk.Receive(ctx, w.clerk, w.bureau, s.intake(e))
		return "", err
	case "确认收到":
		return "", w.desk.Confirm(ctx, w.clerk, w.bureau, id, e.on)
	case "公布放假安排":
		w.holidays = append(w.holidays, workday.Row{On: civil.MustParse(e.with["日"]), Off: e.with["放假"] != "", Name: e.with["放假"] + e.with["调休"],
			Notice: stdcmp.Or(e.text, "放假通知"), Region: e.with["地方"], Place: places[e.with["地方"]]})
		return "", nil
	case "答复":
		number, err := s.decide(e)
		return " " + number, err
	case "出具文书":
		draft := casework.LetterDraft{Said: casework.Said{Typed: typed(e), Recipient: e.with["主送"]}}
		issued, err := w.desk.IssueLetter(ctx, w.clerk, w.bureau, id, letter.ID(e.with["种类"]), draft)
		return strings.TrimRight(" "+issued.Kind.Name+" "+issued.Number, " "), err
	case application.FeeNoticed.Label():
		charge := casework.Charge{Basis: fee.PerApplication, On: e.on, Until: date(e.with["期限"]), Text: e.text}
		if e.with["页数"] != "" {
			charge.Basis = fee.PerPage
			charge.Pages, _ = strconv.Atoi(e.with["页数"])
		}
		return "", w.desk.NoticeFee(ctx, w.clerk, w.bureau, id, charge)
	case "查看":
		return "", nil
	}
	by := w.clerk
	if e.what == application.Extended.Label() {
		by = w.head
	}
	return "", w.desk.AddFact(ctx, by, w.bureau, id, factOf(e))
}

// outcome is what the story gives: the days with the trail, the letters, and the cells of table three.
func (s *story) outcome() []txtar.File {
	v, err := s.world.desk.Look(s.t.Context(), s.world.clerk, s.world.bureau, s.slip.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range v.Clock.Problems {
		fmt.Fprintf(&s.told, "违法或者有误：%s（%s）\n", p.Message, p.Cite)
	}
	for _, sentence := range v.Clock.Sentences() {
		s.told.WriteString(sentence + "\n")
	}
	files := []txtar.File{{Name: "期限", Data: []byte(s.told.String())}}
	for _, p := range s.world.letters(s.slip.ID) {
		paper, err := docgen.DOCX(docgen.OfLetter(p.Letter, nil))
		if err != nil {
			s.t.Fatal(err)
		}
		docxtest.Check(s.t, paper)
		files = append(files, txtar.File{Name: strings.TrimSpace("文书 " + string(p.Kind.ID) + " " + p.Number), Data: []byte(strings.ReplaceAll(p.Letter.Plain(), s.slip.QueryCode, "（查询码）"))})
	}
	return append(files, txtar.File{Name: "表三", Data: []byte(s.cells())})
}
