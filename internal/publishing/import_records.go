package publishing

import (
	"context"
	"encoding/json"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
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
	prepared, err := d.prepareOld(ctx, of, lines)
	if err != nil {
		return nil, err
	}
	err = d.act(ctx, by, auth.ImportRecord, of, func(tx *database.Tx) error {
		i, err := newIntaker(tx, by, of, source, lines)
		if err != nil {
			return err
		}
		out = out[:0]
		for n := range prepared {
			o, err := i.take(&prepared[n])
			if err != nil {
				return err
			}
			out = append(out, o)
		}
		return nil
	})
	return out, err
}

// A preparedOld is a line with what could be done before the transaction.
type preparedOld struct {
	OldRecord
	findings []review.Finding
}

// prepareOld cleans and screens outside the transaction.
func (d *Desk) prepareOld(ctx context.Context, of agency.ID, lines []OldRecord) ([]preparedOld, error) {
	prepared := make([]preparedOld, len(lines))
	for i, l := range lines {
		l.Record = l.Record.Clone()
		l.Record.Agency = of
		l.Record.Body = policy.Sanitize(l.Record.Body)
		prepared[i].OldRecord = l
		if d.Screen == nil {
			continue
		}
		found, err := d.Screen(ctx, l.Record)
		if err != nil {
			return nil, err
		}
		prepared[i].findings = found
	}
	return prepared, nil
}

// An intaker takes the lines of one transaction.
type intaker struct {
	tx      *database.Tx
	by      auth.Actor
	of      agency.ID
	source  Import
	taken   map[string]disclosure.ID
	columns []catalog.Column
	numbers numbering
	here    map[catalog.IndexNo]disclosure.ID // taken in this transaction
}

func newIntaker(tx *database.Tx, by auth.Actor, of agency.ID, source Import, lines []OldRecord) (*intaker, error) {
	marks := make([]string, len(lines))
	for i, l := range lines {
		marks[i] = l.Mark
	}
	i := &intaker{tx: tx, by: by, of: of, source: source, numbers: numbering{tx: tx, of: of}, here: map[catalog.IndexNo]disclosure.ID{}}
	var err error
	if i.taken, err = store.ImportedLines(tx, of, marks); err != nil {
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
	l.Record.ID = disclosure.ID(i.tx.NewID("rc"))
	hard, err := i.settle(l)
	if err != nil {
		return out, err
	}
	if len(hard) > 0 {
		out.Fate, out.Problems = Refused, append(hard, unfit(l, i.tx.Today())...)
		return out, nil
	}
	digest := Digest(l.Record)
	subject := review.Subject{Kind: disclosure.ReviewKind, ID: string(l.Record.ID), Digest: digest}
	voucher := review.Voucher{By: person(i.by), Statement: i.source.Voucher}
	clearance, why := review.Vouch(subject, voucher, l.PublishedOn, i.tx.Today(), l.findings)
	act, wrong := disclosure.Adopt(l.Record, digest, clearance, l.PublishedOn, i.tx.Today())
	if why != nil || wrong != nil {
		out.Problems = merged(why, wrong)
		if !i.source.Hold || strings.TrimSpace(l.Record.Title) == "" {
			out.Fate = Refused
			return out, nil
		}
		out.Fate, out.Record = Held, l.Record.ID
		return out, i.hold(l, digest)
	}
	out.Fate, out.Record = Taken, l.Record.ID
	out.Index, err = i.adopt(l, digest, clearance, act)
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

// settle finds the column and the linked records, and says what no draft can have either.
func (i *intaker) settle(l *preparedOld) (problems []fault.Problem, err error) {
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	if column, ok := i.column(string(l.Record.Column)); ok {
		l.Record.Column = column.ID
		if l.Record.Item == "" {
			l.Record.Item = column.Item
		}
	} else if l.Record.Column == "" {
		wrong("column", "没有写明栏目")
	} else {
		wrong("column", "本机关没有“"+string(l.Record.Column)+"”这个栏目，或者已经关闭")
	}
	if l.Index != "" {
		if _, ok := i.here[l.Index]; ok {
			wrong("index", "索引号 "+string(l.Index)+" 在文件中重复")
		} else if taken, err := store.IndexTaken(i.tx, l.Index); err != nil {
			return nil, err
		} else if taken {
			wrong("index", "索引号 "+string(l.Index)+" 已被另一条信息使用")
		}
	}
	for _, address := range l.Addresses {
		taken, err := store.OldAddressTaken(i.tx, address)
		if err != nil {
			return nil, err
		}
		if taken {
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

// column finds a column by its id, its title, or its path of titles.
func (i *intaker) column(name string) (catalog.Column, bool) {
	name = strings.TrimSpace(name)
	var found []catalog.Column
	for _, c := range i.columns {
		if c.Closed {
			continue
		}
		if string(c.ID) == name || i.path(c) == name {
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

// path writes the titles from the top: 财政信息/预算.
func (i *intaker) path(c catalog.Column) string {
	path := c.Title
	for range 8 {
		n := -1
		for k := range i.columns {
			if i.columns[k].ID == c.Parent {
				n = k
			}
		}
		if n < 0 {
			break
		}
		c = i.columns[n]
		path = c.Title + "/" + path
	}
	return path
}

// file is the line as it is stored.
func (i *intaker) file(l *preparedOld, digest string) store.RecordFile {
	l.Record.Author = string(i.by.Staff)
	return store.RecordFile{Draft: l.Record, Digest: digest, AuthorName: i.by.Name}
}

// adopt stores the record and makes it public.
func (i *intaker) adopt(l *preparedOld, digest string, c review.Clearance, act disclosure.Act) (catalog.IndexNo, error) {
	index := l.Index
	if index == "" {
		var err error
		if index, err = i.numbers.next(l.PublishedOn); err != nil {
			return "", err
		}
	}
	file := i.file(l, digest)
	if err := store.SaveDraft(i.tx, file); err != nil {
		return "", err
	}
	for n, s := range c.Signoffs() {
		if err := store.AddSignoff(i.tx, disclosure.ReviewKind, string(l.Record.ID), n+1, s); err != nil {
			return "", err
		}
	}
	body, err := json.Marshal(file.Draft)
	if err != nil {
		return "", err
	}
	p := disclosure.Publication{Record: l.Record.ID, Index: index}
	if err := store.AddAct(i.tx, p, act, body); err != nil {
		return "", err
	}
	i.here[index] = l.Record.ID
	return index, i.note(l, "import", map[string]any{"index": index, "digest": digest, "published_on": act.On, "source": i.source.Source, "line": l.Line})
}

// hold keeps the line as a draft that goes through the whole review; its old number waits for it.
func (i *intaker) hold(l *preparedOld, digest string) error {
	if err := store.SaveDraft(i.tx, i.file(l, digest)); err != nil {
		return err
	}
	if l.Index != "" {
		if err := store.KeepIndex(i.tx, l.Record.ID, l.Index); err != nil {
			return err
		}
		i.here[l.Index] = l.Record.ID
	}
	return i.note(l, "hold_import", map[string]any{"index": l.Index, "digest": digest, "source": i.source.Source, "line": l.Line})
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
		if _, err := store.AddOldAddress(i.tx, address, i.of, id); err != nil {
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
