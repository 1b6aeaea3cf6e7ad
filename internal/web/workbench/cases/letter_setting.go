package cases

import (
	"io"
	"net/url"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/letter"

	"github.com/a-h/templ"
)

const letterSettingsPath = "/workbench/letters"

var letterSettingsCrumb = ui.Link{Text: "文书文本和印章", Href: letterSettingsPath}

func (p pages) settingsOf(c *workbench.Call) (casework.LetterSettings, error) {
	return p.Desk.LetterSettings(c.Context(), c.By, c.By.Agency)
}

// letterSettings shows how the agency's letters look and which texts are its own.
func (p pages) letterSettings(c *workbench.Call) (templ.Component, error) {
	set, err := p.settingsOf(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("文书文本和印章"), Head: ui.PageHead{Title: "文书文本和印章", Lead: "标准文本随法律修改而更新，按文书的日期选用；本机关可以改用自己的文本。"}}
	yes := func(on bool, words string) string {
		if on {
			return words
		}
		return "无"
	}
	facts := ui.Facts{}
	for _, row := range letter.Families {
		word := set.Look.Words[row.Family]
		if word == "" {
			word = set.Base + row.Suffix + "（默认）"
		}
		facts.Items = append(facts.Items, ui.Fact{Name: row.Label + "的机关代字", Text: word})
	}
	facts.Items = append(facts.Items, ui.Fact{Name: "发文机关标志和红线", Text: yes(set.Look.Letterhead, "使用")}, ui.Fact{Name: "印章图片", Text: yes(set.Look.Stamp != "", "已设置，文书出具时盖在署名上")},
		ui.Fact{Name: "部分公开的救济", Text: map[bool]string{false: "先申请行政复议（默认）", true: "可以复议，也可以直接起诉"}[set.Look.PartialNotReconFirst]},
		ui.Fact{Name: "电子签名（SM2）", Text: or(set.Signs, "未设置")})
	s.Add("版式、文号和印章", facts, sheet.Buttons{Items: []ui.Button{{Text: "修改", Kind: ui.Secondary, Href: c.URL(letterSettingsPath + "/look")}, {Text: "设置电子签名", Kind: ui.Quiet, Href: c.URL(letterSettingsPath + "/signing")}}})
	t := ui.Table{Caption: "文书和文本", Columns: []ui.Column{{Title: "文书"}, {Title: "什么时候用"}, {Title: "现用文本和启用日期"}}}
	for _, k := range letter.Kinds {
		if !k.In(c.Today()) {
			continue
		}
		_, from, _ := letter.Standard(k, c.Today())
		text := "标准文本，" + from.String()
		for _, own := range set.Texts {
			switch {
			case own.Kind.ID != k.ID:
			case own.From.After(c.Today()):
				text += "，另有文本自" + own.From.Chinese() + "起使用"
			case own.Body == "":
				text = "标准文本，" + own.From.String()
			default:
				text = "本机关文本，" + own.From.String() + "，" + own.Author
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: k.Name, Href: c.URL(letterSettingsPath + "/text/" + string(k.ID))}, {Text: k.When}, {Text: text}}})
	}
	s.Add("文本", t)
	return s.Page(), nil
}

func (p pages) filledLook(c *workbench.Call) (*workbench.Form, error) {
	set, err := p.settingsOf(c)
	if err != nil {
		return nil, err
	}
	values := url.Values{"diameter": {"42"}}
	for _, row := range letter.Families {
		values.Set("word_"+string(row.Family), set.Look.Words[row.Family])
	}
	for name, on := range map[string]bool{"letterhead": set.Look.Letterhead, "partial": set.Look.PartialNotReconFirst, "stamp": set.Look.Stamp != ""} {
		if on {
			values.Add("look", name)
		}
	}
	return workbench.Filled(values), nil
}

func (p pages) lookForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	set, err := p.settingsOf(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base("版式、文号和印章", letterSettingsCrumb), Head: ui.PageHead{Title: "版式、文号和印章"}, Form: f, Files: true,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: letterSettingsPath}
	for _, row := range letter.Families {
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "word_" + string(row.Family), Label: row.Label + "的机关代字", Hint: "留空则为“" + set.Base + row.Suffix + "”", Optional: true}, Width: "medium"}))
	}
	options := []ui.Option{{Value: "letterhead", Text: "打印发文机关标志和红色分隔线", Hint: "GB/T 9704 的版头；答复申请人的文书一般不用"},
		{Value: "partial", Text: "部分公开不按复议前置告知", Hint: "法律没有写明部分公开是否复议前置；默认按复议前置告知，对申请人更安全"}}
	if set.Look.Stamp != "" {
		options = append(options, ui.Option{Value: "stamp", Text: "继续使用现有的印章图片"})
	}
	entry.Fields = append(entry.Fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "look", Label: "版式", Optional: true}, Options: options}),
		f.FileInput(ui.FileInput{Field: ui.Field{Name: "stamp", Label: "印章图片", Hint: "本机关依法制作的电子印章图片，透明背景的PNG或者JPEG；系统不生成印章。不设置的，署名处留出盖章的位置。", Optional: true}, Accept: "image/png,image/jpeg"}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "diameter", Label: "印章的直径", Hint: "县级以下机关的印章一般为42毫米"}, Width: "short", Inputmode: "numeric", Suffix: "毫米"}))
	return entry.Page(), nil
}

