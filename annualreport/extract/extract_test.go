package extract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
)

func read(t *testing.T, content string) *annualreport.Report {
	t.Helper()
	r, err := extract.File("报告.html", []byte(content), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sample is a report of 2021 in official HTML with a few figures, for changing.
func sample(year int) string {
	r, _ := annualreport.New("甲区乙局", year)
	r.Title = fmt.Sprintf("甲区乙局%d年政府信息公开工作年度报告", year)
	three := r.Tables[annualreport.Three]
	for _, id := range []annualreport.RowID{annualreport.Received, "O1", annualreport.Total} {
		three[id] = []annualreport.Cell{annualreport.N(64), annualreport.N(0), annualreport.N(0), annualreport.N(2), annualreport.N(0), annualreport.N(4), annualreport.N(70)}
	}
	return string(asHTML(r))
}

func numbers(cells []annualreport.Cell) string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if out[i] = "-"; c.Known() {
			out[i] = fmt.Sprint(c.Value)
		}
	}
	return strings.Join(out, " ")
}

const row70 = "64 0 0 2 0 4 70"

// Variants of labels and cells that are met in published reports; each is read with the figures unchanged.
func TestVariantsAreUnderstood(t *testing.T) {
	for _, tt := range []struct{ name, from, to string }{
		{"a misprint, known by its number", "2.其他法律行政法规禁止公开", "2.其他法规行政止公开"},
		{"half-width brackets", "（一）予以公开", "(一) 予以公开"},
		{"straight quotation marks", "危及“三安全一稳定”", `危及"三安全一稳定"`},
		{"a comma behind the number", "1.属于国家秘密", "1、属于国家秘密"},
		{"合计 for 总计", "（七）总计", "（七）合计"},
		{"结转下一年", "四、结转下年度继续办理", "四、结转下一年继续办理"},
		{"本年度发件数", "本年制发件数", "本年度发件数"},
		{"规范性文件", "行政规范性文件", "规范性文件"},
		{"the words without the explanation", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"},
		{"shortened rows of （六）", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正"},
		{"（六）其他", "（六）其他处理", "（六）其他"},
		{"traditional characters", "（一）予以公开", "（一）予以公開"},
		{"pronunciation in brackets", "8.属于行政查询事项", "8.属于行政查询事项(xiàng)"},
		{"full-width digits", ">70<", ">７０<"},
		{"a number with its unit", ">70<", ">70件<"},
		{"a number with an explanation", ">70<", ">70（其中网上 16 件）<"},
		{"a plus sign", ">70<", ">+70<"},
		{"a padded head", `<th colspan="5">法人或其他组织</th>`, `<th colspan="5">法人或其他组织</th><th></th><th></th><th></th>`},
		{"padded rows", ">70<", ">70</td><td></td><td><"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := sample(2021)
			changed := strings.ReplaceAll(text, tt.from, tt.to)
			if changed == text {
				t.Fatal("the sample has nothing to change")
			}
			want, got := read(t, text), read(t, changed)
			if len(got.Problems) > 0 {
				t.Errorf("problems: %v", got.Problems)
			}
			for table, grid := range want.Tables {
				for id, cells := range grid {
					if numbers(got.Tables[table][id]) != numbers(cells) {
						t.Errorf("%s: %s became %s", id, numbers(cells), numbers(got.Tables[table][id]))
					}
				}
			}
		})
	}
}

func TestLabelsInOtherWordsAreNamed(t *testing.T) {
	r := read(t, strings.ReplaceAll(sample(2021), "本年制发件数", "本年度发件数"))
	if len(r.Labels) != 1 || r.Labels[0].Official != "本年制发件数" || r.Labels[0].Found != "本年度发件数" {
		t.Errorf("%+v", r.Labels)
	}
}

// What is not a number is never a zero.
func TestCellsThatAreNoNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, to string
		state    annualreport.State
		problems int
	}{
		{"blank", "><", annualreport.Blank, 0},
		{"a space that does not break", ">&nbsp;<", annualreport.Blank, 0},
		{"a stroke", ">/<", annualreport.Slash, 0},
		{"a dash", ">—<", annualreport.Slash, 0},
		{"words", ">若干<", annualreport.Unreadable, 0},
		{"a number with a letter", ">7O<", annualreport.Unreadable, 1},
		{"元 in a count", ">251000元<", annualreport.Unreadable, 1},
		{"a fraction", ">7.5<", annualreport.Unreadable, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, strings.Replace(sample(2021), ">70<", tt.to, 1))
			cell := r.Cell(annualreport.Three, annualreport.Received, annualreport.Sum)
			if cell.State != tt.state {
				t.Errorf("%v %q, want %v; %v", cell.State, cell.Raw, tt.state, r.Problems)
			}
			if len(r.Problems) < tt.problems {
				t.Errorf("no problem was reported")
			}
		})
	}
}

