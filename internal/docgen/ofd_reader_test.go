package docgen_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/docgen"
	"gongkai/internal/docgen/parttest"
	"gongkai/internal/web/webtest"
	"gongkai/letter"

	"github.com/chromedp/chromedp"
)

// The scale of pictures: four points on the screen for a millimetre, which the reader takes of a screen of 850.
const (
	perMM  = 4
	across = 210 * perMM
	down   = 297 * perMM
	screen = across + 10
)

// readerPage draws a file with ofd.js, a reader that others have written, and puts its pages under each other. The reader
// takes fonts by their names, as those of the system: the page declares the embedded ones under these names, so that the
// browser draws with them, or refuses them.
//
// Two things it does wrongly. It splits text by UTF-16 units, so a character beyond the basic plane comes out as two empty
// boxes; the page puts the halves together where the first stands. And it takes a millimetre of a picture for a pixel of 0.2642, whatever the scale
// of the page; the page stretches pictures by the difference.
const readerPage = `<!DOCTYPE html><html><head><meta charset="utf-8"><style>%s
html,body{margin:0;background:white}#pages>div{margin:0 !important;overflow:hidden}</style><script src="/ofd.js"></script></head><body><div id="pages"></div><script>
window.outcome = (async () => {
	for (const f of document.fonts) await f.load();
	const content = await (await fetch("/letter.ofd")).arrayBuffer();
	const docs = await new Promise((success, fail) => ofd.parseOfdDocument({ofd: content, success, fail}));
	for (const page of ofd.renderOfd(%d, docs[0])) document.getElementById("pages").appendChild(page);
	for (const first of document.querySelectorAll("text")) {
		const second = first.nextElementSibling;
		if (second && /^[\uD800-\uDBFF]$/.test(first.textContent) && /^[\uDC00-\uDFFF]$/.test(second.textContent)) {
			first.textContent += second.textContent;
			second.remove();
		}
	}
	for (const i of document.querySelectorAll("image")) {
		const m = i.transform.baseVal.getItem(0).matrix, k = %d * 0.2642;
		i.setAttribute("transform", "matrix(" + [m.a * k, 0, 0, m.d * k, m.e, m.f] + ")");
	}
	await document.fonts.ready;
	await Promise.all(Array.from(document.images).map(i => i.decode()));
	return "drawn";
})().catch(e => "failed: " + e);
</script></body></html>`

// A foreign is a reader of OFD that is not ours, in a browser.
type foreign struct {
	browser *webtest.Browser
	site    *httptest.Server
	content []byte
}

func openForeign(t *testing.T) *foreign {
	t.Helper()
	packed, err := os.Open("../../third_party/ofdjs/ofd.umd.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	f := &foreign{browser: webtest.Open(t)}
	f.site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		files, _ := parttest.Files(f.content)
		switch name := strings.TrimPrefix(r.URL.Path, "/"); name {
		case "ofd.js":
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			_, _ = w.Write(script)
		case "letter.ofd":
			_, _ = w.Write(f.content)
		case "":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = fmt.Fprintf(w, readerPage, faces(t, files), screen, perMM)
		default:
			_, _ = w.Write(files[name])
		}
	}))
	t.Cleanup(f.site.Close)
	return f
}

// faces declares the embedded fonts to the browser.
func faces(t *testing.T, files map[string][]byte) string {
	res, err := parttest.Parse(files["Doc_0/PublicRes.xml"], map[string]string{"http://www.ofdspec.org/2016": ""})
	if err != nil {
		t.Error(err)
		return ""
	}
	var b strings.Builder
	res.Each(func(n *parttest.Node) {
		if n.Name == "Font" {
			fmt.Fprintf(&b, "@font-face{font-family:%q;src:url(/Doc_0/Res/%s)}", n.Attrs["FamilyName"], n.Of("FontFile")[0].Text)
		}
	})
	return b.String()
}

