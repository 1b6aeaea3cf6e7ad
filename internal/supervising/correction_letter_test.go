package supervising_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/supervising"
	"gongkai/internal/telling"
	"gongkai/ledger"
)

func TestTheLetterOfACorrectionIsFilledFromTheCase(t *testing.T) {
	for _, c := range []struct {
		name      string
		concluded complaint.Fact
		kind      string
		says      []string
	}{
		{"corrected", complaint.Fact{Outcome: complaint.Corrected, Text: "档案记载确有笔误"}, "L22a", []string{"第四十一条", "档案记载确有笔误", "出生年份由1994年更正为1949年", "出生年份记错"}},
		{"transferred", complaint.Fact{Outcome: complaint.Transferred, Text: "该记录由公安机关制作", To: "区公安分局"}, "L22b", []string{"区公安分局：", "第四十一条", "附件一：更正申请"}},
		{"told whom to ask", complaint.Fact{Outcome: complaint.ToldWhom, Text: "该记录由公安机关制作", To: "区公安分局"}, "L22c", []string{"第四十一条", "向有权更正的机关区公安分局提出", "该记录由公安机关制作", "60日内向区人民政府申请行政复议", "6个月内向区人民法院提起行政诉讼"}},
		{"not wrong", complaint.Fact{Outcome: complaint.NotWrong, Text: "户籍档案与登记一致"}, "L22d", []string{"第四十一条", "户籍档案与登记一致", "不予更正", "60日内向区人民政府申请行政复议", "6个月内向区人民法院提起行政诉讼"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, w *world) {
				ctx := t.Context()
				w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
					tx.Record(ledger.Entry{Chain: string(w.bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(w.bureau)}})
					settings := agency.DefaultSettings(day("2026-04-20"))
					settings.Remedies.Organs, settings.Remedies.Court = []string{"区人民政府"}, "区人民法院"
					if err := store.SaveSettings(tx, w.bureau, settings); err != nil {
						return err
					}
					return store.SaveGuide(tx, agency.Guide{Agency: w.bureau, OfficeName: "办公室", Phone: "0935-2200000"})
				}))
				slip, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.OwnRecord, About: w.bureau, Petition: complaint.Petition{Text: "出生年份记错", Evidence: "户口簿", Name: "李一凡",
					Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"}, Phone: "13800001234", Address: "某路1号"}}, "")
				w.ok(err)
				list, _, err := w.ListComplaints(ctx, w.clerk, query.ComplaintList{Agency: w.bureau, Open: true})
				if err != nil || len(list) != 1 {
					t.Fatal(list, err)
				}
				id := complaint.ID(list[0].ID)
				if _, err := w.PreviewCorrection(ctx, w.clerk, w.bureau, id, ""); fault.KindOf(err) != fault.Invalid {
					t.Errorf("a letter before the outcome: %v", err)
				}
				c.concluded.Kind, c.concluded.On = complaint.Concluded, civil.Of(*w.now)
				w.ok(w.AddComplaintFact(ctx, w.clerk, w.bureau, id, c.concluded))
				shown, err := w.PreviewCorrection(ctx, w.clerk, w.bureau, id, "")
				w.ok(err)
				if string(shown.Kind.ID) != c.kind || strings.Contains(shown.Letter.Plain(), "李一凡") {
					t.Errorf("the screen shows %s\n%s", shown.Kind.ID, shown.Letter.Plain())
				}
				if c.kind == "L22a" {
					if _, err := w.IssueCorrection(ctx, w.clerk, w.bureau, id, ""); err == nil || !strings.Contains(err.Error(), "更正内容") {
						t.Errorf("issued with something missing: %v", err)
					}
				}
				if _, err := w.IssueCorrection(ctx, w.section, w.bureau, id, "x"); fault.KindOf(err) != fault.Forbidden {
					t.Errorf("somebody else issued: %v", err)
				}
				number, err := w.IssueCorrection(ctx, w.clerk, w.bureau, id, "出生年份由1994年更正为1949年")
				w.ok(err)
				if _, err := w.IssueCorrection(ctx, w.clerk, w.bureau, id, "出生年份由1994年更正为1949年"); fault.KindOf(err) != fault.Conflict {
					t.Errorf("issued twice: %v", err)
				}
				view, err := w.LookComplaint(ctx, w.clerk, w.bureau, id)
				w.ok(err)
				if len(view.Letters) != 1 || view.Letters[0].Number != number || !strings.Contains(number, "〔2026〕1号") {
					t.Fatalf("%s: kept %+v", number, view.Letters)
				}
				if _, err := w.PrintCorrection(ctx, w.section, w.bureau, id, view.Letters[0].ID); fault.KindOf(err) != fault.Forbidden {
					t.Errorf("somebody else printed: %v", err)
				}
				l, err := w.PrintCorrection(ctx, w.clerk, w.bureau, id, view.Letters[0].ID)
				w.ok(err)
				if err := w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
					_, err := tx.Exec(`UPDATE complaint_letter SET number = 'x'`)
					tx.Record(ledger.Entry{Chain: string(w.bureau), Verb: "forge", Subject: ledger.Subject{Kind: "complaint", ID: string(id)}})
					return err
				}); err == nil {
					t.Error("an issued letter was changed")
				}
				text := l.Letter.Plain()
				for _, want := range append(c.says, number, slip.Number) {
					if !strings.Contains(text, want) {
						t.Errorf("the letter lacks %q:\n%s", want, text)
					}
				}
				again, err := w.PrintCorrection(ctx, w.clerk, w.bureau, id, view.Letters[0].ID)
				if err != nil || again.Letter.Number != number {
					t.Errorf("printed again it is %q %v", again.Letter.Number, err)
				}
				if strings.Contains(text, "请填写") || c.kind != "L22b" && !strings.Contains(text, "李一凡：") {
					t.Errorf("the letter is not complete:\n%s", text)
				}
				var log bytes.Buffer
				w.ok(store.ExportLedgerJSON(w.DB.View(ctx), &log, store.LedgerFilter{Chain: string(w.bureau)}))
				if s := log.String(); !strings.Contains(s, "print_letter") || strings.Contains(s, "李一凡") || strings.Contains(s, "出生年份") {
					t.Error("the ledger lacks the print, or names the person")
				}
			})
		})
	}
}

