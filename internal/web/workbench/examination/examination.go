// Package examination holds the pages of the check before publication: a file from somebody's desktop is looked through
// without being kept, a record and its files are mended with one click, and the lists of words are looked after.
//
// What is found and mended is internal/screening's; each act on a record or a list is a use-case of internal/publishing.
package examination

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/screening"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review/screen"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk     *publishing.Desk
	Screener *screening.Screener
}

type pages struct{ Options }

// The addresses of the pages.
const (
	checkPath  = "/workbench/screening"
	recordPath = "/workbench/records/{id}/screening"
	wordsPath  = "/workbench/words"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o}
	part := workbench.Part{Nav: []workbench.NavItem{
		{Group: workbench.Publish, Text: "公开前检查", Path: checkPath, Action: auth.ViewRecord, Order: 14},
		{Group: workbench.Publish, Text: "用语词表", Path: wordsPath, Action: auth.ViewRecord, Order: 15},
	}}
	part.Routes = append(part.Routes, sheet.FormPage{Draw: p.checkForm, Take: p.check}.Routes(b, checkPath, auth.ViewRecord)...)
	part.Routes = append(part.Routes,
		b.Get(recordPath, auth.ViewRecord, p.record), b.Post(recordPath, auth.DraftRecord, p.mend),
		b.Get(wordsPath, auth.ViewRecord, p.words), b.Post(wordsPath+"/drop", auth.AlterWordlist, p.dropWord),
		auth.Route{Method: http.MethodGet, Pattern: wordsPath + "/list.txt", Action: auth.ViewRecord, Handler: b.Act(p.exportWords)},
	)
	part.Routes = append(part.Routes, sheet.FormPage{Fill: p.fillWord, Draw: p.wordForm, Take: p.saveWord}.Routes(b, wordsPath+"/edit", auth.AlterWordlist)...)
	part.Routes = append(part.Routes, sheet.FormPage{Draw: p.importForm, Take: p.importWords}.Routes(b, wordsPath+"/import", auth.AlterWordlist)...)
	return part
}

// The checks that one can ask to be mended at once, in the order in which they are done.
var mendings = []screen.Remedy{screen.AcceptChanges, screen.DropHidden, screen.Redact, screen.MaskIt, screen.Replace, screen.StripMetadata}

func (p pages) checkForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return p.checkPage(c, f).Page(), nil
}

func (p pages) checkPage(c *workbench.Call, f *workbench.Form) sheet.Entry {
	var options []ui.Option
	for _, r := range mendings {
		options = append(options, ui.Option{Value: string(r), Text: r.Label()})
	}
	return sheet.Entry{Base: c.Base("公开前检查"), Form: f, Files: true, Compact: true,
		Head: ui.PageHead{Title: "公开前检查", Lead: "在文件里查找身份证号、银行卡号、手机号、密级标志、修订批注、隐藏内容等不应公开的东西。文件只在内存中检查，不保存。"},
		Fields: []templ.Component{
			f.FileInput(ui.FileInput{Field: ui.Field{Name: "file", Label: "要检查的文件", Hint: "Word、Excel、PowerPoint、WPS的新旧格式，pdf、ofd、rtf、odt，网页、文本、图片，zip、rar、7z"}}),
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "mend", Label: "同时处理", Hint: "勾选后可下载处理过的新文件；原文件不变", Optional: true}, Options: options}),
		},
		Submit: ui.Button{Text: "检查", Kind: ui.Primary, Name: "do", Value: "check"},
		Others: []ui.Button{{Text: "处理并下载", Kind: ui.Secondary, Name: "do", Value: "mend"}}}
}

func (p pages) check(c *workbench.Call, f *workbench.Form) error {
	files := f.Files("file", c.FileLimit())
	if len(files) == 0 && len(f.Problems) == 0 {
		f.Add("file", "请选择要检查的文件")
	}
	if err := f.Err(); err != nil {
		return err
	}
	in, err := files[0].Open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	content, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	rules, _, err := p.Screener.Rules(c.Context(), c.By.Agency, disclosure.Proactive)
	if err != nil {
		return err
	}
	if f.Text("do") == "mend" {
		return p.mendUpload(c, f, files[0].Name, content, rules)
	}
	result := p.Screener.File(files[0].Name, content, rules)
	s := sheet.Sheet{Base: c.Base("检查结果", ui.Link{Text: "公开前检查", Href: checkPath}), Head: ui.PageHead{Over: files[0].Name, Title: "检查结果"}}
	s.Buttons = []ui.Button{{Text: "检查另一个文件", Kind: ui.Secondary, Href: c.URL(checkPath)}}
	s.Add("", verdict(result.Findings))
	if len(result.Findings) > 0 {
		s.Add("", table(result.Findings))
	}
	return c.Show(s.Page())
}

// mendUpload takes the remedies one after the other and gives the new file out.
func (p pages) mendUpload(c *workbench.Call, f *workbench.Form, name string, content []byte, rules *screen.Screen) error {
	changed := false
	var last error
	for _, r := range mendings {
		if !f.Checked("mend", string(r)) {
			continue
		}
		mended, err := p.Screener.MendFile(content, r, rules)
		if err == nil {
			content, changed = mended, true
		} else if fault.KindOf(err) != fault.Conflict {
			last = err
		}
	}
	switch {
	case last != nil:
		return fault.Of([]fault.Problem{{Field: "file", Message: fault.Message(last)}})
	case !changed:
		f.Add("mend", "没有勾选处理方式，或者文件中没有可以这样处理的内容")
		return f.Err()
	}
	h := c.Writer().Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": screening.Renamed(name)}))
	_, err := c.Writer().Write(content)
	return err
}

