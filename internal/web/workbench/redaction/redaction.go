// Package redaction holds the page on which a clerk marks, in a PDF file or picture of an application, what must not be
// disclosed, each mark with its ground, and gets a new file without it (《条例》第三十七条).
//
// Marks are drawn with the mouse, the finger or the keys where scripts run, or found by words, or entered as numbers; the
// page keeps them in its form. Package internal/redact makes and checks the new file; the use-case AddFact puts it on file
// beside the original, which goes nowhere.
package redaction

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/application"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/docread"
	"gongkai/internal/redact"
	"gongkai/internal/screening"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk     *casework.Desk
	Files    *blob.Store
	Screener *screening.Screener
}

type pages struct {
	Options
	redact redact.Redactor
}

const at = "/workbench/cases/{id}/redact/{hash}"

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := &pages{o, redact.Redactor{PDF: &o.Screener.PDF}}
	part := workbench.Part{}
	part.Routes = append(part.Routes, sheet.FormPage{Draw: p.form, Take: p.take}.Routes(b, at, auth.HandleCase)...)
	part.Routes = append(part.Routes, auth.Route{Method: http.MethodGet, Pattern: at + "/pages/{page}", Action: auth.HandleCase, Handler: b.Act(p.picture)})
	return part
}

// Redactable reports whether a file of the name can be worked on here.
func Redactable(name string) bool {
	return slices.Contains([]string{".pdf", ".png", ".jpg", ".jpeg"}, strings.ToLower(path.Ext(name)))
}

// An original is the file that is worked on.
type original struct {
	view    casework.View
	hash    string
	name    string
	content []byte
}

// original loads the file that the address names, of an application of the caller's own agency.
func (p *pages) original(c *workbench.Call) (original, error) {
	v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")))
	if err != nil {
		return original{}, err
	}
	hash := c.Path("hash")
	for _, f := range v.Application.Facts {
		i := slices.Index(f.Files, hash)
		if i < 0 {
			continue
		}
		o := original{view: v, hash: hash, name: "材料"}
		if i < len(f.Names) {
			o.name = f.Names[i]
		}
		file, err := p.Files.Open(c.Context(), blob.Hash(hash))
		if err != nil {
			return o, err
		}
		defer func() { _ = file.Close() }()
		o.content, err = io.ReadAll(io.LimitReader(file, docread.MaxBytes))
		return o, err
	}
	return original{}, fault.New(fault.NotFound, "没有找到这份材料")
}

func casePath(id application.ID) string { return "/workbench/cases/" + string(id) }

// picture draws one page of the original for the screen.
func (p *pages) picture(c *workbench.Call) error {
	o, err := p.original(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(c.Path("page"), ".png"))
	if err != nil {
		return fault.New(fault.NotFound, "没有这一页")
	}
	img, err := p.redact.PNG(o.content, n-1)
	if err != nil {
		return err
	}
	c.Writer().Header().Set("Content-Type", "image/png")
	_, err = c.Writer().Write(img)
	return err
}

// marks reads the marks of the form: page, left, top, right, bottom, ground; those ticked for removal are left out.
func marks(f *workbench.Form) []redact.Mark {
	var list []redact.Mark
	for i, text := range f.All("mark") {
		if f.Checked("remove", strconv.Itoa(i)) {
			continue
		}
		if m, ok := readMark(text); ok {
			list = append(list, m)
		}
	}
	return list
}

func readMark(text string) (redact.Mark, bool) {
	fields := strings.Split(text, ",")
	if len(fields) != 6 {
		return redact.Mark{}, false
	}
	var n [5]int
	for i := range n {
		var err error
		if n[i], err = strconv.Atoi(fields[i]); err != nil {
			return redact.Mark{}, false
		}
	}
	return redact.Mark{Page: n[0], Box: redact.Box{Left: n[1], Top: n[2], Right: n[3], Bottom: n[4]}, Ground: decision.Ground(fields[5])}, true
}

