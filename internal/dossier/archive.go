package dossier

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"

	"github.com/emmansun/gmsm/sm3"
)

// Format names the layout of the package.
const Format = "gongkai-archive/1"

// manifestName and the other fixed files of a package.
const (
	manifestName = "manifest.json"
	indexName    = "index.html"
	caseName     = "案件.json"
	ledgerName   = "台账.jsonl"
)

// A Manifest says what a package holds.
type Manifest struct {
	Format      string     `json:"format"`
	Agency      string     `json:"agency"`
	USCC        string     `json:"uscc,omitempty"`
	Application string     `json:"application"` // 申请编号
	ReceivedOn  civil.Date `json:"received_on"`
	ClosedOn    civil.Date `json:"closed_on,omitzero"`
	Outcome     string     `json:"outcome,omitempty"`
	TakenOn     civil.Date `json:"taken_on"`
	TakenBy     string     `json:"taken_by"`
	Files       []Entry    `json:"files"`
}

// An Entry is one file of a package.
type Entry struct {
	Path   string     `json:"path"`
	Name   string     `json:"name"`
	On     civil.Date `json:"on,omitzero"`
	Source string     `json:"source,omitempty"`
	Size   int64      `json:"size"`
	SM3    string     `json:"sm3"`
	SHA256 string     `json:"sha256"`
}

func entryOf(path, name string, content []byte) Entry {
	gm, std := sm3.Sum(content), sha256.Sum256(content)
	return Entry{Path: path, Name: name, Size: int64(len(content)), SM3: hex.EncodeToString(gm[:]), SHA256: hex.EncodeToString(std[:])}
}

// Archive writes the package of a closed application.
// 法源: 《条例》第四十五条、《档案法》第三十七条。
func Archive(ctx context.Context, w io.Writer, x casework.Dossier, fonts *docgen.Fonts, files Files) error {
	parts, err := Parts(ctx, x, fonts, files)
	if err != nil {
		return err
	}
	if parts, err = withOFD(x, parts, fonts); err != nil {
		return err
	}
	m := Manifest{Format: Format, Agency: x.Agency.Name, USCC: string(x.Agency.USCC), Application: x.Application.Number, ReceivedOn: x.Clock.ReceivedOn, TakenOn: x.TakenOn, TakenBy: x.TakenBy}
	if decided, ok := x.Application.Decision(); ok {
		m.ClosedOn, m.Outcome = decided.On, string(decided.Outcome)
	} else if withdrawn, ok := x.Application.Withdrawal(); ok {
		m.ClosedOn, m.Outcome = withdrawn.On, string(decision.OtherwiseDisposed)
	}
	facts, err := json.MarshalIndent(struct {
		Number string             `json:"number"`
		Wanted application.Wanted `json:"wanted"`
		Facts  []application.Fact `json:"facts"`
		Clock  any                `json:"clock"`
	}{x.Application.Number, x.Application.Wanted, x.Application.Facts, x.Clock}, "", "\t")
	if err != nil {
		return err
	}
	parts = append(parts, Part{Name: "办理经过（数据）", Source: "系统导出", On: x.TakenOn, File: caseName, Content: facts},
		Part{Name: "台账摘录", Source: "系统导出", On: x.TakenOn, File: ledgerName, Content: x.Ledger})
	for _, p := range parts {
		e := entryOf(p.File, p.Name, p.Content)
		e.On, e.Source = p.On, p.Source
		m.Files = append(m.Files, e)
	}
	var index bytes.Buffer
	if err := indexPage.Execute(&index, m); err != nil {
		return err
	}
	m.Files = append(m.Files, entryOf(indexName, "案卷目录", index.Bytes()))
	manifest, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	return pack(w, append(parts, Part{File: indexName, Content: index.Bytes()}, Part{File: manifestName, Content: manifest}), x.TakenOn)
}

func pack(w io.Writer, parts []Part, on civil.Date) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.File, Method: zip.Deflate, Modified: on.Start()})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.Content); err != nil {
			return err
		}
	}
	return z.Close()
}

