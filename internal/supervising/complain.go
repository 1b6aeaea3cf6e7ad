package supervising

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A NewComplaint is a complaint as it comes in.
type NewComplaint struct {
	Kind      complaint.Kind
	About     agency.ID
	Record    string // 索引号 of the page it is about, or empty
	Petition  complaint.Petition
	Channel   complaint.Channel
	ArrivedOn civil.Date
}

// A ComplaintSlip is what the person is given: the number, and the code with which the course can be looked up.
type ComplaintSlip struct {
	ID        complaint.ID
	Number    string
	QueryCode string
	Handler   string // the name of the agency that handles it
	DueOn     civil.Date
}

// Complain takes a complaint that a person hands in on the portal.
// 法源: 《条例》第四十七条第二款、《条例》第五十一条、《条例》第四十一条。
func (d *Desk) Complain(ctx context.Context, in NewComplaint, address string) (slip ComplaintSlip, err error) {
	defer fault.Wrap(&err, "supervising.Complain")
	in.Channel, in.ArrivedOn = complaint.Online, civil.Of(d.DB.Now())
	by := ledger.Machine("portal")
	by.Address = address
	err = d.DB.Write(ctx, by, func(tx *database.Tx) error {
		in.ArrivedOn = tx.Today()
		var err error
		slip, _, _, err = d.storeComplaint(tx, in)
		return err
	})
	return slip, err
}

// ComplaintSlipOf is the slip of a complaint that was just handed in, for whoever handed it in and is answered once more.
// 法源: 《条例》第四十七条第二款。
func (d *Desk) ComplaintSlipOf(ctx context.Context, id complaint.ID) (slip ComplaintSlip, err error) {
	defer fault.Wrap(&err, "supervising.ComplaintSlipOf(%s)", id)
	q := d.DB.View(ctx)
	file, err := store.Complaint(q, id)
	if err != nil {
		return slip, err
	}
	c := file.Complaint
	handler, err := store.Agency(q, c.Agency)
	return ComplaintSlip{ID: id, Number: c.Number, QueryCode: file.QueryCode, Handler: handler.Name, DueOn: c.DueOn(d.Calendar(c.Agency))}, err
}

// RegisterComplaint enters a complaint that came in person, by post or by telephone.
// 法源: 《条例》第四十七条第二款。
func (d *Desk) RegisterComplaint(ctx context.Context, by auth.Actor, of agency.ID, in NewComplaint) (id complaint.ID, slip ComplaintSlip, err error) {
	defer fault.Wrap(&err, "supervising.RegisterComplaint")
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		if in.ArrivedOn.IsZero() || in.ArrivedOn.After(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "arrived_on", Message: "请填写收到的日期，不能晚于今天"}})
		}
		var handler agency.ID
		if slip, handler, id, err = d.storeComplaint(tx, in); err != nil {
			return err
		}
		if handler != of {
			return fault.Of([]fault.Problem{{Field: "about", Message: "反映该机关的事项由" + slip.Handler + "办理，请告知来人向其反映或者转送"}})
		}
		return nil
	})
	return id, slip, err
}

