package docread_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/docread"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/inside"
	"gongkai/letter"
)

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// said is everything that stands on the paper of a letter, in its order.
func said(l letter.Letter) string {
	var b strings.Builder
	b.WriteString(l.Title + l.Number + l.Recipient + "：")
	for _, p := range letter.Paragraphs(l.Body) {
		if len(p.Cells) == 0 {
			b.WriteString(p.Text)
		}
		b.WriteString(strings.Join(p.Cells, ""))
	}
	for i, name := range l.Attachments {
		b.WriteString([]string{"附件：1.", "2."}[i] + name)
	}
	return unspaced(b.String() + l.Signer + l.DatedOn.Chinese() + strings.Join(l.Notes, ""))
}

// What our letters say as OFD is read back to the last character, by the reader of attachments and by that of the
// screening. The readers were written from files of others.
func TestLettersAreReadBackFromOFD(t *testing.T) {
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, k := range letter.Kinds {
		for _, on := range letter.Versions(k) {
			body, _, _ := letter.Standard(k, on)
			l := letter.Letter{Kind: k.ID, Number: "凉科公开〔2026〕1号", Title: k.Name, Recipient: "李𬭎 凡", Body: body, Attachments: []string{"附件一 <甲>&乙", "附件二"}, Signer: "凉州区科学技术局", DatedOn: on, Notes: []string{"（此件依申请公开）"}}
			content, err := docgen.OFD(docgen.OfLetter(l, nil), fonts)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := docread.Read(content)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for _, b := range doc.Blocks {
				text.WriteString(b.Text)
			}
			if got, want := unspaced(text.String()), said(l); got != want || doc.Title != l.Title {
				t.Errorf("%s of %s, %q:\ngot  %s\nwant %s", k.ID, on, doc.Title, got, want)
			}
			seen, err := inside.Office(content)
			if err != nil {
				t.Fatal(err)
			}
			text.Reset()
			for _, p := range seen.Pieces {
				if strings.HasPrefix(p.Where, "第") && !strings.HasPrefix(p.Text, "— ") {
					text.WriteString(p.Text)
				}
			}
			hidden := slices.ContainsFunc(seen.Traces, func(x inside.Trace) bool { return x.Kind != inside.Author })
			if got, want := unspaced(text.String()), said(l); got != want || hidden {
				t.Errorf("%s of %s inside, %v:\ngot  %s\nwant %s", k.ID, on, seen.Traces, got, want)
			}
			read++
		}
	}
	if read < 30 {
		t.Errorf("only %d letters", read)
	}
}

func TestOFDOfOthers(t *testing.T) {
	object := func(x, y, base, words string) string {
		return `<ofd:TextObject ID="9" Boundary="` + x + ` ` + y + ` 20 6" Font="1" Size="5"><ofd:TextCode X="0" Y="` + base + `">` + words + `</ofd:TextCode></ofd:TextObject>`
	}
	file := func(page string) []byte {
		const space = `xmlns:ofd="http://www.ofdspec.org/2016"`
		return filetest.Zip(t, filetest.Part{Name: "OFD.xml", Content: `<ofd:OFD ` + space + `><ofd:DocBody><ofd:DocInfo><ofd:Title>公告</ofd:Title></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`},
			filetest.Part{Name: "Doc_0/Document.xml", Content: `<ofd:Document ` + space + `><ofd:Pages><ofd:Page ID="1" BaseLoc="P/0.xml"/></ofd:Pages></ofd:Document>`},
			filetest.Part{Name: "Doc_0/P/0.xml", Content: `<ofd:Page ` + space + `><ofd:Content><ofd:Layer>` + page + `</ofd:Layer></ofd:Content></ofd:Page>`})
	}
	for _, tt := range []struct{ name, page, want string }{
		{"words of a line in objects of their own", object("20", "20", "5", "关于") + object("40", "20.2", "4.8", "开展") + object("20", "30", "5", "检查"), "第1页: 关于开展\n第1页: 检查\n"},
		{"cells of a row stand apart", object("20", "20", "5", "姓名") + object("80", "20", "5", "张三"), "第1页: 姓名 张三\n"},
		{"digits that are spaced out", object("20", "20", "5", "1") + object("44", "20", "5", "2"), "第1页: 12\n"},
		{"long numbers in cells that stand close", object("20", "20", "5", "20000") + object("42", "20", "5", "14074"), "第1页: 20000 14074\n"},
		{"boundaries differ, the line is one", object("20", "20.4", "5", "甲") + object("40", "18", "7.4", "乙"), "第1页: 甲乙\n"},
		{"the number of the page", object("20", "20", "5", "甲") + object("90", "280", "5", "— 3 —"), "第1页: 甲\n"},
		{"what is not shown", object("20", "20", "5", "甲") + strings.Replace(object("20", "30", "5", "乙"), "ID=", `Visible="false" ID=`, 1) + strings.Replace(object("20", "40", "5", "丙"), "ID=", `Alpha="0" ID=`, 1), "第1页: 甲\n"},
		{"no boundary", `<ofd:TextObject ID="9"><ofd:TextCode>甲</ofd:TextCode></ofd:TextObject><ofd:TextObject ID="9"><ofd:TextCode>乙</ofd:TextCode></ofd:TextObject>`, "第1页: 甲\n第1页: 乙\n"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := docread.Read(file(tt.page))
			if err != nil || doc.Title != "公告" || doc.String() != tt.want {
				t.Errorf("%v\ngot\n%swant\n%s", err, doc, tt.want)
			}
		})
	}
	for name, content := range map[string][]byte{
		"no document": filetest.Zip(t, filetest.Part{Name: "OFD.xml", Content: "<OFD/>"}),
		"encrypted":   filetest.Zip(t, filetest.Part{Name: "OFD.xml", Content: "<OFD><Encryptions/><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"}),
		"broken off":  file("<ofd:TextObject"),
	} {
		if _, err := docread.Read(content); err == nil || fault.Message(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOFD(f *testing.F) {
	f.Add(`<ofd:TextObject Boundary="1 2 3 4" Size="5"><ofd:TextCode X="0" Y="1">甲</ofd:TextCode></ofd:TextObject>`, "P/0.xml")
	f.Fuzz(func(t *testing.T, page, loc string) {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for name, content := range map[string]string{"OFD.xml": `<OFD><DocRoot>D/Document.xml</DocRoot></OFD>`, "D/Document.xml": `<Document><Page BaseLoc="` + loc + `"/></Document>`, "D/P/0.xml": page} {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		doc, err := docread.Read(out.Bytes())
		if err == nil {
			for _, b := range doc.Blocks {
				if strings.TrimSpace(b.Text) == "" {
					t.Errorf("an empty line")
				}
			}
		}
	})
}
