package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/review"
)

// A View is one record with everything that its page shows.
type View struct {
	Record      disclosure.Record
	Digest      string
	AuthorName  string
	Step        disclosure.Step
	Publication disclosure.Publication
	Column      catalog.Column
	Plan        review.Plan
	Review      review.State
	Acts        []review.Signoff
	Waivers     []review.Waiver
	Schedule    *store.Schedule
	Linked      map[disclosure.ID]query.TargetRow // what the record's links lead to
	Namesakes   []query.TargetRow                 // others with the same title or 文号
	From        []query.LinkRow                   // links of visible records, in both directions
	Validity    disclosure.Validity
	Report      int // the year of the annual report that goes out as this record; zero for any other record
	Settings    agency.Settings
}

// Wrote reports whether the person had a hand in the draft.
func (v View) Wrote(by auth.Actor) bool {
	if v.Record.Author == string(by.Staff) {
		return true
	}
	for _, id := range v.Record.Writers {
		if id == string(by.Staff) {
			return true
		}
	}
	return false
}

// Refused returns why the person cannot pass the stage whose turn it is, or nil.
func (v View) Refused(by auth.Actor, today civil.Date) []fault.Problem {
	subject := review.Subject{Kind: disclosure.ReviewKind, ID: string(v.Record.ID), Digest: v.Digest,
		Author: review.Person{ID: v.Record.Author, Name: v.AuthorName}, Writers: v.Record.Writers}
	act := review.Signoff{Stage: v.Review.Next, By: person(by), On: today, Verdict: review.Passed, Digest: v.Digest}
	return review.May(v.Plan, subject, v.Acts, act)
}

// Look loads a record of the agency.
func (d *Desk) Look(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID) (v View, err error) {
	defer fault.Wrap(&err, "publishing.Look(%s)", id)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		v, err = look(q, of, id, civil.Of(d.DB.Now()))
		return err
	})
	if database.NotFound(err) {
		err = fault.New(fault.NotFound, "没有找到这条信息")
	}
	return v, err
}

func look(q *database.Query, of agency.ID, id disclosure.ID, today civil.Date) (v View, err error) {
	file, err := own(q, of, id)
	if err != nil {
		return v, err
	}
	v = View{Record: file.Draft, Digest: file.Digest, AuthorName: file.AuthorName, Step: file.Stage, Publication: file.Publication}
	if v.Column, err = store.Column(q, file.Draft.Column); err != nil {
		return v, err
	}
	if v.Settings, err = store.Settings(q, of, today); err != nil {
		return v, err
	}
	if v.Plan, err = plan(q, of, today); err != nil {
		return v, err
	}
	if v.Acts, err = store.Signoffs(q, disclosure.ReviewKind, string(id)); err != nil {
		return v, err
	}
	v.Review = review.Look(v.Plan, subjectOf(file), v.Acts)
	if v.Waivers, err = store.Waivers(q, disclosure.ReviewKind, string(id), file.Digest); err != nil {
		return v, err
	}
	if s, ok, err := store.ScheduleOf(q, id); err != nil {
		return v, err
	} else if ok {
		v.Schedule = &s
	}
	var ids []disclosure.ID
	for _, l := range file.Draft.Links {
		ids = append(ids, l.To)
	}
	if v.Linked, err = query.Targets(q, ids); err != nil {
		return v, err
	}
	if v.Namesakes, err = query.Namesakes(q, of, id, file.Draft.Title, file.Draft.DocNo); err != nil {
		return v, err
	}
	if v.From, err = query.PortalLinks(q, string(id)); err != nil {
		return v, err
	}
	if v.Report, err = store.YearOfReport(q, of, id); err != nil {
		return v, err
	}
	v.Validity = file.Draft.ValidityOn(today, query.Effects(v.From, string(id)))
	return v, nil
}

// RevisionNote is the 修订说明 that somebody wrote who found what is put right in the draft; empty for none.
func (d *Desk) RevisionNote(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID) (_ string, err error) {
	defer fault.Wrap(&err, "publishing.RevisionNote(%s)", id)
	if err := auth.Can(by, auth.PublishRecord, of); err != nil {
		return "", err
	}
	return store.RevisionNote(d.DB.View(ctx), id)
}

// Version loads one published version of the record.
func (d *Desk) Version(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, n int) (_ disclosure.Record, err error) {
	defer fault.Wrap(&err, "publishing.Version(%s, %d)", id, n)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return disclosure.Record{}, err
	}
	view := d.DB.View(ctx)
	if _, err := own(view, of, id); err != nil {
		return disclosure.Record{}, err
	}
	return query.PortalVersion(view, string(id), n)
}

