package admin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sources parses what the packages of machinery and the commands consist of, tests left out.
func sources(t *testing.T) (files []*ast.File) {
	t.Helper()
	set := token.NewFileSet()
	for _, root := range []string{"../../../", "../../../../cmd"} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "storetest") {
				return err
			}
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err == nil && (strings.Contains(path, "cmd/") || !strings.Contains(path, "/web/")) {
				files = append(files, file)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// places finds the functions that take the name of a deed or of a kind of thing, and at which place of their arguments.
func places(files []*ast.File, parameter string) map[string]int {
	found := map[string]int{}
	for _, file := range files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			at := 0
			for _, field := range f.Type.Params.List {
				for _, name := range field.Names {
					if name.Name == parameter {
						found[file.Name.Name+"."+f.Name.Name] = at
					}
					at++
				}
			}
		}
	}
	return found
}

// said collects the words that the code writes for a field of entries, directly or through such a function.
func said(t *testing.T, files []*ast.File, field, parameter string) map[string]bool {
	t.Helper()
	words, takers := map[string]bool{}, places(files, parameter)
	literal := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if word, err := strconv.Unquote(l.Value); err == nil && word != "" {
				words[word] = true
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				name, _ := n.Type.(*ast.SelectorExpr)
				if name == nil || name.Sel.Name != "Entry" && name.Sel.Name != "Subject" {
					return true
				}
				if of, ok := name.X.(*ast.Ident); !ok || of.Name != "ledger" {
					return true
				}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if key, ok := kv.Key.(*ast.Ident); ok && key.Name == field {
							literal(kv.Value)
						}
					}
				}
			case *ast.CallExpr:
				name := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					name = f.Name
				case *ast.SelectorExpr:
					name = f.Sel.Name
				}
				if at, ok := takers[file.Name.Name+"."+name]; ok && at < len(n.Args) {
					literal(n.Args[at])
				}
			case *ast.ValueSpec: // verbBin = "bin_files"
				for i, id := range n.Names {
					if strings.HasPrefix(id.Name, parameter) && i < len(n.Values) && parameter == "verb" {
						literal(n.Values[i])
					}
				}
			}
			return true
		})
	}
	return words
}

// Auditors read what was done in their own words: every deed that the code enters in the ledger has some.
func TestEveryDeedInTheLedgerHasAName(t *testing.T) {
	files := sources(t)
	for _, tt := range []struct {
		field, parameter string
		label            func(string) string
		least            int
	}{{"Verb", "verb", verbLabel, 40}, {"Kind", "-", kindLabel, 10}} {
		words := said(t, files, tt.field, tt.parameter)
		if len(words) < tt.least {
			t.Errorf("%s: only %d words were found", tt.field, len(words))
		}
		for word := range words {
			if tt.label(word) == word {
				t.Errorf("%s %q has no name", tt.field, word)
			}
		}
	}
}
