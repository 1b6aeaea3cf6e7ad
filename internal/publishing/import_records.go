package publishing

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/store"
	"gongkai/review"
)

// An OldRecord is one line of a file of records from an old site.
type OldRecord struct {
	Line        int
	Mark        string // names the content of the line: the same line is taken once
	Record      disclosure.Record
	Index       catalog.IndexNo // as it was; a new one is drawn where it had none
	Addresses   []string        // where it stood: paths, with what follows the question mark
	PublishedOn civil.Date
	Pictures    []Picture // images of the body that were put into the store
	RelatesTo   []OldLink
}

// An OldLink leads to another record by its 索引号.
type OldLink struct {
	Relation disclosure.Relation
	Index    catalog.IndexNo
}

// An Import says where records come from, who answers for them, and what becomes of those that must not go out.
type Import struct {
	Source  string // name of the file
	Voucher string // what the actor declares: see [review.Voucher]
	Try     bool   // change nothing: only say what would become of the lines
	Hold    bool   // keep what is not fit to be published as drafts instead of refusing it
}

// A Fate is what became of a line.
type Fate string

// The fates.
const (
	Taken   Fate = "imported"
	Already Fate = "already" // by an earlier run
	Held    Fate = "held"    // as a draft
	Refused Fate = "refused"
)

// An Outcome is what became of one line, with every reason why it was not published.
type Outcome struct {
	Line     int
	Fate     Fate
	Index    catalog.IndexNo
	Record   disclosure.ID
	Problems []fault.Problem
}

// ImportRecords takes records that were public on an old site, in one transaction, with their 索引号, addresses and days
// of publication. What is not fit is refused or held as a draft, with every reason; the others are taken all the same.
// The actor answers for it that they were reviewed and public before.
// 法源: 《条例》第十七条第一款、《条例》第二十三条。
func (d *Desk) ImportRecords(ctx context.Context, by auth.Actor, of agency.ID, source Import, lines []OldRecord) (out []Outcome, err error) {
	defer fault.Wrap(&err, "publishing.ImportRecords(%s)", source.Source)
	if err := auth.Can(by, auth.ImportRecord, of); err != nil {
		return nil, err
	}
	prepared, columns, err := d.prepareOld(ctx, string(by.Staff), of, lines)
	if err != nil {
		return nil, err
	}
	tried := false
	err = d.act(ctx, by, auth.ImportRecord, of, func(tx *database.Tx) error {
		i, err := newIntaker(tx, by, of, source, prepared)
		if err != nil {
			return err
		}
		if !slices.Equal(i.columns, columns) {
			return fault.New(fault.Conflict, "导入时目录正在修改，请稍后再试")
		}
		out, tried = out[:0], false
		for n := range prepared {
			o, err := i.take(&prepared[n])
			if err != nil {
				return err
			}
			out = append(out, o)
		}
		if err := i.adopter.Close(); err != nil {
			return err
		}
		if tried = source.Try; tried {
			return errTried
		}
		return nil
	})
	if tried {
		err = nil
	}
	return out, err
}

// errTried undoes a transaction that only tried.
var errTried = fault.New(fault.Conflict, "只作检查，没有导入")

// A preparedOld is a line with what could be done before the transaction.
type preparedOld struct {
	OldRecord
	problems []fault.Problem
	findings []review.Finding

	// What follows from the content, empty where the transaction has still something to add to it.
	digest string
	body   []byte
	entry  *fulltext.Entry
	fresh  *store.Fresh
}

