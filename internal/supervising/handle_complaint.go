package supervising

import (
	"context"
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/law"
)

// AddComplaintFact enters what was done with a complaint. An order is never entered by hand: [Desk.OrderMending] does.
// 法源: 《条例》第四十一条、《条例》第四十七条第二款。
func (d *Desk) AddComplaintFact(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, f complaint.Fact) (err error) {
	defer fault.Wrap(&err, "supervising.AddComplaintFact(%s, %s)", id, f.Kind)
	return d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		file, err := ownComplaint(tx, of, id)
		if err != nil {
			return err
		}
		if f.Kind == complaint.Ordered {
			return fault.New(fault.Invalid, "责令整改由发出通知书登记")
		}
		f.By = string(by.Staff)
		return d.addComplaintFact(tx, file.Complaint, f)
	})
}

func (d *Desk) addComplaintFact(tx *database.Tx, c complaint.Complaint, f complaint.Fact) error {
	if err := fault.Of(c.Refuses(f, tx.Today())); err != nil {
		return err
	}
	if err := store.AddComplaintFact(tx, c, f, c.DueOn(d.Calendar(c.Agency))); err != nil {
		return err
	}
	row, _ := c.Kind.Row()
	// What was written may name people: the ledger holds what was found and not the words.
	enter(tx, c.Agency, "complaint_"+string(f.Kind), "complaint", string(c.ID), map[string]any{"number": c.Number, "on": f.On, "outcome": f.Outcome, "order": f.Order}, row.Cite)
	return nil
}

// ownComplaint loads the complaint and refuses one that another agency handles.
func ownComplaint(r database.Reader, of agency.ID, id complaint.ID) (store.ComplaintFile, error) {
	file, err := store.Complaint(r, id)
	if err == nil && file.Complaint.Agency != of {
		err = fault.New(fault.NotFound, "没有找到这件投诉")
	}
	return file, err
}

// A ComplaintView is everything that the page of a complaint shows. Whoever handles it must read what was written; who
// wrote it is masked.
type ComplaintView struct {
	Complaint complaint.Complaint
	Text      string
	Evidence  string
	Name      string   // masked
	Identity  string   // masked
	Reach     string   // masked: how to answer
	Files     []string // what was handed in, by labels that name nobody
	About     agency.Agency
	DueOn     civil.Date
	May       []complaint.FactKind
	Orders    []query.ListedOrder
	Letters   []casework.IssuedLetter
}

// LookComplaint shows a complaint to those who handle it.
// 法源: 《条例》第四十七条第二款。
func (d *Desk) LookComplaint(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID) (v ComplaintView, err error) {
	defer fault.Wrap(&err, "supervising.LookComplaint(%s)", id)
	if err := auth.Can(by, auth.ViewComplaint, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		file, err := ownComplaint(q, of, id)
		if err != nil {
			return err
		}
		in, err := d.petition(file)
		if err != nil {
			return err
		}
		c := file.Complaint
		v = ComplaintView{Complaint: c, Text: in.Text, Evidence: in.Evidence, Name: crypt.Mask(crypt.Name, in.Name), Identity: crypt.Mask(crypt.IDNumber, in.Identity.Number),
			DueOn: c.DueOn(d.Calendar(c.Agency)), May: c.May(civil.Of(d.DB.Now()))}
		for i, f := range in.Files {
			v.Files = append(v.Files, f.Label(i+1))
		}
		for _, way := range []struct {
			kind crypt.Kind
			text string
		}{{crypt.Phone, in.Phone}, {crypt.Email, in.Email}, {crypt.Address, in.Address}} {
			if way.text != "" {
				v.Reach = join(v.Reach, crypt.Mask(way.kind, way.text))
			}
		}
		if v.About, err = store.Agency(q, c.About); err != nil {
			return err
		}
		if v.Letters, err = lettersOf(q, id); err != nil {
			return err
		}
		v.Orders, _, err = query.Orders(q, query.OrderList{Complaint: id})
		return err
	})
	return v, err
}

func join(list, more string) string {
	if list == "" {
		return more
	}
	return list + "，" + more
}

func (d *Desk) petition(file store.ComplaintFile) (in complaint.Petition, err error) {
	plain, err := d.Keys.Open(crypt.Fields, complaintPlace(file.Complaint.ID), file.Particulars)
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal(plain, &in)
}

// UnmaskComplaint shows who reported, to answer them. Each look is entered in the ledger with its reason. The 主管部门
// has no other way to answer a complaint, so handling it is permission enough.
// 法源: 《个人信息保护法》第三十四条。
func (d *Desk) UnmaskComplaint(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, reason string) (in complaint.Petition, err error) {
	defer fault.Wrap(&err, "supervising.UnmaskComplaint(%s)", id)
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		if reason == "" {
			return fault.Of([]fault.Problem{{Field: "reason", Message: "请填写查看完整个人信息的事由"}})
		}
		file, err := ownComplaint(tx, of, id)
		if err != nil {
			return err
		}
		if in, err = d.petition(file); err != nil {
			return err
		}
		enter(tx, of, "unmask", "complaint", string(id), map[string]string{"reason": reason}, law.Privacy.Art(34))
		return nil
	})
	return in, err
}