func (p pages) setLook(c *workbench.Call, f *workbench.Form) error {
	look := casework.Look{Words: map[letter.Family]string{}, Letterhead: f.Checked("look", "letterhead"), PartialNotReconFirst: f.Checked("look", "partial")}
	for _, row := range letter.Families {
		if word := f.Text("word_" + string(row.Family)); word != "" {
			look.Words[row.Family] = word
		}
	}
	if f.Checked("look", "stamp") {
		look.Stamp = "keep" // the desk puts the one that is there
	}
	var stamp *casework.StampImage
	for _, upload := range f.Files("stamp", c.FileLimit()) {
		content, err := readUpload(upload)
		if err != nil {
			return err
		}
		millimetres, err := strconv.Atoi(f.Text("diameter"))
		if err != nil {
			f.Add("diameter", "印章的直径应为整数毫米")
		}
		stamp = &casework.StampImage{Data: content, Width: millimetres * 10, Height: millimetres * 10}
	}
	if err := f.Err(); err != nil {
		return err
	}
	err := p.Desk.SetLook(c.Context(), c.By, c.By.Agency, look, stamp)
	if problems := fault.Problems(err); len(problems) > 0 {
		for i := range problems {
			if problems[i].Field == "size" {
				problems[i].Field = "diameter"
			}
		}
		return fault.Of(problems)
	}
	if err != nil {
		return err
	}
	return c.Done(letterSettingsPath, "已保存")
}

func readUpload(u workbench.Upload) ([]byte, error) {
	content, err := u.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	return io.ReadAll(content)
}

func (p pages) filledText(c *workbench.Call) (*workbench.Form, error) {
	set, err := p.settingsOf(c)
	if err != nil {
		return nil, err
	}
	k, ok := letter.KindOf(letter.ID(c.Path("kind")))
	if !ok {
		return nil, fault.New(fault.NotFound, "没有这种文书")
	}
	text, _, _ := letter.Standard(k, c.Today())
	for _, own := range set.Texts {
		if own.Kind.ID == k.ID && own.Body != "" {
			text = own.Body
		}
	}
	form := workbench.Filled(url.Values{"text": {text}})
	form.SetDate("from", c.Today())
	return form, nil
}

func (p pages) textForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	k, ok := letter.KindOf(letter.ID(c.Path("kind")))
	if !ok {
		return nil, fault.New(fault.NotFound, "没有这种文书")
	}
	var names []string
	for _, row := range letter.Names {
		names = append(names, string(row.Name))
	}
	standard, _, _ := letter.Standard(k, c.Today())
	return sheet.Entry{Base: c.Base(k.Name, letterSettingsCrumb), Head: ui.PageHead{Over: "文书文本", Title: k.Name, Lead: k.When}, Form: f,
		Above: []templ.Component{ui.Notice{Tone: ui.Info, Title: "怎样修改", Text: "{{.事项}}处由系统按案件事实填写，没有的事实会提示补充，不会编造；{{with .事项}}…{{end}}中的内容，没有该事项时省去。" + letter.Marks}},
		Fields: []templ.Component{
			f.DateInput(ui.Field{Name: "from", Label: "启用日期"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "文本", Hint: "清空则恢复标准文本"}, Rows: 18, Max: 20000}),
			sheet.Paragraph{Text: "可以使用的事项：" + strings.Join(names, "、")},
			sheet.Preview{Title: "标准文本", Text: standard},
		},
		Submit: ui.Button{Text: "启用", Kind: ui.Primary}, Cancel: letterSettingsPath,
	}.Page(), nil
}

func (p pages) setText(c *workbench.Call, f *workbench.Form) error {
	from := f.Date(ui.Field{Name: "from", Label: "启用日期"})
	if err := f.Err(); err != nil {
		return err
	}
	text := strings.ReplaceAll(f.Raw("text"), "\r\n", "\n")
	if err := p.Desk.SetLetterText(c.Context(), c.By, c.By.Agency, letter.ID(c.Path("kind")), from, text); err != nil {
		return err
	}
	return c.Done(letterSettingsPath, "文本已保存，自%s起使用", from.Chinese())
}

func (p pages) signingForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	set, err := p.settingsOf(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base("电子签名", letterSettingsCrumb), Head: ui.PageHead{Title: "电子签名（SM2）", Lead: "设置后，每份文书的PDF可以另附签名文件。密钥加密保存，不再显示。"}, Form: f, Files: true,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: letterSettingsPath}
	if set.Signs != "" {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Info, Title: "现有的密钥", Text: "证书中的名称：" + set.Signs})
		entry.Others = []ui.Button{{Text: "取消电子签名", Kind: ui.Quiet, Name: "do", Value: "remove"}}
	}
	entry.Fields = []templ.Component{f.FileInput(ui.FileInput{Field: ui.Field{Name: "signing", Label: "密钥文件", Hint: "PEM格式，含没有口令的SM2私钥（PKCS#8）和证书"}, Accept: ".pem,.key,.txt"})}
	return entry.Page(), nil
}

func (p pages) setSigning(c *workbench.Call, f *workbench.Form) error {
	if f.Text("do") == "remove" {
		if err := p.Desk.SetSigningKey(c.Context(), c.By, c.By.Agency, nil); err != nil {
			return err
		}
		return c.Done(letterSettingsPath, "电子签名已取消")
	}
	uploads := f.Files("signing", c.FileLimit())
	if len(uploads) != 1 {
		f.Add("signing", "请选择密钥文件")
		return f.Err()
	}
	content, err := readUpload(uploads[0])
	if err != nil {
		return err
	}
	if err := p.Desk.SetSigningKey(c.Context(), c.By, c.By.Agency, content); err != nil {
		return err
	}
	return c.Done(letterSettingsPath, "电子签名已设置")
}