// verdict says in one line how it stands.
func verdict(found []screen.Finding) templ.Component {
	blocks := 0
	for _, f := range found {
		if f.Level == screen.Block {
			blocks++
		}
	}
	switch {
	case len(found) == 0:
		return ui.Notice{Tone: ui.Good, Title: "没有发现问题", Text: "自动检查不能代替人的审查，尤其是图片、扫描件和上下文的含义。"}
	case blocks == 0:
		return ui.Notice{Tone: ui.Caution, Title: "有" + number(len(found)) + "处请确认", Text: "这些地方不妨碍公开，但请逐处看过。"}
	}
	return ui.Notice{Tone: ui.Bad, Title: "有" + number(blocks) + "处不得公开", Text: "处理完这些地方以前，这份文件不能发布。"}
}

// table lists findings, what blocks first.
func table(found []screen.Finding) ui.Table {
	t := ui.Table{Caption: "检查结果", Quiet: true, Columns: []ui.Column{{Title: "位置"}, {Title: "发现"}, {Title: "内容"}, {Title: "依据"}, {Title: "级别"}}}
	list := slices.Clone(found)
	slices.SortStableFunc(list, func(a, b screen.Finding) int { return gravity(a) - gravity(b) })
	for _, f := range list {
		badge, tone := ui.Badge{Tone: ui.Caution, Text: "请确认"}, ui.Caution
		if f.Level == screen.Block {
			badge, tone = ui.Badge{Tone: ui.Bad, Text: "不得公开"}, ui.Bad
		} else if f.Look() {
			badge.Text = "须人工审查"
		}
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{{Text: f.Where}, {Text: f.Message}, {Text: f.Masked}, {Text: f.Cite.String()}, {Body: badge}}})
	}
	return t
}

func gravity(f screen.Finding) int {
	if f.Level == screen.Block {
		return 0
	}
	return 1
}

// record shows what was found in a record, place by place, with what one click can do.
func (p pages) record(c *workbench.Call) (templ.Component, error) {
	v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, disclosure.ID(c.Path("id")))
	if err != nil {
		return nil, err
	}
	found, err := p.Screener.Look(c.Context(), v.Record)
	if err != nil {
		return nil, err
	}
	at := "/workbench/records/" + string(v.Record.ID)
	s := sheet.Sheet{Base: c.Base("处理检查结果", ui.Link{Text: "主动公开", Href: "/workbench/records"}, ui.Link{Text: v.Record.Title, Href: at}),
		Head: ui.PageHead{Over: v.Record.Title, Title: "处理检查结果", Lead: "每一种处理都生成新的一稿或者新的附件，处理后重新检查，原来的不再公开；已送审的须重新审查。"}}
	s.Buttons = []ui.Button{{Text: "返回", Kind: ui.Quiet, Href: c.URL(at)}}
	s.Add("", verdict(found.Findings()))
	may := c.May(auth.DraftRecord, c.By.Agency)
	for _, part := range found.Parts {
		if len(part.Findings) == 0 {
			continue
		}
		title := "正文和基本信息"
		if part.Name != "" {
			title = part.Name
		}
		body := []templ.Component{table(part.Findings)}
		if acts := p.actions(c, part); may && len(acts.Items) > 0 {
			body = append(body, acts)
		} else if may {
			body = append(body, sheet.Paragraph{Text: byHand(part.Findings)})
		}
		s.Add(title, body...)
	}
	return s.Page(), nil
}

// byHand says what is to be done where no click helps.
func byHand(found []screen.Finding) string {
	if !slices.ContainsFunc(found, func(f screen.Finding) bool { return !f.Look() }) {
		return "程序不能识别图像里的文字，请逐页打开看过；送审后由审核的人确认已经人工审查，才能签发。"
	}
	return "这里的问题不能自动处理，请在原来的软件中改好后重新上传，或者直接修改正文。"
}

// actions are the remedies that help in one place. What blocks is mended all at once; what only warns by its kind.
func (p pages) actions(c *workbench.Call, part screening.Part) sheet.Actions {
	var acts sheet.Actions
	seen := map[string]bool{}
	for _, f := range part.Findings {
		for _, r := range f.Remedies {
			kind, text := "", r.Label()
			if r == screen.MaskIt && f.Level != screen.Block {
				kind, text = string(f.Kind), "遮掩"+f.Kind.Label()
			}
			if seen[text] {
				continue
			}
			seen[text] = true
			acts.Items = append(acts.Items, sheet.Action{Path: c.URL("/workbench/records/" + c.Path("id") + "/screening"), Button: ui.Button{Text: text, Kind: ui.Secondary},
				Hidden: [][2]string{{"remedy", string(r)}, {"kind", kind}, {"hash", part.Hash}}})
		}
	}
	return acts
}

// mend takes one remedy and saves the record with it.
func (p pages) mend(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, disclosure.ID(c.Path("id")))
	if err != nil {
		return err
	}
	remedy := screen.Remedy(f.Text("remedy"))
	if remedy.Label() == "" {
		return fault.New(fault.Invalid, "没有这种处理方式")
	}
	mended, err := p.Screener.Mend(c.Context(), v.Record, screening.Choice{Remedy: remedy, Kind: screen.Kind(f.Text("kind")), Hash: f.Text("hash")})
	if err != nil {
		return err
	}
	for _, picture := range mended.Pictures {
		if err := p.Desk.AddPicture(c.Context(), c.By, picture); err != nil {
			return err
		}
	}
	if _, err := p.Desk.SaveDraft(c.Context(), c.By, mended.Record); err != nil {
		return err
	}
	return c.Done("/workbench/records/"+c.Path("id")+"/screening", "%s已%s，并重新检查", mended.What, remedy.Label())
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}
