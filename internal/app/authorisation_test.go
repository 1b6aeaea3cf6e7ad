package app_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/internal/app"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func routes(t *testing.T) []auth.Route {
	t.Helper()
	a, err := app.Open(t.Context(), load(t, filepath.Join(t.TempDir(), "data")), silent)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a.Routes()
}

// TestEveryRouteHasARule fails for a route without a rule, as the program itself would not start with one.
func TestEveryRouteHasARule(t *testing.T) {
	all := routes(t)
	for _, r := range all {
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		if inside := strings.HasPrefix(r.Pattern, "/workbench/"); inside && r.Public && !strings.HasPrefix(r.Pattern, "/workbench/login") {
			t.Errorf("%s %s is open to everybody", r.Method, r.Pattern)
		}
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			t.Errorf("%s %s: forms know only GET and POST", r.Method, r.Pattern)
		}
	}
	if len(all) < 40 {
		t.Errorf("only %d routes", len(all))
	}
	for name, r := range map[string]auth.Route{
		"no rule":         {Method: http.MethodGet, Pattern: "/workbench/x", Handler: all[0].Handler},
		"unknown action":  {Method: http.MethodGet, Pattern: "/workbench/x", Action: "tea.make", Handler: all[0].Handler},
		"open and ruled":  {Method: http.MethodGet, Pattern: "/workbench/x", Public: true, Action: auth.UseAccount, Handler: all[0].Handler},
		"early elsewhere": {Method: http.MethodGet, Pattern: "/workbench/x", Early: true, Action: auth.ViewCase, Handler: all[0].Handler},
	} {
		if r.Check() == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

// TestTheTableOfRoutesAndRoles writes every route × role × own, lower and other agency from the routes themselves, so
// that whoever changes what somebody may do sees it in the review. Letters: o own agency, b one below, x any other.
func TestTheTableOfRoutesAndRoles(t *testing.T) {
	type row map[agency.Role]string
	rows := map[string]row{}
	var order []string
	open := map[string]bool{}
	for _, cell := range auth.Matrix(routes(t)) {
		key := cell.Method + " " + cell.Pattern
		if rows[key] == nil {
			rows[key] = row{}
			order = append(order, key)
			open[key] = cell.Action == ""
		}
		letter := map[auth.Relation]string{auth.Own: "o", auth.Below: "b", auth.Other: "x"}[cell.Relation]
		if !cell.Allowed {
			letter = "-"
		}
		rows[key][cell.Role] += letter
	}
	slices.Sort(order)
	var text bytes.Buffer
	text.WriteString("# o own agency, b one below, x any other, - not; \"all\" is open to everybody. One column where the address names no agency.\n")
	for _, duty := range agency.Duties {
		fmt.Fprintf(&text, "%-9s ", duty.Code)
	}
	text.WriteString("\n")
	for _, key := range order {
		if open[key] {
			fmt.Fprintf(&text, "%-99s %s\n", "all", key)
			continue
		}
		for _, duty := range agency.Duties {
			fmt.Fprintf(&text, "%-9s ", rows[key][duty.Role])
		}
		fmt.Fprintf(&text, "%s\n", key)
	}
	golden(t, "routes.txt", text.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("who may do what has changed; if it should, run with -update and say why in the commit:\n%s", diff)
	}
}

// TestTheTableHoldsOnTheRunningSite asks every page of the running demo as people of every role, of an upper and of a
// lower agency: it opens, or is refused, as the table says.
func TestTheTableHoldsOnTheRunningSite(t *testing.T) {
	site := apptest.Demo(t)
	all := routes(t)
	upper, lower := "zfb", "kjj"
	home := map[string]string{"anquan": upper, "xitong": upper, "shenji": upper, "zhuguan": upper,
		"kjj-jingban": lower, "kjj-shenhe": lower, "kjj-baomi": lower, "kjj-qianfa": lower, "kjj-fuze": lower}
	asked := 0
	for login, own := range home {
		client := site.Client(t, login)
		roles := rolesOf(t, site.Logins[login].Roles)
		for _, r := range all {
			if r.Method != http.MethodGet || r.Public || strings.HasSuffix(r.Pattern, "/login/code") {
				continue
			}
			for _, target := range []string{upper, lower} {
				relation := auth.Own
				switch {
				case !r.Targeted():
					if target == lower {
						continue
					}
				case own == target:
				case own == upper:
					relation = auth.Below
				default:
					relation = auth.Other
				}
				asked++
				status := ask(t, client, site.URL+fill(r.Pattern, target))
				if allowed := auth.Allows(roles, r.Action, relation); allowed != (status != http.StatusForbidden) {
					t.Errorf("%s asks %s of %s (%s): %d, but the table says allowed=%t", login, r.Pattern, target, relation, status, allowed)
				}
				if status >= 500 {
					t.Errorf("%s asks %s of %s: %d", login, r.Pattern, target, status)
				}
			}
		}
	}
	if asked < 200 {
		t.Errorf("only %d pages were asked for", asked)
	}
	// Nobody at all gets nothing but the way to the log-in.
	nobody := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, r := range all {
		if r.Public || r.Method != http.MethodGet {
			continue
		}
		if status := ask(t, nobody, site.URL+fill(r.Pattern, lower)); status != http.StatusSeeOther {
			t.Errorf("nobody asks %s: %d", r.Pattern, status)
		}
	}
}

func rolesOf(t *testing.T, labels string) (roles agency.Roles) {
	t.Helper()
	for _, d := range agency.Duties {
		if slices.Contains(strings.Split(labels, "、"), d.Label) {
			roles |= agency.RolesOf(d.Role)
		}
	}
	if roles == 0 {
		t.Fatalf("no roles in %q", labels)
	}
	return roles
}

// fill puts the agency, and something that is not there, in the place of wildcards.
func fill(pattern, target string) string {
	pattern = strings.ReplaceAll(pattern, "{$}", "")
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		switch {
		case part == "{agency}":
			parts[i] = target
		case strings.HasPrefix(part, "{"):
			parts[i] = url.PathEscape("nothing")
		}
	}
	return strings.Join(parts, "/")
}

func ask(t *testing.T, client *http.Client, address string) int {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}
