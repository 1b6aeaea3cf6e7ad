package screening_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/importing"
	"gongkai/internal/intake"
	"gongkai/internal/publishing"
	"gongkai/internal/screening"
	"gongkai/internal/store"
	"gongkai/review"
)

// A plant is something that must not go out, put into a record. The first one is nothing: it shows that the path works.
type plant struct {
	name string
	body string
	file string // name
	data func(t *testing.T) []byte
}

var plants = []plant{
	{name: "nothing"},
	{name: "an ID number in the body", body: "身份证号" + citizen},
	{name: "a mark of secrecy in the body", body: "秘密★1年"},
	{name: "an ID number in a workbook", file: "名单.xlsx", data: func(t *testing.T) []byte {
		return filetest.XLSX(t, []filetest.Sheet{{Name: "名单", Inner: filetest.Row(1, "", "张三", citizen)}})
	}},
	{name: "a hidden sheet", file: "名单.xlsx", data: func(t *testing.T) []byte {
		return filetest.XLSX(t, []filetest.Sheet{{Name: "公示", Inner: filetest.Row(1, "", "张三")}, {Name: "底稿", State: "veryHidden", Inner: filetest.Row(1, "", "甲")}})
	}},
	{name: "a mark of secrecy in a header", file: "通知.docx", data: func(t *testing.T) []byte {
		return filetest.DOCX(t, filetest.P("关于开展工作的通知")+filetest.P("各单位："), filetest.WordPart("header1", "hdr", filetest.P("机密★10年")))
	}},
	{name: "a number under a black box", file: "名单.pdf", data: func(*testing.T) []byte {
		return filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 14, "Name "+citizen) + filetest.Filled(105, 695, 160, 22, 0)}}, nil)
	}},
	{name: "an ID number in a Word file of before 2007", file: "名单.doc", data: sample("sample.doc")},
	{name: "a hidden sheet in a workbook of WPS", file: "名单.et", data: sample("sample.xls")},
	{name: "a hidden slide in an old presentation", file: "名单.ppt", data: sample("sample.ppt")},
	{name: "a tracked change in an open document", file: "名单.odt", data: sample("sample.odt")},
	{name: "a hidden row in an open workbook", file: "名单.ods", data: sample("sample.ods")},
	{name: "a mark of secrecy in a remark of a PDF file", file: "名单.pdf", data: func(*testing.T) []byte {
		return filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 14, "Nothing on the page"), Annotations: []string{"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents " + filetest.String("秘密★1年") + " >>"}}}, nil)
	}},
	{name: "a layer of a PDF file that is switched off", file: "名单.pdf", data: func(*testing.T) []byte {
		return filetest.PDFMore{Root: "/OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >>", Objects: []string{"<< /Type /OCG /Name (draft) >>"}}.PDF(
			[]filetest.PDFPage{{Resources: "/Properties << /L0 4 0 R >>", Content: filetest.Line(72, 700, 12, "Nothing on the page") + "/OC /L0 BDC\n" + filetest.Line(72, 650, 12, "A draft") + "EMC\n"}}, nil)
	}},
	{name: "what a PDF file was before it was changed", file: "名单.pdf", data: func(*testing.T) []byte {
		return later(filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 12, "Number "+citizen)}}, nil), 4, filetest.Line(72, 700, 12, "Nothing on the page"))
	}},
	{name: "a remark in a presentation", file: "名单.pptx", data: sample("sample.pptx")},
	{name: "a file within an OFD file", file: "名单.ofd", data: func(t *testing.T) []byte {
		return filetest.OFD(t, []string{"正文"}, filetest.Part{Name: "Doc_0/Attachs/a.txt", Content: "甲"})
	}},
	{name: "a bundle in RAR within a bundle", file: "材料.zip", data: func(t *testing.T) []byte {
		return filetest.Zip(t, filetest.Part{Name: "a.rar", Content: string(filetest.RAR(filetest.Part{Name: "a.txt", Content: citizen}))})
	}},
	{name: "a bundle in 7z within a bundle", file: "材料.zip", data: func(t *testing.T) []byte {
		return filetest.Zip(t, filetest.Part{Name: "a.7z", Content: string(filetest.Sample(t, "sample.7z"))})
	}},
	{name: "a bundle in which one file has it", file: "材料.zip", data: func(t *testing.T) []byte {
		return filetest.Zip(t, filetest.Part{Name: "内/a.txt", Content: citizen})
	}},
}

func sample(name string) func(*testing.T) []byte {
	return func(t *testing.T) []byte { return filetest.Sample(t, name) }
}

// A stage is everything that the paths need.
type stage struct {
	s      *screening.Screener
	d      *publishing.Desk
	column catalog.ColumnID
	title  string // of the column
	serial int

	channel publishing.Channel // of a document system
	token   string
}

