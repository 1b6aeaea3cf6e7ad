package supervising

import (
	"context"
	"strings"

	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"
)

// orderLetters are the letters of the kinds of orders.
var orderLetters = map[complaint.OrderKind]letter.ID{complaint.Mend: "L25a", complaint.FollowUp: "L25b"}

// An OrderLetter is the paper of an order, as far as the order fills it.
type OrderLetter struct {
	Kind    letter.Kind
	Letter  letter.Letter
	Stands  []fault.Problem // what stands against issuing it, by the fields of the order
	Remarks []letter.Remark // what else the lint says
}

// PreviewOrder writes the paper of an order before it is given.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) PreviewOrder(ctx context.Context, by auth.Actor, o complaint.Order) (l OrderLetter, err error) {
	defer fault.Wrap(&err, "supervising.PreviewOrder(%s)", o.To)
	if err := auth.Can(by, auth.OrderMending, o.To); err != nil {
		return l, err
	}
	o.From, o.IssuedOn = by.Agency, civil.Of(d.DB.Now())
	err = d.DB.Read(ctx, func(q *database.Query) error {
		l, err = d.orderLetter(q, o)
		return err
	})
	return l, err
}

// OrderMending orders an agency below to mend something, or reminds it; where a complaint was the cause it is entered
// there too. The paper goes out with the order: it draws its 文号 with the agency's letters and is kept as it is. While it
// lacks something, or the lint finds what must be mended, nothing goes out.
// 法源: 《条例》第四十七条。
func (d *Desk) OrderMending(ctx context.Context, by auth.Actor, o complaint.Order) (id complaint.OrderID, err error) {
	defer fault.Wrap(&err, "supervising.OrderMending(%s)", o.To)
	if d.Letters == nil {
		return "", fault.New(fault.Unavailable, "现在不能出具文书")
	}
	err = d.act(ctx, by, auth.OrderMending, o.To, func(tx *database.Tx) error {
		o.ID, o.From, o.IssuedOn, o.Facts = complaint.OrderID(tx.NewID("mo")), by.Agency, tx.Today(), nil
		id = o.ID
		if err := fault.Of(o.Check(tx.Today())); err != nil {
			return err
		}
		l, err := d.orderLetter(tx, o)
		if err != nil {
			return err
		}
		if err := fault.Of(l.Stands); err != nil {
			return err
		}
		row, _, err := d.Letters.NumberLetter(tx, by, o.From, casework.OrderLetters, l.Kind, l.Letter)
		if err != nil {
			return err
		}
		o.Number, o.Stamp = row.Number, row.Stamp
		if err := store.InsertOrder(tx, o); err != nil {
			return err
		}
		if err := store.InsertOrderLetter(tx, o.ID, row); err != nil {
			return err
		}
		enter(tx, o.To, "order_mending", "mending_order", string(o.ID), map[string]any{"number": o.Number, "kind": o.Kind, "from": o.From, "subject": o.Subject, "until": o.Until,
			"letter": row.ID, "digest": row.Digest}, law.OGI.Art(47).P(1))
		if o.Complaint == "" {
			return nil
		}
		file, err := ownComplaint(tx, by.Agency, o.Complaint)
		if err != nil {
			return err
		}
		if file.Complaint.About != o.To {
			return fault.Of([]fault.Problem{{Field: "to", Message: "投诉反映的是另一个机关"}})
		}
		return d.addComplaintFact(tx, file.Complaint, complaint.Fact{Kind: complaint.Ordered, On: tx.Today(), By: string(by.Staff), Text: o.Number + "：" + o.Subject, Order: string(o.ID)})
	})
	return id, err
}

// orderFields are the fields of an order behind the names in its text.
var orderFields = map[string]string{"办理机关": "to", "整改事由": "subject", "整改要求": "demand", "反馈期限": "until"}

// inGuide are the names that the agency's own 公开指南 fills.
var inGuide = map[string]bool{"工作机构": true, "机关电话": true, "机关地址": true}

// orderLetter writes the paper of an order.
func (d *Desk) orderLetter(r database.Reader, o complaint.Order) (l OrderLetter, err error) {
	var known bool
	if l.Kind, known = letter.KindOf(orderLetters[o.Kind]); !known {
		return l, fault.Of([]fault.Problem{{Field: "kind", Message: "请选择责令整改或者督办", Cite: law.OGI.Art(47).P(1)}})
	}
	facts, err := correctionFacts(r, o.From, o.IssuedOn)
	if err != nil {
		return l, err
	}
	to, err := store.Agency(r, o.To)
	if err != nil {
		return l, err
	}
	facts.Typed = map[letter.Name]string{"办理机关": to.Name, "整改事由": strings.TrimSpace(o.Subject), "整改要求": strings.TrimSpace(o.Demand), "反馈期限": o.Until.Chinese()}
	for _, f := range o.Files {
		facts.Files = append(facts.Files, f.Name)
	}
	if o.Complaint != "" { // only to find who reported in the text: it must not say so
		file, err := ownComplaint(r, o.From, o.Complaint)
		if err != nil {
			return l, err
		}
		in, err := d.petition(file)
		if err != nil {
			return l, err
		}
		facts.Applicant.Name = in.Name
	}
	if facts.Text, err = store.LetterTextOn(r, o.From, string(l.Kind.ID), o.IssuedOn); err != nil {
		return l, err
	}
	var lacks []fault.Problem
	l.Letter, lacks = letter.Draft(l.Kind, facts)
	for _, p := range lacks {
		if inGuide[p.Field] {
			p.Message += "，请在本机关的“公开指南”中填写"
		}
		p.Field = orderFields[p.Field]
		l.Stands = append(l.Stands, p)
	}
	for _, remark := range letter.Lint(l.Letter, facts) {
		if !remark.Blocks {
			l.Remarks = append(l.Remarks, remark)
		} else if len(lacks) == 0 {
			remark.Field = map[bool]string{true: "demand"}[remark.Field == "body"]
			l.Stands = append(l.Stands, remark.Problem)
		}
	}
	return l, nil
}

// orderPaper opens the paper of an order as it went out; nil for an order from before papers were kept.
func (d *Desk) orderPaper(r database.Reader, o complaint.Order) (*casework.Print, error) {
	row, kept, err := store.OrderLetter(r, o.ID)
	if err != nil || !kept || d.Letters == nil {
		return nil, err
	}
	p, err := d.Letters.OpenNumbered(r, casework.OrderLetters, row)
	return &p, err
}