// show returns what the reader shows of the file, as pictures and as text, page by page.
func (f *foreign) show(t *testing.T, content []byte) (pictures []*image.Gray, texts []string) {
	t.Helper()
	f.content = content
	f.browser.Complaints()
	ctx := f.browser.Context()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(screen, down), chromedp.Navigate(f.site.URL)); err != nil {
		t.Fatal(err)
	}
	outcome, err := chromedp.Run(ctx, chromedp.Evaluate[string]("window.outcome", chromedp.EvalAwaitPromise))
	if err != nil || outcome != "drawn" {
		t.Fatalf("the reader: %s (%v) %v", outcome, err, f.browser.Complaints())
	}
	const read = `Array.from(document.getElementById("pages").children).map(p => Array.from(p.querySelectorAll("text")).map(t => t.textContent).join(""))`
	if texts, err = chromedp.Run(ctx, chromedp.Evaluate[[]string](read)); err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if heard := f.browser.Complaints(); len(heard) > 0 {
		t.Errorf("the browser complains: %v", heard)
	}
	whole := grey(t, shot)
	for i := range texts {
		page := image.NewGray(image.Rect(0, 0, across, down))
		draw.Draw(page, page.Rect, whole, image.Pt(0, i*down), draw.Src)
		pictures = append(pictures, page)
	}
	return pictures, texts
}

func grey(t *testing.T, content []byte) *image.Gray {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(m.Bounds())
	draw.Draw(g, g.Rect, m, m.Bounds().Min, draw.Src)
	return g
}

// printed are the pages of the PDF of the same document, drawn by poppler at the same size.
func printed(t *testing.T, d docgen.Document) (pictures []*image.Gray) {
	t.Helper()
	name := pdf(t, d)
	out := filepath.Join(t.TempDir(), "page")
	if text, err := exec.Command("pdftoppm", "-png", "-scale-to-x", fmt.Sprint(across), "-scale-to-y", fmt.Sprint(down), name, out).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, text)
	}
	files, err := filepath.Glob(out + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, grey(t, content))
	}
	return pictures
}

// outside is how much of the ink of one picture lies farther than reach from ink of the other, in thousandths.
func outside(a, b *image.Gray, reach int) int {
	dark := func(m *image.Gray, x, y int, limit uint8) bool {
		return x >= 0 && y >= 0 && x < m.Rect.Max.X && y < m.Rect.Max.Y && m.Pix[y*m.Stride+x] < limit
	}
	ink, lost := 0, 0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if !dark(a, x, y, 110) {
				continue
			}
			ink++
			near := false
			for dy := -reach; dy <= reach && !near; dy++ {
				for dx := -reach; dx <= reach && !near; dx++ {
					near = dark(b, x+dx, y+dy, 200)
				}
			}
			if !near {
				lost++
			}
		}
	}
	if ink == 0 {
		return 1000
	}
	return lost * 1000 / ink
}