// draft is a record with the plant in it.
func (g *stage) draft(t *testing.T, p plant) disclosure.Record {
	t.Helper()
	g.serial++
	r := record(g.column)
	r.Title = fmt.Sprintf("%s之%d", r.Title, g.serial)
	r.FormedOn = civil.Of(g.d.DB.Now())
	r.Body = "<p>正文</p><p>" + p.body + "</p>"
	if p.file != "" {
		r.Files = []disclosure.File{attach(t, g.s, p.file, p.data(t))}
	}
	return r
}

var reviewers = []struct {
	stage review.Stage
	by    auth.Actor
}{
	{review.SelfCheck, clerk}, {review.SectionOK, person("st_2", bureau, agency.RoleVerifier)}, {review.Secrecy, person("st_3", bureau, agency.RoleSecrecy)},
	{review.Signature, person("st_4", bureau, agency.RoleSigner)},
}

// review takes a record through the whole review, as far as it goes.
func (g *stage) review(t *testing.T, id disclosure.ID) error {
	t.Helper()
	for _, step := range reviewers {
		file, err := store.Record(g.d.DB.View(t.Context()), id)
		check(t, err)
		if err := g.d.SignOff(t.Context(), step.by, bureau, id, review.Signoff{Stage: step.stage, Verdict: review.Passed, Digest: file.Digest}); err != nil {
			return err
		}
	}
	return nil
}

// unscreened runs f as if nobody had looked into files, as on a day before this program.
func (g *stage) unscreened(f func()) {
	screen := g.d.Screen
	g.d.Screen = nil
	f()
	g.d.Screen = screen
}

// paths are all the ways to the public. Each does its best and returns the records that it made.
var paths = []struct {
	name string
	try  func(t *testing.T, g *stage, p plant) []disclosure.ID
}{
	{"the editor, with a whole review", func(t *testing.T, g *stage, p plant) []disclosure.ID {
		id, err := g.d.SaveDraft(t.Context(), clerk, g.draft(t, p))
		check(t, err)
		if g.review(t, id) == nil {
			_, _ = g.d.Publish(t.Context(), clerk, bureau, id, "")
		}
		return []disclosure.ID{id}
	}},
	{"published on a review from before", func(t *testing.T, g *stage, p plant) []disclosure.ID {
		id, err := g.d.SaveDraft(t.Context(), clerk, g.draft(t, p))
		check(t, err)
		g.unscreened(func() { check(t, g.review(t, id)) })
		_, _ = g.d.Publish(t.Context(), clerk, bureau, id, "")
		return []disclosure.ID{id}
	}},
	{"set for a day", func(t *testing.T, g *stage, p plant) []disclosure.ID {
		id, err := g.d.SaveDraft(t.Context(), clerk, g.draft(t, p))
		check(t, err)
		g.unscreened(func() {
			check(t, g.review(t, id))
			check(t, g.d.Schedule(t.Context(), clerk, bureau, id, civil.Of(g.d.DB.Now()).AddDays(1), ""))
		})
		clock = clock.AddDate(0, 0, 1)
		_, err = g.d.PublishDue(t.Context())
		check(t, err)
		return []disclosure.ID{id}
	}},
	{"a file from the desktop", func(t *testing.T, g *stage, p plant) []disclosure.ID {
		name, data := "通知.html", []byte("<html><head><title>关于公示的通知</title></head><body><p>正文</p><p>"+p.body+"</p></body></html>")
		if strings.HasSuffix(p.file, ".docx") {
			name, data = p.file, p.data(t)
		}
		read, err := intake.Read(t.Context(), name, data, intake.Options{PDF: g.s.PDF.Pages, Refuse: g.s.Marked})
		if fault.KindOf(err) == fault.Unlawful {
			return nil
		}
		check(t, err)
		r := g.draft(t, p)
		r.Title, r.Body = fmt.Sprintf("%s之%d", read.Record.Title, g.serial), read.Record.Body
		if name == p.file {
			r.Files = nil // its text is in the body: the file itself need not go out
		}
		id, err := g.d.SaveDraft(t.Context(), clerk, r)
		check(t, err)
		if g.review(t, id) == nil {
			_, _ = g.d.Publish(t.Context(), clerk, bureau, id, "")
		}
		return []disclosure.ID{id}
	}},
	{"the import of an old site", func(t *testing.T, g *stage, p plant) []disclosure.ID { return g.bring(t, p, false) }},
	{"the import, with what is not fit kept as drafts", func(t *testing.T, g *stage, p plant) []disclosure.ID { return g.bring(t, p, true) }},
	{"handed in by a document system", func(t *testing.T, g *stage, p plant) []disclosure.ID { return g.goOn(t, g.handIn(t, p)) }},
	{"a file in the folder", func(t *testing.T, g *stage, p plant) []disclosure.ID { return g.goOn(t, g.drop(t, p)) }},
	{"the annual report", func(t *testing.T, g *stage, p plant) []disclosure.ID { return g.report(t, p) }},
}

