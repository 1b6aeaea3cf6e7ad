package portal

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/receipt"
	"gongkai/internal/web/ui"
)

// chooseAgencyPage asks whom the application is for.
type chooseAgencyPage struct {
	ui.Base
	Groups []agencyGroup
}

// applyPage is the form, and after it the page on which it is read once more before it is sent.
type applyPage struct {
	ui.Base
	Agency   query.AgencyRow
	Draft    draft
	Problems []fault.Problem
	Closed   string // why the channel is closed; empty while it is open
	Channels []channel
	Steps    ui.Steps
	Found    []query.PublicationRow // what is public already and may be the answer
	Captcha  captcha
	Takes    bool // files can be handed in
}

// appliedPage tells the number and the code, once.
type appliedPage struct {
	ui.Base
	Slip   casework.Slip
	Code   string // in groups, to be read aloud or copied by hand
	Due    ui.Facts
	Agency string
	Of     string // the code of the agency
	Steps  ui.Steps
}

// A draft is the form as it was filled in.
type draft struct {
	Kind                          string // citizen or organisation
	Category                      string
	Name, IdentityKind, Identity  string
	Representative, Contact       string
	Phone, Email                  string
	Address, Postcode             string
	Content, DocNo, Format, Route string
	Notices                       string // 1 to be told by e-mail
	Files                         []enclosed
}

// fields are the names of the form with their places, in the order of the form.
func (d *draft) fields() []struct {
	name  string
	value *string
} {
	return []struct {
		name  string
		value *string
	}{{"kind", &d.Kind}, {"category", &d.Category}, {"name", &d.Name}, {"identity_kind", &d.IdentityKind}, {"identity", &d.Identity},
		{"representative", &d.Representative}, {"contact", &d.Contact}, {"phone", &d.Phone}, {"email", &d.Email}, {"address", &d.Address}, {"postcode", &d.Postcode},
		{"content", &d.Content}, {"doc_no", &d.DocNo}, {"form", &d.Format}, {"route", &d.Route},
		{"notices", &d.Notices}}
}

// readDraft reads the form. Fields that the kind of applicant does not have are forgotten.
func readDraft(v url.Values) draft {
	var d draft
	for _, f := range d.fields() {
		*f.value = strings.TrimSpace(strings.ReplaceAll(v.Get(f.name), "\r\n", "\n"))
	}
	if d.Kind != "organisation" {
		d.Kind = "citizen"
		d.Category, d.Representative, d.Contact = string(applicant.Natural), "", ""
	} else {
		d.IdentityKind = string(applicant.OrganisationID)
	}
	return d
}

// hidden are the fields to be carried to the next page.
func (d draft) hidden() []ui.Link {
	var list []ui.Link
	for _, f := range d.fields() {
		list = append(list, ui.Link{Text: f.name, Href: *f.value})
	}
	for _, e := range d.Files {
		list = append(list, ui.Link{Text: "file", Href: e.Token})
	}
	return list
}

// petition is the draft in the words of the use-case.
func (d draft) petition() casework.Petition {
	return casework.Petition{
		Applicant: applicant.Applicant{Category: applicant.Category(d.Category), Name: d.Name, Identity: applicant.Identity{Kind: applicant.IdentityKind(d.IdentityKind), Number: d.Identity},
			Representative: d.Representative, Contact: d.Contact, Phone: d.Phone, Email: d.Email, Address: d.Address, Postcode: d.Postcode, Notices: d.Notices == "1"},
		Files: enclosures(d.Files), Wanted: application.Wanted{Content: d.Content, DocNo: d.DocNo, Form: application.Form(d.Format), Route: application.Route(d.Route)},
	}
}

// applyForm shows the form of an agency, or asks which agency. Nothing is prescribed but what the law names; what the
// information is for is never asked.
// 法源: 《条例》第二十九条。
func (p *Portal) applyForm(r *http.Request, q *database.Query) (sheet, error) {
	if r.URL.Query().Get("agency") == "" {
		return p.chooseAgency(r, q)
	}
	page, err := p.formPage(r, q, r.URL.Query().Get("agency"))
	if err != nil {
		return sheet{}, err
	}
	page.Draft = draft{Kind: "citizen", IdentityKind: string(applicant.ResidentCard), Content: about(r.URL.Query().Get("about"))}
	return sheet{body: page.Form()}, nil
}

