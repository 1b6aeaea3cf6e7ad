package store

import (
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A Consultation is a question that a third party or another agency may answer by a link.
type Consultation struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	Application string     `db:"application"`
	Kind        string     `db:"kind"`        // of the fact by which they were consulted
	Party       string     `db:"party"`       // the reference that facts use
	Particulars []byte     `db:"particulars"` // sealed: name and address
	Question    string     `db:"question"`
	Token       string     `db:"token"` // digest
	SentOn      civil.Date `db:"sent_on"`
	EndsOn      civil.Date `db:"ends_on"`
	OpenedOn    civil.Date `db:"opened_on"`
	AnsweredOn  civil.Date `db:"answered_on"`
}

const consultationColumns = `id, agency, application, kind, party, particulars, question, token, sent_on, ends_on, opened_on, answered_on`

// InsertConsultation stores a new question.
func InsertConsultation(tx *database.Tx, c Consultation) (err error) {
	defer fault.Wrap(&err, "store.InsertConsultation(%s)", c.ID)
	_, err = tx.Exec(`INSERT INTO consultation (`+consultationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.Agency, c.Application, c.Kind, c.Party, c.Particulars, c.Question, c.Token, c.SentOn, c.EndsOn, c.OpenedOn, c.AnsweredOn)
	return err
}

// ConsultationByToken finds the question by the digest of its token.
func ConsultationByToken(r database.Reader, token string) (c Consultation, err error) {
	defer fault.Wrap(&err, "store.ConsultationByToken")
	err = r.Get(&c, `SELECT `+consultationColumns+` FROM consultation WHERE token = $1`, token)
	return c, err
}

// Consultations returns the questions asked about an application, in the order in which they were sent.
func Consultations(r database.Reader, agency, application string) (list []Consultation, err error) {
	defer fault.Wrap(&err, "store.Consultations(%s)", application)
	err = r.Select(&list, `SELECT `+consultationColumns+` FROM consultation WHERE agency = $1 AND application = $2 ORDER BY id`, agency, application)
	return list, err
}

// OpenConsultations lists the questions of all agencies that wait for an answer and whose term ends on the day or later.
func OpenConsultations(r database.Reader, from civil.Date) (list []Consultation, err error) {
	defer fault.Wrap(&err, "store.OpenConsultations")
	err = r.Select(&list, `SELECT `+consultationColumns+` FROM consultation WHERE answered_on = '' AND ends_on >= $1 ORDER BY id`, from)
	return list, err
}

// RestateConsultation stores the end of the term of a question that a holiday notice moved.
func RestateConsultation(tx *database.Tx, id string, endsOn civil.Date) (err error) {
	defer fault.Wrap(&err, "store.RestateConsultation(%s)", id)
	_, err = tx.Exec(`UPDATE consultation SET ends_on = $2 WHERE id = $1 AND answered_on = ''`, id, endsOn)
	return err
}

// OpenConsultation notes the day on which the link was first opened.
func OpenConsultation(tx *database.Tx, id string, on civil.Date) (err error) {
	defer fault.Wrap(&err, "store.OpenConsultation(%s)", id)
	_, err = tx.Exec(`UPDATE consultation SET opened_on = $2 WHERE id = $1 AND opened_on = ''`, id, on)
	return err
}

// AnswerConsultation notes the day of the answer. A question is answered by its link once.
func AnswerConsultation(tx *database.Tx, id string, on civil.Date) (err error) {
	defer fault.Wrap(&err, "store.AnswerConsultation(%s)", id)
	n, err := tx.Exec(`UPDATE consultation SET answered_on = $2 WHERE id = $1 AND answered_on = ''`, id, on)
	return mustChange(n, err)
}

// RenewConsultation gives the question a new link; the old one leads nowhere from then on.
func RenewConsultation(tx *database.Tx, id, token string) (err error) {
	defer fault.Wrap(&err, "store.RenewConsultation(%s)", id)
	n, err := tx.Exec(`UPDATE consultation SET token = $2 WHERE id = $1 AND answered_on = ''`, id, token)
	return mustChange(n, err)
}
