package agency

import (
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Guide is the part of the 公开指南 that the 《条例》 prescribes as facts: how to reach the 政府信息公开工作机构 and by
// which channels to apply. The prose around it is a record like any other.
type Guide struct {
	Agency           ID
	OfficeName       string // 机构名称 of the 工作机构
	Address          string // 办公地址
	Postcode         string
	Hours            string // 办公时间
	Phone            string // 联系电话
	Fax              string // 传真号码, or 无 where there is none
	Internet         string // 互联网联系方式: an address of mail or of a page
	SupervisionPhone string // where to complain (第四十七条, 第五十一条)
	Channels         []Channel
	ReviewedOn       civil.Date // when somebody last looked whether all is still so
}

// A ChannelKind is a way to hand in an application.
type ChannelKind string

// The channels.
const (
	ChannelInPerson ChannelKind = "in_person"
	ChannelMail     ChannelKind = "mail"
	ChannelFax      ChannelKind = "fax"
	ChannelOnline   ChannelKind = "online"
	ChannelEmail    ChannelKind = "email"
)

// ChannelKinds lists the channels; the basic ones cannot be closed.
// 法源: 19号文。
var ChannelKinds = []struct {
	Kind  ChannelKind
	Label string
	Basic bool
}{
	{ChannelInPerson, "当面提交", true},
	{ChannelMail, "邮政寄送", true},
	{ChannelFax, "传真", false},
	{ChannelOnline, "在线申请", false},
	{ChannelEmail, "电子邮件", false},
}

// A Channel is one row of the agency's channel registry.
type Channel struct {
	Kind   ChannelKind
	Open   bool
	How    string // how to use it, as the 指南 prints it
	Reason string // why it is closed, shown to those who look for it
}

// Open reports whether the agency takes applications by the channel. The basic two are open whatever the registry
// says; a channel of which the registry says nothing is open only if the agency has described no channel at all,
// because then the applicant's choice must be respected.
// 法源: 《条例》第二十八条、19号文。
func (g Guide) Open(kind ChannelKind) bool {
	for _, k := range ChannelKinds {
		if k.Kind == kind && k.Basic {
			return true
		}
	}
	for _, c := range g.Channels {
		if c.Kind == kind {
			return c.Open
		}
	}
	return len(g.Channels) == 0
}

// Check returns what the 指南 lacks and what the registry gets wrong. Nothing of it stops the agency from saving: a
// guide in the making is shown with its problems, and to the 主管部门 as incomplete.
// 法源: 《条例》第十二条第二款。
func (g Guide) Check() []fault.Problem {
	var problems []fault.Problem
	for _, row := range []struct{ field, value, what string }{
		{"office_name", g.OfficeName, "政府信息公开工作机构的名称"},
		{"address", g.Address, "办公地址"},
		{"hours", g.Hours, "办公时间"},
		{"phone", g.Phone, "联系电话"},
		{"fax", g.Fax, "传真号码（没有传真的写“无”）"},
		{"internet", g.Internet, "互联网联系方式"},
	} {
		if strings.TrimSpace(row.value) == "" {
			problems = append(problems, fault.Problem{Field: row.field, Message: "公开指南缺少" + row.what, Cite: law.OGI.Art(12).P(2)})
		}
	}
	return append(problems, CheckChannels(g.Channels)...)
}

// CheckChannels checks the registry of channels, which may not be saved wrong.
// 法源: 19号文。
func CheckChannels(channels []Channel) []fault.Problem {
	var problems []fault.Problem
	seen := map[ChannelKind]bool{}
	for _, c := range channels {
		label, basic := "", false
		for _, k := range ChannelKinds {
			if k.Kind == c.Kind {
				label, basic = k.Label, k.Basic
			}
		}
		wrong := func(message string, cite law.Citation) {
			problems = append(problems, fault.Problem{Field: "channel_" + string(c.Kind), Message: message, Cite: cite})
		}
		switch {
		case label == "":
			wrong("没有这种申请渠道", law.Citation{})
		case seen[c.Kind]:
			wrong(label+"渠道重复", law.Citation{})
		case basic && !c.Open:
			wrong(label+"是基本渠道，不得关闭", law.Channels.Whole())
		case c.Open && strings.TrimSpace(c.How) == "":
			wrong("开通的渠道应当写明使用方法："+label, law.Channels.Whole())
		case !c.Open && strings.TrimSpace(c.Reason) == "":
			wrong("未开通的渠道应当说明原因，并提示当面、邮寄两种基本渠道："+label, law.Channels.Whole())
		}
		seen[c.Kind] = true
	}
	return problems
}

// Stale reports whether nobody has looked at the guide for the number of months.
// 法源: 《条例》第十二条第一款。
func (g Guide) Stale(on civil.Date, months int) bool {
	return g.ReviewedOn.IsZero() || g.ReviewedOn.AddMonths(months).Before(on)
}
