package casework_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"image"
	"image/png"
	"math/big"
	"strings"
	"testing"
	"time"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/review"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

func (w *world) issue(id application.ID, kind letter.ID, draft casework.LetterDraft) (casework.IssuedLetter, error) {
	w.t.Helper()
	return w.IssueLetter(w.t.Context(), clerk, bureau, id, kind, draft)
}

// answered takes an application to its answer through the whole review.
func (w *world) answered(id application.ID, draft casework.Draft) string {
	w.t.Helper()
	if err := w.SaveDecision(w.t.Context(), clerk, bureau, id, draft); err != nil {
		w.t.Fatal(err)
	}
	for _, step := range []struct {
		stage review.Stage
		by    auth.Actor
	}{{review.SelfCheck, clerk}, {review.SectionOK, verifier}, {review.Secrecy, secrecy}, {review.Signature, signer}} {
		if err := w.sign(id, step.stage, step.by); err != nil {
			w.t.Fatalf("%s: %v", step.stage, err)
		}
	}
	number, err := w.Issue(w.t.Context(), clerk, bureau, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return number
}

func fact(kind application.Kind, on, text string) application.Fact {
	return application.Fact{Kind: kind, On: civil.MustParse(on), Text: text}
}

func TestEachStepHasItsLetterWithANumberOfItsFamily(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		if _, err := w.issue(slip.ID, "L04", casework.LetterDraft{}); err == nil || !strings.Contains(err.Error(), "先登记“告知补正”") {
			t.Fatalf("a letter without its step: %v", err)
		}
		w.on("2026-04-22")
		ask := fact(application.CorrectionRequested, "2026-04-22", "请写明项目的名称")
		ask.Until = civil.MustParse("2026-05-15")
		if err := w.add(clerk, slip.ID, ask); err != nil {
			t.Fatal(err)
		}
		shelf, err := w.Shelf(t.Context(), clerk, bureau, slip.ID)
		if err != nil || len(shelf.Offers) == 0 || shelf.Offers[0].Kind.ID != "L04" || !shelf.Offers[0].Due {
			t.Fatalf("the letter of the step does not come first: %+v %v", shelf.Offers[0], err)
		}
		sheet, err := w.Sheet(t.Context(), clerk, bureau, slip.ID, "L04", nil)
		if err != nil || len(sheet.Problems)+len(sheet.Remarks) > 0 {
			t.Fatalf("%v %v %v", sheet.Problems, sheet.Remarks, err)
		}
		if strings.Contains(sheet.Letter.Recipient+sheet.Letter.Body, "李一凡") {
			t.Errorf("the screen names the applicant: %+v", sheet.Letter)
		}
		issued, err := w.issue(slip.ID, "L04", casework.LetterDraft{})
		if err != nil || issued.Number != "凉科公开告〔2026〕1号" {
			t.Fatalf("%q %v", issued.Number, err)
		}
		if _, err := w.issue(slip.ID, "L04", casework.LetterDraft{}); err == nil || !strings.Contains(err.Error(), "已经出具补正告知书") {
			t.Errorf("corrected twice: %v", err)
		}
		if receipt, err := w.issue(slip.ID, "L03", casework.LetterDraft{}); err != nil || receipt.Number != "" {
			t.Errorf("a slip has a number: %q %v", receipt.Number, err)
		}
		printed, err := w.PrintLetter(t.Context(), clerk, bureau, slip.ID, issued.ID)
		if err != nil || printed.Letter.Recipient != "李一凡" || !strings.Contains(printed.Letter.Body, "请写明项目的名称") || printed.Letter.DatedOn != civil.MustParse("2026-04-22") {
			t.Errorf("%+v %v", printed.Letter, err)
		}
		if _, err := w.PrintLetter(t.Context(), verifier, bureau, slip.ID, issued.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a verifier printed: %v", err)
		}
		mine, err := w.LettersTo(t.Context(), slip.ID)
		if err != nil || len(mine) != 1 || mine[0].Number != issued.Number {
			t.Errorf("the applicant sees %v %v", mine, err)
		}
		var sealed []byte
		if err := w.DB.View(t.Context()).QueryRow(`SELECT body FROM letter WHERE id = $1`, issued.ID).Scan(&sealed); err != nil || bytes.Contains(sealed, []byte("李一凡")) {
			t.Errorf("the applicant is readable in the database: %v", err)
		}
	})
}

