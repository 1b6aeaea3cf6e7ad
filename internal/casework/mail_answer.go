package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/law"
	"gongkai/letter"
)

// Mailing is what sending an answer by e-mail needs beside the desk.
type Mailing struct {
	PDF  func(p Print) ([]byte, error)                         // prints a letter
	Size func(ctx context.Context, hash string) (int64, error) // of a file that goes along
}

// An answerMail is an answer ready to be sent: what was printed before the transaction, checked again within it.
type answerMail struct {
	letter IssuedLetter // without an ID: the answer is among the files
	files  []job.Attachment
}

// mailed says whether the fact has the system send the answer by e-mail.
func mailed(f application.Fact) bool {
	return f.Kind == application.Delivered && f.Method == application.ByEmail
}

// prepareMail prints the answer and looks up the files that go along, or says everything that is missing. Nothing is
// printed within the transaction, which may be run again.
// 法源: 《条例》第四十条。
func (d *Desk) prepareMail(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, f application.Fact) (m answerMail, err error) {
	if err := auth.Can(by, auth.DeliverCase, of); err != nil {
		return m, err
	}
	var p Print
	var problems []fault.Problem
	err = d.DB.Read(ctx, func(q *database.Query) error {
		t, err := d.layOut(q, of, id, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		if problems = d.unsendable(t, f); len(problems) > 0 {
			return nil
		}
		row, ok := t.answer()
		if !ok {
			return nil
		}
		p, err = d.print(q, t, t.issued[row])
		return err
	})
	if err != nil {
		return m, err
	}
	if err := fault.Of(problems); err != nil {
		return m, err
	}
	if m.letter = p.IssuedLetter; p.ID != "" {
		content, err := d.Mailing.PDF(p)
		if err != nil {
			return m, err
		}
		m.files = append(m.files, job.Attachment{Name: strings.ReplaceAll(p.Letter.Title, "\n", "") + " " + p.Number + ".pdf", Type: "application/pdf", Content: content})
	}
	for i, hash := range f.Files {
		size, err := d.Mailing.Size(ctx, hash)
		if err != nil {
			return m, err
		}
		name := fmt.Sprintf("附件%d", i+1)
		if i < len(f.Names) && f.Names[i] != "" {
			name = f.Names[i]
		}
		m.files = append(m.files, job.Attachment{Name: name, Blob: hash, Size: size})
	}
	if err := job.Fits(m.files); err != nil {
		return m, fault.Of([]fault.Problem{{Field: "files", Message: err.Error()}})
	}
	return m, nil
}

// unsendable says what is missing for the answer to be sent by e-mail.
func (d *Desk) unsendable(t desktop, f application.Fact) []fault.Problem {
	const otherwise = "；已用其他邮箱发出的，请选“电子邮件（已用本机关邮箱发出）”登记"
	var problems []fault.Problem
	add := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(40)})
	}
	if d.Post == nil || d.Mailing == nil {
		add("method", "没有设置发信的邮件服务器，系统不能发送电子邮件"+otherwise)
	}
	if strings.TrimSpace(t.who.Email) == "" {
		add("method", "申请人没有留电子邮箱，系统不能发送，请用其他方式送达"+otherwise)
	}
	if f.On != t.today {
		add("on", "由系统发送的电子邮件今天发出，日期应为今天"+otherwise)
	}
	_, written := t.answer()
	if _, decided := t.file.Application.Decision(); decided && !written && len(f.Files) == 0 {
		add("files", "没有在系统里出具的答复书，请上传答复书的扫描件")
	}
	return problems
}

// answer finds the letter of the answer of the present round among those issued.
// 法源: 《条例》第三十六条。
func (t desktop) answer() (row int, ok bool) {
	decided, ok := t.file.Application.Decision()
	if !ok || decided.Number == "" {
		return 0, false
	}
	for i, l := range slices.Backward(t.issued) {
		k, _ := letter.KindOf(letter.ID(l.Kind))
		if k.Answers() && l.Side == string(letter.ToApplicant) && l.Number == decided.Number {
			return i, true
		}
	}
	return 0, false
}

// mailAnswer puts the answer into the outbox, to the address on file. The ledger names letter and files and not the
// address.
func (d *Desk) mailAnswer(tx *database.Tx, of agency.ID, id application.ID, f application.Fact, m answerMail) error {
	t, err := d.layOut(tx, of, id, tx.Today())
	if err != nil {
		return err
	}
	if err := fault.Of(d.unsendable(t, f)); err != nil {
		return err
	}
	if row, ok := t.answer(); ok != (m.letter.ID != "") || ok && t.issued[row].ID != m.letter.ID {
		return fault.New(fault.Conflict, "答复书刚刚有变化，请核对后重新登记送达")
	}
	number := t.file.Application.Number
	var names []string
	for i, a := range m.files {
		names = append(names, fmt.Sprintf("%d. %s", i+1, a.Name))
	}
	body := fmt.Sprintf("您向%s提出的政府信息公开申请（编号 %s）已经作出答复，答复书和有关材料见附件：\n%s\n\n凭申请编号和查询码也可以查看答复书：%s\n\n本邮件由系统发出，请勿直接回复。如有疑问，请联系%s",
		t.agency.Name, number, strings.Join(names, "\n"), d.link("/track"), t.agency.Name)
	if t.guide.Phone != "" {
		body += "，电话：" + t.guide.Phone
	}
	err = d.Post(tx, of, subject(id), Mail{To: t.who.Email, Subject: "政府信息公开申请 " + number + "：答复书", Body: body + "。", Attachments: m.files})
	if err != nil {
		return err
	}
	enter(tx, of, "mail_answer", id, map[string]any{"letter": m.letter.ID, "number": m.letter.Number, "digest": m.letter.Digest, "files": f.Files}, law.OGI.Art(40))
	return nil
}
