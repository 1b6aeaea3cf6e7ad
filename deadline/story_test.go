package deadline_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/deadline"
	"gongkai/workday"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the trails of the stories")

// Each story of testdata/stories is one application: what happened, what the clock says, and the trail. The clocks were
// computed by another program, day by day; only the trails are written with -update, to be read before they are kept.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, err := deadline.Read(strings.NewReader(section(archive, "input.json")))
			if err != nil {
				t.Fatal(err)
			}
			out := deadline.Compute(workday.National(), in)
			if diff := cmp.Diff(section(archive, "clock"), summary(out)); diff != "" {
				t.Errorf("%s\n%s", archive.Comment, diff)
			}
			trail := trail(out)
			if *update {
				set(archive, "trail", trail)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(section(archive, "trail"), trail); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func set(a *txtar.Archive, name, text string) {
	for i, f := range a.Files {
		if f.Name == name {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
}

func summary(out deadline.Output) string {
	var b strings.Builder
	dash := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	left := "-"
	if out.WorkdaysLeft != nil {
		left = fmt.Sprint(*out.WorkdaysLeft)
	}
	fmt.Fprintf(&b, "received %s\ndue %s\nstage %s\nleft %s\n", dash(out.ReceivedOn.String()), dash(out.DueOn.String()), out.Stage, left)
	if out.Paused {
		b.WriteString("paused\n")
	}
	if out.Provisional {
		b.WriteString("provisional\n")
	}
	for _, p := range out.Problems {
		b.WriteString(strings.TrimSpace("problem "+p.On.String()+" "+p.Cite.String()) + "\n")
	}
	return b.String()
}

func trail(out deadline.Output) string {
	var b strings.Builder
	for _, line := range out.Sentences() {
		b.WriteString(line + "\n")
	}
	for _, p := range out.Problems {
		b.WriteString("违法或者有误：" + p.Message + "。\n")
	}
	for _, term := range out.Terms {
		fmt.Fprintf(&b, "%s %s %s\n", term.What, term.DueOn, term.Cite)
	}
	return b.String()
}
