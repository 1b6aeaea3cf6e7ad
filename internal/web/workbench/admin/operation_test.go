package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/web/ui"
)

// Every check of the doctor has a name for people.
func TestEveryCheckHasAName(t *testing.T) {
	files, err := filepath.Glob("../../../ops/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	named := regexp.MustCompile(`const check = "([a-z_]+)"|d\.(?:fine|warn|broken)\("([a-z_]+)"`)
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			if seen++; checks[m[1]+m[2]] == "" {
				t.Errorf("%s: the check %q has no name", file, m[1]+m[2])
			}
		}
	}
	if seen < 15 {
		t.Errorf("only %d checks were found", seen)
	}
}

func TestTheSourceOfAHolidayIsALink(t *testing.T) {
	for source, want := range map[string]ui.Cell{
		"国务院办公厅2026年节假日安排通知 https://www.gov.cn/a.htm": {Text: "国务院办公厅2026年节假日安排通知", Href: "https://www.gov.cn/a.htm"},
		"《全国年节及纪念日放假办法》":                              {Text: "《全国年节及纪念日放假办法》"},
		"https://www.gov.cn/a.htm":                    {Text: "https://www.gov.cn/a.htm"},
		"通知 http://example.invalid":                   {Text: "通知 http://example.invalid"},
	} {
		if got := sourceCell(source); got.Text != want.Text || got.Href != want.Href {
			t.Errorf("%s: %+v", source, got)
		}
	}
}