func TestTheAnswerIsALetterForEver(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		w.on("2026-05-06")
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Filed, On: civil.MustParse("2026-05-06"), Evidence: decision.KindStatement, Text: "属于讨论记录"}); err != nil {
			t.Fatal(err)
		}
		draft := casework.Draft{Decision: decision.Draft{Outcome: decision.Deliberative, Grounds: []decision.Ground{decision.GroundDeliberative}, Withholds: true, Reason: "会议纪要是内部讨论的记录，尚未形成决定"}}
		sheet, ok, err := w.Answer(t.Context(), clerk, bureau, slip.ID, draft)
		if err != nil || !ok || sheet.Kind.ID != "L14" || len(sheet.Problems) > 0 {
			t.Fatalf("%+v %v", sheet, err)
		}
		number := w.answered(slip.ID, draft)
		if number != "凉科公开〔2026〕1号" {
			t.Errorf("number %s", number)
		}
		mine, err := w.LettersTo(t.Context(), slip.ID)
		if err != nil || len(mine) != 1 {
			t.Fatalf("%v %v", mine, err)
		}
		text := mine[0].Letter.Plain()
		for _, want := range []string{number, "李一凡：", "2026年4月20日收到", "第十六条第二款", "60日内先向武威市凉州区人民政府申请行政复议", "2026年5月6日"} {
			if !strings.Contains(text, want) {
				t.Errorf("the answer lacks %q:\n%s", want, text)
			}
		}
		for _, statement := range []string{`UPDATE letter SET number = 'x'`, `DELETE FROM letter`} {
			err := w.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
				tx.Record(ledger.Entry{Chain: string(bureau), Verb: "test", Subject: ledger.Subject{Kind: "letter", ID: "x"}})
				_, err := tx.Exec(statement)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

func TestAnEditedAnswerThatLostItsRemediesIsNotHandedIn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip := w.receive("2026-04-20")
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Filed, On: civil.MustParse("2026-04-20"), Evidence: decision.KindStatement, Text: "属于讨论记录"}); err != nil {
			t.Fatal(err)
		}
		draft := casework.Draft{Decision: decision.Draft{Outcome: decision.Deliberative, Grounds: []decision.Ground{decision.GroundDeliberative}, Withholds: true, Reason: "会议纪要是内部讨论的记录，尚未形成决定"}}
		sheet, _, err := w.Answer(t.Context(), clerk, bureau, slip.ID, draft)
		if err != nil {
			t.Fatal(err)
		}
		draft.Letter = strings.ReplaceAll(sheet.Body, "先向武威市凉州区人民政府申请行政复议", "向武威市凉州区人民政府或者上一级主管部门申请行政复议")
		if err := w.SaveDecision(t.Context(), clerk, bureau, slip.ID, draft); err != nil {
			t.Fatal(err)
		}
		if err := w.sign(slip.ID, review.SelfCheck, clerk); err == nil || !strings.Contains(err.Error(), "上一级主管部门") {
			t.Errorf("handed in: %v", err)
		}
	})
}

func TestNumbersOfAFamilyHaveNoGap(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		for n := 1; n <= 3; n++ {
			slip := w.receive("2026-04-20")
			ask := fact(application.CorrectionRequested, "2026-04-20", "请写明名称")
			ask.Until = civil.MustParse("2026-05-15")
			if err := w.add(clerk, slip.ID, ask); err != nil {
				t.Fatal(err)
			}
			if _, err := w.issue(slip.ID, "L04", casework.LetterDraft{Body: "什么也没有写明"}); err == nil {
				t.Fatal("an empty notice went out")
			}
			issued, err := w.issue(slip.ID, "L04", casework.LetterDraft{})
			if want := "凉科公开告〔2026〕" + string(rune('0'+n)) + "号"; err != nil || issued.Number != want {
				t.Errorf("%q %v, want %s", issued.Number, err, want)
			}
		}
	})
}