// keep leaves the pictures to be looked at, red for the reader and green for poppler, where a folder is named.
func keep(t *testing.T, name string, a, b *image.Gray) {
	t.Helper()
	dir := os.Getenv("GONGKAI_OFD_PICTURES")
	if dir == "" {
		return
	}
	both := image.NewRGBA(a.Rect)
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			both.Set(x, y, color.RGBA{b.GrayAt(x, y).Y, a.GrayAt(x, y).Y, max(a.GrayAt(x, y).Y, b.GrayAt(x, y).Y), 255})
		}
	}
	for kind, m := range map[string]image.Image{"reader": a, "both": both} {
		var out bytes.Buffer
		if err := png.Encode(&out, m); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-"+kind+".png"), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A reader that others have written shows every letter as poppler shows its PDF: the same pages, the same words, ink in
// the same places to a quarter of a millimetre.
func TestAnotherReaderShowsLettersAsTheirPDF(t *testing.T) {
	reader := openForeign(t)
	for name, d := range readable(t) {
		t.Run(name, func(t *testing.T) {
			content := ofd(t, d)
			shown, texts := reader.show(t, content)
			want := printed(t, d)
			if len(shown) != len(want) || len(want) == 0 {
				t.Fatalf("%d pages, the PDF has %d", len(shown), len(want))
			}
			if got, want := unspaced(strings.Join(texts, "")), written(t, content); got != want {
				t.Errorf("the reader shows\n%s\nwritten was\n%s", got, want)
			}
			for i := range shown {
				keep(t, fmt.Sprintf("%s-%d", name, i+1), shown[i], want[i])
				for _, problem := range differences(shown[i], want[i]) {
					t.Errorf("page %d: %s", i+1, problem)
				}
			}
		})
	}
}

// differences says how what the reader shows differs from the PDF.
func differences(shown, want *image.Gray) (list []string) {
	const reach, most = 1, 4
	if lost := outside(shown, want, reach); lost > most {
		list = append(list, fmt.Sprintf("%d thousandths of what the reader shows are not in the PDF", lost))
	}
	if lost := outside(want, shown, reach); lost > most {
		list = append(list, fmt.Sprintf("%d thousandths of the PDF are not shown by the reader", lost))
	}
	return list
}

// The comparison sees a line that stands a millimetre off, a seal that does, a size that is not that of the PDF, and
// distances that are.
func TestTheComparisonSeesWhatIsOff(t *testing.T) {
	reader := openForeign(t)
	d := docgen.Document{Recipient: "李一凡", Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("本机关决定予以公开，", 12)}}, Signer: "凉州区科学技术局", Date: "2026年10月28日", Seal: &docgen.Image{Data: ring(t), Width: 42, Height: 42}}
	content, want := ofd(t, d), printed(t, d)
	files, _ := parttest.Files(content)
	const part = "Doc_0/Pages/Page_0/Content.xml"
	page := string(files[part])
	for _, change := range []struct{ name, pattern, to string }{
		{"nothing", `<ofd:Layer `, `<ofd:Layer `},
		{"a line too low", `(Boundary="28 5)`, `Boundary="28 5.9`},
		{"a seal too far right", `(<ofd:ImageObject ID="\d+" Boundary="1)(\d)\d`, `${1}${2}9`},
		{"letters too large", `Size="5.6444"`, `Size="6.2"`},
		{"letters too near", `DeltaX="g (\d+) 5`, `DeltaX="g $1 4`},
	} {
		changed := regexp.MustCompile(change.pattern).ReplaceAllString(page, change.to)
		if changed == page && change.name != "nothing" {
			t.Errorf("%s: %q is not on the page %s", change.name, change.pattern, page)
			continue
		}
		shown, _ := reader.show(t, altered(t, content, part, page, changed))
		if found := differences(shown[0], want[0]); (len(found) == 0) != (change.name == "nothing") {
			t.Errorf("%s: %v", change.name, found)
		}
	}
}

// readable are documents with everything that letters have.
func readable(t *testing.T) map[string]docgen.Document {
	t.Helper()
	all := map[string]docgen.Document{}
	for _, k := range letter.Kinds {
		if slot := string(k.ID); strings.Contains("L01 L04 L13 L24a", slot) {
			l := ofKind(t, k, civil.MustParse("2026-10-28"))
			d := docgen.OfLetter(l, &docgen.Image{Data: ring(t), Width: 42, Height: 42})
			d.Letterhead = "武威市凉州区科学技术局"
			all[slot] = d
		}
	}
	d := everything()
	d.Seal, d.Recipient = &docgen.Image{Data: ring(t), Width: 42, Height: 42}, "李 一 凡"
	all["everything"] = d
	small := docgen.Table{Widths: []int{12, 15, 46, 12, 12, 12, 13, 13, 11, 12}, Size: 6, Header: 1}
	for i := range 60 {
		row := docgen.Row{{Text: fmt.Sprint(i + 1)}, {Text: "第三类", Strong: i == 0}, {Text: "行政执法案卷信息、行政查询事项，其他法律行政法规规定不予公开的", Left: true}}
		for n := range 7 {
			row = append(row, docgen.Cell{Text: fmt.Sprint(n * i)})
		}
		small.Rows = append(small.Rows, row)
	}
	all["a table in small type"] = docgen.Document{Title: "统计表", Blocks: []docgen.Block{small, docgen.Paragraph{Text: "第三方：ABC Co., Ltd. <甲>&“乙”", Style: docgen.Small}}}
	return all
}

// ring is a red ring with a clear middle, as seals are.
func ring(t *testing.T) []byte {
	t.Helper()
	const side, middle = 240, 120
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if far := (x-middle)*(x-middle) + (y-middle)*(y-middle); far < 118*118 && far > 108*108 || far < 20*20 {
				m.Set(x, y, color.NRGBA{220, 0, 0, 255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