// about is a description that another page brought along.
func about(text string) string {
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), longestSearch)])
}

func (p *Portal) chooseAgency(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "依申请公开", nil)
	if err != nil {
		return sheet{}, err
	}
	agencies, err := query.PortalAgencies(q)
	if err != nil {
		return sheet{}, err
	}
	var open []query.AgencyRow
	for _, a := range agencies {
		if takes(a) {
			open = append(open, a)
		}
	}
	page := chooseAgencyPage{Base: b, Groups: p.groups(open)}
	for _, g := range page.Groups {
		for i := range g.Cards {
			g.Cards[i].Meta = ""
		}
	}
	for i, g := range page.Groups {
		for j, c := range g.Cards {
			page.Groups[i].Cards[j].Href = c.Href + "apply"
			if words := r.URL.Query().Get("about"); words != "" { // straight to the form, with what was searched for
				page.Groups[i].Cards[j].Href = p.BasePath + address("/apply", url.Values{"agency": {path.Base(c.Href)}, "about": {words}})
			}
		}
	}
	return sheet{body: page.Page(), canonical: "/apply"}, nil
}

// formPage is the page of the form with nothing filled in.
func (p *Portal) formPage(r *http.Request, q *database.Query, code string) (applyPage, error) {
	r.SetPathValue("code", code)
	of, err := agencyOf(r, q)
	if err != nil {
		return applyPage{}, err
	}
	b, err := p.frame(r, q, "在线申请", &of)
	if err != nil {
		return applyPage{}, err
	}
	applyPath := agencyPath(of.Code, "apply")
	b.Nav = agencyNav(of.Code, applyPath)
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "依申请公开", Href: applyPath})
	g, err := query.PortalGuide(q, agency.ID(of.ID))
	if err != nil {
		return applyPage{}, err
	}
	page := applyPage{Base: b, Agency: of, Channels: channels(g), Steps: applySteps(0), Takes: p.Keep != nil}
	switch {
	case !takes(of):
		page.Closed = "本单位不受理依照《条例》提出的申请。"
	case !g.Open(agency.ChannelOnline):
		page.Closed = "本机关没有开通在线申请，可以当面提交或者邮寄申请。"
	}
	return page, nil
}

func applySteps(current int) ui.Steps {
	s := ui.Steps{Label: "申请步骤"}
	for i, text := range []string{"填写申请", "核对", "提交完成"} {
		s.Items = append(s.Items, ui.Step{Text: text, Done: i < current, Current: i == current})
	}
	return s
}

// applySend takes the form through its steps: checked, read once more, sent.
func (p *Portal) applySend(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	d, code := readDraft(r.PostForm), r.PostForm.Get("agency")
	files, wrong := p.enclose(r, p.unseal(r.PostForm["file"]))
	d.Files = files
	problems := append(p.problems(d), wrong...)
	switch step := r.PostForm.Get("step"); {
	case step == "back":
		problems = nil
		return p.showForm(w, r, code, d, nil)
	case len(problems) > 0:
		return p.showForm(w, r, code, d, problems)
	case step != "send":
		return p.showReview(w, r, code, d, nil)
	}
	return p.receiveOnce(w, r, code, d)
}

// receiveOnce hands the application in. Whoever presses the button twice is shown the number and the code that the first
// press gave, and has not applied twice: the question of the form is good for one application.
func (p *Portal) receiveOnce(w http.ResponseWriter, r *http.Request, code string, d draft) error {
	of, err := query.PortalAgency(p.DB.View(r.Context()), code)
	if err != nil {
		return err
	}
	var slip casework.Slip
	h, err := p.handIn(r, "apply", func() (string, error) {
		slip, err = p.Cases.Apply(r.Context(), agency.ID(of.ID), d.petition(), p.Caller(r).String())
		return string(slip.ID), err
	})
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Invalid || kind == fault.Unlawful):
		return p.showForm(w, r, code, d, fault.Problems(err))
	case err != nil:
		return err
	case h.wrong:
		return p.showReview(w, r, code, d, wrongCaptcha)
	case h.wait > 0:
		return p.tooOften(w, r, h.wait)
	case h.again:
		if slip, err = p.Cases.SlipOf(r.Context(), agency.ID(of.ID), application.ID(h.id)); err != nil {
			return err
		}
	}
	return p.showApplied(w, r, of, slip)
}