func TestYuanWhereWanyuanIsAskedIsConvertedAndReported(t *testing.T) {
	md := "第二十条第（八）项\n\n| 信息内容 | 本年收费金额（单位：万元） |\n|---|---|\n| 行政许可 | 3 |\n| 行政事业性收费 | 251000元 |\n\n一、总体情况\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n"
	r := read(t, md)
	cell := r.Cell(annualreport.Two, "行政事业性收费", "本年收费金额（单位：万元）")
	if cell.Text(annualreport.Amount) != "25.10" {
		t.Errorf("%+v", cell)
	}
	if !slices.ContainsFunc(r.Problems, func(p annualreport.Problem) bool {
		return p.Row == "行政事业性收费" && strings.Contains(p.Message, "已换算")
	}) {
		t.Errorf("%v", r.Problems)
	}
}

// The form is that of table three as it stands: one row of （六） in a report on 2021 is the form of 2019.
func TestFormIsToldByTheTable(t *testing.T) {
	old := strings.ReplaceAll(sample(2019), "2019年", "2021年")
	if r := read(t, old); r.Form != annualreport.V2019 || r.Year != 2021 || r.Form2 != annualreport.V2019 {
		t.Errorf("form %s, table two %s, year %d", r.Form, r.Form2, r.Year)
	}
}

