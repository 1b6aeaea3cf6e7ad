package screening_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/docread"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/publishing"
	"gongkai/internal/screening"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review/screen"
)

const county, bureau agency.ID = "ag_zfb", "ag_kjj"

func person(id string, of agency.ID, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: auth.StaffID(id), Name: "人员" + id, Agency: of, Roles: agency.RolesOf(roles...), Address: "127.0.0.1"}
}

var (
	clerk  = person("st_1", bureau, agency.RoleLiaison, agency.RoleOfficer)
	office = person("st_9", county, agency.RoleOffice)
)

// eachEngine runs f with a county, a bureau below it, and a screener.
func eachEngine(t *testing.T, f func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID)) {
	t.Helper()
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
			for _, a := range []agency.Agency{
				{ID: county, USCC: "11620602013931000A", Code: "zfb", Name: "凉州区人民政府", Level: agency.County, Kind: agency.Government, Region: "620602"},
				{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: county},
			} {
				if err := store.InsertAgency(tx, a); err != nil {
					return err
				}
			}
			tx.Record(ledger.Entry{Chain: string(county), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(county)}})
			return store.SaveGuide(tx, agency.Guide{Agency: bureau, Phone: "0935-2212345、13909350001（值班）"})
		})
		check(t, err)
		files, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std})
		check(t, err)
		s := &screening.Screener{DB: db, Files: files}
		t.Cleanup(func() { _ = s.Close() })
		d := &publishing.Desk{DB: db, Screen: s.Record}
		check(t, d.StartCatalog(t.Context(), person("st_5", bureau, agency.RoleOffice), bureau))
		columns, err := store.Columns(db.View(t.Context()), bureau)
		check(t, err)
		f(t, s, d, columns[0].ID)
	}, storetest.Clock(func() time.Time { return clock }))
}

func attach(t *testing.T, s *screening.Screener, name string, content []byte) disclosure.File {
	t.Helper()
	ref, err := s.Files.Put(t.Context(), bytes.NewReader(content), blob.Limits{Types: append([]blob.Type{blob.ZIP}, blob.Attachments...)})
	check(t, err)
	return disclosure.File{Name: name, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size}
}

func record(column catalog.ColumnID) disclosure.Record {
	return disclosure.Record{Agency: bureau, Column: column, Kind: disclosure.Plain, Title: "关于公示名单的通知", FormedOn: civil.MustParse("2025-02-10"), Attribute: disclosure.Proactive, Body: "<p>正文</p>"}
}

// findings lists kind and place of what was found in a record.
func findings(t *testing.T, s *screening.Screener, r disclosure.Record) string {
	t.Helper()
	list, err := s.Record(t.Context(), r)
	check(t, err)
	var b strings.Builder
	for _, f := range list {
		b.WriteString(f.Kind + "|" + f.Where + "\n")
		if strings.Contains(f.Masked, citizen) {
			t.Errorf("a number in full: %+v", f)
		}
	}
	return b.String()
}

