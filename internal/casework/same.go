package casework

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// A Likeness says what else came from the same applicant, and who else asked for the same.
type Likeness struct {
	Earlier   []query.CaseRow // others of the same applicant, the newest first
	Repeats   []query.CaseRow // those among them that ask for the same (第三十六条第六项)
	Others    []query.CaseRow // of other applicants who ask for the same (第四十四条第一款)
	SameMonth int             // of the applicant to the agency in the month of arrival, for 109号文
	SameYear  int             // and in its year, for 第三十五条
	Ordinal   int             // the how manieth of the month this one is; zero while it is not received
}

// Alike looks whether what is about to be registered came before. Only keyed digests are compared.
// 法源: 《条例》第三十五条、《条例》第三十六条第六项。
func (d *Desk) Alike(ctx context.Context, by auth.Actor, of agency.ID, who applicant.Applicant, wanted application.Wanted, arrived civil.Date) (l Likeness, err error) {
	defer fault.Wrap(&err, "casework.Alike")
	if err := auth.Can(by, auth.RegisterCase, of); err != nil {
		return l, err
	}
	if who.Identity.Normal() == "" || arrived.IsZero() {
		return l, nil
	}
	digest, err := d.digestOf(who)
	if err != nil {
		return l, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		l, err = d.likeness(q, application.Application{Agency: of, ArrivedOn: arrived, Wanted: wanted}, digest, digestOfContent(wanted))
		return err
	})
	return l, err
}

// mostEarlier bounds the other applications that are shown beside one.
const mostEarlier = 20

// likeness compares an application, registered or not, with the register.
func (d *Desk) likeness(r database.Reader, a application.Application, digest crypt.Digest, content string) (l Likeness, err error) {
	if digest != "" {
		if l.Earlier, err = query.CasesOf(r, a.Agency, []crypt.Digest{digest}, mostEarlier); err != nil {
			return l, err
		}
		if l.SameMonth, err = store.CountWithin(r, a.Agency, digest, a.ArrivedOn.Month().First(), a.ArrivedOn.Month().Last()); err != nil {
			return l, err
		}
		if l.SameYear, err = store.CountWithin(r, a.Agency, digest, civil.On(a.ArrivedOn.Year(), 1, 1), civil.On(a.ArrivedOn.Year(), 12, 31)); err != nil {
			return l, err
		}
	}
	if content == "" {
		return l, nil
	}
	same, err := query.CasesAbout(r, a.Agency, content, mostEarlier)
	if err != nil {
		return l, err
	}
	l.Earlier = slices.DeleteFunc(l.Earlier, func(c query.CaseRow) bool { return c.ID == a.ID })
	for _, c := range same {
		switch {
		case c.ID == a.ID:
		case slices.ContainsFunc(l.Earlier, func(e query.CaseRow) bool { return e.ID == c.ID }):
			l.Repeats = append(l.Repeats, c)
		default:
			l.Others = append(l.Others, c)
		}
	}
	return l, nil
}

// ordinal is the how manieth of its month the application is, which is what its fee goes by.
// 法源: 109号文第四条。
func ordinal(r database.Reader, a application.Application, digest crypt.Digest, receivedOn civil.Date) (int, error) {
	if digest == "" || receivedOn.IsZero() {
		return 0, nil
	}
	return store.CountUpTo(r, a.Agency, digest, receivedOn.Month().First(), receivedOn, a.Number)
}
