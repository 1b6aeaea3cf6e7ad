package records

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/law"
)

// read turns what was typed into a record. have are the files that belong to the draft already: a form can keep, rename
// and order them, it cannot name others.
func read(c *workbench.Call, f *workbench.Form, have []disclosure.File) disclosure.Record {
	date := func(name, label string) civil.Date {
		return f.Date(ui.Field{Name: name, Label: label, Optional: true})
	}
	r := disclosure.Record{Agency: c.By.Agency, Section: agency.SectionID(f.Text("section")), Column: catalog.ColumnID(f.Text("column")), Item: catalog.ItemCode(f.Text("item")),
		Kind: disclosure.Kind(f.Text("kind")), Title: strings.Join(strings.Fields(f.Text("title")), " "), Summary: f.Text("summary"), Issuer: f.Text("issuer"), DocNo: f.Text("doc_no"),
		Register: f.Text("register"), FormedOn: date("formed_on", "成文日期"), ChangedOn: date("changed_on", "变更日期"), IssuedOn: date("issued_on", "发文日期"),
		EffectiveOn: date("effective_on", "施行日期"), ExpiresOn: date("expires_on", "有效期截止日"), ReviewOn: date("review_on", "下次评估审查的日期"),
		Attribute: disclosure.Attribute(f.Text("attribute")), Because: f.Text("because"), Theme: catalog.ThemePath(f.Text("theme")), Genre: f.Text("genre"), Audience: f.Text("audience"),
		Keywords: fields(f.Text("keywords")), Channels: fields(f.Text("channels")), Language: f.Text("language"), Body: f.Raw("body"),
		Explained: disclosure.Explanation(f.Text("explained")), Unexplained: f.Text("unexplained"), Files: readFiles(f, have), Links: readLinks(f)}
	if text := f.Text("ground"); text != "" && r.Attribute == disclosure.Withheld {
		ground, err := law.ParseCitation(text)
		if err != nil {
			f.Add("ground", "请从列出的依据中选择")
		}
		r.Ground = ground
	}
	if r.Attribute == disclosure.Proactive {
		r.Because, r.ReviewOn = "", civil.Date{}
	}
	if r.Kind != disclosure.Normative && r.Kind != disclosure.Rule || r.Explained != disclosure.NotExplained {
		r.Unexplained = ""
	}
	return r
}

// fields are the words of a line, whatever stands between them.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" 　,，;；、\t", r) })
}

// readFiles are the attachments as the form has them: renamed, ordered, some removed.
func readFiles(f *workbench.Form, have []disclosure.File) []disclosure.File {
	type placed struct {
		disclosure.File
		at int
	}
	var list []placed
	names, places := f.All("file_name"), f.All("file_place")
	for i, hash := range f.All("file_hash") {
		k := slices.IndexFunc(have, func(x disclosure.File) bool { return x.Hash == hash })
		if k < 0 || f.Checked("file_remove", hash) {
			continue
		}
		file := placed{have[k], i + 1}
		if i < len(names) && strings.TrimSpace(names[i]) != "" {
			file.Name = withExtension(strings.TrimSpace(names[i]), have[k].Name)
		}
		if i < len(places) {
			if n, err := strconv.Atoi(strings.TrimSpace(places[i])); err == nil {
				file.at = n
			}
		}
		list = append(list, file)
	}
	slices.SortStableFunc(list, func(x, y placed) int { return x.at - y.at })
	var files []disclosure.File
	for _, x := range list {
		files = append(files, x.File)
	}
	return files
}

// withExtension keeps the ending of a renamed file, by which programs know it.
func withExtension(name, old string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if ext := path.Ext(old); !strings.EqualFold(path.Ext(name), ext) {
		return name + ext
	}
	return name
}