func TestRecords(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID) {
		for _, tt := range []struct {
			name   string
			change func(*disclosure.Record)
			want   string
		}{
			{"nothing", func(*disclosure.Record) {}, ""},
			{"in the title", func(r *disclosure.Record) { r.Title = "关于" + citizen + "的决定" }, "id_card|标题\n"},
			{"in the summary", func(r *disclosure.Record) { r.Summary = "电话" + mobile }, "phone|内容概述\n"},
			{"in the body", func(r *disclosure.Record) { r.Body = "<p>甲</p><p>秘密★1年</p>" }, "secrecy_mark|正文第2段\n"},
			{"a phone of the guide", func(r *disclosure.Record) { r.Body = "<p>联系电话：0935-2212345，13909350001</p>" }, ""},
			{"a label against the mode", func(r *disclosure.Record) { r.Body = "<p>（此件依申请公开）</p>" }, "label_mode|正文第1段\n"},
			{"a label that is right", func(r *disclosure.Record) {
				r.Body, r.Attribute = "<p>（此件依申请公开）</p>", disclosure.UponApplication
			}, ""},
			{"in an attachment", func(r *disclosure.Record) {
				r.Files = append(r.Files, attach(t, s, "名单.xlsx", filetest.XLSX(t, []filetest.Sheet{{Name: "名单", Inner: filetest.Row(1, "", "甲", citizen)}})))
			}, "id_card|附件“名单.xlsx”名单!B1\n"},
			{"in the name of an attachment", func(r *disclosure.Record) { r.Files = append(r.Files, attach(t, s, citizen+".txt", []byte("甲"))) }, "id_card|附件“6206**********0010.txt”文件名\n"},
			{"an attachment that is not there", func(r *disclosure.Record) {
				r.Files = append(r.Files, disclosure.File{Name: "a.docx", Hash: "sm3:" + strings.Repeat("0", 64)})
			}, "unreadable|附件“a.docx”整个文件\n"},
			{"a picture in the body, with its place", func(r *disclosure.Record) {
				r.Body = `<p><img src="` + publishing.PicturePath + attach(t, s, "x.jpg", filetest.Photo(t, true, false)).Hash + `"></p>`
			}, "gps|附件“正文图片1”照片属性\n"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				r := record(column)
				tt.change(&r)
				for range 2 { // the second time from what was kept
					if got := findings(t, s, r); got != tt.want {
						t.Errorf("got\n%swant\n%s", got, tt.want)
					}
				}
			})
		}
	})
}

func TestWordLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID) {
		r := record(column)
		r.Body = "<p>凉洲区的布署</p>"
		r.Files = []disclosure.File{attach(t, s, "a.txt", []byte("凉洲区"))}
		if got := findings(t, s, r); got != "doubtful_word|正文第1段\n" {
			t.Errorf("before: %q", got)
		}
		// The county's list counts for the bureau at once, in files that were screened before too.
		check(t, d.SaveWord(t.Context(), office, county, "", screen.Word{Wrong: "凉洲区", Right: "凉州区", Level: screen.Block}))
		if got := findings(t, s, r); got != "wrong_word|正文第1段\nwrong_word|附件“a.txt”第1行\ndoubtful_word|正文第1段\n" {
			t.Errorf("after: %q", got)
		}
		// What the county forbids the bureau cannot allow.
		check(t, d.SaveWord(t.Context(), clerk, bureau, "", screen.Word{Wrong: "凉洲区", Level: screen.Warn}))
		if got := findings(t, s, r); !strings.HasPrefix(got, "wrong_word") {
			t.Errorf("the bureau has lifted it: %q", got)
		}
		n, err := d.ImportWords(t.Context(), clerk, bureau, "# 注释\n登陆\t登录\t提示\n帐号，账号\n", true)
		if err != nil || n != 2 {
			t.Errorf("%d %v", n, err)
		}
		lists, err := d.WordLists(t.Context(), clerk, bureau)
		if err != nil || len(lists) != 2 || len(lists[0].Words) != 2 || lists[1].Agency.ID != county {
			t.Errorf("%+v %v", lists, err)
		}
		again, problems := screen.ReadWords(screen.WriteWords(lists[0].Words))
		if len(problems) > 0 || len(again) != 2 || again[0] != lists[0].Words[0] {
			t.Errorf("%v %v", again, problems)
		}
		for name, err := range map[string]error{
			"the county's list by the bureau":      d.SaveWord(t.Context(), clerk, county, "", screen.Word{Wrong: "甲乙", Level: screen.Warn}),
			"by somebody who only signs":           d.SaveWord(t.Context(), person("x", bureau, agency.RoleSigner), bureau, "", screen.Word{Wrong: "甲乙", Level: screen.Warn}),
			"one character":                        d.SaveWord(t.Context(), clerk, bureau, "", screen.Word{Wrong: "甲", Level: screen.Warn}),
			"dropping what is not there":           d.DropWord(t.Context(), clerk, bureau, "没有的"),
			"a list with a mistake, nothing taken": func() error { _, err := d.ImportWords(t.Context(), clerk, bureau, "甲乙\n丙\n", true); return err }(),
		} {
			if err == nil {
				t.Errorf("%s: allowed", name)
			}
		}
		if lists, _ = d.WordLists(t.Context(), clerk, bureau); len(lists[0].Words) != 2 {
			t.Errorf("%+v", lists[0].Words)
		}
	})
}

