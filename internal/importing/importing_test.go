package importing_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/importing"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const bureau agency.ID = "ag_kjj"

var officer = auth.Actor{Staff: "st_1", Name: "王经办", Agency: bureau, Roles: agency.RolesOf(agency.RoleOfficer, agency.RoleOffice), Address: "控制台"}

// A world is a bureau with its catalogue, and a folder of files.
type world struct {
	db     *database.DB
	desk   *publishing.Desk
	blobs  *blob.Store
	folder string
	column string
}

func newWorld(t testing.TB, db *database.DB) *world {
	t.Helper()
	w := &world{db: db, desk: &publishing.Desk{DB: db}, folder: t.TempDir()}
	err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		return store.InsertAgency(tx, agency.Agency{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.desk.StartCatalog(t.Context(), officer, bureau); err != nil {
		t.Fatal(err)
	}
	columns, err := store.Columns(db.View(t.Context()), bureau)
	if err != nil || len(columns) == 0 {
		t.Fatal(err)
	}
	w.column = columns[0].Title
	if w.blobs, err = blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std, Spool: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	// A screening as simple as can be: an ID number, and a mark of secrecy.
	w.desk.Screen = func(_ context.Context, r disclosure.Record) ([]review.Finding, error) {
		var found []review.Finding
		for _, sign := range []string{"11010519491231002X", "秘密★"} {
			if strings.Contains(r.Body+r.Title, sign) {
				found = append(found, review.Finding{Kind: "id_card", Where: "正文", Block: true, Firm: sign != "11010519491231002X"})
			}
		}
		return found, nil
	}
	return w
}

func (w *world) put(t testing.TB, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (w *world) run(t testing.TB, table string, change func(*importing.Job)) importing.Result {
	t.Helper()
	root, err := os.OpenRoot(w.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	job := &importing.Job{Desk: w.desk, By: officer, Of: bureau, Import: publishing.Import{Source: "records.csv", Voucher: "原县政府网站已公开，经原审批程序审查"},
		Files: importing.Files{Folder: root, Blobs: w.blobs}, Defaults: importing.Defaults{Column: w.column}}
	if change != nil {
		change(job)
	}
	res, err := job.Run(t.Context(), strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func problems(res importing.Result) string {
	var b bytes.Buffer
	if err := res.CSV(&b); err != nil {
		return err.Error()
	}
	return b.String()
}

func counts(res importing.Result) string {
	return fmt.Sprintf("%d/%d/%d/%d", res.Counts[publishing.Taken], res.Counts[publishing.Already], res.Counts[publishing.Held], res.Counts[publishing.Refused])
}

const table = `索引号,原网址,标题,文号,成文日期,发布日期,公开方式,关键词,正文,附件
013932130/2019-00012,http://old.example.gov.cn/art/2019/8/12/art_1_12.html,关于科技创新券的通知,凉科发[2019]012号,2019年8月1日,2019-08-12 09:30,主动公开,"科技，创新券","<p onclick=""x()"">正文</p><img src=""img/a.png"">",a.txt|办法全文
,/show.aspx?id=7,没有索引号的信息,,2020-01-02,2020-01-03,,,<p>文</p>,
`

const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"

func TestAnOldSiteIsBroughtOver(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		if err := os.Mkdir(filepath.Join(w.folder, "img"), 0o700); err != nil {
			t.Fatal(err)
		}
		w.put(t, "img/a.png", png)
		w.put(t, "a.txt", "办法的全文，供下载。")
		if res := w.run(t, table, nil); counts(res) != "2/0/0/0" {
			t.Fatalf("%s\n%s", counts(res), problems(res))
		}
		row, err := query.PortalRecord(db.View(t.Context()), "013932130/2019-00012")
		if err != nil || !row.Visible || row.PublishedOn.String() != "2019-08-12" || row.DocNo != "凉科发〔2019〕12号" || row.FormedOn.String() != "2019-08-01" {
			t.Fatalf("%+v %v", row, err)
		}
		file, err := store.Record(db.View(t.Context()), disclosure.ID(row.Record))
		if err != nil {
			t.Fatal(err)
		}
		r := file.Draft
		if strings.Contains(r.Body, "onclick") || !strings.Contains(r.Body, `src="/images/sha256:`) || len(r.Files) != 1 || r.Files[0].Name != "办法全文.txt" || strings.Join(r.Keywords, "|") != "科技|创新券" {
			t.Errorf("%+v", r)
		}
		acts, err := store.Signoffs(db.View(t.Context()), disclosure.ReviewKind, row.Record)
		if err != nil || len(acts) != 1 || acts[0].Stage != review.Vouched || acts[0].By.Name != "王经办" || !strings.Contains(acts[0].Opinion, "原县政府网站") {
			t.Errorf("nobody answers for it: %+v %v", acts, err)
		}
		for address, want := range map[string]bool{"/art/2019/8/12/art_1_12.html": true, "/show.aspx?id=7": true, "/show.aspx?id=8": false, "/": false} {
			index, err := query.PortalOldAddress(db.View(t.Context()), address)
			if err != nil || (index != "") != want {
				t.Errorf("%s leads to %q, %v", address, index, err)
			}
		}
		if res := w.run(t, table, nil); counts(res) != "0/2/0/0" {
			t.Errorf("the second run: %s\n%s", counts(res), problems(res))
		}
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("%v %v", proof, err)
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(table)
		if err != nil {
			t.Fatal(err)
		}
		if res := w.run(t, gb, nil); counts(res) != "0/2/0/0" {
			t.Errorf("the same file in GB18030: %s\n%s", counts(res), problems(res))
		}
	})
}

// TestWhatIsNotTaken: every reason, with its line and column; the good line between the bad ones is taken.
func TestWhatIsNotTaken(t *testing.T) {
	const head = "索引号,原网址,栏目,标题,成文日期,发布日期,公开方式,正文,附件,关联\n"
	good := func(title string) string { return ",,," + title + ",2020-01-01,2020-01-02,,<p>文</p>,,\n" }
	for _, tt := range []struct{ name, line, field, want string }{
		{"an ID number", ",,,甲,2020-01-01,2020-01-02,,身份证号11010519491231002X,,", "", "不得公开"},
		{"a mark of secrecy", ",,,秘密★甲,2020-01-01,2020-01-02,,文,,", "", "不得公开"},
		{"no title", ",,,,2020-01-01,2020-01-02,,文,,", "标题", "请填写标题"},
		{"no day of publication", ",,,甲,2020-01-01,,,文,,", "发布日期", "以前公开的日期"},
		{"no day at all", ",,,甲,2020-01-01,昨天,,文,,", "发布日期", "不是日期"},
		{"a day to come", ",,,甲,2020-01-01,2199-01-02,,文,,", "发布日期", "不能晚于今天"},
		{"published before it was made", ",,,甲,2020-02-01,2020-01-02,,文,,", "发布日期", "早于成文日期"},
		{"for application only", ",,,甲,2020-01-01,2020-01-02,依申请公开,文,,", "公开属性", "不能在平台上发布"},
		{"an unknown attribute", ",,,甲,2020-01-01,2020-01-02,半公开,文,,", "公开属性", "没有“半公开”"},
		{"an unknown column", ",,不存在的栏目,甲,2020-01-01,2020-01-02,,文,,", "栏目", "没有“不存在的栏目”"},
		{"no content", ",,,甲,2020-01-01,2020-01-02,,,,", "正文", "请填写正文或者上传附件"},
		{"a file that is not there", ",,,甲,2020-01-01,2020-01-02,,文,none.pdf,", "附件", "没有文件“none.pdf”"},
		{"a file outside the folder", ",,,甲,2020-01-01,2020-01-02,,文,../../../../etc/passwd,", "附件", "附件目录"},
		{"a link to nothing", ",,,甲,2020-01-01,2020-01-02,,文,,解读:x/2020-00009", "关联", "还没有导入"},
		{"a number in use", "used/2020-00001,,,甲,2020-01-01,2020-01-02,,文,,", "索引号", "已被另一条信息使用"},
		{"an address in use", ",/used.html,,甲,2020-01-01,2020-01-02,,文,,", "原网址", "已属于另一条信息"},
		{"more cells than the head has", ",,,甲,2020-01-01,2020-01-02,,文,,,,,x", "", "比表头多"},
		{"a broken quote", `,,,甲"乙,2020-01-01,2020-01-02,,文,,`, "", "不合CSV格式"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, storetest.SQLite(t))
			if res := w.run(t, head+"used/2020-00001,/used.html,,先有的,2020-01-01,2020-01-02,,文,,\n", nil); counts(res) != "1/0/0/0" {
				t.Fatal(problems(res))
			}
			res := w.run(t, head+good("一")+tt.line+"\n"+good("二"), nil)
			if counts(res) != "2/0/0/1" {
				t.Errorf("%s", counts(res))
			}
			if got := problems(res); !strings.Contains(got, "\n3,未导入,") || !strings.Contains(got, tt.want) || !strings.Contains(got, ","+tt.field+",") {
				t.Errorf("got\n%s\nwant %s: %s", got, tt.field, tt.want)
			}
			res = w.run(t, head+tt.line+"\n", func(j *importing.Job) { j.Import.Hold = true })
			if res.Counts[publishing.Taken] > 0 {
				t.Error("published with --hold")
			}
			var visible int
			if err := w.db.View(t.Context()).QueryRow(`SELECT count(*) FROM publication`).Scan(&visible); err != nil || visible != 3 {
				t.Errorf("%d records are public, want 3; %v", visible, err)
			}
		})
	}
}

func TestHeldRecordsKeepTheirNumber(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	line := "索引号,原网址,标题,成文日期,发布日期,正文\nold/2020-00005,/a.html,甲,2020-01-01,2020-01-02,11010519491231002X\n"
	if res := w.run(t, line, func(j *importing.Job) { j.Import.Hold = true }); counts(res) != "0/0/1/0" {
		t.Fatal(problems(res))
	}
	id, err := store.RecordByIndex(w.db.View(t.Context()), bureau, "old/2020-00005")
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.Record(w.db.View(t.Context()), id)
	if err != nil || len(file.Publication.Acts) != 0 || file.Publication.Index != "old/2020-00005" || file.Draft.Author != "st_1" {
		t.Errorf("%+v %v", file, err)
	}
	if index, err := query.PortalOldAddress(w.db.View(t.Context()), "/a.html"); err != nil || index != "" {
		t.Errorf("a draft is shown at its old address: %q %v", index, err)
	}
}

// TestABrokenOffImportGoesOn: wherever it ends, the next run takes the rest and nothing twice.
func TestABrokenOffImportGoesOn(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		var b strings.Builder
		b.WriteString("索引号,标题,成文日期,发布日期,正文,种类,关联\n")
		b.WriteString("a/2020-99999,解读一,2020-01-01,2020-01-02,文,政策解读,解读:a/2020-00025\n")
		for i := range 30 {
			fmt.Fprintf(&b, "a/2020-%05d,标题%d,2020-01-01,2020-01-02,<p>文%d</p>,,\n", i, i, i)
		}
		asked := 0
		plain := w.desk.Screen
		w.desk.Screen = func(ctx context.Context, r disclosure.Record) ([]review.Finding, error) {
			if asked++; asked > 17 {
				return nil, errors.New("the power went")
			}
			return plain(ctx, r)
		}
		job := &importing.Job{Desk: w.desk, By: officer, Of: bureau, Import: publishing.Import{Source: "x", Voucher: "y"}, Defaults: importing.Defaults{Column: w.column}, Workers: 1, Batch: 5}
		if _, err := job.Run(t.Context(), strings.NewReader(b.String())); err == nil {
			t.Fatal("the break was not told")
		}
		w.desk.Screen = plain
		res := w.run(t, b.String(), func(j *importing.Job) { j.Batch = 7 })
		if res.Counts[publishing.Already] != 15 || res.Counts[publishing.Taken] != 16 {
			t.Errorf("%s\n%s", counts(res), problems(res))
		}
		var n int
		if err := db.View(t.Context()).QueryRow(`SELECT count(*) FROM publication`).Scan(&n); err != nil || n != 31 {
			t.Errorf("%d records, %v", n, err)
		}
	})
}

