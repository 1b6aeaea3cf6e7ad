package portal

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

func TestParseRecord(t *testing.T) {
	for path, want := range map[string]recordAddress{
		"11620602013932130J/2021-00001":                                    {Index: "11620602013932130J/2021-00001"},
		"11620602013932130J/2021-00001.pdf":                                {Index: "11620602013932130J/2021-00001", Paper: "pdf"},
		"11620602013932130J/2021-00001.ofd":                                {Index: "11620602013932130J/2021-00001", Paper: "ofd"},
		"11620602013932130J/2021-00001.docx":                               {Index: "11620602013932130J/2021-00001", Paper: "docx"},
		"11620602013932130J/2021-00001/versions/12":                        {Index: "11620602013932130J/2021-00001", Version: 12},
		"11620602013932130J/2021-00001/versions/0":                         {Index: "11620602013932130J/2021-00001/versions/0"},
		"11620602013932130J/2021-00001/versions/012":                       {Index: "11620602013932130J/2021-00001/versions/012"},
		"11620602013932130J/2021-00001/files/0123456789abcdef/名单.pdf.docx": {Index: "11620602013932130J/2021-00001", File: "0123456789abcdef"},
		"11620602013932130J/2021-00001/files/0123456789abcdef/名单.html":     {Index: "11620602013932130J/2021-00001", File: "0123456789abcdef"},
		"11620602013932130J/2021-00001/files/0123456789ABCDEF/名单.pdf":      {Index: "11620602013932130J/2021-00001/files/0123456789ABCDEF/名单", Paper: "pdf"},
		"11620602013932130J/2021-00001/files/0123456789abcdef/名单.csv":      {Index: "11620602013932130J/2021-00001", File: "0123456789abcdef"},
		"11620602013932130J/2021-00001/files/0123456789ABCDEF/名单.csv":      {Index: "11620602013932130J/2021-00001/files/0123456789ABCDEF/名单.csv"},
		"files/2021-1": {Index: "files/2021-1"},
		"/versions/1":  {Index: "/versions/1"},
		".pdf":         {Index: ".pdf"},
		"":             {},
	} {
		if diff := cmp.Diff(want, parseRecord(path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// FuzzParseRecord: what is read can be written again, and no address names two things.
func FuzzParseRecord(f *testing.F) {
	for _, seed := range []string{"a/2021-1", "a/2021-1.pdf", "a/2021-1/versions/2", "a/2021-1/files/0123456789abcdef/x", "/files//versions/1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		at := parseRecord(path)
		kinds := 0
		for _, set := range []bool{at.Version > 0, at.Paper != "", at.File != ""} {
			if set {
				kinds++
			}
		}
		written := "/records/" + path
		switch {
		case kinds > 1:
			t.Fatalf("%q is %+v", path, at)
		case at.Version > 0 && versionPath(string(at.Index), at.Version) != written,
			at.Paper != "" && recordPath(string(at.Index))+"."+at.Paper != written,
			kinds == 0 && recordPath(string(at.Index)) != written,
			at.File != "" && !strings.HasPrefix(written, recordPath(string(at.Index))+"/files/"+at.File):
			t.Fatalf("%q is %+v, which is another address", path, at)
		}
	})
}

// policy is that of saved records, with alignment everywhere.
var policy = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowStyles("text-align").Globally()
	return p
}()

// FuzzBody: whatever the HTML, the page around it stays whole, and paper can be made of it.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{"<p>文</p>", "<table><tr><td rowspan=9>a<td>b</table>", "</div></main><h1>x", "<ul><li>a<li>b</ul>", `<p style="text-align: center">x`, "<table><table><tr><td>x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		body = policy.Sanitize(body) // as records are saved
		screen := onScreen(body)
		doc, err := html.Parse(strings.NewReader("<main><div>" + screen + "</div><footer></footer></main>"))
		if err != nil {
			return // deeper than the parser goes
		}
		for n := range doc.Descendants() {
			if n.Data == "footer" && n.Type == html.ElementNode && n.Parent.Data != "main" {
				t.Fatalf("%q breaks out of its place: %q", body, screen)
			}
			for _, a := range n.Attr {
				if a.Key == "style" {
					t.Fatalf("a style is left: %q", screen)
				}
			}
		}
		for _, b := range readBody(body) {
			if len(b.rows) > 0 && len(widths(b.rows)) == 0 {
				t.Fatalf("a table without columns: %q", body)
			}
		}
	})
}

func TestReadCodeForgivesHowPeopleWrite(t *testing.T) {
	for _, written := range []string{"abcde23456", "ABCDE 23456", " abcde-23456 ", "abcde　23456"} {
		if got := readCode(written); got != "abcde23456" {
			t.Errorf("%q: %q", written, got)
		}
	}
}

func TestACaptchaEndsAndIsForOneForm(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	c := newCaptchas([]byte("key"), func() time.Time { return now })
	answer := func(question string) string {
		digits := "零一二三四五六七八九"
		value := func(s string) int { return strings.Index(digits, s) / len("零") }
		sum, _, _ := strings.Cut(question, "等于")
		if a, b, plus := strings.Cut(sum, "加"); plus {
			return strconv.Itoa(value(a) + value(b))
		}
		a, b, _ := strings.Cut(sum, "减")
		return strconv.Itoa(value(a) - value(b))
	}
	first := c.draw()
	now = now.Add(captchaLife + time.Second)
	if c.right(first.Token, answer(first.Question)) {
		t.Error("an old question was taken")
	}
	second := c.draw()
	if !c.right(second.Token, answer(second.Question)) {
		t.Errorf("%s: %s is not taken", second.Question, answer(second.Question))
	}
	if c.right(second.Token, answer(second.Question)) {
		t.Error("taken twice")
	}
	if other := newCaptchas([]byte("another key"), func() time.Time { return now }); other.right(c.draw().Token, "1") {
		t.Error("a token of another site was taken")
	}
}

// TestAlignKeepsBothTexts: whatever changed, both versions can be read from the comparison.
func TestAlignKeepsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"甲", "乙", "丙", "丁"})
		was, is := rapid.SliceOfN(line, 0, 12).Draw(t, "was"), rapid.SliceOfN(line, 0, 12).Draw(t, "is")
		var old, renewed []string
		same := 0
		for _, l := range align(was, is) {
			if !l.Added {
				old = append(old, l.Old)
			}
			if !l.Removed {
				renewed = append(renewed, l.New)
			}
			if !l.Added && !l.Removed {
				same++
				if l.Old != l.New {
					t.Fatalf("%q is not %q", l.Old, l.New)
				}
			}
		}
		if strings.Join(old, "") != strings.Join(was, "") || strings.Join(renewed, "") != strings.Join(is, "") {
			t.Fatalf("%v and %v became %v and %v", was, is, old, renewed)
		}
	})
}
