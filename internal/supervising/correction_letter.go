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
	"gongkai/internal/casework"
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
	Remarks  []letter.Remark // what the lint says
	Issued   bool            // a letter of this outcome has gone out
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

// IssueCorrection issues the letter of a correction: it draws the 文号 from the counter of the agency's letters, puts
// today's day under it and keeps it for ever. While something is missing, or the lint finds what must be mended, it is
// refused; so is a second letter of one outcome.
// 法源: 《条例》第四十一条、《条例》第四十五条。
func (d *Desk) IssueCorrection(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, changed string) (number string, err error) {
	defer fault.Wrap(&err, "supervising.IssueCorrection(%s)", id)
	if d.Letters == nil {
		return "", fault.New(fault.Unavailable, "现在不能出具文书")
	}
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		l, err := d.correctionLetter(tx, of, id, changed, tx.Today(), false)
		if err != nil {
			return err
		}
		if l.Issued {
			return fault.New(fault.Conflict, "这一处理结果的文书已经出具，在“文书”中下载")
		}
		problems := l.Problems
		if len(problems) == 0 {
			for _, r := range l.Remarks {
				if r.Blocks {
					problems = append(problems, r.Problem)
				}
			}
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		row, _, err := d.Letters.NumberLetter(tx, by, of, casework.ComplaintLetters, l.Kind, l.Letter)
		if err != nil {
			return err
		}
		number = row.Number
		if err := store.InsertComplaintLetter(tx, id, row); err != nil {
			return err
		}
		enter(tx, of, "issue_letter", "complaint", string(id), map[string]any{"letter": row.ID, "kind": l.Kind.ID, "number": row.Number, "dated_on": row.DatedOn, "digest": row.Digest}, law.OGI.Art(41))
		return nil
	})
	return number, err
}

// PrintCorrection opens an issued letter to be printed or sent. Whoever prints sees who asked: it is entered in the
// ledger.
// 法源: 《条例》第四十五条、《个人信息保护法》第三十四条。
func (d *Desk) PrintCorrection(ctx context.Context, by auth.Actor, of agency.ID, id complaint.ID, letterID string) (p casework.Print, err error) {
	defer fault.Wrap(&err, "supervising.PrintCorrection(%s)", id)
	if d.Letters == nil {
		return p, fault.New(fault.Unavailable, "现在不能打印文书")
	}
	err = d.act(ctx, by, auth.HandleComplaint, of, func(tx *database.Tx) error {
		if _, err := ownComplaint(tx, of, id); err != nil {
			return err
		}
		rows, err := store.ComplaintLetters(tx, id)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.ID != letterID {
				continue
			}
			if p, err = d.Letters.OpenNumbered(tx, casework.ComplaintLetters, row); err != nil {
				return err
			}
			enter(tx, of, "print_letter", "complaint", string(id), map[string]any{"letter": letterID, "number": row.Number}, law.Privacy.Art(34))
			return nil
		}
		return fault.New(fault.NotFound, "没有找到这份文书")
	})
	return p, err
}

// lettersOf lists the letters that were issued in a complaint, without their words.
func lettersOf(r database.Reader, id complaint.ID) (list []casework.IssuedLetter, err error) {
	rows, err := store.ComplaintLetters(r, id)
	for _, row := range rows {
		k, _ := letter.KindOf(letter.ID(row.Kind))
		list = append(list, casework.IssuedLetter{ID: row.ID, Kind: k, Number: row.Number, DatedOn: row.DatedOn, Digest: row.Digest, Author: row.AuthorName})
	}
	return list, err
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
	l.Remarks = letter.Lint(l.Letter, facts)
	issued, err := lettersOf(r, id)
	if err != nil {
		return l, err
	}
	for _, x := range issued { // an outcome that is entered anew gets a letter of its own
		l.Issued = l.Issued || x.Kind.ID == l.Kind.ID && !x.DatedOn.Before(concludedOn(c))
	}
	return l, nil
}

// concludedOn is the day of the conclusion that holds.
func concludedOn(c complaint.Complaint) (on civil.Date) {
	for _, f := range c.Facts {
		if f.Kind == complaint.Concluded {
			on = f.On
		}
	}
	return on
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