func TestRemediesMakeANewVersion(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, d *publishing.Desk, column catalog.ColumnID) {
		r := record(column)
		r.Title, r.Body = "公示 "+mobile, "<p>张三"+citizen+`</p><p><img src="`+publishing.PicturePath+attach(t, s, "x.jpg", filetest.Photo(t, true, false)).Hash+`"></p>`
		r.Files = []disclosure.File{attach(t, s, "a.docx", filetest.DOCX(t, filetest.P(citizen)+`<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:p>`))}
		before := r.Clone()
		found, err := s.Look(t.Context(), r)
		check(t, err)
		steps := 0
		for len(found.Findings()) > 0 && steps < 20 {
			steps++
			var choice *screening.Choice
			for _, p := range found.Parts {
				for _, f := range p.Findings {
					if len(f.Remedies) > 0 && choice == nil {
						choice = &screening.Choice{Remedy: f.Remedies[0], Kind: f.Kind, Hash: p.Hash}
					}
				}
			}
			if choice == nil {
				t.Fatalf("nothing helps against %+v", found.Findings())
			}
			m, err := s.Mend(t.Context(), r, *choice)
			check(t, err)
			r = m.Record
			found, err = s.Look(t.Context(), r)
			check(t, err)
		}
		if steps != 5 || len(found.Findings()) > 0 {
			t.Errorf("%d steps left %+v", steps, found.Findings())
		}
		if r.Files[0].Hash == before.Files[0].Hash || strings.Contains(r.Body, citizen) || r.Body == before.Body {
			t.Errorf("%+v", r)
		}
		if got := findings(t, s, before); !strings.Contains(got, "tracked_change") {
			t.Error("the old file was changed")
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	text := "<p>" + strings.Repeat("根据《中华人民共和国政府信息公开条例》第三十三条第二款，经本机关负责人同意，延长20个工作日，现予公布，请遵照执行。</p><p>", 14) + "</p>"
	e := &screening.Examiner{}
	rules := screen.New(screen.Options{Today: civil.Of(time.Now()), Words: screen.StartingWords})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		e.Page(text, rules)
	}
}

// What readers of an earlier program could not open, and so kept from going out, is opened again by those of today.
func TestARefusalOfEarlierReadersIsForgotten(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *screening.Screener, _ *publishing.Desk, column catalog.ColumnID) {
		r := record(column)
		r.Files = []disclosure.File{attach(t, s, "名单.txt", []byte("祁连山机械"))}
		if got := findings(t, s, r); got != "" {
			t.Fatalf("a clean file: %s", got)
		}
		as := func(readers string) {
			t.Helper()
			check(t, s.DB.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				_, err := tx.Exec(`UPDATE screening SET rules = replace(rules, $1, $2), findings = $3`, screen.Version+"."+docread.Version+"-", screen.Version+readers+"-",
					`{"findings":[{"kind":"unreadable","level":"block","where":"附件"}]}`)
				return err
			}))
		}
		as("." + docread.Version)
		if got := findings(t, s, r); !strings.Contains(got, "unreadable") {
			t.Fatalf("what these readers found is not remembered: %s", got)
		}
		for _, earlier := range []string{"", ".0"} {
			if as(earlier); findings(t, s, r) != "" {
				t.Errorf("readers %q still refuse", earlier)
			}
		}
	})
}