// List returns one page of the records of an agency and how many there are.
func (d *Desk) List(ctx context.Context, by auth.Actor, l query.RecordList) (rows []query.RecordRow, total int, err error) {
	defer fault.Wrap(&err, "publishing.List(%s)", l.Agency)
	if err := auth.Can(by, auth.ViewRecord, l.Agency); err != nil {
		return nil, 0, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		rows, total, err = query.Records(q, l)
		return err
	})
	return rows, total, err
}

// Waiting is the list of what the person has to do next in their agency: reviews that are theirs, drafts that came back
// to them, and what may be published.
func Waiting(by auth.Actor) []query.RecordList {
	var lists []query.RecordList
	var stages []disclosure.Step
	for _, row := range review.Stages {
		if row.Stage != review.SelfCheck && auth.Can(by, actions[row.Stage], by.Agency) == nil {
			stages = append(stages, disclosure.Step(row.Stage))
		}
	}
	if len(stages) > 0 {
		lists = append(lists, query.RecordList{Agency: by.Agency, Stages: stages, For: string(by.Staff)})
	}
	if auth.Can(by, auth.DraftRecord, by.Agency) == nil {
		lists = append(lists, query.RecordList{Agency: by.Agency, Stages: []disclosure.Step{disclosure.StepReturned}, Author: string(by.Staff)})
	}
	if auth.Can(by, auth.PublishRecord, by.Agency) == nil {
		lists = append(lists, query.RecordList{Agency: by.Agency, Stages: []disclosure.Step{disclosure.StepCleared}})
	}
	return lists
}

// StageAction is the permission that a stage of the review needs.
func StageAction(stage review.Stage) auth.Action { return actions[stage] }

// Columns lists the catalogue of the agency in its order.
func (d *Desk) Columns(ctx context.Context, by auth.Actor, of agency.ID) (_ []catalog.Column, err error) {
	defer fault.Wrap(&err, "publishing.Columns(%s)", of)
	if err := auth.Can(by, auth.ViewCatalog, of); err != nil {
		return nil, err
	}
	return store.Columns(d.DB.View(ctx), of)
}

// Settings are what the agency has set.
func (d *Desk) Settings(ctx context.Context, by auth.Actor, of agency.ID) (_ agency.Settings, err error) {
	defer fault.Wrap(&err, "publishing.Settings(%s)", of)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return agency.Settings{}, err
	}
	return store.Settings(d.DB.View(ctx), of, civil.Of(d.DB.Now()))
}

// Targets finds records to which one of the agency may be linked.
func (d *Desk) Targets(ctx context.Context, by auth.Actor, text string) (_ []query.TargetRow, err error) {
	defer fault.Wrap(&err, "publishing.Targets")
	if err := auth.Can(by, auth.DraftRecord, by.Agency); err != nil {
		return nil, err
	}
	return query.LinkTargets(d.DB.View(ctx), by.Agency, text, mostTargets)
}

// mostTargets is how many records a search for a link offers.
const mostTargets = 12

// Linked loads what links lead to.
func (d *Desk) Linked(ctx context.Context, by auth.Actor, links []disclosure.Link) (_ map[disclosure.ID]query.TargetRow, err error) {
	defer fault.Wrap(&err, "publishing.Linked")
	if err := auth.Can(by, auth.ViewRecord, by.Agency); err != nil {
		return nil, err
	}
	var ids []disclosure.ID
	for _, l := range links {
		ids = append(ids, l.To)
	}
	return query.Targets(d.DB.View(ctx), ids)
}

// Sections lists the 股室 of the agency.
func (d *Desk) Sections(ctx context.Context, by auth.Actor, of agency.ID) (_ []agency.Section, err error) {
	defer fault.Wrap(&err, "publishing.Sections(%s)", of)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return nil, err
	}
	return store.Sections(d.DB.View(ctx), of)
}

// Schedules lists what the agency has set a day for.
func (d *Desk) Schedules(ctx context.Context, by auth.Actor) (_ []query.ScheduleRow, err error) {
	defer fault.Wrap(&err, "publishing.Schedules")
	if err := auth.Can(by, auth.ViewRecord, by.Agency); err != nil {
		return nil, err
	}
	return query.Schedules(d.DB.View(ctx), by.Agency)
}