// storeComplaint checks a complaint and stores it with whoever must handle it.
func (d *Desk) storeComplaint(tx *database.Tx, in NewComplaint) (slip ComplaintSlip, handler agency.ID, id complaint.ID, err error) {
	problems := in.Petition.Check(in.Kind, tx.Today())
	about, err := store.Agency(tx, in.About)
	switch {
	case database.NotFound(err) || err == nil && about.Closed:
		problems = append(problems, fault.Problem{Field: "about", Message: "请选择反映的机关"})
	case err != nil:
		return slip, handler, id, err
	}
	if in.Record != "" && len(problems) == 0 {
		found, err := query.RecordIndexed(tx, in.About, in.Record)
		if err != nil {
			return slip, handler, id, err
		}
		if found == "" {
			problems = append(problems, fault.Problem{Field: "record", Message: "该机关没有索引号为“" + in.Record + "”的信息，不知道的可以不填"})
		}
	}
	if err := fault.Of(problems); err != nil {
		return slip, handler, id, err
	}
	agencies, err := store.Agencies(tx)
	if err != nil {
		return slip, handler, id, err
	}
	find := func(id agency.ID) (agency.Agency, bool) {
		for _, a := range agencies {
			if a.ID == id {
				return a, true
			}
		}
		return agency.Agency{}, false
	}
	handler = complaint.Handler(in.Kind, about, find)
	upper, _ := find(handler)
	n, err := store.Next(tx, "complaint", string(handler), fmt.Sprint(in.ArrivedOn.Year()))
	if err != nil {
		return slip, handler, id, err
	}
	c := complaint.Complaint{ID: complaint.ID(tx.NewID("co")), Agency: handler, About: in.About, Number: fmt.Sprintf("%s-T%d-%04d", strings.ToUpper(upper.Code), in.ArrivedOn.Year(), n),
		Kind: in.Kind, Channel: in.Channel, Record: in.Record, ArrivedOn: in.ArrivedOn}
	slip = ComplaintSlip{ID: c.ID, Number: c.Number, QueryCode: newCode(), Handler: upper.Name, DueOn: c.DueOn(d.Calendar(c.Agency))}
	plain, err := json.Marshal(in.Petition)
	if err != nil {
		return slip, handler, id, err
	}
	sealed, err := d.Keys.Seal(crypt.Fields, complaintPlace(c.ID), plain)
	if err != nil {
		return slip, handler, id, err
	}
	if err := store.InsertComplaint(tx, store.ComplaintFile{Complaint: c, QueryCode: slip.QueryCode, Particulars: sealed}, slip.DueOn); err != nil {
		return slip, handler, id, err
	}
	row, _ := in.Kind.Row()
	enter(tx, handler, "complain", "complaint", string(c.ID), map[string]any{"number": c.Number, "kind": c.Kind, "about": c.About, "channel": c.Channel, "due_on": slip.DueOn}, row.Cite)
	return slip, handler, c.ID, nil
}

func complaintPlace(id complaint.ID) crypt.Place {
	return crypt.Place{Table: "complaint", Column: "particulars", Row: string(id)}
}

// newCode makes a query code of 50 random bits, written without letters that are taken for digits.
func newCode() string {
	b := make([]byte, 7)
	rand.Read(b) // never fails
	return base32.NewEncoding("abcdefghjkmnpqrstuvwxyz123456789").WithPadding(base32.NoPadding).EncodeToString(b)[:10]
}

// A ComplaintCourse is what whoever knows the code is shown of a complaint.
type ComplaintCourse struct {
	Complaint complaint.Complaint
	Handler   string
	About     string
	DueOn     civil.Date
}

// ToldPaper finds the n-th file, from 0, that was told the person with the outcome, for whoever knows the code.
// 法源: 《条例》第四十七条第二款。
func (d *Desk) ToldPaper(ctx context.Context, number, code string, n int) (f complaint.File, err error) {
	defer fault.Wrap(&err, "supervising.ToldPaper")
	v, err := d.TrackComplaint(ctx, number, code)
	if err != nil {
		return f, err
	}
	if told := v.Told(); n >= 0 && n < len(told) {
		return told[n], nil
	}
	return f, fault.New(fault.NotFound, "没有找到这份材料")
}

// Told are the files that were told the person with the outcome.
func (v ComplaintCourse) Told() (list []complaint.File) {
	for _, f := range v.Complaint.Facts {
		if f.Kind != complaint.Told {
			continue
		}
		for i, hash := range f.Files {
			list = append(list, complaint.File{Hash: hash, Name: f.Names[i]})
		}
	}
	return list
}

// TrackComplaint finds a complaint by number and code. A number that does not exist gets the same answer as a wrong code.
// 法源: 《条例》第四十七条第二款。
func (d *Desk) TrackComplaint(ctx context.Context, number, code string) (v ComplaintCourse, err error) {
	defer fault.Wrap(&err, "supervising.TrackComplaint")
	q := d.DB.View(ctx)
	files, err := store.ComplaintsNumbered(q, strings.ToUpper(strings.TrimSpace(number)))
	if err != nil {
		return v, err
	}
	compared := append([]store.ComplaintFile{{QueryCode: strings.Repeat("-", 10)}}, files...) // at least one comparison
	for _, file := range compared {
		if subtle.ConstantTimeCompare([]byte(file.QueryCode), []byte(code)) == 1 {
			v.Complaint = file.Complaint
		}
	}
	if v.Complaint.ID == "" {
		return v, fault.New(fault.NotFound, "没有找到。请核对编号和查询码")
	}
	for _, f := range []struct {
		id   agency.ID
		name *string
	}{{v.Complaint.Agency, &v.Handler}, {v.Complaint.About, &v.About}} {
		a, err := store.Agency(q, f.id)
		if err != nil {
			return v, err
		}
		*f.name = a.Name
	}
	v.DueOn = v.Complaint.DueOn(d.Calendar(v.Complaint.Agency))
	return v, nil
}
