package casework

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/letter"
	"gongkai/remedy"
	"gongkai/workday"
)

// A Look is how the letters of an agency look and are numbered, as it has set it.
type Look struct {
	Words                map[letter.Family]string `json:"words,omitempty"`                   // 机关代字 of each family; the default adds to that of the settings
	Stamp                string                   `json:"stamp,omitempty"`                   // the seal image in use
	Letterhead           bool                     `json:"letterhead,omitempty"`              // with 发文机关标志 and red line
	PartialNotReconFirst bool                     `json:"partial_not_recon_first,omitempty"` // the agency reads 部分公开 as not 复议前置
}

// lookOf loads it.
func lookOf(r database.Reader, of agency.ID) (look Look, signing []byte, err error) {
	body, signing, err := store.LetterSetting(r, of)
	if err == nil && body != "" {
		err = json.Unmarshal([]byte(body), &look)
	}
	return look, signing, err
}

// word is the 机关代字 of a family.
func (l Look) word(f letter.Family, base string) string {
	if own := l.Words[f]; own != "" {
		return own
	}
	for _, row := range letter.Families {
		if row.Family == f {
			return base + row.Suffix
		}
	}
	return base
}

// Said is what people add to the facts on file for one letter.
type Said struct {
	Typed       map[letter.Name]string `json:"typed,omitempty"`
	Recipient   string                 `json:"recipient,omitempty"` // of letters to others than the applicant
	Attachments []string               `json:"attachments,omitempty"`
}

// A desktop is the file of an application with everything that a letter is written from.
type desktop struct {
	file     store.ApplicationFile
	who      applicant.Applicant
	agency   agency.Agency
	guide    agency.Guide
	settings agency.Settings
	look     Look
	clock    deadline.Output
	calendar *workday.Calendar
	reading  deadline.Policy
	tree     *agency.Tree
	issued   []store.LetterFile
	parties  map[string]party // those consulted by a link, by the reference that facts use
	today    civil.Date

	registrar string // who registered it
}

// A party is who is consulted, and about what.
type party struct{ name, question string }

// layOut loads the desktop of an application.
func (d *Desk) layOut(r database.Reader, of agency.ID, id application.ID, today civil.Date) (t desktop, err error) {
	t.today = today
	if t.file, err = own(r, of, id); err != nil {
		return t, err
	}
	if t.who, err = d.open(t.file); err != nil {
		return t, err
	}
	if t.agency, err = store.Agency(r, of); err != nil {
		return t, err
	}
	if t.guide, err = store.Guide(r, of); err != nil {
		return t, err
	}
	reading, settings, err := policy(r, of, today)
	if err != nil {
		return t, err
	}
	t.settings, t.reading, t.calendar = settings, reading, d.Calendar(of)
	if t.look, _, err = lookOf(r, of); err != nil {
		return t, err
	}
	t.clock = t.file.Application.Clock(t.calendar, reading, today)
	all, err := store.Agencies(r)
	if err != nil {
		return t, err
	}
	t.tree, _ = agency.NewTree(all) // what is stored was checked; a tree with problems still answers
	if t.issued, err = store.Letters(r, id); err != nil {
		return t, err
	}
	if t.registrar, err = store.Registrar(r, id); err != nil {
		return t, err
	}
	t.parties, err = d.partiesOf(r, t.file.Application)
	return t, err
}

// partiesOf opens who was consulted by a link.
func (d *Desk) partiesOf(r database.Reader, a application.Application) (map[string]party, error) {
	rows, err := store.Consultations(r, string(a.Agency), string(a.ID))
	if err != nil {
		return nil, err
	}
	parties := map[string]party{}
	for _, row := range rows {
		who, err := d.openConsulted(row)
		if err != nil {
			return nil, err
		}
		parties[row.Party] = party{who.Name, row.Question}
	}
	return parties, nil
}

// receivedHow says by which rule the day of receipt was found.
// 法源: 《条例》第三十一条。
var receivedHow = map[deadline.Channel]string{
	deadline.InPerson: "当面提交，以提交之日为收到申请之日", deadline.RegisteredMail: "邮寄，以签收之日为收到申请之日", deadline.OrdinaryMail: "平常信函，以与申请人确认之日为收到申请之日",
	deadline.Online: "互联网渠道，以双方确认之日为收到申请之日", deadline.Fax: "传真，以双方确认之日为收到申请之日",
}

// channelWords name the channels as letters do.
var channelWords = map[deadline.Channel]string{deadline.InPerson: "当面提交", deadline.RegisteredMail: "邮寄（签收）", deadline.OrdinaryMail: "平常信函", deadline.Online: "互联网", deadline.Fax: "传真"}

