package gallery_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/web/ui/gallery"
)

// TestEveryComponentIsShown finds the components in the source, so that a new one without a sample fails.
func TestEveryComponentIsShown(t *testing.T) {
	var samples strings.Builder
	for _, pattern := range []string{"*.go", "*.templ", "../page.templ"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			samples.WriteString(strings.ReplaceAll(string(text), "@ToastRegion{", "ui.ToastRegion{"))
		}
	}
	source, err := parser.ParseFile(token.NewFileSet(), "../render.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, decl := range source.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv != nil {
			found++
			if name := fn.Recv.List[0].Type.(*ast.Ident).Name; !strings.Contains(samples.String(), "ui."+name+"{") && name != "Confirm" {
				t.Errorf("component %s has no sample", name)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d components found", found)
	}
}

func BenchmarkTableOf100Rows(b *testing.B) {
	table := gallery.CaseTable(100)
	b.ReportAllocs()
	for b.Loop() {
		if err := table.Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