// readLinks are the links as the form has them, and one that was chosen among those found.
func readLinks(f *workbench.Form) []disclosure.Link {
	var links []disclosure.Link
	relations, days := f.All("link_relation"), f.All("link_on")
	for i, to := range f.All("link_to") {
		if to == "" || f.Checked("link_remove", to) || i >= len(relations) {
			continue
		}
		link := disclosure.Link{Relation: disclosure.Relation(relations[i]), To: disclosure.ID(to)}
		if relationWords(link.Relation) == "" {
			continue
		}
		if i < len(days) && strings.TrimSpace(days[i]) != "" {
			on, err := civil.Parse(strings.TrimSpace(days[i]))
			if err != nil {
				f.Add("links", "“"+days[i]+"”不是有效的日期，请写成2026-11-03的形式")
			}
			link.On = on
		}
		links = append(links, link)
	}
	relation := disclosure.Relation(f.Text("found_relation"))
	for _, to := range f.All("found") {
		if relationWords(relation) == "" || slices.ContainsFunc(links, func(l disclosure.Link) bool { return l.To == disclosure.ID(to) && l.Relation == relation }) {
			continue
		}
		links = append(links, disclosure.Link{Relation: relation, To: disclosure.ID(to)})
	}
	return links
}

// takeNew answers the form of a new record: it reads a file, looks for links, or saves.
func (p pages) takeNew(c *workbench.Call, f *workbench.Form) error {
	if f.Text("step") == stepRead && p.Read != nil {
		return p.takeDropped(c, f)
	}
	return p.take(c, f, nil)
}

func (p pages) takeEdit(c *workbench.Call, f *workbench.Form) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	return p.take(c, f, &v)
}