// facts are what the letter of the day is written from.
func (t desktop) facts(said Said, answer letter.Answer, opinions []letter.Opinion) letter.Facts {
	a := t.file.Application
	forum := t.tree.ForumOf(t.agency, t.settings.Remedies, t.today)
	f := letter.Facts{On: t.today, Typed: said.Typed, Files: said.Attachments, Answer: answer,
		Agency: letter.Office{Name: t.agency.Name, Office: t.guide.OfficeName, Address: t.guide.Address, Postcode: t.guide.Postcode, Phone: t.guide.Phone, Hours: t.guide.Hours,
			Payee: t.settings.Fee.Name, Bank: t.settings.Fee.Bank, Account: t.settings.Fee.Account, HowToPay: t.settings.Fee.How},
		Case: letter.Case{Number: a.Number, QueryCode: t.file.QueryCode, Channel: channelWords[a.Channel], Content: a.Wanted.Content, DocNo: a.Wanted.DocNo,
			Form: a.Wanted.Form.Label(), Route: a.Wanted.Route.Label(), ArrivedOn: a.ArrivedOn, ReceivedOn: t.clock.ReceivedOn, DueOn: t.clock.DueOn,
			ReceivedHow: receivedHow[a.Channel], Provisional: t.clock.Provisional, Officer: t.registrar},
		Applicant: letter.Applicant{Name: t.who.Name, Category: t.who.Category.Label(), Identity: t.who.Identity.Number, Phone: t.who.Phone, Email: t.who.Email, Address: t.who.Address,
			Postcode: t.who.Postcode, Contact: t.who.Contact, Representative: t.who.Representative, Organisation: t.who.Category.Organisation()},
		Remedy: letter.Remedies{Forum: remedy.Forum{Organs: forum.Organs, Court: forum.Court, ReconURL: t.settings.Remedies.ReconURL}, Online: a.Wanted.Route == "online",
			Reading: decision.Reading{PartialNotReconFirst: t.look.PartialNotReconFirst}},
	}
	f.Steps = t.steps()
	f.Steps.Opinions = opinions
	known := t.parties[f.Steps.Consultation.Party]
	if known.name != "" {
		f.Steps.Consultation.Party = known.name
	}
	if said.Recipient != "" {
		f.Steps.Consultation.Party = said.Recipient
	}
	f.Typed = maps.Clone(f.Typed)
	if f.Typed == nil {
		f.Typed = map[letter.Name]string{}
	}
	name, method := t.delivery()
	for _, known := range []struct {
		name letter.Name
		text string
	}{{"信息概述", known.question}, {"文书名称", name}, {"送达方式", method}} {
		if f.Typed[known.name] == "" && known.text != "" {
			f.Typed[known.name] = known.text
		}
	}
	return f
}

// methodWords name the ways of delivery as forms do.
var methodWords = map[application.Method]string{application.ByPost: "邮寄（邮政企业）", application.InPerson: "当面送达", application.OnLine: "网上送达", application.ByEmail: "电子邮件", application.OwnEmail: "电子邮件"}

// delivery is the latest letter that goes out, and how the answer was delivered if it was.
func (t desktop) delivery() (name, method string) {
	for _, row := range t.issued {
		if k, ok := letter.KindOf(letter.ID(row.Kind)); ok && row.Number != "" {
			name = k.Noun + "（" + row.Number + "）"
		}
	}
	for _, f := range t.file.Application.Facts {
		if f.Kind == application.Delivered {
			method = methodWords[f.Method]
		}
	}
	return name, method
}

// steps are the latest steps of the present round.
func (t desktop) steps() letter.Steps {
	var s letter.Steps
	answered := false
	for _, f := range t.file.Application.Facts {
		answered = answered || f.Kind == application.Decided || f.Kind == application.Withdrawn
		step := letter.Step{On: f.On, Until: f.Until, ReceivedOn: f.ReceivedOn, Text: f.Text, Number: f.Number, Party: f.Party, Workdays: f.Workdays, Amount: f.Amount, Agrees: f.Agrees}
		switch f.Kind {
		case application.Reopened: // a round of its own; what was found stays found
			s = letter.Steps{Search: s.Search, Reopening: step, Unanswered: !answered}
		case application.CorrectionRequested:
			s.Correction = step
		case application.Corrected:
			s.Corrected = step
		case application.ReasonsRequested:
			s.Reasons = step
		case application.ReasonsGiven:
			s.Explained = step
		case application.Extended:
			s.Extension, s.NewDueOn = step, t.clock.DueOn
		case application.Delayed:
			s.Delay = step
		case application.FeeNoticed:
			s.Fee = step
		case application.ThirdPartyConsulted, application.AgencyConsulted:
			s.Consultation = step
		case application.ThirdPartyAnswered, application.AgencyAnswered:
			s.Consultation.AnsweredOn, s.Consultation.Agrees = f.On, f.Agrees
		case application.Withdrawn:
			s.Withdrawal = step
		case application.Delivered:
			s.Delivery = step
		case application.Filed:
			if f.Evidence == decision.SearchLog && strings.TrimSpace(f.Text) != "" {
				s.Search = f.Text
			}
		}
	}
	for _, l := range t.issued { // the numbers under which people know the notices
		switch l.Kind {
		case "L04":
			s.Correction.Number = l.Number
		case "L11":
			s.Fee.Number = l.Number
		}
	}
	return s
}

