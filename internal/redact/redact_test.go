package redact_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/redact"
	"gongkai/review/screen"
)

const citizen = "620602195001010010"

var redactor = &redact.Redactor{PDF: &pdftext.Reader{}}

func TestMain(m *testing.M) {
	code := m.Run()
	_ = redactor.PDF.Close()
	os.Exit(code)
}

// letter is a paper of several pages set by the program's own printer, in Chinese.
func letter(t testing.TB) []byte {
	t.Helper()
	d := docgen.Document{Title: "行政处罚决定书"}
	add := func(texts ...string) {
		for _, s := range texts {
			d.Blocks = append(d.Blocks, docgen.Paragraph{Text: s})
		}
	}
	add("当事人：张建国，公民身份号码"+citizen+"，住凉州区金沙镇平庄村三组。", "经查，当事人于二〇二六年三月五日实施了违法行为。")
	d.Blocks = append(d.Blocks, docgen.PageBreak{})
	add("第二页：依据法律法规作出处罚决定，本页没有个人信息。", strings.Repeat("当事人应当在收到决定书之日起十五日内缴纳罚款。", 20))
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	out, err := docgen.PDF(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// oracle reads a PDF file with poppler, page by page, without spaces.
func oracle(t *testing.T, content []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for page := range strings.SplitSeq(strings.TrimSuffix(string(out), "\f"), "\f") {
		pages = append(pages, strings.Join(strings.Fields(page), ""))
	}
	return pages
}

func TestMarkedWordsAreGoneFromAPDF(t *testing.T) {
	content := letter(t)
	before := oracle(t, content)
	if len(before) != 2 || !strings.Contains(before[0], "张建国") || !strings.Contains(before[0], citizen) {
		t.Fatalf("the paper: %q", before)
	}
	marks, err := redactor.Find(content, []string{"张建国", citizen, "金沙镇平庄村三组"}, decision.GroundThirdParty)
	if err != nil || len(marks) < 3 {
		t.Fatalf("%v %v", marks, err)
	}
	result, err := redactor.Apply(content, marks)
	if err != nil {
		t.Fatal(err)
	}
	after := oracle(t, result.Content)
	if len(after) != 2 || after[0] != "" || after[1] != before[1] {
		t.Errorf("after: %q, second page before: %q", after, before[1])
	}
	if len(result.Pages) != 1 || result.Pages[0] != 1 || len(result.Checked) != 3 || result.Removed < len("张建国")/3+len(citizen) {
		t.Errorf("%+v", result.Checked)
	}
	for _, words := range []string{citizen, "张建国", "/Author", "EmbeddedFile"} {
		if bytes.Contains(result.Content, []byte(words)) {
			t.Errorf("%q in the bytes of the new file", words)
		}
	}
	// Under the boxes there is ink and nothing else; beside them the page is as it was.
	was, err := redactor.PDF.Picture(content, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	is, err := redactor.PDF.Picture(result.Content, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if was.Bounds() != is.Bounds() {
		t.Fatalf("the page has another size: %v %v", was.Bounds(), is.Bounds())
	}
	for _, m := range marks {
		b := is.Bounds()
		dark := 0
		area := image.Rect(m.Box.Left*b.Dx()/1000+1, m.Box.Top*b.Dy()/1000+1, m.Box.Right*b.Dx()/1000-1, m.Box.Bottom*b.Dy()/1000-1)
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				if r, _, _, _ := is.At(x, y).RGBA(); r < 0x4000 {
					dark++
				}
			}
		}
		if dark*100 < area.Dx()*area.Dy()*45 {
			t.Errorf("%v is not a box: %d of %d", m, dark, area.Dx()*area.Dy())
		}
	}
	if out := os.Getenv("GONGKAI_SCREENSHOTS"); out != "" {
		file, err := redactor.PNG(result.Content, 0)
		if err == nil {
			err = os.WriteFile(filepath.Join(out, "redacted-page.png"), file, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSuggestionsMarkPersonalData(t *testing.T) {
	content := letter(t)
	rules := screen.New(screen.Options{Today: civil.MustParse("2026-11-03")})
	marks, err := redactor.Suggest(content, rules, decision.GroundThirdParty)
	if err != nil || len(marks) == 0 {
		t.Fatalf("%v %v", marks, err)
	}
	result, err := redactor.Apply(content, marks)
	if err != nil {
		t.Fatal(err)
	}
	if after := oracle(t, result.Content); after[0] != "" {
		t.Errorf("%q", after[0])
	}
}

func TestTheSameWordsElsewhereAreNotLeftBehind(t *testing.T) {
	content := filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 14, "Name Zhang Jianguo")}, {Content: filetest.Line(72, 600, 14, "again Zhang  Jianguo here")}}, nil)
	marks, err := redactor.Find(content, []string{"Zhang Jianguo"}, decision.GroundThirdParty)
	if err != nil || len(marks) != 2 {
		t.Fatalf("%v %v", marks, err)
	}
	if _, err := redactor.Apply(content, marks[:1]); err == nil || !strings.Contains(fault.Message(err), "第2页") {
		t.Errorf("left on the second page: %v", err)
	}
	if _, err := redactor.Apply(content, marks); err != nil {
		t.Error(err)
	}
}

func TestNothingHiddenComesAlong(t *testing.T) {
	note := "<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents " + filetest.String("秘密"+citizen) + " >>"
	field := "<< /Type /Annot /Subtype /Widget /FT /Tx /T (id) /V (" + citizen + ") /Rect [10 50 200 70] >>"
	content := filetest.PDF([]filetest.PDFPage{
		{Content: filetest.Line(72, 700, 14, "To be marked")}, {Content: filetest.Line(72, 700, 14, "Stays as it is"), Annotations: []string{note, field}},
	}, map[string]string{"Author": "张建国", "Title": citizen}, filetest.Part{Name: "list.txt", Content: citizen})
	if !bytes.Contains(content, []byte(citizen)) {
		t.Fatal("nothing is planted")
	}
	marks, err := redactor.Find(content, []string{"marked"}, decision.GroundInternal)
	if err != nil || len(marks) != 1 {
		t.Fatalf("%v %v", marks, err)
	}
	result, err := redactor.Apply(content, marks)
	if err != nil {
		t.Fatal(err)
	}
	if after := oracle(t, result.Content); after[0] != "" || after[1] != "Staysasitis" {
		t.Errorf("%q", after)
	}
	plain := uncompressed(t, result.Content)
	for _, words := range []string{citizen, "list.txt", "EmbeddedFile", "marked", "/Annot", "/AcroForm"} {
		if bytes.Contains(plain, []byte(words)) {
			t.Errorf("%q is still in the file", words)
		}
	}
}

// uncompressed writes a PDF file with qpdf so that every stream can be read.
func uncompressed(t *testing.T, content []byte) []byte {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not installed")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "b.pdf")
	if err := os.WriteFile(in, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", in, out).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v %s", err, text)
	}
	plain, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestATurnedPageIsMarkedWhereItIsSeen(t *testing.T) {
	content := filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 20, "secret words")}}, nil)
	content = bytes.Replace(content, []byte("/MediaBox [0 0 595 842]"), []byte("/Rotate 90 /MediaBox [0 0 595 842]"), 1)
	marks, err := redactor.Find(content, []string{"secret"}, decision.GroundInternal)
	if err != nil || len(marks) != 1 {
		t.Fatalf("%v %v", marks, err)
	}
	result, err := redactor.Apply(content, marks)
	if err != nil {
		t.Fatal(err)
	}
	if result.Removed != len("secret") {
		t.Errorf("%d characters under the mark at %v", result.Removed, marks[0])
	}
}

