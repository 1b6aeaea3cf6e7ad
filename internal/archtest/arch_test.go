package archtest_test

import (
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/archtest"
	"gongkai/law"
)

func load(t *testing.T) map[string]*archtest.Package {
	t.Helper()
	packages, err := archtest.Load(root(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 5 {
		t.Fatalf("only %d packages found", len(packages))
	}
	return packages
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := archtest.Root()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// arrows says for every domain package which domain packages it may import. They point down the page only.
var arrows = map[string][]string{
	"civil": {}, "money": {},
	"law":     {"civil"},
	"fault":   {"law"},
	"workday": {"civil", "law", "fault"},
	"ledger":  {"civil", "law", "fault"},

	"agency":    {"civil", "law", "fault"},
	"applicant": {"civil", "law", "fault", "agency"},

	"deadline": {"civil", "law", "fault", "workday"},
	"fee":      {"civil", "law", "fault", "money"},
	"decision": {"civil", "law", "fault"},

	"review":        {"civil", "law", "fault", "decision"},
	"review/screen": {"civil", "law", "fault", "applicant", "agency"},
	"catalog":       {"civil", "law", "fault", "agency"},
	"disclosure":    {"civil", "law", "fault", "agency", "catalog", "decision", "review", "workday"},

	"application": {"civil", "law", "fault", "money", "workday", "agency", "applicant", "deadline", "fee", "decision", "review"},
	"remedy":      {"civil", "law", "fault", "workday", "agency", "applicant", "deadline", "decision"},
	"letter":      {"civil", "law", "fault", "money", "agency", "applicant", "application", "deadline", "fee", "decision", "remedy", "disclosure", "review"},

	"complaint": {"civil", "law", "fault", "workday", "agency", "applicant"},
	"scorecard": {"law", "fault"},
	"monthly":   {"civil", "law", "fault", "money", "workday", "agency"},

	"duty": {"civil", "law", "workday", "agency", "catalog"},

	"annualreport":         {"civil", "law", "fault", "money"},
	"annualreport/extract": {"annualreport", "civil", "law", "fault", "money", "internal/docread"},
	"annualreport/audit":   {"annualreport", "civil", "law", "fault", "money"},
	"annualreport/draft":   {"annualreport", "annualreport/audit", "civil", "law", "fault", "money"},
	"tally":                {"annualreport", "application", "applicant", "decision", "fee", "remedy", "disclosure", "civil", "law", "money"},
}

// outside are the modules that a domain package may use where its subject is a file format of the world.
var outside = map[string][]string{
	"annualreport/extract": {"golang.org/x/net/html", "golang.org/x/text"},
	"review/screen":        {"golang.org/x/net/html", "golang.org/x/text"},
}

func TestDomainPackagesImportDownwardsOnly(t *testing.T) {
	for path, p := range load(t) {
		if !p.Domain() {
			continue
		}
		allowed, known := arrows[path]
		if !known {
			t.Errorf("domain package %s is not on the map: add it to arrows, with what it may import", path)
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, imported := range f.Imports() {
				if !mayImport(path, imported, allowed) {
					t.Errorf("%s imports %s, which its place on the map does not allow", f.Name, imported)
				}
			}
		}
	}
}

func mayImport(path, imported string, allowed []string) bool {
	if inner, ok := strings.CutPrefix(imported, archtest.Module+"/"); ok {
		return slices.Contains(allowed, inner)
	}
	for _, prefix := range outside[path] {
		if imported == prefix || strings.HasPrefix(imported, prefix+"/") {
			return true
		}
	}
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// bannedImports are packages of the standard library that would let the outside world into domain code.
var bannedImports = []string{"context", "database/sql", "net/http", "net", "log", "log/slog", "os", "os/exec", "syscall", "unsafe", "reflect"}

func TestDomainPackagesDoNoInputOrOutput(t *testing.T) {
	for _, p := range load(t) {
		for _, f := range p.Files {
			if !p.Domain() || f.Test {
				continue
			}
			for _, imported := range f.Imports() {
				if slices.Contains(bannedImports, imported) {
					t.Errorf("%s imports %s: domain code does no I/O", f.Name, imported)
				}
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				checkDomainNode(t, f, n)
				return true
			})
		}
	}
}

func checkDomainNode(t *testing.T, f *archtest.File, n ast.Node) {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok {
			switch x.Name + "." + n.Sel.Name {
			case "time.Now", "time.Local", "time.Sleep", "time.Since", "time.After", "fmt.Print", "fmt.Println", "fmt.Printf":
				t.Errorf("%s uses %s.%s: domain code is told the day and writes to nobody", f.At(n.Pos()), x.Name, n.Sel.Name)
			}
		}
	case *ast.Ident:
		if n.Name == "float64" || n.Name == "float32" {
			t.Errorf("%s uses %s: counts and money are integers", f.At(n.Pos()), n.Name)
		}
	case *ast.FuncDecl:
		if n.Name.Name == "init" && n.Recv == nil {
			t.Errorf("%s has an init function", f.At(n.Pos()))
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for path, p := range load(t) {
		var comments, sources int
		for _, f := range p.Files {
			if f.Test || f.Generated {
				continue
			}
			sources++
			if f.AST.Doc != nil {
				comments++
			}
		}
		if sources > 0 && comments != 1 {
			t.Errorf("package %s has %d package comments, want exactly one", path, comments)
		}
	}
}

func TestEveryCitationNamesAPlaceThatExists(t *testing.T) {
	found := 0
	for _, p := range load(t) {
		for _, f := range p.Files {
			for _, group := range f.AST.Comments {
				for _, cite := range archtest.Citations(group.Text()) {
					found++
					if _, err := law.ParseCitation(cite); err != nil {
						t.Errorf("%s: %v", f.At(group.Pos()), err)
					}
				}
			}
		}
	}
	if found < 2 {
		t.Errorf("only %d citations found; the search must be broken", found)
	}
}

func TestAnArticleWithoutCodeHasAReason(t *testing.T) {
	rules := archtest.Rules(load(t), law.OGI)
	for _, i := range law.Instruments {
		if i.ID != law.OGI {
			continue
		}
		for n := range i.Articles {
			if reason := archtest.Uncoded[n]; (len(rules[n]) == 0) != (reason != "") {
				t.Errorf("art. %d: %d rules name it, reason for none: %q", n, len(rules[n]), reason)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	const longestFile, longestFunc = 600, 120
	for _, p := range load(t) {
		for _, f := range p.Files {
			if f.Generated || f.Test {
				continue
			}
			if f.Lines > longestFile {
				t.Errorf("%s has %d lines, at most %d", f.Name, f.Lines, longestFile)
			}
			for _, decl := range f.AST.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if !ok || fn.Body == nil {
					continue
				}
				if n := f.Fset.Position(fn.End()).Line - f.Fset.Position(fn.Pos()).Line; n > longestFunc {
					t.Errorf("%s: %s has %d lines, at most %d", f.At(fn.Pos()), fn.Name.Name, n, longestFunc)
				}
			}
		}
	}
}

var bannedNames = []string{"util", "utils", "helper", "helpers", "common", "types", "models", "misc", "base"}

func TestNoPackageOrFileIsNamedAfterNothing(t *testing.T) {
	for path, p := range load(t) {
		if slices.Contains(bannedNames, filepath.Base(path)) {
			t.Errorf("package %s: name it after what it gives", path)
		}
		for _, f := range p.Files {
			if slices.Contains(bannedNames, strings.TrimSuffix(filepath.Base(f.Name), ".go")) {
				t.Errorf("file %s: name it after what it holds", f.Name)
			}
		}
	}
}

// layers forbids shortcuts between the layers of machinery.
var layers = []struct{ from, to, why string }{
	{"internal/web", "gongkai/internal/store", "the web writes through use-cases"},
	{"internal/web/portal", "gongkai/internal/web/workbench", "the two faces share only ui"},
	{"internal/web/workbench", "gongkai/internal/web/portal", "the two faces share only ui"},
	{"internal/store", "gongkai/internal/web", "storage knows no screens"},
	{"internal/query", "gongkai/internal/store", "reading needs no writer"},
	{"internal", "gongkai/cmd", "nothing imports a command"},
	{"internal", "gongkai/internal/config", "values are passed in"},
}

// composers may see everything: they put the program together.
var composers = []string{"internal/app", "internal/app/apptest", "internal/ops", "internal/config", "internal/demo"}

func TestLayers(t *testing.T) {
	for path, p := range load(t) {
		if slices.Contains(composers, path) {
			continue
		}
		for _, f := range p.Files {
			for _, imported := range f.Imports() {
				for _, rule := range layers {
					if !f.Test && within(path, rule.from) && (imported == rule.to || strings.HasPrefix(imported, rule.to+"/")) {
						t.Errorf("%s imports %s: %s", f.Name, imported, rule.why)
					}
				}
			}
		}
	}
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

var selectStar = regexp.MustCompile(`(?i)select\s+\*`)

func TestStatementsNameTheirColumns(t *testing.T) {
	for _, p := range load(t) {
		for _, f := range p.Files {
			ast.Inspect(f.AST, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && !f.Test && selectStar.MatchString(lit.Value) && !within(p.Path, "internal/archtest") {
					t.Errorf("%s: a statement must name its columns", f.At(lit.Pos()))
				}
				return true
			})
		}
	}
}

// TestTheProjectSpeaksOfItselfAlone: no committed text holds a path of somebody's machine.
func TestTheProjectSpeaksOfItselfAlone(t *testing.T) {
	dir := root(t)
	out, err := exec.Command("git", "-C", dir, "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	home := regexp.MustCompile(`/(home|Users)/[a-z]+/|/` + `work/|/` + `root/`)
	for _, name := range strings.Fields(string(out)) {
		if !slices.Contains([]string{".go", ".md", ".sh", ".sql", ".templ", ".css", ".js", ".txtar"}, filepath.Ext(name)) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue // removed in the working tree
		}
		if found := home.Find(text); found != nil {
			t.Errorf("%s holds a machine path: %s", name, found)
		}
	}
}
