package ui

import (
	"strconv"

	"github.com/a-h/templ"

	"gongkai/law"
)

// A Tone says how a notice, badge or stat tile is meant. It is always said in words too.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Caution Tone = "caution"
	Bad     Tone = "bad"
	Info    Tone = "info"
)

func (t Tone) class(prefix string) string {
	if t == Neutral {
		return prefix
	}
	return prefix + " " + string(t)
}

// Notice is a block of text that wants attention. Its children follow the text.
type Notice struct {
	Tone  Tone
	Title string
	Text  string
	Link  Link
	Cite  law.Citation
}

// Badge is a short word about the state of a thing.
type Badge struct {
	Tone Tone
	Text string
}

// A Light is how near a deadline is.
type Light int

// The lights.
const (
	Closed  Light = iota // nothing is due
	Green                // enough time
	Amber                // soon
	Red                  // the last days
	Overdue              // too late
	Paused               // the clock stands still
)

// Deadline shows how near a due date is, in words, shape and colour.
type Deadline struct {
	Light       Light
	Left        int    // working days left, or passed if Overdue
	Due         string // the due date as people read it
	Provisional bool   // the holidays are not announced yet
}

func (d Deadline) tone() Tone {
	return [...]Tone{Closed: Neutral, Green: Good, Amber: Caution, Red: Bad, Overdue: Bad, Paused: Info}[d.Light]
}

func (d Deadline) class() string {
	if d.Light == Overdue {
		return "badge deadline overdue"
	}
	return d.tone().class("badge deadline")
}

func (d Deadline) sign() string {
	return [...]string{Closed: "✓", Green: "●", Amber: "▲", Red: "◆", Overdue: "！", Paused: "‖"}[d.Light]
}

func (d Deadline) words() string {
	switch d.Light {
	case Closed:
		return "已办结"
	case Overdue:
		return "已逾期 " + strconv.Itoa(d.Left) + " 个工作日"
	case Paused:
		return "期限中止"
	}
	if d.Left == 0 {
		return "今日到期"
	}
	return "剩 " + strconv.Itoa(d.Left) + " 个工作日"
}

// Fact is one line of [Facts]: a name and a text or a component.
type Fact struct {
	Name, Text string
	Body       templ.Component
}

// Facts is a list of names and values, as the head of a record.
type Facts struct{ Items []Fact }

// Moment is one entry of a [Timeline].
type Moment struct {
	When    string
	Title   string
	Text    string
	Counted string // what the entry did to the clock, as 计 12 个工作日
	Cite    law.Citation
	Tone    Tone
	Future  bool
}

// Timeline shows what happened when, oldest first, as the trail of a clock.
type Timeline struct{ Moments []Moment }

// Tab is one entry of [Tabs].
type Tab struct {
	Link
	Current bool
	Count   int
}

// Tabs leads to the parts of one thing. Each part has its own address, so tabs work without JavaScript.
type Tabs struct {
	Label string
	Items []Tab
}

// Pagination leads through the pages of a long list.
type Pagination struct {
	Page, Pages int
	Href        func(page int) string
	Total       int
}

// around returns the pages to show: the ends, the current one and its neighbours; zero stands for a gap.
func (p Pagination) around() []int {
	var pages []int
	for n := 1; n <= p.Pages; n++ {
		if n == 1 || n == p.Pages || (n >= p.Page-1 && n <= p.Page+1) {
			pages = append(pages, n)
		} else if pages[len(pages)-1] != 0 {
			pages = append(pages, 0)
		}
	}
	return pages
}

// Empty says that there is nothing and what can be done.
type Empty struct {
	Title, Text string
	Action      Link
}

// Dialog asks before something that cannot be undone. Its children are the form's fields. Without JavaScript the
// button that opens it leads to a page with [Confirm].
type Dialog struct {
	ID     string
	Action string
	Confirm
}

// Confirm is the question of a confirm page or dialog.
type Confirm struct {
	Title, Text string
	Submit      Button
	Cancel      Link
}

// Toast is a short word after something was done. It stays until it is closed.
type Toast struct {
	Tone Tone
	Text string
}

// ToastRegion is where toasts appear; [Portal] and [Workbench] have it.
type ToastRegion struct{ Toasts []Toast }

// Step is one step of [Steps].
type Step struct {
	Text    string
	Done    bool
	Current bool
}

// Steps shows how far a thing has come.
type Steps struct {
	Label string
	Items []Step
}

// Card is a link with a few words; its children follow.
type Card struct {
	Link
	Words string
	Meta  string
}

// Stat is one figure with its meaning.
type Stat struct {
	Label, Value, Unit, Note string
	Href                     string
	Tone                     Tone
}

// Stats is a row of figures.
type Stats struct{ Items []Stat }

// File is one entry of [Files].
type File struct {
	Link
	Kind, Size string
	Digest     string
}

// Files is a list of attachments.
type Files struct{ Items []File }

// Search is a large search box; its children are suggestions.
type Search struct {
	Action, Name, Label, Value, Hint string
	SuggestPath                      string // asked for suggestions while typing, where JavaScript runs
}

// Prose is text from a record: its children, set in the serif face at a readable measure.
type Prose struct{ Title string }

// PrintOnly is shown on paper only: where the page comes from and when it was printed.
type PrintOnly struct{ Address, PrintedOn string }

// PageHead is the first heading of a page, with a line of explanation; its children are buttons.
type PageHead struct{ Over, Title, Lead string }

// ErrorPage is what a person sees when a page cannot be shown.
type ErrorPage struct {
	Base
	Status int // 403, 404, 429 or 500
	Text   string
	Number string // to name to the operators
}

func (e ErrorPage) title() string {
	switch e.Status {
	case 403:
		return "您没有权限查看此页"
	case 404:
		return "没有找到这个页面"
	case 429:
		return "操作过于频繁，请稍后再试"
	}
	return "系统暂时出了问题"
}

func (e ErrorPage) words() string {
	switch {
	case e.Text != "":
		return e.Text
	case e.Status == 403:
		return "该内容仅限有权限的工作人员查看。如有疑问，请联系本单位管理员。"
	case e.Status == 404:
		return "地址可能输入有误，或者信息已被移动。已公开信息的地址不会改变，可以用标题、文号或索引号搜索。"
	case e.Status == 429:
		return "为保证服务稳定，短时间内的操作次数有限制。您填写的内容没有丢失，稍候返回重试即可。"
	}
	return "问题已记录，工作人员会尽快处理。您可以稍后再试。"
}

func (n Notice) name() string {
	if n.Title != "" {
		return n.Title
	}
	return "提示"
}

func (m Moment) class() string {
	class := m.Tone.class("moment")
	if m.Future {
		class += " future"
	}
	return class
}

func (t Tabs) name() string {
	if t.Label != "" {
		return t.Label
	}
	return "分页签"
}

func (s Steps) name() string {
	if s.Label != "" {
		return s.Label
	}
	return "进度"
}

func (s Step) class() string {
	switch {
	case s.Done:
		return "step done"
	case s.Current:
		return "step current"
	}
	return "step"
}

func (f File) remark() string {
	if f.Kind == "" || f.Size == "" {
		return f.Kind + f.Size
	}
	return f.Kind + "，" + f.Size
}

func (s Search) id() string {
	if s.Name == "" {
		return "search"
	}
	return "search-" + s.Name
}