func TestPictures(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for y := range 300 {
		for x := range 400 {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 200, 255})
		}
	}
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, img); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, img, nil); err != nil {
		t.Fatal(err)
	}
	mark := redact.Mark{Box: redact.Box{Left: 250, Top: 250, Right: 750, Bottom: 500}, Ground: decision.GroundThirdParty}
	for name, content := range map[string][]byte{"PNG": asPNG.Bytes(), "JPEG": asJPEG.Bytes(), "a photograph with its place": filetest.Photo(t, true, true)} {
		result, err := redactor.Apply(content, []redact.Mark{mark})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(result.Content, []byte("Exif")) || bytes.Contains(result.Content, []byte("CAMERA1")) {
			t.Errorf("%s: data came along", name)
		}
		out, _, err := image.Decode(bytes.NewReader(result.Content))
		if err != nil {
			t.Fatal(err)
		}
		pages, err := redactor.Pages(content) // the page stands in the corner, with a legend where a box has no room for its ground
		if err != nil {
			t.Fatal(err)
		}
		if r, g, bl, _ := out.At(pages[0].Width*26/100, pages[0].Height*27/100).RGBA(); r>>8 > 40 || g>>8 > 40 || bl>>8 > 40 {
			t.Errorf("%s: the corner of the box is %d %d %d", name, r>>8, g>>8, bl>>8)
		}
		if name == "PNG" {
			if out.At(10, 10) != img.At(10, 10) {
				t.Error("a pixel beside the box is another")
			}
		}
	}
}

func TestWhatCannotBeRedactedSaysSo(t *testing.T) {
	good := letter(t)
	mark := redact.Mark{Box: redact.Box{Left: 100, Top: 100, Right: 200, Bottom: 200}, Ground: decision.GroundThirdParty}
	change := func(f func(*redact.Mark)) []redact.Mark { m := mark; f(&m); return []redact.Mark{m} }
	for name, tt := range map[string]struct {
		content []byte
		marks   []redact.Mark
		want    string
	}{
		"no marks":              {good, nil, "还没有标出"},
		"no ground":             {good, change(func(m *redact.Mark) { m.Ground = "" }), "没有选择"},
		"a page that is not":    {good, change(func(m *redact.Mark) { m.Page = 9 }), "不在页面上"},
		"a box outside":         {good, change(func(m *redact.Mark) { m.Box.Right = 1200 }), "不在页面上"},
		"an empty box":          {good, change(func(m *redact.Mark) { m.Box.Right = m.Box.Left }), "太小"},
		"a Word file":           {filetest.DOCX(t, filetest.P("甲")), []redact.Mark{mark}, "请先另存为PDF"},
		"a broken PDF":          {good[:500], []redact.Mark{mark}, "损坏"},
		"a picture of one page": {filetest.PNG(t), change(func(m *redact.Mark) { m.Page = 1 }), "不在页面上"},
	} {
		if _, err := redactor.Apply(tt.content, tt.marks); err == nil || !strings.Contains(fault.Message(err)+messages(err), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := redactor.Find(filetest.PNG(t), []string{"甲"}, decision.GroundInternal); err == nil {
		t.Error("words were found in a picture")
	}
}

func messages(err error) string {
	var b strings.Builder
	for _, p := range fault.Problems(err) {
		b.WriteString(p.Message)
	}
	return b.String()
}
