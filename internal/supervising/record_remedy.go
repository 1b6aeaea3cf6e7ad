package supervising

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/remedy"
)

// A NewRemedy is a 复议 or suit as it is entered in the register. Application and Record are what people see: the number
// of the application and the 索引号 of the publication; both may be empty for a matter from before the register.
type NewRemedy struct {
	Application string
	Record      string
	After       remedy.ID // the 复议 that a suit follows
	Way         remedy.Way
	Subject     string
	Party       string // who brought it; sealed
	Accepted    remedy.Fact
	ServedOn    civil.Date // when the copy reached the agency, if it has
}

// The bounds of what is typed, in characters.
const (
	longestSubject = 200
	longestText    = 2000
	longestParty   = 100
)

// RegisterRemedy enters a 复议 or suit in the register of the agency.
// 法源: 《条例》第五十一条、《行政复议法》第四十八条、《行政诉讼法》第六十七条第一款。
func (d *Desk) RegisterRemedy(ctx context.Context, by auth.Actor, of agency.ID, in NewRemedy) (id remedy.ID, err error) {
	defer fault.Wrap(&err, "supervising.RegisterRemedy")
	err = d.act(ctx, by, auth.RecordRemedy, of, func(tx *database.Tx) error {
		p, err := d.newRemedy(tx, of, in)
		if err != nil {
			return err
		}
		if p.Number, err = remedyNumber(tx, p); err != nil {
			return err
		}
		id = p.ID
		sealed, err := d.Keys.Seal(crypt.Fields, partyPlace(p.ID), []byte(strings.TrimSpace(in.Party)))
		if err != nil {
			return err
		}
		if err := store.InsertProceeding(tx, store.ProceedingFile{Proceeding: p, Party: sealed}); err != nil {
			return err
		}
		in.Accepted.Kind, in.Accepted.By = remedy.Accepted, string(by.Staff)
		if p, err = d.addRemedyFact(tx, p, in.Accepted); err != nil || in.ServedOn.IsZero() {
			return err
		}
		_, err = d.addRemedyFact(tx, p, remedy.Fact{Kind: remedy.Served, On: in.ServedOn, By: string(by.Staff)})
		return err
	})
	return id, err
}

func partyPlace(id remedy.ID) crypt.Place {
	return crypt.Place{Table: "proceeding", Column: "party", Row: string(id)}
}

// newRemedy checks what was entered, all of it at once, and finds what it is about.
func (d *Desk) newRemedy(tx *database.Tx, of agency.ID, in NewRemedy) (remedy.Proceeding, error) {
	p := remedy.Proceeding{ID: remedy.ID(tx.NewID("pr")), Agency: of, Way: in.Way, Subject: strings.TrimSpace(in.Subject), After: in.After}
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message})
		}
	}
	wrong(in.Way != remedy.Reconsideration && !in.Way.Suit(), "way", "请选择行政复议或者行政诉讼")
	wrong(p.Subject == "", "subject", "请填写争议的事项")
	wrong(utf8.RuneCountInString(p.Subject) > longestSubject, "subject", "争议的事项请控制在200字以内")
	wrong(utf8.RuneCountInString(in.Party) > longestParty, "party", "名称请控制在100字以内")
	court := strings.HasSuffix(strings.TrimSpace(in.Accepted.Forum), "法院")
	wrong(in.Way.Suit() && in.Accepted.Forum != "" && !court, "forum", "行政诉讼请填写法院的全称")
	wrong(in.Way == remedy.Reconsideration && court, "forum", "行政复议请填写复议机关，法院审理的请选择行政诉讼")
	wrong(in.After != "" && in.Way != remedy.LitigationAfter, "after", "只有复议后起诉的案件才有在先的行政复议")
	in.Accepted.Kind = remedy.Accepted
	for _, problem := range p.Refuses(in.Accepted, tx.Today()) {
		if problem.Field == "on" {
			problem.Field = "filed_on"
		}
		problems = append(problems, problem)
	}
	if !in.ServedOn.IsZero() && len(problems) == 0 {
		for _, problem := range p.With(in.Accepted).Refuses(remedy.Fact{Kind: remedy.Served, On: in.ServedOn}, tx.Today()) {
			problem.Field = "served_on"
			problems = append(problems, problem)
		}
	}
	if text := strings.TrimSpace(in.Application); text != "" {
		found, err := query.CaseNumbered(tx, of, text)
		if err != nil {
			return p, err
		}
		wrong(found == "", "application", "本机关没有编号为“"+text+"”的申请")
		p.Application = found
	}
	if text := strings.TrimSpace(in.Record); text != "" {
		found, err := query.RecordIndexed(tx, of, text)
		if err != nil {
			return p, err
		}
		wrong(found == "", "record", "本机关没有索引号为“"+text+"”的信息")
		p.Record = found
	}
	if in.After != "" {
		before, err := store.Proceeding(tx, in.After)
		if err != nil && !database.NotFound(err) {
			return p, err
		}
		wrong(err != nil || before.Proceeding.Agency != of || before.Proceeding.Way != remedy.Reconsideration, "after", "没有找到在先的行政复议")
	}
	twin, err := query.RemedyTwin(tx, of, in.Accepted.Forum, in.Accepted.CaseNo)
	wrong(twin != "", "case_no", "这个案号已经登记，登记号"+twin)
	if err != nil {
		return p, err
	}
	return p, fault.Of(problems)
}

