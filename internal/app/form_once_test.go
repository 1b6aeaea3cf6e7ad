package app_test

import (
	"bytes"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/internal/app/apptest"
	"gongkai/internal/database"

	"github.com/PuerkitoBio/goquery"
)

// keyless are the addresses to which forms without a key of their own may be sent, and why nothing is entered twice. Every
// other form that sends something carries one (ADR 0035).
var keyless = map[string]string{
	"/view":                 "sets how pages look: the second time to the same",
	"/workbench/login":      "enters nothing: a second log-in is a session of its own",
	"/workbench/login/code": "enters nothing: every code is good for one log-in",
	"/workbench/logout":     "ends a session, which has ended the second time",
	"/track":                "looks up",
	"/complain/track":       "looks up",
	"/complain/file":        "gives a file out",
	"/apply":                "carries the question against robots, which is its key, once it enters something",
}

// keylessTemplates are the forms of templates that carry no key, by what follows action=.
var keylessTemplates = map[string]string{
	"ui/page.templ b.URL(ViewPath)":                       "/view",
	"ui/page.templ b.URL(\"/workbench/logout\")":          "/workbench/logout",
	"workbench/login.templ p.URL(loginPath)":              "/workbench/login",
	"workbench/login.templ p.URL(codePath)":               "/workbench/login/code",
	"portal/track.templ p.Base.URL(\"/track\")":           "/track",
	"portal/apply.templ p.Base.URL(\"/track\")":           "/track",
	"portal/apply.templ p.Base.URL(\"/apply\")":           "/apply",
	"portal/apply.templ p.Base.URL(\"/apply/slip\")":      "/track",
	"portal/complain.templ p.Base.URL(complainTrackPath)": "/complain/track",
	"portal/complain.templ p.Base.URL(complainFilePath)":  "/complain/file",
	"ui/content.templ d.Action":                           "",
	"gallery/gallery.templ \"#\"":                         "",
}

var (
	formOf   = regexp.MustCompile(`(?s)<form\b[^>]*method="post".*?</form>`)
	actionOf = regexp.MustCompile(`action=(?:\{ (.*?) \}|("[^"]*"))`)
	pushOf   = regexp.MustCompile(`<button[^>]*formmethod="post"[^>]*>`) // those of the register give receipts out
	carries  = regexp.MustCompile(`@workbench\.OnceKey\(\)|@onceKey\(|@p\.credentials\(\)|name="captcha_token"`)
)

// TestEveryFormOfATemplateCarriesAKey reads the templates themselves: what no page of the demo shows is there too.
func TestEveryFormOfATemplateCarriesAKey(t *testing.T) {
	seen, forms := map[string]bool{}, 0
	err := filepath.WalkDir("../web", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".templ" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, button := range pushOf.FindAllString(string(text), -1) {
			if !strings.Contains(button, "formaction={ b.Path }") || filepath.Base(path) != "table.templ" {
				t.Errorf("%s has a button that sends a form which carries no key: %s", path, button)
			}
		}
		for _, form := range formOf.FindAllString(string(text), -1) {
			if forms++; carries.MatchString(form) {
				continue
			}
			action := actionOf.FindStringSubmatch(form)
			if action == nil {
				t.Errorf("%s has a form without a key:\n%s", path, form)
				continue
			}
			name := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path) + " " + action[1] + action[2]
			at, known := keylessTemplates[name]
			if _, reasoned := keyless[at]; !known || at != "" && !reasoned {
				t.Errorf("the form %s carries no key", name)
			}
			seen[name] = true
		}
		return nil
	})
	if err != nil || forms < 20 {
		t.Fatalf("%d forms: %v", forms, err)
	}
	for name := range keylessTemplates {
		if !seen[name] {
			t.Errorf("there is no form %s any more", name)
		}
	}
}

// A sheetOfPaper is a form on a page of the demo, and who saw it.
type sheetOfPaper struct {
	who, on string
	form    paper
}

// again are the acts after which the second sending is an act of its own, and why.
var again = map[string]string{
	"/workbench/ledger/export":           "every copy that is given out is noted",
	"/workbench/ledger/verify":           "every check is noted",
	"/workbench/cases/{id}/unmask":       "every look is noted",
	"/workbench/complaints/{id}/unmask":  "every look is noted",
	"/workbench/remedies/{id}/unmask":    "every look is noted",
	"/workbench/account/factor":          "the secret that is shown last is the one that counts",
	"/workbench/reports/collection/file": "every copy that is given out is noted",
}

