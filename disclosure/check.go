package disclosure

import (
	"strings"
	"unicode/utf8"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/workday"
)

const (
	longestTitle   = 200
	longestSummary = 500
)

// grounds are the places of the 《条例》 on which information may be kept from 主动公开.
var grounds = []law.Citation{law.OGI.Art(14), law.OGI.Art(15), law.OGI.Art(16).P(1), law.OGI.Art(16).P(2)}

// Grounds returns the grounds for 不予公开 in the order of the 《条例》.
// 法源: 《条例》第十四条、《条例》第十五条、《条例》第十六条。
func Grounds() []law.Citation { return append([]law.Citation{}, grounds...) }

// Check returns everything that keeps the record from being published on the day.
// 法源: 《条例》第十二条第三款、《条例》第十七条第一款。
func (r Record) Check(today civil.Date) []fault.Problem {
	p := problems{}
	p.when(strings.TrimSpace(r.Title) == "", "title", "请填写标题")
	p.when(utf8.RuneCountInString(r.Title) > longestTitle, "title", "标题过长，请控制在200字以内")
	p.when(utf8.RuneCountInString(r.Summary) > longestSummary, "summary", "内容概述过长，请控制在500字以内")
	p.when(r.Kind.Label() == "", "kind", "请选择信息种类")
	p.when(r.Column == "", "column", "请选择栏目")
	if _, ok := catalog.ItemByCode(r.Item); r.Item != "" && !ok {
		p.add("item", "没有编号为"+string(r.Item)+"的法定公开事项")
	}
	p.when(r.Theme != "" && !r.Theme.Known(), "theme", "主题分类不在国务院主题分类表中")
	p.when(strings.TrimSpace(r.Body) == "" && len(r.Files) == 0, "body", "请填写正文或者上传附件")
	r.checkDates(&p, today)
	r.checkAttribute(&p)
	if r.Kind == Normative || r.Kind == Rule {
		r.checkNormative(&p)
	}
	p.when(r.Kind == Interpretation && len(r.LinksTo(Interprets)) == 0, "links", "政策解读必须关联被解读的文件")
	return p.list
}

func (r Record) checkDates(p *problems, today civil.Date) {
	p.when(r.FormedOn.IsZero(), "formed_on", "请填写成文（生成）日期")
	p.when(r.FormedOn.After(today), "formed_on", "成文日期不能晚于今天")
	p.when(r.IssuedOn.After(today), "issued_on", "发文日期不能晚于今天")
	p.when(!r.IssuedOn.IsZero() && r.IssuedOn.Before(r.FormedOn), "issued_on", "发文日期不能早于成文日期")
	p.when(r.ChangedOn.After(today), "changed_on", "变更日期不能晚于今天")
	p.when(!r.ChangedOn.IsZero() && r.ChangedOn.Before(r.FormedOn), "changed_on", "变更日期不能早于成文日期")
	p.when(!r.ExpiresOn.IsZero() && r.ExpiresOn.Before(r.EffectiveOn), "expires_on", "有效期截止日不能早于施行日期")
}

// checkAttribute: only 主动公开 is published; anything else needs its ground, its facts and a day to look again.
// 法源: 《条例》第五条、《条例》第十八条。
func (r Record) checkAttribute(p *problems) {
	switch r.Attribute {
	case Proactive:
		return
	case UponApplication, Withheld:
		p.addCite("attribute", "公开属性为“"+string(r.Attribute)+"”的信息不能在平台上发布", law.OGI.Art(13).P(2))
	default:
		p.addCite("attribute", "请选择公开属性", law.OGI.Art(5))
	}
}

// CheckHandIn returns what keeps the record from being handed in for review: what is to be published must be complete,
// what is to be kept back must say why.
// 法源: 《条例》第五条、《条例》第十七条第一款。
func (r Record) CheckHandIn(today civil.Date) []fault.Problem {
	if r.Attribute == UponApplication || r.Attribute == Withheld {
		p := problems{list: r.CheckKeptBack()}
		p.when(r.Column == "", "column", "请选择栏目")
		return p.list
	}
	return r.Check(today)
}

// CheckKeptBack returns what is missing from a record that is registered without being published.
// 法源: 《条例》第五条、《条例》第十八条。
func (r Record) CheckKeptBack() []fault.Problem {
	p := problems{}
	p.when(r.Attribute == Proactive, "attribute", "主动公开的信息应当发布")
	p.when(strings.TrimSpace(r.Title) == "", "title", "请填写标题")
	p.when(strings.TrimSpace(r.Because) == "", "because", "请写明不主动公开的事实和理由")
	if r.Attribute == Withheld {
		if !isGround(r.Ground) {
			p.addCite("ground", "不予公开须有《条例》第十四条、第十五条或者第十六条规定的依据", law.OGI.Art(13).P(1))
		}
		if r.ReviewOn.IsZero() {
			p.addCite("review_on", "请填写下次评估审查的日期", law.OGI.Art(18))
		}
	}
	return p.list
}

func isGround(c law.Citation) bool {
	for _, g := range grounds {
		if g.In == c.In && g.Art == c.Art {
			return true
		}
	}
	return false
}

func (r Record) checkNormative(p *problems) {
	p.when(strings.TrimSpace(r.DocNo) == "", "doc_no", "规范性文件须填写文号")
	p.when(r.EffectiveOn.IsZero(), "effective_on", "规范性文件须填写施行日期")
	p.when(r.Issuer == "", "issuer", "规范性文件须填写制定机关")
	p.when(r.Explained == NotExplained && strings.TrimSpace(r.Unexplained) == "", "unexplained", "不作解读的，请写明理由")
}

type problems struct{ list []fault.Problem }

func (p *problems) add(field, message string) {
	p.list = append(p.list, fault.Problem{Field: field, Message: message})
}

func (p *problems) addCite(field, message string, cite law.Citation) {
	p.list = append(p.list, fault.Problem{Field: field, Message: message, Cite: cite})
}

func (p *problems) when(bad bool, field, message string) {
	if bad {
		p.add(field, message)
	}
}

// DueOn returns the last day on which the record is published in time: twenty workdays from the day it was made, or
// changed; 预算、决算 twenty natural days after approval, the next workday where that is none.
// 法源: 《条例》第二十六条、《预算法》第十四条。
func (r Record) DueOn(cal *workday.Calendar) (due civil.Date, provisional bool, cite law.Citation) {
	from := r.FormedOn
	if !r.ChangedOn.IsZero() {
		from = r.ChangedOn
	}
	if r.Kind == Budget {
		term := law.On(law.BudgetTerm, from)
		due = from.AddDays(term.Int())
		for !cal.Is(due) {
			due = due.AddDays(1)
		}
		return due, !cal.Known(due.Year()), term.Cite
	}
	term := law.On(law.PublishTerm, from)
	due, provisional = cal.Add(from, term.Int())
	return due, provisional, term.Cite
}
