package demo

import (
	"fmt"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/store"
	"gongkai/review"
)

// A paper is a record of the demo, published on its day.
type paper struct {
	on     string // published
	formed string
	item   catalog.ItemCode
	kind   disclosure.Kind
	title  string
	docNo  string
	body   string
	effect string       // effective, of a normative document
	until  string       // expires
	stop   review.Stage // the review goes no further than before this stage; empty for published
	back   string       // returned at this stage with this reason
	gone   string       // withdrawn on this day
	why    string       // the public reason of the withdrawal
}

// column finds the column of the bureau for a statutory item.
func (b *builder) column(code string, item catalog.ItemCode) (catalog.ColumnID, error) {
	columns, err := store.Columns(b.parts.DB.View(b.ctx), b.places[code])
	if err != nil {
		return "", err
	}
	for _, c := range columns {
		if c.Item == item {
			return c.ID, nil
		}
	}
	return "", fmt.Errorf("demo: no column for %s", item)
}

// publish adds the steps that bring a paper before the public: draft, four signatures, publication.
func (b *builder) publish(a agency.Agency, p paper) {
	var id disclosure.ID
	b.on(civil.MustParse(p.on), func() (err error) {
		id, err = b.draft(a, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
		for _, sign := range []struct {
			stage review.Stage
			login string
		}{{review.SelfCheck, "jingban"}, {review.SectionOK, "shenhe"}, {review.Secrecy, "baomi"}, {review.Signature, "qianfa"}} {
			if sign.stage == p.stop && p.back == "" {
				return nil
			}
			act := review.Signoff{Stage: sign.stage, Verdict: review.Passed, Opinion: "同意"}
			if sign.stage == p.stop {
				act.Verdict, act.Opinion = review.Returned, p.back
			}
			if err := b.signRecord(a, id, b.by(a.Code+"-"+sign.login), act); err != nil {
				return fmt.Errorf("%s: %w", p.title, err)
			}
			if sign.stage == p.stop {
				return nil
			}
		}
		_, err = b.press.Publish(b.ctx, b.by(a.Code+"-jingban"), b.places[a.Code], id, "")
		return err
	})
	if p.gone != "" {
		b.on(civil.MustParse(p.gone), func() error {
			return b.press.Withdraw(b.ctx, b.by(a.Code+"-jingban"), b.places[a.Code], id, p.why)
		})
	}
}

func (b *builder) signRecord(a agency.Agency, id disclosure.ID, by auth.Actor, act review.Signoff) error {
	file, err := store.Record(b.parts.DB.View(b.ctx), id)
	if err != nil {
		return err
	}
	act.Digest = file.Digest
	return b.press.SignOff(b.ctx, by, b.places[a.Code], id, act)
}

func (b *builder) draft(a agency.Agency, p paper) (disclosure.ID, error) {
	column, err := b.column(a.Code, p.item)
	if err != nil {
		return "", err
	}
	r := disclosure.Record{Agency: b.places[a.Code], Column: column, Item: p.item, Kind: p.kind, Title: p.title, DocNo: p.docNo, Issuer: a.Name,
		FormedOn: day(p.formed), EffectiveOn: day(p.effect), ExpiresOn: day(p.until), Attribute: disclosure.Proactive, Theme: `科技、教育\科技`,
		Channels: []string{"政府网站"}, Body: p.body}
	if a.Code != science.Code {
		r.Theme = `城乡建设、环境保护\城乡建设（含住房）`
	}
	return b.press.SaveDraft(b.ctx, b.by(a.Code+"-jingban"), r)
}

// day reads a day that may be left out.
func day(s string) civil.Date {
	if s == "" {
		return civil.Date{}
	}
	return civil.MustParse(s)
}
