package docread_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"gongkai/internal/docread"
)

// readable are the kinds that the readers of each version open.
var readable = map[string]string{"2": "HTML Text DOCX XLSX PDF OFD Older"}

// Whoever adds a kind raises the version: otherwise files of that kind which were given up stay so.
func TestANewKindHasANewVersion(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if of, ok := v.Type.(*ast.Ident); ok && of.Name == "Kind" && v.Names[0].IsExported() {
				kinds = append(kinds, v.Names[0].Name)
			}
		}
		return true
	})
	if got := strings.Join(kinds, " "); got != readable[docread.Version] {
		t.Errorf("version %s reads %q, noted is %q: raise the version and note it", docread.Version, got, readable[docread.Version])
	}
}