// take saves the record, with what was uploaded, and goes where the button leads.
func (p pages) take(c *workbench.Call, f *workbench.Form, v *publishing.View) error {
	draw := p.newForm
	var have []disclosure.File
	if v != nil {
		draw, have = p.editForm, v.Record.Files
	}
	uploads := c.Keep(f, "upload") // before anything can be refused
	if f.Text("step") == stepFind {
		relink(f)
		page, err := draw(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	r := read(c, f, have)
	if err := p.defaults(c, &r); err != nil {
		return err
	}
	if r.Title == "" && len(uploads) > 0 {
		r.Title = strings.TrimSuffix(uploads[0].Name, path.Ext(uploads[0].Name))
	}
	if err := f.Err(); err != nil {
		return err
	}
	for _, u := range uploads {
		if !slices.ContainsFunc(r.Files, func(x disclosure.File) bool { return x.Hash == u.Hash }) {
			r.Files = append(r.Files, disclosure.File{Name: u.Name, Hash: u.Hash, Type: u.Type, Size: u.Size})
		}
	}
	seen := ""
	if v != nil {
		r.ID, seen = v.Record.ID, f.Text("digest")
	}
	id, err := p.Desk.SaveEdited(c.Context(), c.By, r, seen)
	if err != nil {
		return err
	}
	switch f.Text("step") {
	case stepHandIn:
		return c.Go(recordPath(id) + "/sign/self")
	case stepUpload:
		return c.Done(recordPath(id)+"/edit", "已保存，附件共%d个", len(r.Files))
	}
	return c.Done(recordPath(id), "已保存")
}

// relink puts the links that were chosen among those found into the rows of the form, so that a further search keeps
// them.
func relink(f *workbench.Form) {
	links := readLinks(f)
	for _, name := range []string{"link_to", "link_relation", "link_on", "found", "link_remove"} {
		f.Values.Del(name)
	}
	for _, l := range links {
		f.Values.Add("link_to", string(l.To))
		f.Values.Add("link_relation", string(l.Relation))
		f.Values.Add("link_on", l.On.String())
	}
}

// defaults fills in what follows from the rest.
func (p pages) defaults(c *workbench.Call, r *disclosure.Record) error {
	if r.Attribute == "" {
		r.Attribute = disclosure.Proactive
	}
	if r.Kind == "" {
		r.Kind = disclosure.Plain
	}
	if r.Issuer == "" && (r.Kind == disclosure.Normative || r.Kind == disclosure.Rule) {
		r.Issuer = c.Own().Name
	}
	if r.Attribute != disclosure.Proactive && r.ReviewOn.IsZero() {
		settings, err := p.Desk.Settings(c.Context(), c.By, c.By.Agency)
		if err != nil {
			return err
		}
		r.ReviewOn = c.Today().AddMonths(settings.Disclosure.ReviewMonths)
	}
	return nil
}

// keep puts a part of a file that was read into the store of files.
func (p pages) keep(ctx context.Context, name string, content io.Reader) (disclosure.File, error) {
	ref, err := p.Files.Put(ctx, content, blob.Limits{})
	if err != nil {
		return disclosure.File{}, err
	}
	return disclosure.File{Name: name, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size}, nil
}

// largestDropped bounds a file that is read into memory to become a draft.
const largestDropped = 64 << 20

// takeDropped turns a file into a draft and opens it: title, 文号, dates and text are where they belong, the file itself
// and what was in it are attached.
func (p pages) takeDropped(c *workbench.Call, f *workbench.Form) error {
	uploads := f.Files("dropped", largestDropped)
	if len(uploads) == 0 && f.Err() == nil {
		f.Add("dropped", "请选择一个文件")
	}
	if err := f.Err(); err != nil {
		return err
	}
	u := uploads[0]
	content, err := u.Open()
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	data, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	d, err := p.Read(c.Context(), u.Name, data)
	if err != nil {
		f.Add("dropped", u.Name+"："+fault.Message(err))
		return f.Err()
	}
	r, err := p.fromDropped(c, f, u, d)
	if err != nil {
		return err
	}
	for _, file := range d.Files {
		if address := `src="` + file.Name + `"`; strings.Contains(r.Body, address) {
			src, err := p.keepPicture(c, bytes.NewReader(file.Data))
			if fault.KindOf(err) == fault.Invalid {
				d.Notes = append(d.Notes, "图片“"+file.Name+"”未保留："+fault.Message(err))
				continue
			} else if err != nil {
				return err
			}
			r.Body = strings.ReplaceAll(r.Body, address, `src="`+src+`"`)
			continue
		}
		kept, err := p.keep(c.Context(), file.Name, bytes.NewReader(file.Data))
		switch {
		case err == nil:
			r.Files = append(r.Files, kept)
		case fault.KindOf(err) == fault.Invalid: // a page of a website is read, and not offered for download
			d.Notes = append(d.Notes, "“"+file.Name+"”未作为附件："+fault.Message(err))
		default:
			return err
		}
	}
	id, err := p.Desk.SaveDraft(c.Context(), c.By, r)
	if err != nil {
		return err
	}
	notes := ""
	if len(d.Notes) > 0 {
		notes = "。" + strings.Join(d.Notes, "；")
	}
	return c.Done(recordPath(id)+"/edit", "已从“%s”读出内容，请核对后送审%s", u.Name, notes)
}

func (p pages) fromDropped(c *workbench.Call, f *workbench.Form, u workbench.Upload, d Dropped) (disclosure.Record, error) {
	r := d.Record
	r.ID, r.Agency, r.Author, r.Writers = "", c.By.Agency, "", nil
	if f.Text("column") != "" {
		r.Column = catalog.ColumnID(f.Text("column"))
	}
	if r.Title == "" {
		r.Title = strings.TrimSuffix(u.Name, path.Ext(u.Name))
	}
	if r.FormedOn.IsZero() {
		r.FormedOn = c.Today()
	}
	if len(r.Channels) == 0 {
		r.Channels = []string{"政府网站"}
	}
	if r.Language == "" {
		r.Language = "中文"
	}
	if r.Column == "" {
		columns, err := p.Desk.Columns(c.Context(), c.By, c.By.Agency)
		if err != nil {
			return r, err
		}
		r.Column = likely(columns, r)
	}
	r.Files = nil
	return r, p.defaults(c, &r)
}

// likely is the column that a file most probably belongs to: that of its statutory item, for a document with a 文号 that
// of policies, otherwise the last open one, 其他.
func likely(columns []catalog.Column, r disclosure.Record) catalog.ColumnID {
	item := r.Item
	if item == "" && (r.Kind == disclosure.Normative || r.Kind == disclosure.Rule || r.DocNo != "") {
		item = "FD-01"
	}
	if item == "" {
		item = "FD-15"
	}
	var last catalog.ColumnID
	for _, col := range columns {
		if col.Closed {
			continue
		}
		if col.Item == item {
			return col.ID
		}
		last = col.ID
	}
	return last
}