func TestTheDigestComesWithItsPaper(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		sealed, err := w.Keys.Seal(crypt.Fields, crypt.Place{Table: "staff", Column: "email", Row: "st_8"}, []byte("zhuguan@example.cn"))
		w.ok(err)
		w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(w.competent), Verb: "hire", Subject: ledger.Subject{Kind: "staff", ID: "st_8"}})
			return store.InsertAccount(tx, auth.Account{Staff: "st_8", Agency: w.competent, Login: "h", Name: "督查", Email: sealed, Roles: agency.RolesOf(agency.RoleCompetent)})
		}))
		var mails []job.Letter
		w.Voice = telling.Voice{Keys: w.Keys, Post: func(_ *database.Tx, _ agency.ID, _ ledger.Subject, m job.Letter) error {
			mails = append(mails, m)
			return nil
		}}
		for range 2 { // the second time nobody is told again
			_, err := w.SendDigests(ctx, day("2026-03-01").Month())
			w.ok(err)
		}
		if len(mails) != 1 || mails[0].To != "zhuguan@example.cn" || len(mails[0].Attachments) != 1 || mails[0].Attachments[0].Name != "政府信息公开工作通报2026年3月.docx" {
			t.Fatalf("mails: %+v", mails)
		}
		paper := mails[0].Attachments[0].Content
		book, err := zip.NewReader(bytes.NewReader(paper), int64(len(paper)))
		w.ok(err)
		if _, err := book.Open("word/document.xml"); err != nil {
			t.Error("the attachment is no paper:", err)
		}
	})
}
