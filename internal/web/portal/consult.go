package portal

import (
	"crypto/rand"
	"net/http"
	"strings"

	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// consultPage is the question that a third party or another agency is asked, by a link of its own. Nothing on it says who
// applied.
type consultPage struct {
	ui.Base
	Inquiry  casework.Inquiry
	Token    string
	Facts    ui.Facts
	Text     string // what was typed
	Agrees   string
	Problems []fault.Problem
	Done     bool
	Contact  string
	Files    []enclosed // received with a sending that was refused
	Once     string     // the key of the form
}

func (p consultPage) third() bool { return p.Inquiry.Kind == application.ThirdPartyConsulted }

func (p consultPage) opinion() ui.Radios {
	return ui.Radios{Field: ui.Field{Name: "agrees", Label: "您的意见", Error: ui.FieldError(p.Problems, "agrees")}, Options: []ui.Option{
		{Value: "yes", Text: "同意公开", Selected: p.Agrees == "yes"}, {Value: "no", Text: "不同意公开", Hint: "请写明理由", Selected: p.Agrees == "no"}}}
}

func (p consultPage) reasons() ui.TextArea {
	return ui.TextArea{Field: ui.Field{Name: "text", Label: "理由", Hint: "例如：涉及哪些商业秘密、个人隐私，公开会造成什么损害", Optional: p.Agrees != "no", Error: ui.FieldError(p.Problems, "text")}, Value: p.Text, Rows: 6, Max: longestContent}
}

func (p consultPage) files() ui.FileInput {
	return ui.FileInput{Field: ui.Field{Name: "files", Label: "证明材料", Hint: enclosedKinds, Optional: true, Error: ui.FieldError(p.Problems, "files")}, Multiple: true}
}

// consult shows the question of a link.
// 法源: 《条例》第三十二条、《条例》第三十四条。
func (p *Portal) consult(w http.ResponseWriter, r *http.Request) error {
	if ok, wait := p.wrong.Allow(p.callerKey(r)); !ok {
		return p.tooOften(w, r, wait)
	}
	in, err := p.Cases.Inquire(r.Context(), r.PathValue("token"), p.Caller(r).String())
	if err != nil {
		return err
	}
	return p.showInquiry(w, r, consultPage{Inquiry: in})
}

// answerConsult takes the answer.
func (p *Portal) answerConsult(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "提交的内容不完整，请返回重新提交")
	}
	if ok, wait := p.wrong.Allow(p.callerKey(r)); !ok {
		return p.tooOften(w, r, wait)
	}
	token, address := r.PathValue("token"), p.Caller(r).String()
	in, err := p.Cases.Inquire(r.Context(), token, address) // before a file is kept
	if err != nil {
		return err
	}
	page := consultPage{Inquiry: in, Text: strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n")), Agrees: r.PostForm.Get("agrees")}
	files, problems := p.enclose(r, p.unseal(r.PostForm["file"]))
	page.Files, page.Problems = files, problems
	if page.Agrees != "yes" && page.Agrees != "no" {
		page.Problems = append(page.Problems, fault.Problem{Field: "agrees", Message: "请选择是否同意公开"})
	}
	if len(page.Problems) > 0 {
		return p.showInquiry(w, r, page)
	}
	err = p.once(r, func() error {
		return p.Cases.AnswerInquiry(r.Context(), token, casework.Opinion{Agrees: page.Agrees == "yes", Text: page.Text, Files: enclosures(files)}, address)
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Unlawful || kind == fault.Conflict) {
		page.Problems = fault.Problems(err)
		return p.showInquiry(w, r, page)
	}
	if err != nil {
		return err
	}
	page.Done = true
	return p.showInquiry(w, r, page)
}

func (p *Portal) showInquiry(w http.ResponseWriter, r *http.Request, page consultPage) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	w.Header().Set("X-Robots-Tag", "noindex")
	return p.answer(w, r, func(r *http.Request, q *database.Query) (sheet, error) {
		b, err := p.frame(r, q, "征求意见", nil)
		if err != nil {
			return sheet{}, err
		}
		b.Path = "/" // switches of the view must not carry the secret on
		guide, err := query.PortalGuide(q, page.Inquiry.Agency.ID)
		if err != nil {
			return sheet{}, err
		}
		page.Base, page.Once, page.Token, page.Contact = b, rand.Text(), r.PathValue("token"), guide.Phone
		in := page.Inquiry
		page.Facts = ui.Facts{Items: []ui.Fact{{Name: "征求意见的机关", Text: in.Agency.Name}, {Name: "发出日期", Text: in.SentOn.Chinese()}, {Name: "最晚答复日期", Text: in.EndsOn.Chinese()}}}
		s := sheet{body: page.Page()}
		if len(page.Problems) > 0 {
			s.status = http.StatusUnprocessableEntity
		}
		return s, nil
	})
}
