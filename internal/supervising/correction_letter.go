package supervising

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"
	"gongkai/remedy"
)

// A CorrectionLetter is the letter that ends a correction of a record, as far as the case fills it.
type CorrectionLetter struct {
	Kind     letter.Kind
	Letter   letter.Letter
	Problems []fault.Problem // what is missing; the field is a name of the text
}

// correctionKinds are the letters of the outcomes that have one.
// 法源: 《条例》第四十一条。
var correctionKinds = map[complaint.Outcome]letter.ID{complaint.Corrected: "L22a", complaint.Transferred: "L22b", complaint.ToldWhom: "L22c", complaint.NotWrong: "L22d"}

// HasLetter says whether the case is a correction whose outcome has a letter.
func HasLetter(c complaint.Complaint) bool {
	return c.Kind == complaint.OwnRecord && correctionKinds[c.Outcome()] != ""
}

// PreviewCorrection writes the letter of a correction from the case, with whoever asked masked.
// 法源: 《条例》第四十一条。
func (d *Desk) PreviewCorrection(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, changed string) (l CorrectionLetter, err error) {
	defer fault.Wrap(&err, "supervising.PreviewCorrection(%s)", id)
	if err := auth.Can(by, auth.HandleComplaint, of); err != nil {
		return l, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		l, err = d.correctionLetter(q, of, id, changed, civil.Of(d.DB.Now()), true)
		return err
	})
	return l, err
}

// PrintCorrection writes the letter of a correction as it goes out. While something is missing it is refused. Whoever
// prints sees who asked: it is entered in the ledger.
// 法源: 《条例》第四十一条、《个人信息保护法》第三十四条。
func (d *Desk) PrintCorrection(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, changed, number string) (l CorrectionLetter, err error) {
	defer fault.Wrap(&err, "supervising.PrintCorrection(%s)", id)
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		if l, err = d.correctionLetter(tx, of, id, changed, tx.Today(), false); err != nil {
			return err
		}
		if err := fault.Of(l.Problems); err != nil {
			return err
		}
		if l.Letter.Number, err = d.correctionNumber(tx, by, of, id, l.Kind, strings.TrimSpace(number)); err != nil {
			return err
		}
		enter(tx, of, "print_letter", "complaint", string(id), map[string]any{"kind": l.Kind.ID, "number": l.Letter.Number}, law.Privacy.Art(34))
		return nil
	})
	return l, err
}

// correctionNumber is the 文号 of the letter: the one that it has, or the one that was typed, or the next of its family.
func (d *Desk) correctionNumber(tx *database.Tx, by auth.Actor, of agency.ID, id complaint.ID, k letter.Kind, typed string) (string, error) {
	file, err := ownComplaint(tx, of, id)
	if err != nil {
		return "", err
	}
	if number := file.Complaint.Letter(); number != "" {
		return number, nil
	}
	if typed == "" && d.Number != nil {
		if typed, err = d.Number(tx, of, k.Family); err != nil {
			return "", err
		}
	}
	if typed == "" {
		return "", nil
	}
	return typed, d.addComplaintFact(tx, file.Complaint, complaint.Fact{Kind: complaint.Issued, On: tx.Today(), By: string(by.Staff), Text: k.Name, Number: typed})
}

func (d *Desk) correctionLetter(r database.Reader, of agency.ID, id complaint.ID, changed string, today civil.Date, masked bool) (l CorrectionLetter, err error) {
	file, err := ownComplaint(r, of, id)
	if err != nil {
		return l, err
	}
	c := file.Complaint
	if !HasLetter(c) {
		return l, fault.New(fault.Invalid, "更正申请登记了怎样处理之后才有文书")
	}
	in, err := d.petition(file)
	if err != nil {
		return l, err
	}
	facts, err := correctionFacts(r, of, today)
	if err != nil {
		return l, err
	}
	name := in.Name
	if masked {
		name = crypt.Mask(crypt.Name, name)
	}
	facts.Applicant = letter.Applicant{Name: name, Organisation: in.Identity.Kind == applicant.OrganisationID}
	facts.Case = letter.Case{Number: c.Number, Content: strings.TrimSpace(in.Text), ArrivedOn: c.ArrivedOn, ReceivedOn: c.ArrivedOn}
	facts.Typed = map[letter.Name]string{"更正内容": strings.TrimSpace(changed)}
	for _, f := range c.Facts { // the latest conclusion holds
		if f.Kind == complaint.Concluded {
			facts.Answer.Reason, facts.Typed["有权机关"] = f.Text, f.To
		}
	}
	if c.Outcome() == complaint.Transferred {
		facts.Files = []string{"更正申请（编号" + c.Number + "）"}
	}
	l.Kind, _ = letter.KindOf(correctionKinds[c.Outcome()])
	if facts.Text, err = store.LetterTextOn(r, of, string(l.Kind.ID), today); err != nil {
		return l, err
	}
	l.Letter, l.Problems = letter.Draft(l.Kind, facts)
	return l, nil
}

// correctionFacts are what the letter takes from the agency.
func correctionFacts(r database.Reader, of agency.ID, today civil.Date) (f letter.Facts, err error) {
	a, err := store.Agency(r, of)
	if err != nil {
		return f, err
	}
	guide, err := store.Guide(r, of)
	if err != nil {
		return f, err
	}
	settings, err := store.Settings(r, of, today)
	if err != nil {
		return f, err
	}
	all, err := store.Agencies(r)
	if err != nil {
		return f, err
	}
	tree, _ := agency.NewTree(all) // what is stored was checked
	forum := tree.ForumOf(a, settings.Remedies, today)
	return letter.Facts{On: today,
		Agency: letter.Office{Name: a.Name, Office: guide.OfficeName, Address: guide.Address, Postcode: guide.Postcode, Phone: guide.Phone, Hours: guide.Hours},
		Remedy: letter.Remedies{Forum: remedy.Forum{Organs: forum.Organs, Court: forum.Court, ReconURL: settings.Remedies.ReconURL}}}, nil
}
