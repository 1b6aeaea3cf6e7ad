package docread_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/internal/docread"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func blocks(t *testing.T, content []byte) string {
	t.Helper()
	doc, err := docread.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	return doc.String()
}

func TestEncodings(t *testing.T) {
	simplified := strings.Repeat("政府信息公开工作年度报告，本年新收申请3件。", 5)
	traditional := strings.Repeat("政府信息公開工作年度報告，本年新收申請3件。", 5)
	for _, tt := range []struct {
		name string
		text string
		as   encoding.Encoding
	}{
		{"UTF-8", simplified, encoding.Nop},
		{"GB18030", simplified, simplifiedchinese.GB18030},
		{"Big5", traditional, traditionalchinese.Big5},
		{"UTF-16 with a mark", simplified, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 without a mark", simplified, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := tt.as.NewEncoder().Bytes([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := docread.Decode(raw)
			if err != nil || string(got) != tt.text {
				t.Errorf("%s, %v", got, err)
			}
		})
	}
}

func TestHTMLIsReadAsAReaderSeesIt(t *testing.T) {
	for _, tt := range []struct{ name, html, want string }{
		{"words cut over several elements", "<p><span>政</span><font>府&nbsp;</font></p>", "第1段: 政府\n"},
		{"a line end within Chinese is no space", "<p>总体\n  情况 a\nb</p>", "第1段: 总体情况 a b\n"},
		{"scripts are not shown", "<p>一<script>if(a<b)x</script>二</p><style>p{}</style>", "第1段: 一二\n"},
		{"spans", `<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>1<td>2</table>`,
			"第1张表第1行: [0]\"甲\" [1]\"乙\"\n第1张表第2行: [1]\"1\" [2]\"2\"\n"},
		{"a table for layout", `<table><tr><td>上文<table><tr><td>1</td><td>2</td></tr></table>下文</td></tr></table>`,
			"第1段: 上文\n第1张表第1行: [0]\"1\" [1]\"2\"\n第3段: 下文\n"},
		{"a file that breaks off", "<table><tr><td>1<td>2", "第1张表第1行: [0]\"1\" [1]\"2\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := blocks(t, []byte(tt.html)); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestTextWithTables(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"Markdown", "# 标题\n| 甲 | 乙\\|丙 |\n|---|:-:|\n| 1 |  |\n尾", "第1段: 标题\n第1张表第1行: [0]\"甲\" [1]\"乙|丙\"\n第1张表第2行: [0]\"1\" [1]\"\"\n第5段: 尾\n"},
		{"tabs", "甲\t\t3\n", "第1张表第1行: [0]\"甲\" [1]\"\" [2]\"3\"\n"},
		{"blank lines stay", "甲\n\n乙\n", "第1段: 甲\n第2段: \n第3段: 乙\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := blocks(t, []byte(tt.text)); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestPageNumbersAreLeftOut(t *testing.T) {
	doc := docread.FromPages([]string{"- 1 -\n第一页 -3\n", "— 12 —\n7\n-18\n"})
	if got := doc.String(); got != "第1页: 第一页 -3\n第2页: 7\n第2页: -18\n" {
		t.Error(got)
	}
}

func TestEncryptedOfficeFilesSaySo(t *testing.T) {
	content := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 512)...)
	for _, c := range "EncryptedPackage" {
		content = append(content, byte(c), 0)
	}
	if _, err := docread.Read(content); !strings.Contains(fault.Message(err), "加密") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("<table><tr><td rowspan=3 colspan=2>甲<table><td>1"))
	f.Add([]byte("甲 | 乙 |\n---|---\n1\t2\n"))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("word/document.xml")
	_, _ = w.Write([]byte(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:t>1</w:t></w:p></w:tc></w:tr></w:tbl>`))
	_ = z.Close()
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		doc, err := docread.Read(content)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
			return
		}
		for _, block := range doc.Blocks {
			if block.Grid == nil {
				continue
			}
			for _, row := range block.Grid.Rows {
				for i, c := range row {
					if i > 0 && c.Col <= row[i-1].Col {
						t.Fatalf("columns do not ascend: %v", row)
					}
				}
			}
		}
	})
}
