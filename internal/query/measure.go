package query

import (
	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/remedy"
	"gongkai/workday"
)

// A Finding is one thing that a number of the board counts.
type Finding struct {
	Number string     `db:"number"` // 编号, 索引号 or 文号
	Title  string     `db:"title"`
	From   civil.Date `db:"from_on"` // received, formed or filed
	On     civil.Date `db:"on_day"`  // due, published or closed
	Word   string     `db:"word"`
	Record string     `db:"record"` // 索引号 of a public record, to be opened
}

// OverdueAnswers lists the applications whose answer is late on the day, the longest first.
// 法源: 《条例》第三十三条第二款。
func OverdueAnswers(r database.Reader, of agency.ID, today civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.OverdueAnswers(%s)", of)
	err = r.Select(&list, `SELECT number, content AS title, received_on AS from_on, due_on AS on_day, '' AS word, '' AS record FROM application
		WHERE agency = $1 AND due_on <> '' AND due_on < $2 AND step = $3 ORDER BY due_on, id`, string(of), today, string(application.ToAnswer))
	return list, err
}

// An AnsweredCase is an answered application with its days.
type AnsweredCase struct {
	ID       string     `db:"id"`
	Number   string     `db:"number"`
	Title    string     `db:"title"`
	BeganOn  civil.Date `db:"began_on"` // receipt, or the day of reopening of what was answered anew
	ClosedOn civil.Date `db:"closed_on"`
}

// Answered lists the applications that were answered between two days.
func Answered(r database.Reader, of agency.ID, from, to civil.Date) (list []AnsweredCase, err error) {
	defer fault.Wrap(&err, "query.Answered(%s)", of)
	err = r.Select(&list, `SELECT id, number, content AS title, `+began+` AS began_on, closed_on FROM application
		WHERE agency = $1 AND closed_on >= $2 AND closed_on <= $3 AND received_on <> '' ORDER BY closed_on, id`, string(of), from, to)
	return list, err
}

// LatePublic lists what was published or revised between two days after its term.
// 法源: 《条例》第二十六条。
func LatePublic(r database.Reader, of agency.ID, from, to civil.Date, cal *workday.Calendar) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.LatePublic(%s)", of)
	late, err := LateActs(r, of, from, to, cal)
	for _, l := range late {
		list = append(list, Finding{Number: string(l.Index), Title: l.Title, From: l.From, On: l.PublishedOn, Word: l.Why(), Record: string(l.Index)})
	}
	return list, err
}

// LostRemedies lists the 复议 and suits that ended against the agency between two days.
// 法源: 《条例》第五十一条。
func LostRemedies(r database.Reader, of agency.ID, from, to civil.Date) (list []ListedRemedy, err error) {
	defer fault.Wrap(&err, "query.LostRemedies(%s)", of)
	err = r.Select(&list, `SELECT `+remedyColumns+` FROM proceeding WHERE agency = $1 AND closed_on >= $2 AND closed_on <= $3 AND bucket = $4 ORDER BY closed_on, id`,
		string(of), from, to, string(remedy.Corrected))
	return list, err
}

// FoundedComplaints lists the complaints about the agency that came between two days and were right.
// 法源: 《条例》第四十七条第二款。
func FoundedComplaints(r database.Reader, about agency.ID, from, to civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.FoundedComplaints(%s)", about)
	var rows []struct {
		Finding
		Kind    complaint.Kind    `db:"kind"`
		Outcome complaint.Outcome `db:"outcome"`
	}
	if err := r.Select(&rows, `SELECT number, '' AS title, arrived_on AS from_on, closed_on AS on_day, '' AS word, record, kind, outcome FROM complaint
		WHERE about = $1 AND arrived_on >= $2 AND arrived_on <= $3 AND outcome IN ($4, $5) ORDER BY arrived_on, id`, string(about), from, to, string(complaint.Founded), string(complaint.PartFounded)); err != nil {
		return nil, err
	}
	for _, row := range rows {
		row.Title, row.Word = row.Kind.Label(), row.Outcome.Label()
		list = append(list, row.Finding)
	}
	return list, nil
}

// LateOrders lists the orders to the agency that are not answered although their day is past.
// 法源: 《条例》第四十七条第一款。
func LateOrders(r database.Reader, to agency.ID, today civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.LateOrders(%s)", to)
	err = r.Select(&list, `SELECT number, subject AS title, issued_on AS from_on, due_on AS on_day, '' AS word, '' AS record FROM mending_order
		WHERE agency = $1 AND stage = $2 AND due_on < $3 ORDER BY due_on, id`, string(to), string(complaint.Waiting), today)
	return list, err
}

// TrainingsHeld lists the trainings that were entered as held between two days.
// 法源: 《条例》第四十八条。
func TrainingsHeld(r database.Reader, of agency.ID, from, to civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.TrainingsHeld(%s)", of)
	err = r.Select(&list, `SELECT duty AS number, note AS title, '' AS from_on, done_on AS on_day, '' AS word, '' AS record FROM duty_mark
		WHERE agency = $1 AND kind = $2 AND done_on >= $3 AND done_on <= $4 ORDER BY done_on, duty`, string(of), string(duty.Training), from, to)
	return list, err
}

// OpenCounts says how many applications of each agency are in hand and how many are due by the day, in one question.
func OpenCounts(r database.Reader, today, soon civil.Date) (_ map[agency.ID]DueCount, err error) {
	defer fault.Wrap(&err, "query.OpenCounts")
	var rows []struct {
		Agency  agency.ID `db:"agency"`
		Open    int       `db:"open"`
		Overdue int       `db:"overdue"`
		Soon    int       `db:"soon"`
	}
	if err := r.Select(&rows, `SELECT agency, count(*) AS open, coalesce(sum(CASE WHEN step = $1 AND due_on < $2 THEN 1 ELSE 0 END), 0) AS overdue,
			coalesce(sum(CASE WHEN step = $1 AND due_on >= $2 AND due_on <= $3 THEN 1 ELSE 0 END), 0) AS soon
		FROM application WHERE due_on <> '' AND step <> 'archive' GROUP BY agency`, string(application.ToAnswer), today, soon); err != nil {
		return nil, err
	}
	counts := map[agency.ID]DueCount{}
	for _, row := range rows {
		counts[row.Agency] = DueCount{Open: row.Open, Overdue: row.Overdue, Soon: row.Soon}
	}
	return counts, nil
}