func writeMark(m redact.Mark) string {
	return fmt.Sprintf("%d,%d,%d,%d,%d,%s", m.Page, m.Box.Left, m.Box.Top, m.Box.Right, m.Box.Bottom, m.Ground)
}

// form draws the page with the marks that the form has.
func (p *pages) form(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return p.page(c, f, marks(f), nil)
}

func (p *pages) page(c *workbench.Call, f *workbench.Form, list []redact.Mark, above []templ.Component) (templ.Component, error) {
	o, err := p.original(c)
	if err != nil {
		return nil, err
	}
	sizes, err := p.redact.Pages(o.content)
	if err != nil {
		return nil, err
	}
	id := o.view.Application.ID
	if f.Text("ground") == "" {
		f.Values.Set("ground", string(decision.GroundThirdParty))
	}
	e := sheet.Entry{Base: c.Base("区分处理", ui.Link{Text: "依申请公开", Href: "/workbench/cases"}, ui.Link{Text: string(o.view.Application.Number), Href: casePath(id)}), Form: f, Cancel: casePath(id),
		Head:  ui.PageHead{Over: o.name, Title: "区分处理", Lead: "标出不予公开的部分，生成一份已经删去这些内容的新文件。有标记的页面变成图片，标记处印上依据；原件不动，不对外提供。"},
		Above: above,
		Fields: []templ.Component{
			f.Select(ui.Select{Field: ui.Field{Name: "ground", Label: "依据", Hint: "新画的标记和按文字查到的标记用这一依据"}, Options: grounds()}),
			wordSearch{f.Line(ui.TextInput{Field: ui.Field{Name: "words", Label: "按文字查找", Hint: "姓名、号码等，多个用顿号分开；每一处都会标上", Optional: true}}), pdf(o.name)},
			p.canvas(c, o, sizes, list),
		},
		Submit: ui.Button{Text: "生成新文件并入卷", Kind: ui.Primary, Name: "do", Value: "apply"}}
	return e.Page(), nil
}

func pdf(name string) bool { return strings.EqualFold(path.Ext(name), ".pdf") }

func grounds() []ui.Option {
	var options []ui.Option
	for _, row := range decision.Grounds {
		options = append(options, ui.Option{Value: string(row.Ground), Text: row.Cite.String() + "　" + row.Label})
	}
	return options
}

func (p *pages) canvas(c *workbench.Call, o original, sizes []redact.Page, list []redact.Mark) canvas {
	base := c.URL(casePath(o.view.Application.ID) + "/redact/" + o.hash)
	v := canvas{Script: c.URL(ui.AssetPath("redact.js"))}
	for i, size := range sizes {
		sheet := paper{Number: i + 1, Picture: fmt.Sprintf("%s/pages/%d.png", base, i+1), Width: size.Width, Height: size.Height}
		for n, m := range list {
			if m.Page == i {
				sheet.Marks = append(sheet.Marks, drawn{n + 1, m.Box})
			}
		}
		v.Papers = append(v.Papers, sheet)
	}
	for i, m := range list {
		row, _ := decision.GroundOf(m.Ground)
		v.Rows = append(v.Rows, markRow{Index: i, Value: writeMark(m), Page: m.Page + 1, Ground: row.Cite.String() + "　" + row.Label})
	}
	return v
}

