package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docgen/parttest"
	"gongkai/internal/dossier"
	"gongkai/letter"
	"gongkai/workday"
)

var day = civil.MustParse

func fonts(t testing.TB) *docgen.Fonts {
	t.Helper()
	f, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func print(id letter.ID, number, body string) casework.Print {
	k, _ := letter.KindOf(id)
	return casework.Print{IssuedLetter: casework.IssuedLetter{Kind: k, Number: number, DatedOn: day("2026-05-18")},
		Letter: letter.Letter{Kind: id, Title: "凉州区科学技术局\n" + k.Noun, Number: number, Recipient: "李一凡", Body: body, Signer: "凉州区科学技术局", DatedOn: day("2026-05-18")}}
}

func picture(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 200, 120))
	for x := range 200 {
		m.Set(x, 60, color.RGBA{200, 0, 0, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sample is a closed application with letters and files of every sort.
func sample(t testing.TB) (casework.Dossier, dossier.Files) {
	t.Helper()
	scan, err := docgen.PDF(docgen.Document{Title: "扫描件", Blocks: []docgen.Block{docgen.Paragraph{Text: "第一页"}, docgen.PageBreak{}, docgen.Paragraph{Text: "第二页"}}}, fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	store := map[string][]byte{"scan": scan, "picture": picture(t), "text": []byte("检索档案室，关键词：立项。\n没有结果。"), "broken": []byte("%PDF-1.4 broken"), "binary": {0, 1, 2, 3, 255, 254}}
	a := application.Application{ID: "ap_1", Number: "20260420-0001", Channel: deadline.InPerson, ArrivedOn: day("2026-04-20"), Applicant: applicant.Applicant{Category: applicant.Natural},
		Wanted: application.Wanted{Content: "2025年科技计划项目立项文件", Form: "paper", Route: "post"},
		Facts: []application.Fact{
			{Kind: application.Filed, On: day("2026-05-06"), Evidence: decision.SearchLog, Text: "检索", Files: []string{"text", "scan"}, Names: []string{"检索记录.txt", "检索截图.pdf"}},
			{Kind: application.Filed, On: day("2026-05-07"), Text: "其他", Files: []string{"picture", "broken", "binary"}, Names: []string{"../照片.png", "坏.pdf", "程序.bin"}},
			{Kind: application.Decided, On: day("2026-05-18"), Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Number: "凉科公开〔2026〕1号"},
			{Kind: application.Delivered, On: day("2026-05-18"), Method: application.InPerson},
		}}
	x := casework.Dossier{Agency: agency.Agency{Name: "凉州区科学技术局", USCC: "11620602013932130J"}, Application: a, Clock: a.Clock(workday.National(), deadline.Policy{}, day("2026-05-20")),
		Forms:   []casework.Print{print("L02", "", "| 申请编号 | 20260420-0001 |")},
		Letters: []casework.Print{print("L16", "凉科公开〔2026〕1号", "经检索，没有所申请的信息。")},
		Ledger:  []byte(`{"chain":"ag","seq":1}` + "\n"), TakenOn: day("2026-05-20"), TakenBy: "王经办"}
	return x, func(_ context.Context, hash string) (io.ReadCloser, error) {
		content, ok := store[hash]
		if !ok {
			return nil, errors.New("no such file")
		}
		return io.NopCloser(bytes.NewReader(content)), nil
	}
}

func archive(t testing.TB) []byte {
	t.Helper()
	x, files := sample(t)
	var b bytes.Buffer
	if err := dossier.Archive(t.Context(), &b, x, fonts(t), files); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThePackageHoldsEverythingAndProvesIt(t *testing.T) {
	content := archive(t)
	m, problems := dossier.Verify(bytes.NewReader(content), int64(len(content)))
	if len(problems) > 0 || m.Application != "20260420-0001" || m.Outcome != "O4.1" || m.ClosedOn != day("2026-05-18") {
		t.Fatalf("%+v %v", m, problems)
	}
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Path)
		if strings.Contains(f.Path, "..") || strings.HasPrefix(f.Path, "/") {
			t.Errorf("a path out of the package: %s", f.Path)
		}
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{"文书/02-答复书·信息不存在 凉科公开〔2026〕1号.pdf", "文书/02-答复书·信息不存在 凉科公开〔2026〕1号.ofd", "登记和审查/01-登记表.pdf", "材料/03-检索记录.txt", "材料/05-照片.png", "台账.jsonl", "案件.json", "index.html"} {
		if !strings.Contains(all, want) {
			t.Errorf("the package lacks %s:\n%s", want, all)
		}
	}
	files, _ := parttest.Files(content)
	for name, content := range files {
		if path.Ext(name) == ".ofd" {
			ofdtest.Check(t, content)
			if files[strings.TrimSuffix(name, ".ofd")+".pdf"] == nil {
				t.Errorf("%s has no PDF beside it", name)
			}
		}
	}
}

// Whatever is changed in a package is found: a byte of a file, a file that is gone, one that is added, a manifest that
// leaves one out.
func TestATamperedPackageIsFound(t *testing.T) {
	content := archive(t)
	repack := func(change func(name string, body []byte) (string, []byte)) []byte {
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			name, body := change(f.Name, body)
			if name == "" {
				continue
			}
			out, err := w.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := out.Write(body); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, tt := range map[string]struct {
		change func(string, []byte) (string, []byte)
		want   string
	}{
		"nothing": {func(n string, b []byte) (string, []byte) { return n, b }, ""},
		"a byte": {func(n string, b []byte) (string, []byte) {
			if n == "台账.jsonl" {
				b[2] ^= 1
			}
			return n, b
		}, "内容与清单的摘要不符"},
		"gone": {func(n string, b []byte) (string, []byte) {
			if n == "台账.jsonl" {
				return "", nil
			}
			return n, b
		}, "文件不见了"},
		"renamed": {func(n string, b []byte) (string, []byte) {
			if n == "台账.jsonl" {
				return "台账2.jsonl", b
			}
			return n, b
		}, "目录清单中没有这个文件"},
		"longer": {func(n string, b []byte) (string, []byte) {
			if n == "index.html" {
				b = append(b, ' ')
			}
			return n, b
		}, "大小与清单不符"},
		"no manifest": {func(n string, b []byte) (string, []byte) {
			if n == "manifest.json" {
				return "", nil
			}
			return n, b
		}, "没有目录清单"},
	} {
		changed := repack(tt.change)
		_, problems := dossier.Verify(bytes.NewReader(changed), int64(len(changed)))
		found := tt.want == "" && len(problems) == 0
		for _, p := range problems {
			found = found || tt.want != "" && strings.Contains(p.Message, tt.want)
		}
		if !found {
			t.Errorf("%s: %v, want %q", name, problems, tt.want)
		}
	}
	if _, problems := dossier.Verify(bytes.NewReader([]byte("PK")), 2); len(problems) != 1 {
		t.Errorf("no archive: %v", problems)
	}
}

// onDisk writes a bundle for the programs that read it, and once more where KEEP_BUNDLE names a file for people.
func onDisk(t *testing.T, bundle []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "bundle.pdf")
	if err := os.WriteFile(name, bundle, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("KEEP_BUNDLE"); keep != "" {
		_ = os.WriteFile(keep, bundle, 0o600)
	}
	return name
}

// The oracle is poppler: the numbers in the contents are those on the pages.
func TestTheBundleIsPaginatedAndItsContentsAreRight(t *testing.T) {
	x, files := sample(t)
	out, err := dossier.Bundle(t.Context(), x, fonts(t), files)
	if err != nil {
		t.Fatal(err)
	}
	name := onDisk(t, out)
	text, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
	if len(pages) != 10 {
		t.Fatalf("%d pages:\n%s", len(pages), text)
	}
	for i, page := range pages {
		first := strings.TrimSpace(strings.SplitN(strings.TrimSpace(page), "\n", 2)[0])
		if fields := strings.Fields(first); len(fields) == 0 || fields[len(fields)-1] != string([]byte("12345678910"))[i:i+1] && i < 9 {
			t.Errorf("page %d begins with %q", i+1, first)
		}
	}
	for n, want := range map[int]string{2: "申请编号", 3: "没有所申请的信息", 4: "检索档案室", 5: "第一页", 6: "第二页", 8: "SM3摘要", 9: "SM3摘要", 10: "办理经过"} {
		if !strings.Contains(strings.ReplaceAll(pages[n-1], " ", ""), want) {
			t.Errorf("page %d lacks %q:\n%s", n, want, pages[n-1])
		}
	}
	toc := strings.ReplaceAll(pages[0], " ", "")
	for _, want := range []string{"证据目录", "5—6", "检索记录", "检索人、日期、范围"} {
		if !strings.Contains(toc, want) {
			t.Errorf("the contents lack %q:\n%s", want, pages[0])
		}
	}
	if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(archive(f))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dossier.Verify(bytes.NewReader(content), int64(len(content)))
	})
}

// turned is a page of 400 by 600 points whose coordinates begin at (100, 50), turned clockwise by so many degrees.
func turned(degrees int) []byte {
	var b strings.Builder
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[100 50 500 650]/Rotate %d/Contents 4 0 R/Resources<<>>>>", degrees))
	object("<</Length 25>>\nstream\n3 0 0 3 10 10 cm 0 0 m 9 9\nendstream") // leaves the coordinates changed
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return []byte(b.String())
}

// A page that lies on its side, or whose coordinates begin elsewhere, has its number at the top right as it is seen, and
// the outline leads to the pages; poppler and qpdf say so.
func TestTurnedPagesAreNumberedWhereTheyAreSeen(t *testing.T) {
	x, files := sample(t)
	x.Application.Facts[1].Files = []string{"0", "90", "180", "270"}
	x.Application.Facts[1].Names = []string{"正.pdf", "右.pdf", "倒.pdf", "左.pdf"}
	out, err := dossier.Bundle(t.Context(), x, fonts(t), func(ctx context.Context, hash string) (io.ReadCloser, error) {
		if degrees, err := strconv.Atoi(hash); err == nil {
			return io.NopCloser(bytes.NewReader(turned(degrees))), nil
		}
		return files(ctx, hash)
	})
	if err != nil {
		t.Fatal(err)
	}
	name := onDisk(t, out)
	boxes, err := exec.Command("pdftotext", "-bbox", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(boxes), "<page ")[1:]
	if len(pages) != 12 {
		t.Fatalf("%d pages:\n%s", len(pages), boxes)
	}
	number := regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(\d+)</word>`)
	for i, page := range pages {
		var width, height float64
		if _, err := fmt.Sscanf(page, `width="%f" height="%f"`, &width, &height); err != nil {
			t.Fatal(err)
		}
		if i == 8 || i == 10 { // on their side: poppler gives the words as they are seen, and the page as it lies
			width, height = height, width
		}
		found := false
		for _, m := range number.FindAllStringSubmatch(page, -1) {
			right, _ := strconv.ParseFloat(m[3], 64)
			top, _ := strconv.ParseFloat(m[2], 64)
			found = found || m[5] == strconv.Itoa(i+1) && math.Abs(width-right-40) < 3 && math.Abs(top-30) < 6
		}
		if !found {
			t.Errorf("page %d of %.0f by %.0f has no number at its top right:\n%s", i+1, width, height, page)
		}
	}
	outline, err := exec.Command("qpdf", "--json", "--json-key=outlines", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Outlines []struct {
			Title string `json:"title"`
			Page  int    `json:"destpageposfrom1"`
		} `json:"outlines"`
	}
	if err := json.Unmarshal(outline, &told); err != nil {
		t.Fatal(err)
	}
	leads := map[string]int{}
	for _, o := range told.Outlines {
		leads[o.Title] = o.Page
	}
	if want := map[string]int{"证据目录": 1, "登记表": 3, "答复书·信息不存在 凉科公开〔2026〕1号": 4, "检索记录：检索记录.txt": 5, "检索记录：检索截图.pdf": 6, "材料入卷：正.pdf": 8,
		"材料入卷：右.pdf": 9, "材料入卷：倒.pdf": 10, "材料入卷：左.pdf": 11, "办理经过和期限计算": 12}; !maps.Equal(leads, want) {
		t.Errorf("the outline leads to %v", leads)
	}
}