// prepareOld cleans, screens, and does whatever else costs time outside the transaction.
func (d *Desk) prepareOld(ctx context.Context, author string, of agency.ID, lines []OldRecord) ([]preparedOld, []catalog.Column, error) {
	columns, err := store.Columns(d.DB.View(ctx), of)
	if err != nil {
		return nil, nil, err
	}
	asked, err := store.AsksFresh(d.DB.View(ctx))
	if err != nil {
		return nil, nil, err
	}
	prepared := make([]preparedOld, len(lines))
	for i, l := range lines {
		p := &prepared[i]
		l.Record = l.Record.Clone()
		l.Record.ID = disclosure.ID(database.NewID("rc", d.DB.Now()))
		l.Record.Agency = of
		l.Record.Body = policy.Sanitize(l.Record.Body)
		p.OldRecord = l
		p.place(columns)
		if len(l.RelatesTo) == 0 && len(p.problems) == 0 {
			if err := p.settle(author, asked); err != nil {
				return nil, nil, err
			}
		}
		if d.Screen != nil {
			if p.findings, err = d.Screen(ctx, l.Record); err != nil {
				return nil, nil, err
			}
		}
	}
	return prepared, columns, nil
}

// place finds the column of the line.
func (p *preparedOld) place(columns []catalog.Column) {
	r := &p.Record
	column, ok := columnNamed(columns, string(r.Column))
	switch {
	case ok:
		r.Column = column.ID
		if r.Item == "" {
			r.Item = column.Item
		}
	case r.Column == "":
		p.problems = append(p.problems, fault.Problem{Field: "column", Message: "没有写明栏目"})
	default:
		p.problems = append(p.problems, fault.Problem{Field: "column", Message: "本机关没有“" + string(r.Column) + "”这个栏目，或者已经关闭"})
	}
}

// settle computes what follows from the content, once nothing more is added to it; asked: and what a search asks of it until it
// is folded.
func (p *preparedOld) settle(author string, asked bool) error {
	p.Record.Author = author
	p.digest = Digest(p.Record)
	body, err := json.Marshal(p.Record)
	p.body = body
	if p.Index != "" {
		source := fulltext.Source{Record: p.Record, Index: string(p.Index), Year: p.PublishedOn.Year()}
		entry := fulltext.Enter(source)
		p.entry = &entry
		if asked {
			fresh := store.NewFresh(source, entry)
			p.fresh = &fresh
		}
	}
	return err
}

// An intaker takes the lines of one transaction.
type intaker struct {
	tx        *database.Tx
	by        auth.Actor
	of        agency.ID
	source    Import
	taken     map[string]disclosure.ID
	indexes   map[catalog.IndexNo]bool // in use before
	addresses map[string]bool
	columns   []catalog.Column
	numbers   numbering
	adopter   *store.Adopter
	here      map[catalog.IndexNo]disclosure.ID // taken in this transaction
}

func newIntaker(tx *database.Tx, by auth.Actor, of agency.ID, source Import, lines []preparedOld) (*intaker, error) {
	var marks, indexes, addresses []string
	for _, l := range lines {
		marks = append(marks, l.Mark)
		addresses = append(addresses, l.Addresses...)
		if l.Index != "" {
			indexes = append(indexes, string(l.Index))
		}
	}
	i := &intaker{tx: tx, by: by, of: of, source: source, numbers: numbering{tx: tx, of: of}, here: map[catalog.IndexNo]disclosure.ID{}}
	var err error
	if i.adopter, err = store.NewAdopter(tx); err != nil {
		return nil, err
	}
	if i.taken, err = store.ImportedLines(tx, of, marks); err != nil {
		return nil, err
	}
	if i.indexes, err = store.IndexesTaken(tx, indexes); err != nil {
		return nil, err
	}
	if i.addresses, err = store.OldAddressesTaken(tx, addresses); err != nil {
		return nil, err
	}
	i.columns, err = store.Columns(tx, of)
	return i, err
}