// remedyNumber draws the number in the agency's own register: 议2026-3, 诉2026-1.
func remedyNumber(tx *database.Tx, p remedy.Proceeding) (string, error) {
	word, period := "议", fmt.Sprint(tx.Today().Year())
	if p.Way.Suit() {
		word = "诉"
	}
	n, err := store.Next(tx, "remedy_"+word, string(p.Agency), period)
	return fmt.Sprintf("%s%s-%d", word, period, n), err
}

// AddRemedyFact enters what happened in a proceeding. Where the result asks for a new decision on an application that
// was answered, the application is opened again in the same transaction, with a clock of its own.
// 法源: 《条例》第五十一条、《行政复议法》第七十六条、《行政诉讼法》第八十五条。
func (d *Desk) AddRemedyFact(ctx context.Context, by auth.Actor, of agency.ID, id remedy.ID, f remedy.Fact) (err error) {
	defer fault.Wrap(&err, "supervising.AddRemedyFact(%s, %s)", id, f.Kind)
	return d.act(ctx, by, auth.RecordRemedy, of, func(tx *database.Tx) error {
		file, err := ownRemedy(tx, of, id)
		if err != nil {
			return err
		}
		if utf8.RuneCountInString(f.Text) > longestText {
			return fault.Of([]fault.Problem{{Field: "text", Message: "内容请控制在2000字以内"}})
		}
		if f.Kind == remedy.Accepted {
			return fault.New(fault.Invalid, "受理（立案）在登记案件时填写，填错的请用“更正登记”")
		}
		f.By = string(by.Staff)
		p, err := d.addRemedyFact(tx, file.Proceeding, f)
		if err != nil {
			return err
		}
		if f.Kind == remedy.Decided && f.Redecide && p.Application != "" && d.Reopen != nil {
			now, _ := p.Now()
			return d.Reopen(tx, of, p.Application, f.On, f.Until, basisOf(p), string(by.Staff), now.Forum+now.CaseNo+"："+string(f.Result)+"，要求重新作出处理")
		}
		return nil
	})
}

// basisOf says what an application is answered anew for.
func basisOf(p remedy.Proceeding) deadline.Basis {
	if p.Way.Suit() {
		return deadline.Judged
	}
	return deadline.Reconsidered
}

// addRemedyFact stores the fact unless something stands against it.
func (d *Desk) addRemedyFact(tx *database.Tx, p remedy.Proceeding, f remedy.Fact) (remedy.Proceeding, error) {
	if err := fault.Of(p.Refuses(f, tx.Today())); err != nil {
		return p, err
	}
	with := p.With(f)
	if err := store.AddProceedingFact(tx, p, f, d.remedyStanding(with)); err != nil {
		return p, err
	}
	verb := string(f.Kind)
	f.Names = nil // they may name people; the ledger holds the hashes
	enter(tx, p.Agency, "remedy_"+verb, "proceeding", string(p.ID), map[string]any{"number": p.Number, "way": p.Way, "fact": f, "bucket": with.Bucket()}, remedyCite(p, f))
	return with, nil
}

// remedyStanding is the next thing owed.
func (d *Desk) remedyStanding(p remedy.Proceeding) store.RemedyStanding {
	var s store.RemedyStanding
	for _, duty := range p.Duties(d.Calendar(p.Agency)) {
		if !duty.Free && (s.DueOn.IsZero() || duty.DueOn.Before(s.DueOn)) {
			s.DueOn, s.What = duty.DueOn, duty.What
		}
	}
	return s
}

func remedyCite(p remedy.Proceeding, f remedy.Fact) law.Citation {
	switch {
	case f.Kind == remedy.Answered && p.Way.Suit():
		return law.Litigation.Art(67).P(1)
	case f.Kind == remedy.Answered:
		return law.Recon.Art(48)
	case f.Kind == remedy.FedBack:
		return law.Recon.Art(76)
	}
	return law.OGI.Art(51)
}

// ownRemedy loads the proceeding and refuses one of another agency than the one acted upon.
func ownRemedy(r database.Reader, of agency.ID, id remedy.ID) (store.ProceedingFile, error) {
	file, err := store.Proceeding(r, id)
	if err == nil && file.Proceeding.Agency != of {
		err = fault.New(fault.NotFound, "没有找到这个案件")
	}
	return file, err
}
