package query

import (
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An OpenCase is an application in hand as the 主管部门 sees it: nothing about who applied, or for what.
type OpenCase struct {
	Number     string           `db:"number"`
	Agency     agency.ID        `db:"agency"`
	ReceivedOn civil.Date       `db:"received_on"` // no day while the receipt is not confirmed
	DueOn      civil.Date       `db:"due_on"`      // of the step
	Step       application.Step `db:"step"`
}

// An OpenList asks for applications in hand: those that [OpenCounts] counts.
type OpenList struct {
	Agencies      []agency.ID
	Soon          []OpenSpan // only those to be answered within these; none for all
	Limit, Offset int
}

// An OpenSpan is from when until when an application of some of the agencies is nearly due: each goes by its own holidays.
type OpenSpan struct {
	Agencies []agency.ID
	From, To civil.Date
}

// CasesInHand lists the applications of several agencies that are in hand, the most urgent first, and counts them.
// 法源: 《条例》第四十七条第一款。
func CasesInHand(r database.Reader, l OpenList) (list []OpenCase, total int, err error) {
	defer fault.Wrap(&err, "query.CasesInHand")
	if len(l.Agencies) == 0 {
		return nil, 0, nil
	}
	marks, args := placeholders(l.Agencies)
	use := func(v any) string {
		args = append(args, v)
		return "$" + itoa(len(args))
	}
	where := []string{"agency IN (" + marks + ")", "due_on <> ''", "step <> 'archive'"}
	if len(l.Soon) > 0 {
		where = append(where, "step = "+use(string(application.ToAnswer)))
		var spans []string
		for _, s := range l.Soon {
			var ids []string
			for _, id := range s.Agencies {
				ids = append(ids, use(string(id)))
			}
			spans = append(spans, "agency IN ("+strings.Join(ids, ", ")+") AND due_on >= "+use(s.From)+" AND due_on <= "+use(s.To))
		}
		where = append(where, "("+strings.Join(spans, " OR ")+")")
	}
	from := ` FROM application WHERE ` + strings.Join(where, " AND ")
	if err := r.QueryRow(`SELECT count(*)`+from, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	err = r.Select(&list, `SELECT number, agency, received_on, due_on, step`+from+` ORDER BY due_on, agency, id LIMIT `+use(l.Limit)+` OFFSET `+use(l.Offset), args...)
	return list, total, err
}
