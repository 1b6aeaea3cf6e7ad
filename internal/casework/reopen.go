package casework

import (
	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/database"
)

// Reopen opens a closed application again inside the transaction of another use-case: a result of 复议 or a judgment
// asks for a new decision. Where it sets a day, until, that day becomes the last for the answer, also of an application
// that was never answered; without one, an application that is open already is left as it is.
// 法源: 《条例》第五十一条、《行政复议法》第六十四条第一款、《行政复议法》第六十六条、《行政诉讼法》第七十条、《行政诉讼法》第七十二条。
func (d *Desk) Reopen(tx *database.Tx, of agency.ID, id string, on, until civil.Date, basis deadline.Basis, staff, why string) error {
	file, err := own(tx, of, application.ID(id))
	if err != nil {
		return err
	}
	_, answered := file.Application.Decision()
	if _, withdrawn := file.Application.Withdrawal(); !answered && !withdrawn && until.IsZero() {
		return nil
	}
	return d.add(tx, file.Application, application.Fact{Kind: application.Reopened, On: on, Until: until, By: staff, Basis: basis, Text: why})
}
