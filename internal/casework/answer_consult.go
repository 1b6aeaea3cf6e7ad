package casework

import (
	"context"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// An Inquiry is a consultation as the one who holds the link sees it: nothing in it says who applied.
type Inquiry struct {
	Agency   agency.Agency
	Kind     application.Kind
	Question string
	SentOn   civil.Date
	EndsOn   civil.Date
	Answered civil.Date // no day while it is open
	Ended    bool       // the term is over, or the application is closed
}

// inquiry finds the question of a token. A wrong token and a lost one look alike.
func (d *Desk) inquiry(r database.Reader, token string, today civil.Date) (c store.Consultation, in Inquiry, err error) {
	unknown := fault.New(fault.NotFound, "链接不对或者已经失效，请与征求意见的机关联系")
	if len(token) > longestToken {
		return c, in, unknown
	}
	if c, err = store.ConsultationByToken(r, tokenDigest(token)); database.NotFound(err) {
		return c, in, unknown
	} else if err != nil {
		return c, in, err
	}
	in = Inquiry{Kind: application.Kind(c.Kind), Question: c.Question, SentOn: c.SentOn, EndsOn: c.EndsOn, Answered: c.AnsweredOn, Ended: today.After(c.EndsOn)}
	in.Agency, err = store.Agency(r, agency.ID(c.Agency))
	return c, in, err
}

// longestToken bounds what is taken for a token.
const longestToken = 64

// Inquire shows the question of a link and notes the day on which it was first opened.
// 法源: 《条例》第三十二条、《条例》第三十四条。
func (d *Desk) Inquire(ctx context.Context, token, address string) (in Inquiry, err error) {
	defer fault.Wrap(&err, "casework.Inquire")
	today := civil.Of(d.DB.Now())
	c, in, err := d.inquiry(d.DB.View(ctx), token, today)
	if err != nil || !c.OpenedOn.IsZero() || in.Ended {
		return in, err
	}
	return in, d.DB.Write(ctx, public(address), func(tx *database.Tx) error {
		enter(tx, agency.ID(c.Agency), "open_consultation", application.ID(c.Application), map[string]any{"party": c.Party, "on": today}, law.OGI.Art(32))
		return store.OpenConsultation(tx, c.ID, today)
	})
}

// An Opinion is the answer of the one consulted.
type Opinion struct {
	Agrees bool
	Text   string
	Files  []Enclosure
}

// AnswerInquiry enters the opinion of whoever holds the link: once, and within the term. Who objects gives reasons, which
// the agency weighs. What is written stays out of the ledger.
// 法源: 《条例》第三十二条、《条例》第三十四条。
func (d *Desk) AnswerInquiry(ctx context.Context, token string, o Opinion, address string) (err error) {
	defer fault.Wrap(&err, "casework.AnswerInquiry")
	o.Text = strings.TrimSpace(o.Text)
	switch n := utf8.RuneCountInString(o.Text); {
	case n == 0 && !o.Agrees:
		return fault.Of([]fault.Problem{{Field: "text", Message: "不同意公开的，请说明理由", Cite: law.OGI.Art(32)}})
	case n > longestAnswer:
		return fault.Of([]fault.Problem{{Field: "text", Message: "内容过长，请控制在2000字以内"}})
	}
	return d.DB.Write(ctx, public(address), func(tx *database.Tx) error {
		c, in, err := d.inquiry(tx, token, tx.Today())
		switch {
		case err != nil:
			return err
		case !c.AnsweredOn.IsZero():
			return fault.New(fault.Conflict, "已于%s提交意见", c.AnsweredOn.Chinese())
		case in.Ended:
			return fault.Breach(law.OGI.Art(32), "答复期限已于%s届满，请直接与征求意见的机关联系", c.EndsOn.Chinese())
		}
		file, err := store.Application(tx, application.ID(c.Application))
		if err != nil {
			return err
		}
		kind := application.ThirdPartyAnswered
		if in.Kind == application.AgencyConsulted {
			kind = application.AgencyAnswered
		}
		f := application.Fact{Kind: kind, On: tx.Today(), Party: c.Party, Agrees: o.Agrees, Text: o.Text}
		f = enclose(f, o.Files)
		if err := d.addOnline(tx, file, f, map[string]any{"party": c.Party, "agrees": o.Agrees}); err != nil {
			return err
		}
		return store.AnswerConsultation(tx, c.ID, tx.Today())
	})
}