func TestTheAgencysOwnTextSealAndSignature(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		if err := w.SetLetterText(ctx, clerk, bureau, "L04", civil.MustParse("2026-04-21"), "x"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a clerk changed a standard text: %v", err)
		}
		own := "本局于{{.收到日期}}收到{{.称呼}}的申请（{{.申请编号}}）：“{{.申请内容}}”。依据《条例》第三十条请补正：\n{{.补正事项}}\n期限至{{.补正期限}}，逾期不补正的视为放弃申请。电话：{{.机关电话}}。"
		for name, tt := range map[string]struct {
			from, text, want string
		}{
			"yesterday": {"2026-04-19", own, "启用日期"},
			"bad name":  {"2026-04-21", "{{.用途}}", "没有“用途”"},
		} {
			if err := w.SetLetterText(ctx, head, bureau, "L04", civil.MustParse(tt.from), tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.SetLetterText(ctx, head, bureau, "L04", civil.MustParse("2026-04-21"), own); err != nil {
			t.Fatal(err)
		}
		slip := w.receive("2026-04-20")
		ask := fact(application.CorrectionRequested, "2026-04-20", "请写明名称")
		ask.Until = civil.MustParse("2026-05-15")
		if err := w.add(clerk, slip.ID, ask); err != nil {
			t.Fatal(err)
		}
		if sheet, err := w.Sheet(ctx, clerk, bureau, slip.ID, "L04", nil); err != nil || strings.Contains(sheet.Letter.Body, "本局于") {
			t.Errorf("used before its day: %v", err)
		}
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 40, 40))); err != nil {
			t.Fatal(err)
		}
		if err := w.SetLook(ctx, head, bureau, casework.Look{Words: map[letter.Family]string{letter.Notices: "凉科公开"}}, nil); err == nil {
			t.Error("two families with one word")
		}
		if err := w.SetLook(ctx, head, bureau, casework.Look{}, &casework.StampImage{Data: []byte("no image"), Width: 420, Height: 420}); err == nil {
			t.Error("a seal that is no image")
		}
		look := casework.Look{Words: map[letter.Family]string{letter.Notices: "凉科告"}, Letterhead: true}
		if err := w.SetLook(ctx, head, bureau, look, &casework.StampImage{Data: picture.Bytes(), Width: 420, Height: 420}); err != nil {
			t.Fatal(err)
		}
		w.on("2026-04-21")
		issued, err := w.issue(slip.ID, "L04", casework.LetterDraft{})
		if err != nil || issued.Number != "凉科告〔2026〕1号" {
			t.Fatalf("%q %v", issued.Number, err)
		}
		look.Stamp = ""
		if err := w.SetLook(ctx, head, bureau, look, nil); err != nil { // the seal is taken away; the letter keeps it
			t.Fatal(err)
		}
		p, err := w.PrintLetter(ctx, clerk, bureau, slip.ID, issued.ID)
		if err != nil || !bytes.Equal(p.Stamp, picture.Bytes()) || p.Letterhead != "凉州区科学技术局" || !strings.Contains(p.Letter.Body, "本局于2026年4月20日") {
			t.Errorf("%+v %v", p, err)
		}
		text := signingPEM(t)
		if err := w.SetSigningKey(ctx, head, bureau, []byte("no key")); err == nil {
			t.Error("a key that is none")
		}
		if err := w.SetSigningKey(ctx, head, bureau, text); err != nil {
			t.Fatal(err)
		}
		if s, err := w.LetterSettings(ctx, head, bureau); err != nil || s.Signs != "凉州区科学技术局" || len(s.Texts) != 1 {
			t.Errorf("%+v %v", s, err)
		}
		file, err := w.SignPaper(ctx, clerk, bureau, []byte("the paper"))
		if err != nil {
			t.Fatal(err)
		}
		if who, err := casework.CheckSignature([]byte("the paper"), file); err != nil || who != "凉州区科学技术局" {
			t.Errorf("%q %v", who, err)
		}
		if _, err := casework.CheckSignature([]byte("the papers"), file); err == nil {
			t.Error("a changed paper passes")
		}
		var sealed []byte
		if _, sealed, err = store.LetterSetting(w.DB.View(ctx), bureau); err != nil || bytes.Contains(sealed, text[40:80]) {
			t.Errorf("the key is readable in the database: %v", err)
		}
	})
}

// signingPEM makes a key with a certificate that it signs itself.
func signingPEM(t *testing.T) []byte {
	t.Helper()
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	template.Subject.CommonName = "凉州区科学技术局"
	certificate, err := smx509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := smx509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})...)
}
