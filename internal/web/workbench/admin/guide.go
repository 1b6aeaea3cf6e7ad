package admin

import (
	"net/url"

	"gongkai/agency"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/law"

	"github.com/a-h/templ"
)

// guideFacts are the facts of a 公开指南 with the names of their fields.
var guideFacts = []struct {
	name, label, hint, width string
	of                       func(*agency.Guide) *string
}{
	{"office_name", "政府信息公开工作机构的名称", "如“凉州区科学技术局办公室”", "", func(g *agency.Guide) *string { return &g.OfficeName }},
	{"address", "办公地址", "", "", func(g *agency.Guide) *string { return &g.Address }},
	{"postcode", "邮政编码", "", "short", func(g *agency.Guide) *string { return &g.Postcode }},
	{"hours", "办公时间", "如“工作日8:30—12:00，14:30—18:00”", "", func(g *agency.Guide) *string { return &g.Hours }},
	{"phone", "联系电话", "", "medium", func(g *agency.Guide) *string { return &g.Phone }},
	{"fax", "传真号码", "没有传真的写“无”", "medium", func(g *agency.Guide) *string { return &g.Fax }},
	{"internet", "互联网联系方式", "邮箱或者网页地址", "", func(g *agency.Guide) *string { return &g.Internet }},
	{"supervision_phone", "监督举报电话", "", "medium", func(g *agency.Guide) *string { return &g.SupervisionPhone }},
}

// guide shows the facts of the 公开指南, what it lacks and whether anybody has looked lately.
func (p pages) guide(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	g, err := p.Desk.Guide(c.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("公开指南", agencyCrumbs(a)...), Head: ui.PageHead{Title: a.Name}, Tabs: p.agencyTabs(c, a, "公开指南")}
	if c.May(auth.AlterGuide, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "修改", Href: c.URL(agencyPath(a) + "/guide/edit")})
	}
	if gaps := g.Check(); len(gaps) > 0 {
		var missing []string
		for _, gap := range gaps {
			missing = append(missing, gap.Message)
		}
		s.add("", withBody(ui.Notice{Tone: ui.Caution, Title: "指南还不完整", Cite: law.OGI.Art(12).P(2)}, bullets(missing)))
	}
	facts := ui.Facts{}
	for _, row := range guideFacts {
		facts.Items = append(facts.Items, ui.Fact{Name: row.label, Text: *row.of(&g)})
	}
	reviewed := "从未核对"
	if !g.ReviewedOn.IsZero() {
		reviewed = g.ReviewedOn.Chinese()
	}
	facts.Items = append(facts.Items, ui.Fact{Name: "最近核对", Text: reviewed})
	s.add("", facts)
	t := ui.Table{Caption: "申请渠道", Quiet: true, Columns: []ui.Column{{Title: "渠道"}, {Title: "状态"}, {Title: "说明"}}}
	for _, k := range agency.ChannelKinds {
		state, words := ui.Badge{Text: "未开通"}, ""
		for _, channel := range g.Channels {
			if channel.Kind == k.Kind {
				words = or(channel.How, channel.Reason)
			}
		}
		if g.Open(k.Kind) {
			state = ui.Badge{Text: "开通", Tone: ui.Good}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: k.Label}, {Body: state}, {Text: words}}})
	}
	s.add("申请渠道", t)
	return s.Page(), nil
}

func (p pages) filledGuide(c *workbench.Call) (*workbench.Form, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	g, err := p.Desk.Guide(c.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	for _, row := range guideFacts {
		values.Set(row.name, *row.of(&g))
	}
	for _, k := range agency.ChannelKinds {
		field := "channel_" + string(k.Kind)
		if g.Open(k.Kind) {
			values.Set(field, "open")
		}
		for _, channel := range g.Channels {
			if channel.Kind == k.Kind {
				values.Set(field+"_words", or(channel.How, channel.Reason))
			}
		}
	}
	return workbench.Filled(values), nil
}

func (p pages) guideForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	e := entry{
		Base: c.Base("修改公开指南", append(agencyCrumbs(a), ui.Link{Text: "公开指南", Href: agencyPath(a) + "/guide"})...), Form: f,
		Head:   ui.PageHead{Over: a.Name, Title: "修改公开指南", Lead: "保存即视为今天核对过全部内容。没有变化的，也可以直接保存。"},
		Submit: ui.Button{Text: "保存并公布", Kind: ui.Primary}, Cancel: agencyPath(a) + "/guide",
	}
	contact := group{Fieldset: ui.Fieldset{Legend: "联系方式"}}
	for _, row := range guideFacts {
		contact.Fields = append(contact.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: row.name, Label: row.label, Hint: row.hint, Optional: row.name == "postcode"}, Width: row.width}))
	}
	e.Fields = append(e.Fields, contact)
	for _, k := range agency.ChannelKinds {
		field := "channel_" + string(k.Kind)
		hint := ""
		if k.Basic {
			hint = "基本渠道，不得关闭"
		}
		e.Fields = append(e.Fields, group{ui.Fieldset{Legend: "申请渠道：" + k.Label}, []templ.Component{
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: field, Label: "状态", Optional: true}, Options: []ui.Option{{Value: "open", Text: "开通", Hint: hint}}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: field + "_words", Label: "使用方法；未开通的写明原因"}, Rows: 2}),
		}})
	}
	return e.Page(), nil
}

func (p pages) saveGuide(c *workbench.Call, f *workbench.Form) error {
	a, err := c.Agency()
	if err != nil {
		return err
	}
	g := agency.Guide{Agency: a.ID}
	for _, row := range guideFacts {
		*row.of(&g) = f.Text(row.name)
	}
	for _, k := range agency.ChannelKinds {
		field := "channel_" + string(k.Kind)
		channel := agency.Channel{Kind: k.Kind, Open: f.Checked(field, "open")}
		if channel.Open {
			channel.How = f.Text(field + "_words")
		} else {
			channel.Reason = f.Text(field + "_words")
		}
		g.Channels = append(g.Channels, channel)
	}
	gaps, err := p.Desk.SaveGuide(c.Context(), c.By, g)
	if err != nil {
		return err
	}
	if len(gaps) > 0 {
		return c.Done(agencyPath(a)+"/guide", "已保存，还有%d处需要补充", len(gaps))
	}
	return c.Done(agencyPath(a)+"/guide", "公开指南已保存并公布")
}