// TestAFormSentTwiceIsTakenOnce sends the forms that the people of the demo see, filled in, and the very same once more: the
// second sending enters nothing.
func TestAFormSentTwiceIsTakenOnce(t *testing.T) {
	site := apptest.Demo(t)
	posts := routesOf(t, http.MethodPost)
	found := map[string][]sheetOfPaper{}
	c := &crawler{t: t, site: site}
	c.looked = func(who, path string, page *goquery.Document) {
		bare, _, _ := strings.Cut(path, "?")
		page.Find("form").Each(func(_ int, e *goquery.Selection) {
			if !strings.EqualFold(e.AttrOr("method", "get"), "post") {
				return
			}
			form := readPaper(e, "/xxgk"+bare)
			pattern := patternOf(posts, strings.TrimPrefix(form.path, "/xxgk"))
			if pattern == "" {
				t.Errorf("%s sees on %s a form that leads to %s, which no route takes", who, path, form.path)
				return
			}
			_, exempt := keyless[pattern]
			if form.values.Get("once") == "" && form.values.Get("captcha_token") == "" && !exempt {
				t.Errorf("%s: the form on %s that leads to %s carries no key", who, path, pattern)
			}
			if !exempt && form.values.Get("captcha_token") == "" && len(found[pattern]) < 2 {
				found[pattern] = append(found[pattern], sheetOfPaper{who, path, form})
			}
		})
	}
	c.send()
	if len(found) < 60 {
		t.Errorf("only the forms of %d routes were seen", len(found))
	}
	db, err := database.Open(t.Context(), database.Options{Dir: site.Dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	taken := map[string]int{}
	for _, pattern := range ordered(found) {
		for _, s := range found[pattern] {
			if sendTwice(t, db, c.clients[s.who], site.URL, pattern, s) {
				taken[pattern]++
			}
		}
	}
	t.Logf("forms of %d routes, of %d something was entered: %v", len(found), len(taken), slices.Sorted(maps.Keys(taken)))
	if len(taken) < 25 {
		t.Errorf("something was entered by the forms of %d routes only", len(taken))
	}
}

// ordered puts last what ends sessions or stops people.
func ordered(found map[string][]sheetOfPaper) []string {
	list := slices.Sorted(maps.Keys(found))
	late := func(p string) bool { return strings.Contains(p, "/account/") || strings.Contains(p, "/staff/") }
	slices.SortStableFunc(list, func(a, b string) int { return map[bool]int{true: 1}[late(a)] - map[bool]int{true: 1}[late(b)] })
	return list
}

func sendTwice(t *testing.T, db *database.DB, client *http.Client, root, pattern string, s sheetOfPaper) (entered bool) {
	t.Helper()
	s.form.fill(civil.Of(time.Now()), nil)
	content, media := s.form.body()
	send := func() int {
		answer, err := client.Post(strings.TrimSuffix(root, "/xxgk")+s.form.path, media, bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	before := kept(t, db)
	first := send()
	between := kept(t, db)
	second := send()
	after := kept(t, db)
	if _, every := again[pattern]; !every && !maps.Equal(between, after) {
		t.Errorf("%s: %s on %s, sent twice (%d, %d), entered %v", s.who, pattern, s.on, first, second, grown(between, after))
	}
	if first == http.StatusSeeOther && second != first || first >= 500 || second >= 500 {
		t.Errorf("%s: %s on %s, sent twice, was answered %d and %d", s.who, pattern, s.on, first, second)
	}
	return !maps.Equal(before, between)
}

// machinery are the tables that change by themselves.
var machinery = []string{"job", "job_schedule", "session", "form_sent", "file_text", "screening", "link_check", "dead_link"}

// kept counts what people entered: the rows of every table, and what the ledger says of people.
func kept(t *testing.T, db *database.DB) map[string]int {
	t.Helper()
	q := db.View(t.Context())
	rows, err := q.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' AND name NOT LIKE 'log_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, name := range names {
		if slices.Contains(machinery, name) {
			continue
		}
		question := `SELECT count(*) FROM "` + name + `"`
		if name == "ledger" {
			question += ` WHERE actor_id NOT LIKE 'machine:%'`
		}
		n := 0
		if err := q.QueryRow(question).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[name] = n
	}
	return counts
}

func grown(before, after map[string]int) map[string]int {
	grown := map[string]int{}
	for name, n := range after {
		if n != before[name] {
			grown[name] = n - before[name]
		}
	}
	return grown
}
