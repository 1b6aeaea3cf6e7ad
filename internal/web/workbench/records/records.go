// Package records holds the pages of 主动公开: the list of an agency's records, writing one from a file or by hand, its
// review stage by stage, publication now or on a day, withdrawal, and the register of 规范性文件.
//
// The pages decide nothing. What a record needs comes from package disclosure, whose turn it is from package review, who
// may from internal/auth; each act is a use-case of internal/publishing.
package records

import (
	"context"
	"strconv"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/docgen"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review"
	"gongkai/workday"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk     *publishing.Desk
	Files    *blob.Store
	Calendar func(of agency.ID) *workday.Calendar
	// Read turns a file from somebody's desktop into a draft; nil where files are only attached.
	Read func(ctx context.Context, name string, data []byte) (Dropped, error)
	// Preview draws the record as the public will see it; nil for a plain rendering.
	Preview func(c *workbench.Call, v publishing.View) (templ.Component, error)
	// Compare puts two versions side by side.
	Compare func(before, after disclosure.Record) ui.Diff
	// Address is the public address of a record with the 索引号, complete.
	Address func(index string) string
	// Fonts are those of the 呈批单 as PDF; nil for the ones that come with the program.
	Fonts func() (*docgen.Fonts, error)
}

// Dropped is what was read out of a file: a draft, its attachments, and what the person should look at.
type Dropped struct {
	Record disclosure.Record
	Files  []DroppedFile
	Notes  []string
}

// A DroppedFile is an attachment that was read out of a file.
type DroppedFile struct {
	Name string
	Data []byte
}

type pages struct {
	Options
	bench *workbench.Bench
}

// The addresses of the pages.
const (
	recordsPath   = "/workbench/records"
	onePath       = recordsPath + "/{id}"
	normativePath = "/workbench/normative"
	imagesPath    = "/workbench/images"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	if o.Fonts == nil {
		o.Fonts = docgen.StandardFonts
	}
	p := pages{o, b}
	part := workbench.Part{
		Nav: []workbench.NavItem{
			{Group: workbench.Publish, Text: "主动公开", Path: recordsPath, Action: auth.ViewRecord, Order: 10, Count: p.waitingCount},
			{Group: workbench.Publish, Text: "规范性文件", Path: normativePath, Action: auth.ViewRecord, Order: 11},
		},
		Panels: []workbench.Panel{
			{Title: "待我办理的公开信息", Action: auth.ViewRecord, Order: 12, Brief: p.waitingBrief},
			{Title: "公开期限", Action: auth.ViewRecord, Order: 13, Brief: p.dueBrief},
			{Title: "定时发布", Action: auth.ViewRecord, Order: 30, Brief: p.scheduleBrief},
			{Title: "规范性文件提醒", Action: auth.ViewRecord, Order: 31, Brief: p.normativeBrief},
			{Title: "到期重新评估的不公开事项", Action: auth.ViewRecord, Order: 32, Brief: p.keptBrief},
		},
	}
	act := func(method, pattern string, action auth.Action, f func(*workbench.Call) error) {
		part.Routes = append(part.Routes, auth.Route{Method: method, Pattern: pattern, Action: action, Handler: b.Act(f)})
	}
	part.Routes = append(part.Routes,
		b.Get(recordsPath, auth.ViewRecord, p.list),
		b.Get(recordsPath+"/due", auth.ViewRecord, p.dueList),
		b.Get(latePath, auth.ViewRecord, p.late),
		b.Get(lateBelow, auth.ViewRecord, p.late),
		b.Get(onePath, auth.ViewRecord, p.one),
		b.Get(onePath+"/preview", auth.ViewRecord, p.preview),
		b.Get(onePath+"/versions", auth.ViewRecord, p.versions),
		b.Get(normativePath, auth.ViewRecord, p.normative),
		b.Get(onePath+"/approval", auth.ViewRecord, p.approval),
		b.Post(onePath+"/unschedule", auth.PublishRecord, p.unschedule),
	)
	act("GET", latePath+"/xlsx", auth.ViewRecord, p.lateSheet)
	act("GET", lateBelow+"/xlsx", auth.ViewRecord, p.lateSheet)
	act("GET", onePath+"/approval/{kind}", auth.ViewRecord, p.approvalPaper)
	act("GET", onePath+"/files/{hash}", auth.ViewRecord, p.file)
	act("GET", imagesPath+"/{hash}", auth.ViewRecord, p.image)
	act("POST", imagesPath, auth.DraftRecord, p.takeImage)
	act("POST", recordsPath+"/check", auth.ViewRecord, p.check)
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, action)...)
	}
	add(recordsPath+"/new", auth.DraftRecord, sheet.FormPage{Fill: p.blank, Draw: p.newForm, Take: p.takeNew})
	add(onePath+"/edit", auth.DraftRecord, sheet.FormPage{Fill: p.filled, Draw: p.editForm, Take: p.takeEdit})
	for stage := range stagesWithAction() {
		add(onePath+"/sign/"+string(stage), publishing.StageAction(stage), p.signPage(stage))
	}
	add(onePath+"/waive", auth.WaiveFinding, sheet.FormPage{Draw: p.waiveForm, Take: p.waive})
	add(onePath+"/publish", auth.PublishRecord, sheet.FormPage{Fill: p.blankPublish, Draw: p.publishForm, Take: p.publish})
	add(onePath+"/withdraw", auth.WithdrawRecord, sheet.FormPage{Draw: p.withdrawForm, Take: p.withdraw})
	return part
}

// stagesWithAction yields the stages of a review.
func stagesWithAction() func(yield func(review.Stage) bool) {
	return func(yield func(review.Stage) bool) {
		for _, row := range review.Stages {
			if !yield(row.Stage) {
				return
			}
		}
	}
}

func recordPath(id disclosure.ID) string { return recordsPath + "/" + string(id) }

var listCrumb = ui.Link{Text: "主动公开", Href: recordsPath}

func crumbs(v publishing.View) []ui.Link {
	return []ui.Link{listCrumb, {Text: short(v.Record.Title, 20), Href: recordPath(v.Record.ID)}}
}

// look loads the record that the address names, of the caller's own agency.
func (p pages) look(c *workbench.Call) (publishing.View, error) {
	return p.Desk.Look(c.Context(), c.By, c.By.Agency, disclosure.ID(c.Path("id")))
}

// waitingCount is how much waits for the caller, behind the entry of the navigation.
func (p pages) waitingCount(ctx context.Context, by auth.Actor) (int, error) {
	sum := 0
	for _, l := range publishing.Waiting(by) {
		_, n, err := p.Desk.List(ctx, by, l)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// waiting lists what waits for the caller.
func (p pages) waiting(c *workbench.Call, most int) (rows []query.RecordRow, total int, err error) {
	for _, l := range publishing.Waiting(c.By) {
		l.Limit = most
		some, n, err := p.Desk.List(c.Context(), c.By, l)
		if err != nil {
			return nil, 0, err
		}
		rows, total = append(rows, some...), total+n
	}
	return rows, total, nil
}

func itoa(n int) string { return strconv.Itoa(n) }

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// short cuts a text for lists.
func short(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