// take decides about one line and stores what follows.
func (i *intaker) take(l *preparedOld) (Outcome, error) {
	out := Outcome{Line: l.Line, Index: l.Index}
	if id, ok := i.taken[l.Mark]; ok {
		out.Fate, out.Record = Already, id
		return out, nil
	}
	hard, err := i.fit(l)
	if err != nil {
		return out, err
	}
	if len(hard) > 0 {
		out.Fate, out.Problems = Refused, append(hard, unfit(l, i.tx.Today())...)
		return out, nil
	}
	if l.digest == "" {
		if err := l.settle(string(i.by.Staff), false); err != nil {
			return out, err
		}
	}
	subject := review.Subject{Kind: disclosure.ReviewKind, ID: string(l.Record.ID), Digest: l.digest}
	voucher := review.Voucher{By: person(i.by), Statement: i.source.Voucher}
	clearance, why := review.Vouch(subject, voucher, l.PublishedOn, i.tx.Today(), l.findings)
	act, wrong := disclosure.Adopt(l.Record, l.digest, clearance, l.PublishedOn, i.tx.Today())
	if why != nil || wrong != nil {
		out.Problems = merged(why, wrong)
		if !i.source.Hold || strings.TrimSpace(l.Record.Title) == "" {
			out.Fate = Refused
			return out, nil
		}
		out.Fate, out.Record = Held, l.Record.ID
		return out, i.hold(l)
	}
	out.Fate, out.Record = Taken, l.Record.ID
	out.Index, err = i.adopt(l, clearance, act)
	return out, err
}

// unfit is everything else that keeps a refused line from being published, so that one report tells all.
func unfit(l *preparedOld, today civil.Date) []fault.Problem {
	return l.Record.Check(today)
}

// merged are the problems of both errors, the want of a clearance told once.
func merged(why, wrong error) []fault.Problem {
	var problems []fault.Problem
	if why != nil {
		problems = append(problems, fault.Problems(why)...)
	}
	if wrong == nil {
		return problems
	}
	for _, p := range fault.Problems(wrong) {
		if why == nil || p.Field != "" && p.Field != "published_on" {
			problems = append(problems, p)
		}
	}
	return problems
}

// fit finds the linked records, and says what no draft can have either.
func (i *intaker) fit(l *preparedOld) (problems []fault.Problem, err error) {
	problems = l.problems
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	if _, ok := i.here[l.Index]; ok && l.Index != "" {
		wrong("index", "索引号 "+string(l.Index)+" 在文件中重复")
	} else if i.indexes[l.Index] {
		wrong("index", "索引号 "+string(l.Index)+" 已被另一条信息使用")
	}
	for _, address := range l.Addresses {
		if i.addresses[address] {
			wrong("address", "原网址 "+address+" 已属于另一条信息")
		}
	}
	for _, link := range l.RelatesTo {
		id, err := i.linked(link.Index)
		if err != nil {
			return nil, err
		}
		if id == "" {
			wrong("links", "关联的信息 "+string(link.Index)+" 还没有导入，请把它放在前面，或者导入之后再试一次")
			continue
		}
		l.Record.Links = append(l.Record.Links, disclosure.Link{Relation: link.Relation, To: id})
		l.digest = ""
	}
	return problems, nil
}

func (i *intaker) linked(index catalog.IndexNo) (disclosure.ID, error) {
	if id, ok := i.here[index]; ok {
		return id, nil
	}
	id, err := store.RecordByIndex(i.tx, i.of, index)
	if database.NotFound(err) {
		return "", nil
	}
	return id, err
}