// Digits that ran together are taken apart where the sums leave one way, and left unread where they do not.
func TestDigitsThatRanTogether(t *testing.T) {
	text := string(asText(readBack(t), "\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, "")) }))
	text = strings.ReplaceAll(text, "行政规范性文件000", "行政规范性文件396442278")
	r := read(t, text)
	for _, id := range []annualreport.RowID{annualreport.Received, annualreport.Total} {
		if got := numbers(r.Tables[annualreport.Three][id]); got != row70 {
			t.Errorf("%s: %s", id, got)
		}
	}
	if got := numbers(r.Tables[annualreport.Two]["行政规范性文件"]); got != "- - -" {
		t.Errorf("three numbers without a sum were guessed: %s", got)
	}
	if !slices.ContainsFunc(r.Problems, func(p annualreport.Problem) bool { return p.Quote == "396442278" }) {
		t.Errorf("%v", r.Problems)
	}
}

func readBack(t *testing.T) *annualreport.Report { return read(t, sample(2021)) }

// A copy whose repeated lines were removed has every label and no figures.
func TestLabelsWithoutFiguresAreNotZeros(t *testing.T) {
	r := readBack(t)
	text := asText(r, "\n", func(b *strings.Builder, _ int, cells []string) {
		for _, c := range cells {
			if strings.Trim(c, "0123456789.") != "" {
				b.WriteString(c + "\n")
			}
		}
	})
	got := read(t, string(text))
	if len(got.Tables) != 0 || len(got.Problems) < 3 {
		t.Errorf("tables %v, problems %v", got.Tables, got.Problems)
	}
}

// In a column of single cells a missing one leaves no trace: the row is unreadable, not shifted.
func TestARowWithTooFewNumbersIsNotShifted(t *testing.T) {
	text := strings.Replace(string(asRaw(readBack(t))), "一、本年新收政府信息公开申请数量 64 0 0 2 0 4 70", "一、本年新收政府信息公开申请数量 64 0 2 0 4 70", 1)
	r := read(t, text)
	if got := numbers(r.Tables[annualreport.Three][annualreport.Received]); got != "- - - - - - -" {
		t.Errorf("got %s", got)
	}
	if len(r.Problems) != 1 || r.Problems[0].Row != annualreport.Received || r.Problems[0].Place == "" {
		t.Errorf("%+v", r.Problems)
	}
}

func TestMissingRowsAreMissing(t *testing.T) {
	html := sample(2021)
	from := strings.Index(html, "<tr><th>3.要求提供公开出版物")
	to := from + strings.Index(html[from:], "</tr>") + len("</tr>")
	r := read(t, html[:from]+html[to:])
	if s := r.Cell(annualreport.Three, "O5.3", annualreport.Sum).State; s != annualreport.Missing {
		t.Errorf("state %v", s)
	}
	if len(r.Problems) != 1 || r.Problems[0].Row != "O5.3" {
		t.Errorf("%v", r.Problems)
	}
}

// A government page: box of properties, title, text, what stands below.
func TestPropertiesOfAPage(t *testing.T) {
	page := strings.Replace(sample(2021), "<body>", `<body><table><tr><td>索引号</td><td>公开方式</td><td>发布机构</td></tr><tr><td>123</td><td>主动公开</td><td>甲区科技局</td></tr></table><p>发布时间：2022-01-17 浏览</p>`, 1)
	page = strings.Replace(page, "甲区乙局2021年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告", 1)
	page = strings.Replace(page, "</body>", "<p>上一篇：通知</p><p>甲区人民政府主办</p></body>", 1)
	r := read(t, page)
	if r.Agency != "甲区科技局" || r.Published.String() != "2022-01-17" || r.Year != 2021 {
		t.Errorf("agency %q, published %v, year %d", r.Agency, r.Published, r.Year)
	}
	if n := len(r.Sections); n != 6 || len(r.Sections[5].Paragraphs) != 0 {
		t.Errorf("%+v", r.Sections)
	}
}

func TestFilesThatAreNoReports(t *testing.T) {
	for _, tt := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"empty", nil, "空"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n0000"), "图片"},
		{"another text", []byte("今天天气很好，适合出门走走，大家都到公园里去看花，傍晚才回到家里，吃了一顿饭。"), "不是政府信息公开工作年度报告"},
		{"a few words", []byte("你好"), "只有6个字节的文字"},
		{"bytes of no kind", binary(4000), "不是文字、网页"},
		{"an old Word file", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...), "损坏"},
		{"an archive", archive(map[string]string{"a.txt": "x"}), "压缩包"},
		{"a broken archive", []byte("PK\x03\x04 broken"), "损坏"},
		{"lost characters", []byte(strings.Repeat("??????????\n", 40)), "编码"},
		{"replacement characters", []byte(strings.Repeat("锟斤拷锟斤拷\n", 40)), "编码"},
		{"a PDF file without a reader", []byte("%PDF-1.7\n"), "PDF"},
		{"entities in a DOCX", archive(map[string]string{"word/document.xml": `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p><w:t>&b;</w:t></w:p></w:body></w:document>`}), "损坏"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := extract.File("x", tt.content, extract.Options{})
			if err == nil || !strings.Contains(fault.Message(err), tt.want) || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%v", err)
			}
		})
	}
}