func TestTryingChangesNothing(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	line := "标题,成文日期,发布日期,正文\n甲,2020-01-01,2020-01-02,文\n乙,,2020-01-02,文\n"
	res := w.run(t, line, func(j *importing.Job) { j.Import.Try = true })
	if counts(res) != "1/0/0/1" {
		t.Errorf("%s\n%s", counts(res), problems(res))
	}
	var n int
	if err := w.db.View(t.Context()).QueryRow(`SELECT count(*) FROM record`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d records, %v", n, err)
	}
}

func TestOnlyAnOfficerOfTheAgencyImports(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	for name, by := range map[string]auth.Actor{
		"nobody":                       {},
		"a liaison":                    {Staff: "st_2", Agency: bureau, Roles: agency.RolesOf(agency.RoleLiaison)},
		"an officer of another bureau": {Staff: "st_3", Agency: "ag_x", Roles: agency.RolesOf(agency.RoleOfficer)},
	} {
		job := &importing.Job{Desk: w.desk, By: by, Of: bureau, Import: publishing.Import{Voucher: "y"}, Defaults: importing.Defaults{Column: w.column}}
		if _, err := job.Run(t.Context(), strings.NewReader("标题,成文日期,发布日期,正文\n甲,2020-01-01,2020-01-02,文\n")); err == nil {
			t.Errorf("%s imported", name)
		}
	}
}

