package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Module is the path of the main module.
const Module = "gongkai"

// A Package is one folder of Go source of the main module.
type Package struct {
	Path  string // relative to the module root, with slashes
	Files []*File
}

// A File is one parsed Go file.
type File struct {
	Name      string // relative to the module root
	Test      bool
	Generated bool
	AST       *ast.File
	Fset      *token.FileSet
	Lines     int
}

// Root returns the folder of go.mod, found upwards from the working directory.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = parent
	}
}

// Load parses every Go file of the module, leaving out nested modules, testdata and third-party copies.
func Load(root string) (map[string]*Package, error) {
	packages := map[string]*Package{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipFolder(root, path, entry.Name())
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		file, err := parse(root, path)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(file.Name))
		if packages[dir] == nil {
			packages[dir] = &Package{Path: dir}
		}
		packages[dir].Files = append(packages[dir].Files, file)
		return nil
	})
	return packages, err
}

func skipFolder(root, path, name string) error {
	if path == root {
		return nil
	}
	if name == "testdata" || name == "third_party" || name == "node_modules" || strings.HasPrefix(name, ".") {
		return filepath.SkipDir
	}
	if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
		return filepath.SkipDir
	}
	return nil
}

func parse(root, path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, path, text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	name, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	return &File{
		Name: filepath.ToSlash(name), Test: strings.HasSuffix(path, "_test.go"),
		Generated: ast.IsGenerated(tree), AST: tree, Fset: fset, Lines: strings.Count(string(text), "\n"),
	}, nil
}

// Imports returns the import paths of the file.
func (f *File) Imports() []string {
	var paths []string
	for _, spec := range f.AST.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// At writes a position as file:line.
func (f *File) At(pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.Name, f.Fset.Position(pos).Line)
}

// Domain reports whether the package is a domain package: one at the root of the tree, named after the law.
func (p *Package) Domain() bool {
	first, _, _ := strings.Cut(p.Path, "/")
	return first != "internal" && first != "cmd" && first != "." && first != "tools"
}
