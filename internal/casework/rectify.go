package casework

import (
	"context"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"

	xhtml "golang.org/x/net/html"
)

// A Rectification says what is wrong in a published record, and what is right.
type Rectification struct {
	Index catalog.IndexNo // of the record
	Wrong string          // as it stands there
	Right string
	Note  string   // 更正说明, public with the new version
	Files []string // hashes of files of the application that go with it
}

// longestNote bounds a 更正说明, in characters.
const longestNote = 200

// Rectify drafts a new version of a published record that an application brought to light as wrong. The published version
// stays as it is until the new one has been reviewed; then both can be read, with what differs and the 说明.
// 法源: 《条例》第六条第一款、《条例》第四十一条。
func (d *Desk) Rectify(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, p Rectification) (_ disclosure.ID, err error) {
	defer fault.Wrap(&err, "casework.Rectify(%s)", id)
	at, err := d.drafting(ctx, by, of, id)
	if err != nil {
		return "", err
	}
	who, err := d.open(at.file)
	if err != nil {
		return "", err
	}
	problems := append(at.file.Application.Refuses(d.Calendar(of), at.reading, application.Fact{Kind: application.Rectified, On: at.today, Text: p.Note, Record: "…"}), p.check(who)...)
	record, wrong, err := rectified(at.view, of, p, chosen(at.file.Application, p.Files))
	if err != nil {
		return "", err
	}
	if err := fault.Of(append(problems, wrong...)); err != nil {
		return "", err
	}
	drafted, err := d.Draft(ctx, by, record)
	if err != nil {
		return "", err
	}
	return drafted, d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if err := store.NoteRevision(tx, of, drafted, strings.TrimSpace(p.Note)); err != nil {
			return err
		}
		return d.add(tx, file.Application, application.Fact{Kind: application.Rectified, On: tx.Today(), By: string(by.Staff), Text: p.Note, Number: string(p.Index), Record: string(drafted)})
	})
}

// check returns what is missing, and what must not become public: who asked.
func (p Rectification) check(who applicant.Applicant) []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, field, message string, cite law.Citation) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
		}
	}
	note := strings.TrimSpace(p.Note)
	wrong(note == "", "note", "请写明更正了什么、为什么，随新版本公布", law.OGI.Art(6).P(1))
	wrong(utf8.RuneCountInString(note) > longestNote, "note", "更正说明请控制在200字以内", law.Citation{})
	wrong(strings.TrimSpace(p.Wrong) == "" && len(p.Files) == 0, "wrong", "请填写原来的文字和更正后的文字，或者选择要附上的文件", law.Citation{})
	for _, personal := range []string{who.Name, who.Identity.Number, who.Phone, who.Email, who.Address} {
		for _, f := range [][2]string{{"note", p.Note}, {"right", p.Right}} {
			wrong(utf8.RuneCountInString(personal) > 1 && strings.Contains(f[1], personal), f[0], "公开的更正不能写出申请人的信息", law.Privacy.Art(25))
		}
	}
	return problems
}

// rectified is the record as it should be, or what stands against it.
func rectified(r database.Reader, of agency.ID, p Rectification, files []disclosure.File) (disclosure.Record, []fault.Problem, error) {
	refuse := func(field, message string) (disclosure.Record, []fault.Problem, error) {
		return disclosure.Record{}, []fault.Problem{{Field: field, Message: message}}, nil
	}
	if strings.TrimSpace(string(p.Index)) == "" {
		return refuse("index", "请填写要更正的信息的索引号")
	}
	id, err := store.RecordByIndex(r, of, p.Index)
	if database.NotFound(err) || err == nil && id == "" {
		return refuse("index", "本机关没有这个索引号的信息")
	}
	if err != nil {
		return disclosure.Record{}, nil, err
	}
	file, err := store.Record(r, id)
	if err != nil {
		return disclosure.Record{}, nil, err
	}
	acts := file.Publication.Acts
	if !file.Publication.Visible() {
		return refuse("index", "这条信息没有公开，或者已经撤下")
	}
	if acts[len(acts)-1].Digest != file.Digest {
		return refuse("index", "这条信息有还没有发布的修改，请先在“主动公开”里发布那次修改，或者一并改好")
	}
	record := file.Draft.Clone()
	before, after := strings.TrimSpace(p.Wrong), strings.TrimSpace(p.Right)
	if before != "" {
		old := record
		record.Title = strings.ReplaceAll(record.Title, before, after)
		record.Summary = strings.ReplaceAll(record.Summary, before, after)
		record.Body = inText(record.Body, before, after)
		if record.Title == old.Title && record.Summary == old.Summary && record.Body == old.Body {
			return refuse("wrong", "信息里没有连续的这段文字。格式不同的文字请分次填写，或者在“主动公开”里直接修改")
		}
	}
	for _, f := range files {
		if !slices.ContainsFunc(record.Files, func(x disclosure.File) bool { return x.Hash == f.Hash }) {
			record.Files = append(record.Files, f)
		}
	}
	return record, nil, nil
}

// inText replaces a text in the text of an HTML body, and leaves its tags alone.
func inText(body, before, after string) string {
	var b strings.Builder
	for z := xhtml.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.TextToken:
			raw := string(z.Raw())
			text := html.UnescapeString(raw)
			if !strings.Contains(text, before) {
				b.WriteString(raw)
				continue
			}
			b.WriteString(html.EscapeString(strings.ReplaceAll(text, before, after)))
		default:
			b.Write(z.Raw())
		}
	}
}