var wrongCaptcha = []fault.Problem{{Field: "captcha", Message: "验证问题的答案不对，或者已经用过。请回答新的问题"}}

// problems are everything that is wrong with the draft, with the words of this form.
func (p *Portal) problems(d draft) []fault.Problem {
	return d.petition().Check(p.today())
}

// showApplied tells the number and the code.
func (p *Portal) showApplied(w http.ResponseWriter, r *http.Request, of query.AgencyRow, slip casework.Slip) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		form, err := p.formPage(r, q, of.Code)
		if err != nil {
			return sheet{}, err
		}
		form.Base.Title = "申请已经提交"
		page := appliedPage{Base: form.Base, Slip: slip, Code: receipt.Spaced(slip.QueryCode), Due: dueFacts(slip.Clock), Agency: of.Name, Of: of.Code, Steps: applySteps(3)}
		return sheet{body: page.Page()}, nil
	})
}

func (p *Portal) showForm(w http.ResponseWriter, r *http.Request, code string, d draft, problems []fault.Problem) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.formPage(r, q, code)
		page.Draft, page.Problems = d, problems
		s := sheet{body: page.Form()}
		if len(problems) > 0 {
			s.status = http.StatusUnprocessableEntity
		}
		return s, err
	})
}

// mostFound is how many public records are offered before an application is sent.
const mostFound = 5

func (p *Portal) showReview(w http.ResponseWriter, r *http.Request, code string, d draft, problems []fault.Problem) error {
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		page, err := p.formPage(r, q, code)
		if err != nil {
			return sheet{}, err
		}
		if page.Closed != "" {
			return sheet{body: page.Form(), status: http.StatusUnprocessableEntity}, nil
		}
		page.Base.Title = "核对申请"
		page.Draft, page.Problems, page.Captcha, page.Steps = d, problems, p.captchas.draw(), applySteps(1)
		if page.Found, err = alreadyPublic(q, page.Agency.ID, d); err != nil {
			return sheet{}, err
		}
		s := sheet{body: page.Review()}
		if len(problems) > 0 {
			s.status = http.StatusUnprocessableEntity
		}
		return s, nil
	})
}

// alreadyPublic searches what may answer the application: by 文号, by the whole description, then by its longer words, first
// with the agency and then everywhere.
// 法源: 《条例》第三十六条。
func alreadyPublic(q *database.Query, agencyID string, d draft) ([]query.PublicationRow, error) {
	var found []query.PublicationRow
	seen := map[string]bool{}
	for _, text := range searchTexts(d) {
		for _, of := range []string{agencyID, ""} {
			rows, _, err := find(q, query.Wish{Text: text, Agency: of, Limit: mostFound})
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if !seen[row.Record] && len(found) < mostFound {
					seen[row.Record] = true
					found = append(found, row)
				}
			}
		}
	}
	return found, nil
}

// searchTexts takes from the description what a person would type into the search.
func searchTexts(d draft) []string {
	var texts []string
	if d.DocNo != "" {
		texts = append(texts, d.DocNo)
	}
	parts := strings.FieldsFunc(d.Content, func(r rune) bool {
		return strings.ContainsRune(" \n\t，。、；：！？“”（）《》,.;:()的和与及", r)
	})
	for _, part := range parts {
		if n := len([]rune(part)); n >= 3 && n <= 20 && len(texts) < mostFound {
			texts = append(texts, part)
		}
	}
	return texts
}

// callerKey names who calls for the limits: an address, or the network of a household for the newer protocol.
func (p *Portal) callerKey(r *http.Request) string {
	at := p.Caller(r)
	if at.Is6() && !at.Is4In6() {
		if prefix, err := at.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return at.Unmap().String()
}