// binary returns n bytes as of an encrypted or cut file, the same each time.
func binary(n int) []byte {
	random, b := rand.New(rand.NewPCG(1, 2)), make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// Hostile files end in an error or a report within bounded memory; the allocation is measured, not the time.
func TestHostileFiles(t *testing.T) {
	bomb := func(unit string, size int) []byte { return []byte(strings.Repeat(unit, size/len(unit))) }
	for _, tt := range []struct {
		name    string
		content []byte
	}{
		{"10 MB of nested tables", bomb("<table><tr><td>", 10<<20)},
		{"10 MB of cells", append([]byte("<table>"), bomb("<td>", 10<<20)...)},
		{"10 MB of spans", append([]byte("<table>"), bomb(`<tr><td colspan=1000 rowspan=1000>1`, 10<<20)...)},
		{"10 MB of one tag", append([]byte("<p "), bomb("a=", 10<<20)...)},
		{"10 MB of pipes", bomb("|", 10<<20)},
		{"10 MB of one digit", append([]byte("一、本年新收政府信息公开申请数量"), bomb("1", 10<<20)...)},
		{"10 MB of brackets", bomb("(a", 10<<20)},
		{"10 MB of labels", bomb("结果维持", 10<<20)},
		{"a zip bomb as DOCX", archive(map[string]string{"word/document.xml": strings.Repeat(" ", 80<<20)})},
		{"10 MB of open elements in a DOCX", archive(map[string]string{"word/document.xml": strings.Repeat("<a>", 3<<20)})},
		{"a zip bomb as XLSX", archive(map[string]string{"xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": strings.Repeat("<si><t>1</t></si>", 5<<20)})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := time.Now()
			r, err := extract.File("x", tt.content, extract.Options{})
			runtime.ReadMemStats(&after)
			if used := (after.HeapSys - min(before.HeapSys, after.HeapSys)) >> 20; used > 700 {
				t.Errorf("heap grew by %d MB", used)
			}
			if err == nil && len(r.Tables) > 0 {
				t.Errorf("a report was read: %v", r.Tables)
			}
			t.Logf("%v, %v", time.Since(began), err)
		})
	}
}

func TestJSONOfAReport(t *testing.T) {
	text, err := json.Marshal(readBack(t))
	if err != nil || !bytes.Contains(text, []byte(`"received":[64,0,0,2,0,4,70]`)) || !bytes.Contains(text, []byte(`"form":"V2021"`)) {
		t.Errorf("%s %v", text, err)
	}
}

func FuzzFile(f *testing.F) {
	f.Add([]byte(sample(2021)))
	f.Add([]byte(sample(2019)))
	f.Add([]byte("一、本年新收政府信息公开申请数量640020470\n结果维持结果纠正总计000000000000000"))
	f.Add(asDOCX(mustReport()))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := extract.File("x", content, extract.Options{})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
			return
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &annualreport.Report{}); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	})
}

func mustReport() *annualreport.Report {
	r, _ := annualreport.New("甲区乙局", 2021)
	r.Title = "甲区乙局2021年政府信息公开工作年度报告"
	return r
}

// page60k is a government page of 60 KB as they are: scripts and menus, text in spans, tables with styles.
func page60k() []byte {
	html := sample(2021)
	menu := strings.Repeat(`<li class="nav-item"><a href="/zwgk/zfxxgk/index.html" target="_blank" title="栏目">政务公开栏目</a></li>`+"\n", 60)
	html = strings.Replace(html, "<body>", "<body><script>var a=1;"+strings.Repeat("function f(){return document.title}", 60)+"</script><ul>"+menu+"</ul>", 1)
	html = strings.ReplaceAll(html, "<td>", `<td style="border:1px solid #000;padding:0 5px;text-align:center"><p><span style="font-size:14px">`)
	html = strings.ReplaceAll(html, "</td>", "</span></p></td>")
	prose := `<p style="text-indent:2em;line-height:2"><span style="font-family:仿宋_GB2312;font-size:16pt">` + strings.Repeat("乙局全年围绕中心工作，持续做好主动公开，更新栏目12个，", 8) + "</span></p>\n"
	for len(html) < 60_000 {
		html = strings.Replace(html, "主动公开政府信息情况</span></p>", "主动公开政府信息情况</span></p>"+prose, 1)
	}
	return []byte(html)
}

func BenchmarkExtractHTML60KB(b *testing.B) {
	page := page60k()
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := extract.File("x.html", page, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