// ComplaintPaper finds the n-th file, from 1, that was handed in with a complaint, for those who handle it. The name says
// nobody; each look is entered in the ledger, for the content may say who reported.
// 法源: 《条例》第四十七条第二款、《个人信息保护法》第三十四条。
func (d *Desk) ComplaintPaper(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, n int) (f complaint.File, err error) {
	defer fault.Wrap(&err, "supervising.ComplaintPaper(%s, %d)", id, n)
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		file, err := ownComplaint(tx, of, id)
		if err != nil {
			return err
		}
		in, err := d.petition(file)
		if err != nil {
			return err
		}
		if n < 1 || n > len(in.Files) {
			return fault.New(fault.NotFound, "没有找到这份材料")
		}
		f = in.Files[n-1]
		f.Name = f.Label(n)
		enter(tx, of, "read_complaint_paper", "complaint", string(id), map[string]any{"file": n}, law.Privacy.Art(34))
		return nil
	})
	return f, err
}

// ListComplaints lists the complaints that an agency handles.
func (d *Desk) ListComplaints(ctx context.Context, by auth.Actor, l query.ComplaintList) (list []query.ListedComplaint, total int, err error) {
	defer fault.Wrap(&err, "supervising.ListComplaints(%s)", l.Agency)
	if err := auth.Can(by, auth.ViewComplaint, l.Agency); err != nil {
		return nil, 0, err
	}
	return query.Complaints(d.DB.View(ctx), l)
}

// AddOrderFact enters what happened with an order: the agency that was ordered replies, the 主管部门 judges. When it
// settles an order that came from a complaint, the complaint says that it was mended.
// 法源: 《条例》第四十七条。
func (d *Desk) AddOrderFact(ctx context.Context, by auth.Actor, id complaint.OrderID, f complaint.OrderFact) (err error) {
	defer fault.Wrap(&err, "supervising.AddOrderFact(%s, %s)", id, f.Kind)
	o, err := store.Order(d.DB.View(ctx), id)
	if err != nil {
		return err
	}
	action := auth.OrderMending
	if f.Kind.ByOrdered() {
		action = auth.AnswerMending
	}
	return d.act(ctx, by, action, o.To, func(tx *database.Tx) error {
		o, err := store.Order(tx, id)
		if err != nil {
			return err
		}
		f.By, f.On = string(by.Staff), tx.Today()
		if !f.Kind.ByOrdered() && o.From != by.Agency {
			return fault.New(fault.Forbidden, "只有发出的机关能够办理")
		}
		if err := fault.Of(o.Refuses(f, tx.Today())); err != nil {
			return err
		}
		if err := store.AddOrderFact(tx, o, f); err != nil {
			return err
		}
		f.Names = nil // they may name people; the ledger holds the hashes
		enter(tx, o.To, "order_"+string(f.Kind), "mending_order", string(id), map[string]any{"number": o.Number, "fact": f}, law.OGI.Art(47).P(1))
		if f.Kind != complaint.Settled || o.Complaint == "" {
			return nil
		}
		file, err := store.Complaint(tx, o.Complaint)
		if err != nil || !file.Complaint.ClosedOn().IsZero() {
			return err
		}
		return d.addComplaintFact(tx, file.Complaint, complaint.Fact{Kind: complaint.Mended, On: tx.Today(), By: string(by.Staff), Text: o.Number + "已整改到位", Order: string(id)})
	})
}

// An OrderView is everything that the page of an order shows.
type OrderView struct {
	Order    complaint.Order
	From, To agency.Agency
	May      []complaint.OrderFactKind // by the caller
	Kept     *casework.Print           // the paper as it went out; nil for an order from before papers were kept
	Seal     casework.Print            // the letterhead and the seal for such an order
}

// LookOrder shows an order to the agency that was ordered and to the one that ordered.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) LookOrder(ctx context.Context, by auth.Actor, id complaint.OrderID) (v OrderView, err error) {
	defer fault.Wrap(&err, "supervising.LookOrder(%s)", id)
	q := d.DB.View(ctx)
	if v.Order, err = store.Order(q, id); err != nil {
		return v, err
	}
	if err := auth.Can(by, auth.ViewBoard, v.Order.To); err != nil && (v.Order.From != by.Agency || auth.Can(by, auth.ViewBoard, v.Order.From) != nil) {
		return OrderView{}, err
	}
	if v.From, err = store.Agency(q, v.Order.From); err != nil {
		return v, err
	}
	if v.To, err = store.Agency(q, v.Order.To); err != nil {
		return v, err
	}
	if v.Kept, err = d.orderPaper(q, v.Order); err != nil {
		return v, err
	}
	if v.Kept == nil && d.Letters != nil {
		if v.Seal, err = d.Letters.Stamped(q, v.Order.From, v.Order.Stamp); err != nil {
			return v, err
		}
	}
	for _, kind := range v.Order.May(civil.Of(d.DB.Now())) {
		if kind.ByOrdered() && auth.Can(by, auth.AnswerMending, v.Order.To) == nil ||
			!kind.ByOrdered() && v.Order.From == by.Agency && auth.Can(by, auth.OrderMending, v.Order.To) == nil {
			v.May = append(v.May, kind)
		}
	}
	return v, nil
}

// ListOrders lists the orders to an agency, or those that the caller's agency gave.
func (d *Desk) ListOrders(ctx context.Context, by auth.Actor, l query.OrderList) (list []query.ListedOrder, total int, err error) {
	defer fault.Wrap(&err, "supervising.ListOrders")
	if l.To == "" && l.From != by.Agency {
		return nil, 0, fault.New(fault.Forbidden, "只能查看本机关发出的督办")
	}
	of := l.To
	if of == "" {
		of = l.From
	}
	if err := auth.Can(by, auth.ViewBoard, of); err != nil {
		return nil, 0, err
	}
	return query.Orders(d.DB.View(ctx), l)
}
