package casework

import (
	"bytes"
	"context"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
)

// A Purpose is what the whole file of an application is taken out for.
type Purpose string

// The purposes.
const (
	ForArchive Purpose = "archive"  // 归档
	ForRemedy  Purpose = "evidence" // 复议答复、应诉
)

// purposes say who may and under which rule.
var purposes = map[Purpose]struct {
	action auth.Action
	verb   string
	cite   law.Citation
}{
	ForArchive: {auth.ArchiveCase, "take_archive", law.Archives.Art(37)},
	ForRemedy:  {auth.RecordRemedy, "take_evidence", law.Recon.Art(48)},
}

// A Dossier is the whole file of an application, opened.
type Dossier struct {
	Agency      agency.Agency
	Application application.Application
	Applicant   applicant.Applicant
	Clock       deadline.Output
	Forms       []Print // 申请表, 登记表, 审查呈批单: made from the facts
	Letters     []Print // as they were issued
	Ledger      []byte  // what the ledger has on the application, one link in a line
	TakenOn     civil.Date
	TakenBy     string
}

// TakeDossier opens the whole file of an application to be archived or handed to the organ or court. Who takes it sees
// everything: it is entered in the ledger.
// 法源: 《条例》第四十五条、《档案法》第三十七条、《行政复议法》第四十八条、《行政诉讼法》第六十七条第一款。
func (d *Desk) TakeDossier(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, purpose Purpose) (x Dossier, err error) {
	defer fault.Wrap(&err, "casework.TakeDossier(%s, %s)", id, purpose)
	rule, ok := purposes[purpose]
	if !ok {
		return x, fault.New(fault.Invalid, "没有这种用途")
	}
	err = d.act(ctx, by, rule.action, of, func(tx *database.Tx) error {
		if x, err = d.dossier(tx, of, id, tx.Today(), by.Name, purpose); err != nil {
			return err
		}
		enter(tx, of, rule.verb, id, map[string]any{"letters": len(x.Letters)}, rule.cite)
		return nil
	})
	return x, err
}

// dossier opens the whole file of an application.
func (d *Desk) dossier(r database.Reader, of agency.ID, id application.ID, today civil.Date, by string, purpose Purpose) (x Dossier, err error) {
	t, err := d.layOut(r, of, id, today)
	if err != nil {
		return x, err
	}
	if purpose == ForArchive && t.clock.Stage != deadline.Closed {
		return x, fault.Breach(law.OGI.Art(45), "申请尚未办结，不能归档")
	}
	x = Dossier{Agency: t.agency, Application: t.file.Application, Applicant: t.who, Clock: t.clock, TakenOn: today, TakenBy: by}
	if x.Forms, err = d.forms(r, t); err != nil {
		return x, err
	}
	for _, row := range t.issued {
		p, err := d.print(r, t, row)
		if err != nil {
			return x, err
		}
		x.Letters = append(x.Letters, p)
	}
	var lines bytes.Buffer
	err = store.ExportLedgerJSON(r, &lines, store.LedgerFilter{Chain: string(of), Subject: ledger.Subject{Kind: "application", ID: string(id)}})
	x.Ledger = lines.Bytes()
	return x, err
}

// forms are the sheets of the file that are made from the facts.
func (d *Desk) forms(r database.Reader, t desktop) ([]Print, error) {
	var forms []Print
	for _, id := range []letter.ID{"L01", "L02", "L24a"} {
		k, err := kindOf(id)
		if err != nil {
			return nil, err
		}
		facts, err := d.factsFor(r, t, k, Said{})
		if err != nil {
			return nil, err
		}
		if id == "L24a" && len(facts.Steps.Opinions) == 0 {
			continue // nothing was reviewed
		}
		l, _ := letter.Draft(k, facts)
		forms = append(forms, Print{IssuedLetter: IssuedLetter{Kind: k, DatedOn: formDay(id, t, facts.Steps.Opinions)}, Letter: l})
	}
	return forms, nil
}

// formDay is the day of what a form shows: the arrival of the application, its registration, the last signature.
func formDay(id letter.ID, t desktop, opinions []letter.Opinion) civil.Date {
	switch {
	case len(opinions) > 0 && id == "L24a":
		return opinions[len(opinions)-1].On
	case id == "L02" && !t.clock.ReceivedOn.IsZero():
		return t.clock.ReceivedOn
	}
	return t.file.Application.ArrivedOn
}
