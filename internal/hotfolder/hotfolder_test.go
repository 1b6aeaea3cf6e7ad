package hotfolder_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/hotfolder"
)

func TestLook(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour)
	put := func(name, content string, at time.Time) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	put("通知.docx", "好", old)
	put("坏.docx", "坏", old)
	put("等.docx", "等", old)
	put("新.docx", "还在写", time.Now())
	put("~$通知.docx", "x", old)
	put(".hidden", "x", old)
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	var seen []string
	down := true
	f := hotfolder.Folder{Dir: dir, Settled: 10 * time.Second, Now: time.Now, Take: func(_ context.Context, f hotfolder.File) ([]string, error) {
		seen = append(seen, f.Name)
		switch string(f.Content) {
		case "坏":
			return nil, fault.Of([]fault.Problem{{Message: "没有公开属性"}, {Message: "没有标题"}})
		case "等":
			if down {
				return nil, fault.New(fault.Unavailable, "数据库忙")
			}
		}
		return []string{"已成为草稿"}, nil
	}}
	res, err := f.Look(t.Context())
	if fault.KindOf(err) != fault.Unavailable || res.Refused != 1 || res.Waiting != 1 {
		t.Fatalf("%+v %v", res, err)
	}
	down = false
	if res, err = f.Look(t.Context()); err != nil || res.Taken != 2 {
		t.Fatalf("%+v %v", res, err)
	}
	if strings.Contains(strings.Join(seen, ","), "新") || strings.Contains(strings.Join(seen, ","), "passwd") || strings.Contains(strings.Join(seen, ","), "~$") || strings.Contains(strings.Join(seen, ","), "link") {
		t.Errorf("seen: %v", seen)
	}
	for name, want := range map[string]string{hotfolder.Done + "/通知.docx": "好", hotfolder.Refused + "/坏.docx": "坏", "新.docx": "还在写"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	report, err := os.ReadFile(filepath.Join(dir, hotfolder.Refused, "坏.docx.报告.txt"))
	if err != nil || !strings.Contains(string(report), "没有公开属性") || !strings.Contains(string(report), "没有标题") {
		t.Errorf("%s %v", report, err)
	}
	put("通知.docx", "另一份", old)
	if _, err := f.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, hotfolder.Done, "通知(2).docx")); err != nil || string(got) != "另一份" {
		t.Errorf("a second file of the same name: %q %v", got, err)
	}
}