// bring imports one record from a table with its file beside it.
func (g *stage) bring(t *testing.T, p plant, hold bool) []disclosure.ID {
	t.Helper()
	g.serial++
	folder := t.TempDir()
	table := fmt.Sprintf("title,column,formed_on,published_on,body,files\n旧站通知%d,%s,2020-01-02,2020-01-03,<p>正文</p><p>%s</p>,%s\n", g.serial, g.title, p.body, p.file)
	if p.file != "" {
		check(t, os.WriteFile(filepath.Join(folder, p.file), p.data(t), 0o600))
	}
	root, err := os.OpenRoot(folder)
	check(t, err)
	defer root.Close()
	job := &importing.Job{Desk: g.d, By: person("st_1", bureau, agency.RoleOfficer, agency.RoleOffice), Of: bureau,
		Import: publishing.Import{Source: "old.csv", Voucher: "原县政府网站已公开，经原审批程序审查", Hold: hold}, Files: importing.Files{Folder: root, Blobs: g.s.Files}}
	_, err = job.Run(t.Context(), strings.NewReader(table))
	check(t, err)
	var ids []string
	check(t, g.d.DB.View(t.Context()).Select(&ids, `SELECT id FROM record WHERE title = $1`, fmt.Sprintf("旧站通知%d", g.serial)))
	var list []disclosure.ID
	for _, id := range ids {
		list = append(list, disclosure.ID(id))
	}
	return list
}

var clock = time.Date(2026, 11, 4, 2, 0, 0, 0, time.UTC)

// TestNoPathPublishesWhatMustNotGoOut tries every plant on every path. Without a plant each path publishes; with one none
// does, whatever anybody signs.
func TestNoPathPublishesWhatMustNotGoOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID) {
		columns, err := store.Columns(d.DB.View(t.Context()), bureau)
		check(t, err)
		g := &stage{s: s, d: d, column: column, title: columns[0].Title}
		g.open(t)
		for _, path := range paths {
			for _, p := range plants {
				t.Run(path.name+"/"+p.name, func(t *testing.T) {
					visible := 0
					for _, id := range path.try(t, g, p) {
						file, err := store.Record(d.DB.View(t.Context()), id)
						check(t, err)
						if file.Publication.Visible() {
							visible++
						}
					}
					if want := p.name == "nothing"; (visible == 1) != want {
						t.Errorf("%d records are public", visible)
					}
				})
			}
		}
	})
}

// TestAScanGoesOutOnlyAfterSomebodyHasLooked: no program reads pictures, so a reviewer says that they have looked, and that
// is kept.
func TestAScanGoesOutOnlyAfterSomebodyHasLooked(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID) {
		g := &stage{s: s, d: d, column: column}
		scan := plant{name: "a scan", file: "扫描.pdf", data: func(*testing.T) []byte {
			return filetest.PDF([]filetest.PDFPage{{Content: filetest.Filled(100, 100, 200, 200, 3)}, {Content: filetest.Filled(100, 100, 200, 200, 3)}}, nil)
		}}
		id, err := d.SaveDraft(t.Context(), clerk, g.draft(t, scan))
		check(t, err)
		if err := g.review(t, id); err == nil || !strings.Contains(fault.Message(err), "无法识别图像文字，须人工审查") {
			t.Fatalf("signed without a look: %v", err)
		}
		file, err := store.Record(d.DB.View(t.Context()), id)
		check(t, err)
		look := review.Waiver{Digest: file.Digest, Kind: "no_text", Where: "附件“扫描.pdf”全部2页"}
		section := reviewers[1].by
		for name, err := range map[string]error{
			"by the author":   d.Waive(t.Context(), clerk, bureau, id, review.Waiver{Digest: look.Digest, Kind: look.Kind, Where: look.Where, Because: "看过"}),
			"without a word":  d.Waive(t.Context(), section, bureau, id, look),
			"somewhere else":  d.Waive(t.Context(), section, bureau, id, review.Waiver{Digest: look.Digest, Kind: look.Kind, Where: "附件“甲.pdf”第1页", Because: "看过"}),
			"of another text": d.Waive(t.Context(), section, bureau, id, review.Waiver{Digest: "0", Kind: look.Kind, Where: look.Where, Because: "看过"}),
		} {
			if err == nil {
				t.Errorf("%s: confirmed", name)
			}
		}
		look.Because = "逐页看过，没有个人信息和密级标志"
		check(t, d.Waive(t.Context(), section, bureau, id, look))
		last := reviewers[len(reviewers)-1]
		check(t, d.SignOff(t.Context(), last.by, bureau, id, review.Signoff{Stage: last.stage, Verdict: review.Passed, Digest: file.Digest}))
		_, err = d.Publish(t.Context(), clerk, bureau, id, "")
		check(t, err)
		kept, err := store.Waivers(d.DB.View(t.Context()), disclosure.ReviewKind, string(id), file.Digest)
		check(t, err)
		if len(kept) != 1 || kept[0].By.ID != string(section.Staff) || kept[0].Because != look.Because {
			t.Errorf("%+v", kept)
		}
	})
}