// columnNamed finds a column by its id, its path of titles, or its title where only one has it.
func columnNamed(columns []catalog.Column, name string) (catalog.Column, bool) {
	name = strings.TrimSpace(name)
	var found []catalog.Column
	for _, c := range columns {
		if c.Closed {
			continue
		}
		if string(c.ID) == name || columnPath(columns, c) == name {
			return c, true
		}
		if c.Title == name {
			found = append(found, c)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return catalog.Column{}, false
}

// columnPath writes the titles from the top: 财政信息/预算.
func columnPath(columns []catalog.Column, c catalog.Column) string {
	path := c.Title
	for range 8 {
		n := slices.IndexFunc(columns, func(above catalog.Column) bool { return above.ID == c.Parent })
		if n < 0 || c.Parent == "" {
			break
		}
		c = columns[n]
		path = c.Title + "/" + path
	}
	return path
}

// file is the line as it is stored.
func (i *intaker) file(l *preparedOld) store.RecordFile {
	return store.RecordFile{Draft: l.Record, Digest: l.digest, AuthorName: i.by.Name}
}

// adopt stores the record and makes it public.
func (i *intaker) adopt(l *preparedOld, c review.Clearance, act disclosure.Act) (catalog.IndexNo, error) {
	index := l.Index
	if index == "" {
		var err error
		if index, err = i.numbers.next(l.PublishedOn); err != nil {
			return "", err
		}
	}
	file := i.file(l)
	file.Publication = disclosure.Publication{Record: l.Record.ID, Index: index}
	if err := i.adopter.Add(store.Adoption{File: file, Act: act, Body: l.body, Entry: l.entry, Fresh: l.fresh}); err != nil {
		return "", err
	}
	for n, s := range c.Signoffs() {
		if err := store.AddSignoff(i.tx, disclosure.ReviewKind, string(l.Record.ID), n+1, s); err != nil {
			return "", err
		}
	}
	i.here[index] = l.Record.ID
	return index, i.note(l, "import", map[string]any{"index": index, "digest": l.digest, "published_on": act.On, "source": i.source.Source, "line": l.Line})
}

// hold keeps the line as a draft that goes through the whole review; its old number waits for it.
func (i *intaker) hold(l *preparedOld) error {
	if err := store.SaveDraft(i.tx, i.file(l)); err != nil {
		return err
	}
	if l.Index != "" {
		if err := store.KeepIndex(i.tx, l.Record.ID, l.Index); err != nil {
			return err
		}
		i.here[l.Index] = l.Record.ID
	}
	if err := restage(i.tx, i.of, l.Record.ID); err != nil {
		return err
	}
	return i.note(l, "hold_import", map[string]any{"index": l.Index, "digest": l.digest, "source": i.source.Source, "line": l.Line})
}

// note stores what both ways have in common.
func (i *intaker) note(l *preparedOld, verb string, what any) error {
	id := l.Record.ID
	for _, p := range l.Pictures {
		if err := store.AddPicture(i.tx, p); err != nil {
			return err
		}
	}
	if hashes := PicturesIn(l.Record.Body); len(hashes) > 0 && verb == "import" {
		if err := store.ShowPictures(i.tx, id, hashes); err != nil {
			return err
		}
	}
	for _, address := range l.Addresses {
		i.addresses[address] = true
		if err := store.AddOldAddress(i.tx, address, i.of, id); err != nil {
			return err
		}
	}
	i.taken[l.Mark] = id
	line := store.ImportLine{Agency: i.of, Mark: l.Mark, Record: id, Source: i.source.Source, Line: l.Line}
	if err := store.AddImportLine(i.tx, line); err != nil {
		return err
	}
	enter(i.tx, i.of, verb, "record", string(id), nil, what)
	return nil
}

// numbering draws numbers of several periods and loads the agency's pattern once.
type numbering struct {
	tx       *database.Tx
	of       agency.ID
	agency   agency.Agency
	settings agency.Settings
}

func (n *numbering) next(on civil.Date) (catalog.IndexNo, error) {
	if n.agency.ID == "" {
		var err error
		if n.agency, err = store.Agency(n.tx, n.of); err != nil {
			return "", err
		}
		if n.settings, err = store.Settings(n.tx, n.of, n.tx.Today()); err != nil {
			return "", err
		}
	}
	pattern := n.settings.Numbers.Index
	for {
		no, err := store.Next(n.tx, "index", string(n.of), pattern.Period(on))
		if err != nil {
			return "", err
		}
		text, err := pattern.Format(n.agency, n.settings.Numbers.Word, on, int(no))
		if err != nil {
			return "", err
		}
		taken, err := store.IndexTaken(n.tx, catalog.IndexNo(text))
		if err != nil || !taken {
			return catalog.IndexNo(text), err
		}
	}
}
