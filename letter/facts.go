package letter

import (
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/law"
	"gongkai/money"
	"gongkai/remedy"
)

// Facts are what a letter is written from. Only what is on file or was typed for this letter is in them; empty fields
// that the text needs become problems.
type Facts struct {
	On        civil.Date // the day that the letter bears
	Agency    Office
	Case      Case
	Applicant Applicant
	Answer    Answer
	Steps     Steps
	Remedy    Remedies
	Typed     map[Name]string // what only people know, by the names of [Names]
	Files     []string        // the names of the attachments
	Text      string          // the agency's own standard text; empty for ours
}

// An Office is the agency that writes, with its 政府信息公开工作机构.
type Office struct {
	Name, Office, Address, Postcode, Phone, Hours string
	Payee, Bank, Account, HowToPay                string
}

// A Case is the application as it was registered.
type Case struct {
	Number, QueryCode, Channel, Content, DocNo, Form, Route, Officer string
	ArrivedOn, ReceivedOn, DueOn                                     civil.Date
	ReceivedHow                                                      string // by which rule the day of receipt was found
	Provisional                                                      bool   // the due day lies in a year without holiday notice
}

// An Applicant is who asked, as the letter addresses and describes them.
type Applicant struct {
	Name, Category, Identity, Phone, Email, Address, Postcode, Contact, Representative string
	Organisation                                                                       bool
}

// An Answer is the decision.
type Answer struct {
	Outcome        decision.Outcome
	Sub            decision.SubReason
	Grounds        []decision.Ground
	Reason         string
	PublicInterest bool
}

// A Step is one procedural step on file.
type Step struct {
	On, Until, ReceivedOn, AnsweredOn civil.Date
	Text, Number, Party               string
	Workdays                          int
	Amount                            money.Fen
	Agrees                            bool
}

// Steps are the latest of their kind.
type Steps struct {
	Correction, Corrected, Reasons, Explained, Extension, Delay, Fee, Consultation, Withdrawal, Delivery, Reopening Step
	NewDueOn                                                                                                        civil.Date // after the extension
	Search                                                                                                          string     // what the search log says
	Opinions                                                                                                        []Opinion  // of the review
	Unanswered                                                                                                      bool       // the order by which it is handled anew found no answer
}

// An Opinion is one act of the review.
type Opinion struct {
	Stage, By, Verdict, Text string
	On                       civil.Date
}

// Remedies are where an answer can be fought.
type Remedies struct {
	Forum   remedy.Forum
	Online  bool // the letter goes out online
	Reading decision.Reading
}

// basis are the articles of the outcome, or of its sub-reason.
func (a Answer) basis() []law.Citation {
	leaf, ok := decision.LeafOf(a.Outcome)
	if !ok {
		return nil
	}
	list := leaf.Basis
	for _, v := range leaf.Variants {
		if v.Sub == a.Sub {
			list = v.Basis
		}
	}
	return list
}

// groundCites are the articles on which something is withheld.
func (a Answer) groundCites() []law.Citation {
	var list []law.Citation
	for _, g := range a.Grounds {
		if row, ok := decision.GroundOf(g); ok {
			list = append(list, row.Cite)
		}
	}
	return list
}

// MustCite returns the articles that the letter has to name.
// 法源: 《条例》第三十六条。
func (k Kind) MustCite(a Answer) []law.Citation {
	if !k.Answers() {
		return k.Cites
	}
	switch k.ID {
	case "L12a":
		return cites(law.OGI.Art(36).I(2))
	case "L12b":
		return cites(law.OGI.Art(36).I(1))
	case "L13":
		return append(cites(law.OGI.Art(37)), a.groundCites()...)
	case "L14":
		return append(a.groundCites(), law.OGI.Art(36).I(3))
	case "L17":
		return cites(law.OGI.Art(36).I(5))
	case "L20e":
		return cites(law.OGI.Art(2))
	case "L21e": // no article names it; 其他 of table three
		return nil
	}
	return a.basis()
}

// BlockOn returns the class of remedies that the letter must have on the day.
// 法源: 《行政复议法》第二十三条第一款第四项。
func (k Kind) BlockOn(a Answer, r decision.Reading, on civil.Date) decision.Block {
	if !k.Answers() {
		return k.Block
	}
	block, _ := r.BlockOn(a.Outcome, a.Sub, on)
	return block
}