// take does what the button says: find words, suggest, add by numbers, draw anew, or make the file.
func (p *pages) take(c *workbench.Call, f *workbench.Form) error {
	o, err := p.original(c)
	if err != nil {
		return err
	}
	list, ground := marks(f), decision.Ground(f.Text("ground"))
	var found []redact.Mark
	switch f.Text("do") {
	case "find":
		words := strings.FieldsFunc(f.Text("words"), func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) })
		if len(words) == 0 {
			f.Add("words", "请填写要查找的文字")
			return f.Err()
		}
		found, err = p.redact.Find(o.content, words, ground)
	case "suggest":
		rules, _, e := p.Screener.Rules(c.Context(), c.By.Agency, disclosure.Proactive)
		if e != nil {
			return e
		}
		found, err = p.redact.Suggest(o.content, rules, ground)
	case "place":
		m, ok := placed(f, ground)
		if !ok {
			f.Add("place", "请填写页码和四个位置，都是整数，位置从0到1000")
			return f.Err()
		}
		found = []redact.Mark{m}
	case "apply":
		return p.apply(c, f, o, list)
	default: // marks were ticked for removal, or the page is drawn anew
		return p.again(c, f, list, nil)
	}
	if err != nil {
		return fault.Of([]fault.Problem{{Field: "words", Message: fault.Message(err)}})
	}
	fresh := 0
	for _, m := range found {
		if !slices.Contains(list, m) {
			list = append(list, m)
			fresh++
		}
	}
	notice := ui.Notice{Tone: ui.Good, Title: fmt.Sprintf("新标出%d处，请逐页核对", fresh)}
	if fresh == 0 {
		notice = ui.Notice{Tone: ui.Caution, Title: "没有找到新的地方", Text: "扫描件中的文字不能查找，请在页面上直接标出。"}
	}
	return p.again(c, f, list, []templ.Component{notice})
}

func placed(f *workbench.Form, ground decision.Ground) (redact.Mark, bool) {
	var n [5]int
	for i, name := range []string{"at_page", "at_left", "at_top", "at_right", "at_bottom"} {
		var err error
		if n[i], err = strconv.Atoi(f.Text(name)); err != nil {
			return redact.Mark{}, false
		}
	}
	return redact.Mark{Page: n[0] - 1, Box: redact.Box{Left: n[1], Top: n[2], Right: n[3], Bottom: n[4]}, Ground: ground}, n[0] > 0
}

// again draws the page with the marks as they are now.
func (p *pages) again(c *workbench.Call, f *workbench.Form, list []redact.Mark, above []templ.Component) error {
	shown := workbench.Filled(map[string][]string{"ground": {f.Text("ground")}, "words": {f.Text("words")}})
	page, err := p.page(c, shown, list, above)
	if err != nil {
		return err
	}
	return c.Show(page)
}

// apply makes the new file, screens what is left in it, and puts it on file.
// 法源: 《条例》第三十七条。
func (p *pages) apply(c *workbench.Call, f *workbench.Form, o original, list []redact.Mark) error {
	result, err := p.redact.Apply(o.content, list)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		f.Values["mark"] = nil
		for _, m := range list {
			f.Values.Add("mark", writeMark(m))
		}
		f.Values.Del("remove")
		return err
	}
	ref, err := p.Files.Put(c.Context(), bytes.NewReader(result.Content), blob.Limits{})
	if err != nil {
		return err
	}
	var used []decision.Ground
	var cites []string
	for _, m := range list {
		if !slices.Contains(used, m.Ground) {
			used = append(used, m.Ground)
			row, _ := decision.GroundOf(m.Ground)
			cites = append(cites, row.Cite.String())
		}
	}
	slices.Sort(cites)
	name := strings.TrimSuffix(o.name, path.Ext(o.name)) + "（区分处理）" + result.Type
	fact := application.Fact{Kind: application.Filed, On: c.Today(), Files: []string{string(ref.Hash)}, Names: []string{name}, Grounds: used,
		Text: fmt.Sprintf("对“%s”作区分处理，删去%d处，依据%s。%s", o.name, len(list), strings.Join(slices.Compact(cites), "、"), strings.Join(result.Checked, "；"))}
	if err := p.Desk.AddFact(c.Context(), c.By, c.By.Agency, o.view.Application.ID, fact); err != nil {
		return err
	}
	return c.Done(casePath(o.view.Application.ID), "已生成“%s”并入卷，经检验删去的内容不能再提取", name)
}
