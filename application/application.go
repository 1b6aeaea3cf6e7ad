package application

import (
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/workday"
)

// An ID names an application inside the program; people know it by its number.
type ID string

// An Application is one 政府信息公开申请 with everything that happened to it.
type Application struct {
	ID          ID
	Agency      agency.ID
	Number      string // 申请编号, gap-free by agency and year
	Channel     deadline.Channel
	Source      Source // which of the ways that count as the channel
	ArrivedOn   civil.Date
	ConfirmedOn civil.Date // for channels that are confirmed (第三十一条)
	Applicant   applicant.Applicant
	Wanted      Wanted
	Facts       []Fact // in the order in which they were recorded
}

// A Source says more of the channel, where the law counts several ways as one.
type Source string

// The sources. The day of receipt follows from the channel alone.
const (
	Direct       Source = ""         // nothing to add
	ByMail       Source = "email"    // an e-mail: 互联网渠道
	FromPlatform Source = "platform" // 上级平台转来: 互联网渠道
)

// Sources lists the sources that have a name.
var Sources = []struct {
	Source Source
	Label  string
}{{ByMail, "电子邮件"}, {FromPlatform, "上级政务服务平台转来"}}

// Label returns the words of the source, empty where there is nothing to add.
func (s Source) Label() string {
	for _, row := range Sources {
		if row.Source == s {
			return row.Label
		}
	}
	return ""
}

// Wanted is what is asked for, and how it is to be given.
type Wanted struct {
	Content string // 名称、文号或者便于查询的其他特征性描述
	DocNo   string
	Form    Form
	Route   Route
}

// A Form is the 形式要求 of the applicant.
type Form string

// A Route is the way on which the applicant wants the answer.
type Route string

// Forms and routes with their labels.
var (
	Forms = []struct {
		Form  Form
		Label string
	}{{"paper", "纸质"}, {"electronic", "电子文件"}, {"on_site", "现场查阅、抄录"}}
	Routes = []struct {
		Route Route
		Label string
	}{{"post", "邮寄"}, {"email", "电子邮件"}, {"online", "网上查看"}, {"pickup", "自行领取"}}
)

// longestContent bounds the description, in characters.
const longestContent = 2000

// Check returns what is missing from the application as it is handed in. The purpose is never asked for.
// 法源: 《条例》第二十七条、《条例》第二十九条第二款。
func (w Wanted) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string, item int) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(29).P(2).I(item)})
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(w.Content)); {
	case n == 0:
		wrong("content", "请写明所需政府信息的名称、文号或者便于查询的其他特征", 2)
	case n > longestContent:
		wrong("content", "所需政府信息的描述过长，请控制在2000字以内，其余内容可作为附件", 2)
	}
	if w.Form.Label() == "" {
		wrong("form", "请选择获取政府信息的形式", 3)
	}
	if w.Route.Label() == "" {
		wrong("route", "请选择获取政府信息的途径", 3)
	}
	return problems
}

// Label returns the words of forms, empty for an unknown form.
func (f Form) Label() string {
	for _, row := range Forms {
		if row.Form == f {
			return row.Label
		}
	}
	return ""
}

// Label returns the words of forms, empty for an unknown route.
func (r Route) Label() string {
	for _, row := range Routes {
		if row.Route == r {
			return row.Label
		}
	}
	return ""
}

// Clock computes the clock of the application as of today.
func (a Application) Clock(cal *workday.Calendar, policy deadline.Policy, today civil.Date) deadline.Output {
	return deadline.Compute(cal, a.input(policy, today))
}

// input hands the facts of the current round to package deadline. A round that was reopened after a 复议 or a judgment
// has a term of its own; the receipt of the application stays.
func (a Application) input(policy deadline.Policy, today civil.Date) deadline.Input {
	in := deadline.Input{Channel: a.Channel, ArrivedOn: a.ArrivedOn, ConfirmedOn: a.ConfirmedOn, Today: today, Policy: policy}
	round, answered := a.Facts, false
	for i, f := range a.Facts {
		switch f.Kind {
		case Decided, Withdrawn:
			answered = true
		case Reopened:
			in.Reopening, round = deadline.Reopening{On: f.On, Basis: f.Basis, Until: f.Until, Unanswered: !answered}, a.Facts[i+1:]
		}
	}
	for _, f := range round {
		if f.Kind.clocked() {
			in.Events = append(in.Events, f.event())
		}
	}
	return in
}

// Reopenings is how often the application was opened again after an answer.
func (a Application) Reopenings() int {
	n := 0
	for _, f := range a.Facts {
		if f.Kind == Reopened {
			n++
		}
	}
	return n
}