// letterPlace is where the body of a letter is sealed for.
func letterPlace(table, row string) crypt.Place {
	return crypt.Place{Table: table, Column: "body", Row: row}
}

// number draws the next 文号 of the family.
func (d *Desk) number(tx *database.Tx, t desktop, family letter.Family) (string, error) {
	pattern := t.settings.Numbers.Letter
	counter := "letter"
	if family != letter.Answers && strings.Contains(string(pattern), "{word}") {
		counter += ":" + string(family)
	}
	n, err := store.Next(tx, counter, string(t.agency.ID), pattern.Period(t.today))
	if err != nil {
		return "", err
	}
	return pattern.Format(t.agency, t.look.word(family, t.settings.Numbers.Word), t.today, int(n))
}

// ends says of each letter of a step after which facts it is written.
var ends = map[letter.ID][]application.Kind{
	"L04": {application.CorrectionRequested}, "L05a": {application.ReasonsRequested}, "L05b": {application.Delayed}, "L06": {application.Extended},
	"L07a": {application.ThirdPartyConsulted}, "L07b": {application.ThirdPartyConsulted}, "L08": {application.ThirdPartyConsulted, application.AgencyConsulted},
	"L09a": {application.AgencyConsulted}, "L09b": {application.AgencyConsulted}, "L10": {application.ThirdPartyAnswered}, "L11": {application.FeeNoticed}, "L21c": {application.Withdrawn},
}

// once are the kinds of which the present round has at most one.
// 法源: 《条例》第三十条、《条例》第三十三条第二款。
var once = []letter.ID{"L04", "L06", "L11", "L21c"}

// standsAgainst says why the letter cannot be written now.
func (t desktop) standsAgainst(k letter.Kind) []fault.Problem {
	var problems []fault.Problem
	add := func(message string, cite law.Citation) {
		problems = append(problems, fault.Problem{Message: message, Cite: cite})
	}
	if !k.In(t.today) {
		add("现在没有这种文书", law.Citation{})
	}
	if k.Family == letter.Orders {
		add("督办、责令整改在“督办整改”中发出", law.OGI.Art(47))
		return problems
	}
	if k.Answers() && k.ID != "L21c" {
		add("答复书随答复一并起草、审查、编号，不单独出具", law.OGI.Art(36))
		return problems
	}
	since, has := t.step(k)
	if len(ends[k.ID]) > 0 && !has {
		var labels []string
		for _, kind := range ends[k.ID] {
			labels = append(labels, "“"+kind.Label()+"”")
		}
		add("先登记"+strings.Join(labels, "或者"), first(k.Cites))
	}
	if slices.Contains(once, k.ID) && has && t.sent(k, since) {
		add("已经出具"+k.Name, first(k.Cites))
	}
	if k.ID == "L23" && len(t.issued) == 0 {
		add("还没有可以送达的文书", law.Citation{})
	}
	return problems
}

func first(list []law.Citation) law.Citation {
	if len(list) == 0 {
		return law.Citation{}
	}
	return list[0]
}

// step returns the day of the latest fact of the present round that the letter is written after.
func (t desktop) step(k letter.Kind) (on civil.Date, ok bool) {
	for _, f := range t.file.Application.Facts {
		switch {
		case f.Kind == application.Reopened:
			on, ok = civil.Date{}, false
		case slices.Contains(ends[k.ID], f.Kind):
			on, ok = f.On, true
		}
	}
	return on, ok
}

// sent reports whether a letter of the kind was issued on the day or later.
func (t desktop) sent(k letter.Kind, since civil.Date) bool {
	return slices.ContainsFunc(t.issued, func(l store.LetterFile) bool { return l.Kind == string(k.ID) && !l.DatedOn.Before(since) })
}