func TestJSONLines(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.put(t, "b.html", "<html><body><div id='zoom'><p>正文在文件里，够长才算是正文。</p></div></body></html>")
	w.put(t, "a.txt", "附件的内容。")
	res := w.run(t, `{"title":"甲","formed_on":"2020-01-01","published_on":"2020-01-02","body_file":"b.html","files":[{"path":"a.txt","name":"附件一"},"a.txt"],"keywords":["一","二"],"unknown":1}
not json

{"标题":"乙","成文日期":"2020-01-01","发布日期":"2020-01-02","正文":"文","files":7}
`, nil)
	if counts(res) != "1/0/0/2" {
		t.Fatalf("%s\n%s", counts(res), problems(res))
	}
	if got := problems(res); !strings.Contains(got, "2,未导入,,,这一行不是JSON对象") {
		t.Error(got)
	}
	var b bytes.Buffer
	if err := res.JSON(&b); err != nil || !strings.Contains(b.String(), `{"line":2,"fate":"refused","message":"这一行不是JSON对象"}`) {
		t.Errorf("%s %v", b.String(), err)
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.gov.cn/x/y.html": "/x/y.html", "/x?id=1": "/x?id=1", "https://a/": "", "": "", "x.html": "/x.html", "//a/b": "/b", "http://a.gov.cn/%E8%A1%A8.html": "/表.html",
	} {
		if got, _ := importing.Address(in); got != want {
			t.Errorf("%s is kept as %q, want %q", in, got, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte(table))
	f.Add([]byte(`{"title":"甲","files":[1]}`))
	f.Add([]byte("标题\n\"x"))
	w := newWorld(f, storetest.SQLite(f))
	f.Fuzz(func(t *testing.T, text []byte) {
		job := &importing.Job{Desk: w.desk, By: officer, Of: bureau, Import: publishing.Import{Voucher: "y", Try: true}, Defaults: importing.Defaults{Column: w.column}}
		res, err := job.Run(t.Context(), bytes.NewReader(text))
		if err == nil {
			_ = problems(res)
		}
	})
}
