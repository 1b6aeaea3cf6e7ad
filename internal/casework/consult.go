package casework

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"

	"github.com/emmansun/gmsm/sm3"
)

// A Consult is a question to a third party or another agency, to be answered by a link.
type Consult struct {
	Kind       application.Kind // ThirdPartyConsulted or AgencyConsulted
	Party      string           // the reference in the file: 第三方甲
	Name       string           // who that is; sealed
	Email      string           // where the link goes; sealed. Empty: the link is passed on by hand
	Question   string           // which information, and what is asked
	On         civil.Date
	ReceivedOn civil.Date // of the letter, where it is known
	Files      []Enclosure
}

// consulted is what is sealed of the one consulted.
type consulted struct{ Name, Email string }

// A Question is a consultation as the page of the application shows it.
type Question struct {
	store.Consultation
	Name, Email string // masked
}

// consultPlace is where the name and address of the one consulted are sealed to.
func consultPlace(id string) crypt.Place {
	return crypt.Place{Table: "consultation", Column: "particulars", Row: id}
}

// newToken makes the secret of a link: 130 random bits, of which only a digest is kept.
func newToken() string { return strings.ToLower(rand.Text()) }

// tokenDigest is by what a link is found. A secret of that many bits needs no key.
func tokenDigest(token string) string {
	sum := sm3.Sum([]byte("consult " + token))
	return hex.EncodeToString(sum[:])
}

func consultPath(token string) string { return "/consult/" + token }

// Consult sends a question out: the fact goes into the file and stops the clock as the law says, and the answer comes by
// the link, which is returned this once and sent by e-mail where an address is given.
// 法源: 《条例》第十一条第一款、《条例》第三十二条、《条例》第三十三条第三款、《条例》第三十四条。
func (d *Desk) Consult(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, in Consult) (link string, err error) {
	defer fault.Wrap(&err, "casework.Consult(%s)", id)
	if in.Kind != application.ThirdPartyConsulted && in.Kind != application.AgencyConsulted {
		return "", fault.New(fault.Invalid, "没有这种征求意见")
	}
	token := newToken()
	err = d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if err := fault.Of(in.check(file.Application, tx.Today())); err != nil {
			return err
		}
		f := application.Fact{Kind: in.Kind, On: in.On, By: string(by.Staff), Party: in.Party, ReceivedOn: in.ReceivedOn, Text: in.Question}
		f = enclose(f, in.Files)
		if err := d.add(tx, file.Application, f); err != nil {
			return err
		}
		return d.ask(tx, file.Application, in, token)
	})
	return d.link(consultPath(token)), err
}

// check is what the question itself lacks.
func (in Consult) check(a application.Application, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	if strings.TrimSpace(in.Question) == "" {
		problems = append(problems, fault.Problem{Field: "text", Message: "请写明拟公开的信息和征求意见的事项", Cite: law.OGI.Art(32)})
	}
	if in.On.After(today) {
		problems = append(problems, fault.Problem{Field: "on", Message: "日期不能晚于今天"})
	}
	answered := map[string]bool{}
	for _, f := range a.Facts {
		switch f.Kind {
		case application.ThirdPartyConsulted, application.AgencyConsulted:
			answered[f.Party] = false
		case application.ThirdPartyAnswered, application.AgencyAnswered:
			answered[f.Party] = true
		}
	}
	if done, asked := answered[in.Party]; asked && !done {
		problems = append(problems, fault.Problem{Field: "party", Message: "已经征求“" + in.Party + "”的意见，尚未答复", Cite: law.OGI.Art(32)})
	}
	return problems
}

// ask stores the question and sends the link.
func (d *Desk) ask(tx *database.Tx, a application.Application, in Consult, token string) error {
	c := store.Consultation{ID: tx.NewID("cs"), Agency: string(a.Agency), Application: string(a.ID), Kind: string(in.Kind), Party: in.Party,
		Question: in.Question, Token: tokenDigest(token), SentOn: in.On, EndsOn: d.Lapses(a.Agency)(application.Fact{On: in.On, ReceivedOn: in.ReceivedOn})}
	plain, err := json.Marshal(consulted{in.Name, in.Email})
	if err != nil {
		return err
	}
	if c.Particulars, err = d.Keys.Seal(crypt.Fields, consultPlace(c.ID), plain); err != nil {
		return err
	}
	if err := store.InsertConsultation(tx, c); err != nil {
		return err
	}
	return d.mailLink(tx, c, in.Email, token)
}

// mailLink sends the link to the one consulted.
func (d *Desk) mailLink(tx *database.Tx, c store.Consultation, to, token string) error {
	if d.Post == nil || to == "" {
		return nil
	}
	a, err := store.Agency(tx, agency.ID(c.Agency))
	if err != nil {
		return err
	}
	return d.Post(tx, a.ID, subject(application.ID(c.Application)), Mail{To: to, Subject: a.Name + "征求政府信息公开意见",
		Body: fmt.Sprintf("%s就一件政府信息公开申请征求您的意见，请不迟于%s答复：\n\n%s\n\n链接只供您使用，请勿转发。", a.Name, c.EndsOn.Chinese(), d.link(consultPath(token)))})
}

// questions are the consultations by a link, masked.
func (d *Desk) questions(r database.Reader, a application.Application) ([]Question, error) {
	rows, err := store.Consultations(r, string(a.Agency), string(a.ID))
	if err != nil {
		return nil, err
	}
	var list []Question
	for _, row := range rows {
		who, err := d.openConsulted(row)
		if err != nil {
			return nil, err
		}
		list = append(list, Question{row, crypt.Mask(crypt.Name, who.Name), crypt.Mask(crypt.Email, who.Email)})
	}
	return list, nil
}

func (d *Desk) openConsulted(c store.Consultation) (who consulted, err error) {
	plain, err := d.Keys.Open(crypt.Fields, consultPlace(c.ID), c.Particulars)
	if err != nil {
		return who, err
	}
	return who, json.Unmarshal(plain, &who)
}

// RenewLink makes a new link for a question whose old one was lost; the old one leads nowhere from then on.
// 法源: 《条例》第三十二条。
func (d *Desk) RenewLink(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, question string) (link string, err error) {
	defer fault.Wrap(&err, "casework.RenewLink(%s)", id)
	token := newToken()
	err = d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		rows, err := store.Consultations(tx, string(of), string(id))
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.ID != question {
				continue
			}
			who, err := d.openConsulted(row)
			if err != nil {
				return err
			}
			if err := store.RenewConsultation(tx, row.ID, tokenDigest(token)); err != nil {
				return err
			}
			enter(tx, of, "renew_link", id, map[string]string{"party": row.Party}, law.OGI.Art(32))
			return d.mailLink(tx, row, who.Email, token)
		}
		return fault.New(fault.NotFound, "没有找到这次征求意见")
	})
	return d.link(consultPath(token)), err
}
