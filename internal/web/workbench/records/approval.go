package records

import (
	"mime"
	"strings"

	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/internal/docgen"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/review"

	"github.com/a-h/templ"
)

// approvalRows are the lines of the 审查呈批单: what is published, whence, on which ground, what each stage concluded.
// Acts on earlier contents stand below as they were.
// 法源: 《条例》第十七条。
func (p pages) approvalRows(c *workbench.Call, v publishing.View, found []review.Finding) []approvalRow {
	r := v.Record
	var rows []approvalRow
	add := func(name string, lines ...string) {
		kept := lines[:0]
		for _, line := range lines {
			if line != "" {
				kept = append(kept, line)
			}
		}
		if len(kept) > 0 {
			rows = append(rows, approvalRow{name, kept})
		}
	}
	add("信息标题", r.Title)
	add("文号", r.DocNo)
	add("栏目", v.Column.Title)
	add("信息来源", or(r.Issuer, c.Own().Name))
	add("拟稿人", v.AuthorName)
	add("成文（生成）日期", r.FormedOn.Chinese())
	add("公开属性", string(r.Attribute))
	if r.Attribute != disclosure.Proactive {
		add("不主动公开的依据", r.Ground.String())
		add("事实和理由", r.Because)
		add("下次评估审查", r.ReviewOn.Chinese())
	}
	if item, ok := catalog.ItemByCode(r.Item); ok {
		add("公开依据", item.Cite.String()+" "+item.Short)
	}
	var files []string
	for i, f := range r.Files {
		files = append(files, itoa(i+1)+". "+f.Name)
	}
	add("附件", files...)
	add("系统筛查结果", screeningWords(found)...)
	for _, stage := range v.Plan {
		add(stage.Label(), p.conclusions(v, stage)...)
	}
	var before []string
	for _, act := range v.Acts {
		if act.Digest != v.Digest {
			before = append(before, act.Stage.Label()+" "+signed(act))
		}
	}
	add("修改前各稿的审查", before...)
	for _, act := range v.Publication.Acts {
		add("公开", act.On.Chinese()+" "+actWords[act.Kind]+"第"+itoa(act.Version)+"版 "+act.Reason)
	}
	add("索引号", string(v.Publication.Index))
	add("内容校验值", v.Digest)
	return rows
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func screeningWords(found []review.Finding) []string {
	if len(found) == 0 {
		return []string{"未发现敏感内容"}
	}
	var lines []string
	for _, f := range found {
		line := strings.Trim(f.Where+"："+f.Message, "：")
		if f.Waived {
			line += "（" + foundItem{Finding: f}.said() + "）"
		}
		lines = append(lines, line)
	}
	return lines
}

// conclusions are what was said in one stage about the content as it stands.
func (p pages) conclusions(v publishing.View, stage review.Stage) []string {
	var lines []string
	for _, act := range v.Acts {
		if act.Stage == stage && act.Digest == v.Digest {
			lines = append(lines, signed(act))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "（尚未办理）")
	}
	return lines
}

func signed(act review.Signoff) string {
	words := verdicts[act.Verdict]
	if act.Organ != "" {
		words += "（" + act.Organ + "）"
	}
	if act.Opinion != "" && act.Opinion != words {
		words += "：" + act.Opinion
	}
	return words + "　" + act.By.Name + "　" + act.On.Chinese()
}

// approval shows the 审查呈批单, to be printed.
func (p pages) approval(c *workbench.Call) (templ.Component, error) {
	v, found, err := p.approved(c)
	if err != nil {
		return nil, err
	}
	at := c.URL(recordPath(v.Record.ID) + "/approval/")
	return approvalSheet{Base: c.Base("审查呈批单", crumbs(v)...), Title: v.Record.Title, Rows: p.approvalRows(c, v, found),
		Buttons: []ui.Button{{Text: "下载 PDF", Href: at + "pdf"}, {Text: "下载 OFD", Href: at + "ofd"}, {Text: "下载 DOCX", Href: at + "docx"}}}.Page(), nil
}

func (p pages) approved(c *workbench.Call) (publishing.View, []review.Finding, error) {
	v, err := p.look(c)
	if err != nil {
		return v, nil, err
	}
	found, err := p.Desk.Examine(c.Context(), c.By, v.Record)
	return v, found, err
}

// approvalPaper gives the 审查呈批单 out as a file.
func (p pages) approvalPaper(c *workbench.Call) error {
	v, found, err := p.approved(c)
	if err != nil {
		return err
	}
	d := docgen.Document{Title: "政府信息公开审查呈批单", Author: c.Own().Name}
	table := docgen.Table{Widths: []int{2, 7}, Size: 12}
	for _, row := range p.approvalRows(c, v, found) {
		table.Rows = append(table.Rows, docgen.Row{{Text: row.Name, Strong: true}, {Text: strings.Join(row.Lines, "\n"), Left: true}})
	}
	d.Blocks = []docgen.Block{table, docgen.Paragraph{Text: c.Own().Name + "　" + c.Today().Chinese() + "打印", Style: docgen.Small, Right: true}}
	form := docgen.Form(c.Path("kind"))
	content, err := form.Write(d, p.Fonts)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", form.MediaType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "审查呈批单-" + short(v.Record.Title, 30) + "." + c.Path("kind")}))
	_, err = c.Writer().Write(content)
	return err
}
