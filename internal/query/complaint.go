package query

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ListedComplaint is a complaint in a list. Nothing in it says who reported or what was written.
type ListedComplaint struct {
	ID        string            `db:"id"`
	Agency    agency.ID         `db:"agency"`
	About     agency.ID         `db:"about"`
	AboutName string            `db:"about_name"`
	Number    string            `db:"number"`
	Kind      complaint.Kind    `db:"kind"`
	Channel   complaint.Channel `db:"channel"`
	Record    string            `db:"record"`
	ArrivedOn civil.Date        `db:"arrived_on"`
	Outcome   complaint.Outcome `db:"outcome"`
	ClosedOn  civil.Date        `db:"closed_on"`
	DueOn     civil.Date        `db:"due_on"`
}

// A ComplaintList says which complaints are wanted; empty fields do not limit.
type ComplaintList struct {
	Agency agency.ID // which handles them
	About  agency.ID
	Open   bool
	Closed bool
	Kind   complaint.Kind
	Year   int
	Limit  int
	Offset int
}

// Complaints lists complaints, the open ones by their day and then the newest, and says how many there are.
func Complaints(r database.Reader, l ComplaintList) (list []ListedComplaint, total int, err error) {
	defer fault.Wrap(&err, "query.Complaints(%s)", l.Agency)
	where, args := ` FROM complaint c JOIN agency a ON a.id = c.about WHERE ($1 = '' OR c.agency = $1) AND ($2 = '' OR c.about = $2) AND ($3 = '' OR c.kind = $3)`,
		[]any{string(l.Agency), string(l.About), string(l.Kind)}
	if l.Open {
		where += " AND c.closed_on = ''"
	}
	if l.Closed {
		where += " AND c.closed_on <> ''"
	}
	if l.Year != 0 {
		where += " AND c.arrived_on >= $4 AND c.arrived_on <= $5"
		args = append(args, civil.On(l.Year, 1, 1), civil.On(l.Year, 12, 31))
	}
	if err := r.QueryRow(`SELECT count(*)`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if l.Limit == 0 {
		l.Limit = 50
	}
	err = r.Select(&list, `SELECT c.id, c.agency, c.about, a.name AS about_name, c.number, c.kind, c.channel, c.record, c.arrived_on, c.outcome, c.closed_on, c.due_on`+where+
		` ORDER BY CASE WHEN c.closed_on = '' THEN 0 ELSE 1 END, CASE WHEN c.closed_on = '' THEN c.due_on ELSE '' END, c.arrived_on DESC, c.id DESC LIMIT `+itoa(l.Limit)+` OFFSET `+itoa(l.Offset), args...)
	return list, total, err
}

// OpenComplaints lists the open complaints of all agencies by id, after the one named.
func OpenComplaints(r database.Reader, after complaint.ID, limit int) (list []ListedComplaint, err error) {
	defer fault.Wrap(&err, "query.OpenComplaints")
	err = r.Select(&list, `SELECT id, agency, about, '' AS about_name, number, kind, channel, record, arrived_on, outcome, closed_on, due_on FROM complaint
		WHERE id > $1 AND closed_on = '' ORDER BY id LIMIT `+itoa(limit), string(after))
	return list, err
}

// A ListedOrder is an order in a list.
type ListedOrder struct {
	ID       string               `db:"id"`
	To       agency.ID            `db:"agency"`
	ToName   string               `db:"to_name"`
	From     agency.ID            `db:"from_agency"`
	FromName string               `db:"from_name"`
	Number   string               `db:"number"`
	Kind     complaint.OrderKind  `db:"kind"`
	Subject  string               `db:"subject"`
	IssuedOn civil.Date           `db:"issued_on"`
	Stage    complaint.OrderStage `db:"stage"`
	DueOn    civil.Date           `db:"due_on"`
}

// An OrderList says which orders are wanted; empty fields do not limit.
type OrderList struct {
	To        agency.ID
	From      agency.ID
	Open      bool
	Stage     complaint.OrderStage
	Complaint complaint.ID
	Limit     int
	Offset    int
}

// Orders lists orders, the open ones by their day and then the newest, and says how many there are.
func Orders(r database.Reader, l OrderList) (list []ListedOrder, total int, err error) {
	defer fault.Wrap(&err, "query.Orders")
	where, args := ` FROM mending_order o JOIN agency t ON t.id = o.agency JOIN agency f ON f.id = o.from_agency
		WHERE ($1 = '' OR o.agency = $1) AND ($2 = '' OR o.from_agency = $2) AND ($3 = '' OR o.stage = $3) AND ($4 = '' OR o.complaint = $4)`,
		[]any{string(l.To), string(l.From), string(l.Stage), string(l.Complaint)}
	if l.Open {
		where += " AND o.stage IN ('waiting', 'judging')"
	}
	if err := r.QueryRow(`SELECT count(*)`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if l.Limit == 0 {
		l.Limit = 50
	}
	err = r.Select(&list, `SELECT o.id, o.agency, t.name AS to_name, o.from_agency, f.name AS from_name, o.number, o.kind, o.subject, o.issued_on, o.stage, o.due_on`+where+
		` ORDER BY CASE WHEN o.stage IN ('waiting', 'judging') THEN 0 ELSE 1 END, CASE WHEN o.stage IN ('waiting', 'judging') THEN o.due_on ELSE '' END, o.issued_on DESC, o.id DESC LIMIT `+itoa(l.Limit)+` OFFSET `+itoa(l.Offset), args...)
	return list, total, err
}