// indexPage is the contents of the package for people.
var indexPage = template.Must(template.New("index").Funcs(template.FuncMap{"number": func(i int) int { return i + 1 }, "outcome": outcomeLabel}).Parse(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>案卷目录 {{.Application}}</title>
<style>body{font-family:serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:.3em .5em;text-align:left}code{font-size:.75em;word-break:break-all}</style></head>
<body><h1>政府信息公开申请案卷目录</h1>
<p>{{.Agency}}，申请编号{{.Application}}，收到日期{{.ReceivedOn}}{{with .ClosedOn}}，办结日期{{.}}{{end}}{{with .Outcome}}，办理结果{{outcome .}}{{end}}。{{.TakenOn}}由{{.TakenBy}}整理。</p>
<table><thead><tr><th>序号</th><th>名称</th><th>日期</th><th>来源</th><th>SM3</th></tr></thead><tbody>
{{range $i, $f := .Files}}<tr><td>{{number $i}}</td><td><a href="{{$f.Path}}">{{$f.Name}}</a></td><td>{{$f.On}}</td><td>{{$f.Source}}</td><td><code>{{$f.SM3}}</code></td></tr>
{{end}}</tbody></table>
<p>manifest.json 记载每个文件的大小和 SM3、SHA-256 摘要，可以核对案卷是否完整、未被改动。</p></body></html>
`))

// outcomeLabel is the outcome in words, with the code of the row of table three in which it is counted.
func outcomeLabel(code string) string {
	if leaf, ok := decision.LeafOf(decision.Outcome(code)); ok {
		return leaf.Short + "（" + code + "）"
	}
	return code
}

// The bounds of a package that is checked.
const (
	mostFiles       = 10000
	largestManifest = 16 << 20
)

// Verify checks a package: every file that the manifest names is there and is what it was, and nothing else is there.
// It returns every fault, and the manifest as far as it can be read.
func Verify(r io.ReaderAt, size int64) (m Manifest, problems []fault.Problem) {
	wrong := func(field, format string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Message: fmt.Sprintf(format, args...)})
	}
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) > mostFiles {
		wrong("", "不是案卷包，或者文件已损坏")
		return m, problems
	}
	files := map[string]*zip.File{}
	for _, f := range z.File {
		if files[f.Name] != nil {
			wrong(f.Name, "文件重复")
		}
		files[f.Name] = f
	}
	text, err := content(files[manifestName], largestManifest)
	if err != nil {
		wrong(manifestName, "没有目录清单，或者读不出来")
		return m, problems
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil || m.Format != Format {
		wrong(manifestName, "目录清单的格式不认识")
		return m, problems
	}
	named := []string{manifestName}
	for _, e := range m.Files {
		named = append(named, e.Path)
		if problem := e.check(files[e.Path]); problem != "" {
			wrong(e.Path, "%s", problem)
		}
	}
	for name := range files {
		if !slices.Contains(named, name) && !strings.HasSuffix(name, "/") {
			wrong(name, "目录清单中没有这个文件")
		}
	}
	slices.SortFunc(problems, func(a, b fault.Problem) int { return strings.Compare(a.Field, b.Field) })
	return m, problems
}

// check compares a file of the package with its entry.
func (e Entry) check(f *zip.File) string {
	if f == nil {
		return "文件不见了"
	}
	if int64(f.UncompressedSize64) != e.Size {
		return "大小与清单不符"
	}
	body, err := content(f, e.Size)
	if err != nil {
		return "文件读不出来"
	}
	if now := entryOf(e.Path, "", body); now.SM3 != e.SM3 || now.SHA256 != e.SHA256 {
		return "内容与清单的摘要不符"
	}
	return ""
}

func content(f *zip.File, most int64) ([]byte, error) {
	if f == nil {
		return nil, fault.New(fault.NotFound, "没有这个文件")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var b bytes.Buffer
	if n, err := io.Copy(&b, io.LimitReader(r, most+1)); err != nil || n > most {
		return nil, fault.New(fault.Invalid, "文件过大或者读不出来")
	}
	return b.Bytes(), nil
}

// Digests are the digests of a whole package, as the ledger may name it.
func Digests(r io.ReadSeeker) ([]string, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	a, b := sha256.New(), sm3.New()
	if _, err := io.Copy(io.MultiWriter(a, b), r); err != nil {
		return nil, err
	}
	return []string{"sha256:" + hex.EncodeToString(a.Sum(nil)), "sm3:" + hex.EncodeToString(b.Sum(nil))}, nil
}
