package records_test

import (
	"bytes"
	"encoding/json"
	"html"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen/docxtest"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docread/filetest"
)

// A desk is one person's browser without pictures.
type desk struct {
	t      *testing.T
	site   *apptest.Site
	client *http.Client
}

type page struct {
	status int
	body   string
	to     string
}

func (d desk) answer(a *http.Response, err error) page {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return page{a.StatusCode, string(body), strings.TrimPrefix(a.Header.Get("Location"), "/xxgk")}
}

func (d desk) get(path string) page {
	d.t.Helper()
	return d.answer(d.client.Get(d.site.URL + path))
}

// A file is handed in with a form.
type file struct {
	field, name string
	content     []byte
}

// post sends a form; pairs are names and values, which may come several times.
func (d desk) post(path string, pairs []string, files ...file) page {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			d.t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.field, f.name)
		if err != nil {
			d.t.Fatal(err)
		}
		if _, err := part.Write(f.content); err != nil {
			d.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		d.t.Fatal(err)
	}
	return d.answer(d.client.Post(d.site.URL+path, w.FormDataContentType(), &body))
}

func (p page) is(t *testing.T, what string, status int, words ...string) page {
	t.Helper()
	if p.status != status {
		t.Errorf("%s: %d, want %d: %.400s", what, p.status, status, plain(p.body))
	}
	for _, w := range words {
		if !strings.Contains(html.UnescapeString(p.body), w) {
			t.Errorf("%s: no %q on %.1500s", what, w, plain(p.body))
		}
	}
	return p
}

func plain(body string) string {
	_, main, _ := strings.Cut(body, "<main")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(main, " ")), " ")
}

func (p page) all(pattern string) []string {
	var list []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(p.body, -1) {
		list = append(list, html.UnescapeString(m[1]))
	}
	return list
}

func somebody(t *testing.T, site *apptest.Site, login string) desk {
	return desk{t, site, site.Client(t, login)}
}

func TestWritingARecord(t *testing.T) {
	site := apptest.Demo(t)
	clerk := somebody(t, site, "szj-jingban")
	const list = "/workbench/records"
	clerk.post(list+"/new", []string{"step", "save", "title", "", "column", "", "body", "<p>写了一半</p>"}).
		is(t, "nothing but a text", 422, "请填写标题", "写了一半", "有 1 处需要修改")
	column := clerk.get(list+"/new").is(t, "the form", 200, "从文件读入").all(`<option value="(co_[^"]+)"[^>]*>应急管理`)[0]
	base := []string{"title", "排水管网检修通告", "column", column, "kind", "plain", "formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3", "body", "<p>检修时间</p>"}
	with := func(pairs ...string) []string { return append(append([]string{}, base...), pairs...) }
	made := clerk.post(list+"/new", with("step", "save"))
	one := made.to
	if made.status != 303 || !strings.HasPrefix(one, list+"/rc_") {
		t.Fatalf("%d %s", made.status, made.to)
	}
	clerk.get(one).is(t, "the page", 200, "已保存", "排水管网检修通告", "草稿", "自审并送审")
	digest := clerk.get(one + "/edit").all(`name="digest" value="([^"]+)"`)[0]
	if to := clerk.post(one+"/edit", with("step", "upload", "digest", digest), file{"upload", "检修范围.txt", []byte("一号井至九号井")}, file{"upload", "名单.csv", []byte("井号,时间\n1,8:00\n")}).to; to != one+"/edit" {
		t.Fatalf("after the upload: %s", to)
	}
	form := clerk.get(one+"/edit").is(t, "the files", 200, "附件（2）", "检修范围.txt")
	hashes := form.all(`name="file_hash" value="([^"]+)"`)
	digest = form.all(`name="digest" value="([^"]+)"`)[0]
	// Renamed and put last; the ending stays. A file of somebody else cannot be named into the record.
	foreign := "sha256:" + strings.Repeat("0", 64)
	clerk.post(one+"/edit", with("step", "save", "digest", digest, "file_hash", hashes[0], "file_name", "检修范围（更正）", "file_place", "9",
		"file_hash", hashes[1], "file_name", "名单.csv", "file_place", "2", "file_hash", foreign, "file_name", "别人的.pdf", "file_place", "1")).is(t, "renamed", 303)
	shown := clerk.get(one).is(t, "renamed", 200, "检修范围（更正）.txt")
	if strings.Contains(shown.body, "别人的") || strings.Index(shown.body, "名单.csv") > strings.Index(shown.body, "检修范围（更正）.txt") {
		t.Errorf("the files: %.900s", plain(shown.body))
	}
	clerk.get(one+"/files/"+foreign).is(t, "somebody else's file", 404)
	if got := clerk.get(one + "/files/" + hashes[0]); got.body != "一号井至九号井" {
		t.Errorf("the file says %q", got.body)
	}
	// Who had an older content on the screen overwrites nothing, and loses nothing.
	clerk.post(one+"/edit", with("step", "save", "digest", digest, "summary", "我写的概述")).is(t, "a stale screen", 422, "别人修改并保存了", "我写的概述")
	digest = clerk.get(one + "/edit").all(`name="digest" value="([^"]+)"`)[0]
	clerk.post(one+"/edit", with("step", "save", "digest", digest, "file_hash", hashes[1], "file_name", "名单.csv", "file_remove", hashes[1], "attribute", "不予公开")).is(t, "kept back", 303)
	clerk.post(one+"/sign/self", []string{"verdict", "passed", "digest", clerk.get(one + "/sign/self").all(`name="digest" value="([^"]+)"`)[0]}).
		is(t, "kept back without a ground", 422, "请写明不主动公开的事实和理由", "《条例》第十三条第一款")
}

func TestLinksAreFoundAndKept(t *testing.T) {
	site := apptest.Demo(t)
	clerk := somebody(t, site, "szj-jingban")
	const list = "/workbench/records"
	column := clerk.get(list + "/new").all(`<option value="(co_[^"]+)"[^>]*>政策法规`)[0]
	base := []string{"title", "照明办法解读", "column", column, "kind", "interpretation", "formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3", "body", "<p>问答</p>", "attribute", "主动公开"}
	with := func(pairs ...string) []string { return append(append([]string{}, base...), pairs...) }
	clerk.post(list+"/new", with("step", "find", "link_q", "没有这样的文件")).is(t, "nothing found", 200, "没有找到", "照明办法解读")
	found := clerk.post(list+"/new", with("step", "find", "link_q", "城市照明")).is(t, "found", 200, "城市照明设施管理办法", "照明办法解读", "问答")
	target := found.all(`name="found" value="([^"]+)"`)[0]
	clerk.post(list+"/new", with("step", "find", "link_q", "占道", "found", target, "found_relation", "interprets")).
		is(t, "a further search keeps what was chosen", 200, "城市照明设施管理办法", "城区占道经营管理办法", `name="link_to" value="`+target+`"`)
	one := clerk.post(list+"/new", with("step", "save", "found", target, "found_relation", "interprets")).to
	clerk.get(one).is(t, "linked", 200, "解读的文件", "城市照明设施管理办法")
	digest := clerk.get(one + "/edit").all(`name="digest" value="([^"]+)"`)[0]
	clerk.post(one+"/edit", with("step", "save", "digest", digest, "link_to", target, "link_relation", "interprets", "link_on", "昨天")).is(t, "no day", 422, "不是有效的日期")
	clerk.post(one+"/edit", with("step", "save", "digest", digest, "link_to", target, "link_relation", "interprets", "link_on", "", "link_remove", target)).is(t, "removed", 303)
	if got := clerk.get(one); strings.Contains(got.body, "解读的文件") {
		t.Error("the link is still there")
	}
	// From the page of a document to one that ends it: everything is prepared.
	clerk.get(list+"/new?link=repeals:"+target).is(t, "prepared", 200, "废止的文件", "城市照明设施管理办法")
}

func TestImagesAndTheLiveCheck(t *testing.T) {
	site := apptest.Demo(t)
	clerk := somebody(t, site, "szj-jingban")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	taken := clerk.post("/workbench/images", nil, file{"image", "图.png", picture.Bytes()}).is(t, "an image", 200)
	var said struct{ Src, Message string }
	if err := json.Unmarshal([]byte(taken.body), &said); err != nil || !strings.HasPrefix(said.Src, "/images/") {
		t.Fatalf("%s %v", taken.body, err)
	}
	if got := clerk.get("/workbench" + said.Src); got.status != 200 || got.body != picture.String() {
		t.Errorf("the image does not come back: %d", got.status)
	}
	clerk.post("/workbench/images", nil, file{"image", "图.png", []byte("no image at all")}).is(t, "no image", 422, "message")
	public := desk{t, site, &http.Client{}}
	public.get(said.Src).is(t, "an image that no page shows", 404)
	// On the page of a published record everybody sees it, and nobody any more once the record is withdrawn.
	column := clerk.get("/workbench/records/new").all(`<option value="(co_[^"]+)"[^>]*>应急管理`)[0]
	one := clerk.post("/workbench/records/new", []string{"title", "有图的通告", "column", column, "kind", "plain", "formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3",
		"body", `<p>示意图：<img src="` + said.Src + `" alt="示意图"></p>`, "step", "save"}).to
	for _, step := range [][2]string{{"szj-jingban", "self"}, {"szj-shenhe", "section"}, {"szj-baomi", "secrecy"}, {"szj-qianfa", "sign"}} {
		who := somebody(t, site, step[0])
		digest := who.get(one + "/sign/" + step[1]).all(`name="digest" value="([^"]+)"`)[0]
		who.post(one+"/sign/"+step[1], []string{"verdict", "passed", "digest", digest}).is(t, step[1], 303)
	}
	clerk.get(one).is(t, "in the workbench", 200, `src="/xxgk/workbench`+said.Src+`"`)
	clerk.post(one+"/publish", []string{"when", "now"}).is(t, "published", 303)
	at := strings.TrimPrefix(clerk.get(one).all(`href="(/xxgk/records/[^"]+)"`)[0], "/xxgk")
	public.get(at).is(t, "the public page", 200, `src="/xxgk`+said.Src+`"`)
	if got := public.get(said.Src); got.status != 200 || got.body != picture.String() {
		t.Errorf("the public does not see the image: %d", got.status)
	}
	clerk.post(one+"/withdraw", []string{"reason", "图有误"}).is(t, "withdrawn", 303)
	public.get(said.Src).is(t, "the image of a withdrawn record", 404)
	other := somebody(t, site, "kjj-jingban")
	other.get("/workbench"+said.Src).is(t, "another bureau's image", 404)
	clerk.post("/workbench/records/check", []string{"title", "通告", "body", "<p>正文</p>", "attribute", "主动公开"}).is(t, "the check", 200)
	somebody(t, site, "szj-qianfa").post("/workbench/images", nil, file{"image", "图.png", picture.Bytes()}).is(t, "who writes nothing", 403)
}

func TestFromClearedToWithdrawn(t *testing.T) {
	site := apptest.Demo(t)
	clerk, signer := somebody(t, site, "szj-jingban"), somebody(t, site, "szj-qianfa")
	const list = "/workbench/records"
	find := func(title string) string {
		t.Helper()
		found := clerk.get(list + "?shelf=all&q=" + title).all(`href="/xxgk(/workbench/records/rc_[^"]+)">`)
		if len(found) != 1 {
			t.Fatalf("%s: %v", title, found)
		}
		return found[0]
	}
	cleared := find("夜间停车便民")
	signer.get(cleared+"/publish").is(t, "who does not publish", 403)
	clerk.post(cleared+"/publish", []string{"when", "later", "on-year", "2020", "on-month", "1", "on-day", "1"}).is(t, "a day that has passed", 422, "应晚于今天")
	clerk.post(cleared+"/publish", []string{"when", ""}).is(t, "neither now nor later", 422, "请选择什么时候发布")
	clerk.post(cleared+"/publish", []string{"when", "now"}).is(t, "now", 303)
	shown := clerk.get(cleared).is(t, "published", 200, "已公开", "索引号")
	public := desk{t, site, &http.Client{}}
	at := strings.TrimPrefix(shown.all(`href="(/xxgk/records/[^"]+)"`)[0], "/xxgk")
	public.get(at).is(t, "the public page", 200, "夜间停车便民措施")
	clerk.post(cleared+"/withdraw", []string{"reason", " "}).is(t, "withdrawn without a reason", 422, "请填写撤回理由")
	clerk.post(cleared+"/withdraw", []string{"reason", "路段有误"}).is(t, "withdrawn", 303)
	public.get(at).is(t, "the public page says why", 410, "路段有误")
	clerk.get(cleared).is(t, "withdrawn", 200, "已撤下", "恢复公开")

	scheduled := find("北关街道路封闭")
	clerk.get(scheduled).is(t, "scheduled", 200, "自动发布", "取消定时")
	clerk.post(scheduled+"/unschedule", nil).is(t, "taken away", 303)
	clerk.get(scheduled).is(t, "cleared again", 200, "待发布")

	referred := find("地下管网安全检查")
	secrecy := somebody(t, site, "szj-baomi")
	form := secrecy.get(referred+"/sign/secrecy").is(t, "waiting for an answer", 200, "登记武威市凉州区国家保密局的答复", "第十七条第三款")
	digest := form.all(`name="digest" value="([^"]+)"`)[0]
	secrecy.post(referred+"/sign/secrecy", []string{"digest", digest, "verdict", "passed"}).is(t, "passed without the answer", 422, "正在等待")
	secrecy.post(referred+"/sign/secrecy", []string{"digest", digest, "verdict", "answered", "organ", "武威市凉州区国家保密局", "opinion", "可以公开"}).is(t, "answered", 303)
	secrecy.post(referred+"/sign/secrecy", []string{"digest", digest, "verdict", "passed"}).is(t, "passed", 303)
	signer.get(referred).is(t, "the signer's turn", 200, "待签发", ">签发<")
	signer.get(list).is(t, "what waits for the signer", 200, "地下管网安全检查", "占道费收取标准")
	for _, kind := range []string{"pdf", "ofd", "docx"} {
		if got := signer.get(referred + "/approval/" + kind); got.status != 200 || len(got.body) < 1000 {
			t.Errorf("呈批单 as %s: %d, %d bytes", kind, got.status, len(got.body))
		} else if kind == "docx" {
			docxtest.Check(t, []byte(got.body))
		} else if kind == "ofd" {
			ofdtest.Check(t, []byte(got.body))
		}
	}
	revised := find("市政设施报修电话")
	clerk.get(revised+"/versions").is(t, "the versions", 200, "夜间由值班人员接听", "第1版")
}

// What screening finds is shown beside the text, at hand-in and to the reviewers; a mark of secrecy is not handed in at
// all, what may be a mistake of the screening is let through by a reviewer with a reason, never by the author.
func TestWhatScreeningFindsOnThePages(t *testing.T) {
	site := apptest.Demo(t)
	clerk, verifier, secrecy, signer := somebody(t, site, "szj-jingban"), somebody(t, site, "szj-shenhe"), somebody(t, site, "szj-baomi"), somebody(t, site, "szj-qianfa")
	const list = "/workbench/records"
	column := clerk.get(list + "/new").all(`<option value="(co_[^"]+)"[^>]*>应急管理`)[0]
	write := func(title, body string) string {
		t.Helper()
		made := clerk.post(list+"/new", []string{"title", title, "column", column, "kind", "plain", "formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3", "body", body, "step", "save"})
		if made.status != 303 {
			t.Fatalf("%d %.300s", made.status, plain(made.body))
		}
		return made.to
	}
	sign := func(who desk, one, stage string) page {
		t.Helper()
		form := who.get(one + "/sign/" + stage)
		return who.post(one+"/sign/"+stage, []string{"verdict", "passed", "digest", form.all(`name="digest" value="([^"]+)"`)[0]})
	}
	secret := write("管网图说明", "<p>秘密★一年</p><p>管网说明</p>")
	clerk.get(secret).is(t, "the page", 200, "必须消除")
	sign(clerk, secret, "self").is(t, "handed in with a mark of secrecy", 422, "国家秘密标志")
	clerk.post(list+"/check", []string{"title", "通告", "body", "<p>秘密★一年</p>", "attribute", "主动公开"}).is(t, "while it is written", 200, "必须消除")

	one := write("人员名单", "<p>张某，身份证号11010519491231002X</p>")
	clerk.get(one).is(t, "the page", 200, "不得公开")
	if got := clerk.get(one); strings.Contains(plain(got.body), "第1段：11010519491231002X") || strings.Contains(got.body, "/waive?") {
		t.Error("the author sees a way to let it through")
	}
	sign(clerk, one, "self").is(t, "handed in", 303)
	sign(verifier, one, "section").is(t, "verified", 303)
	at := secrecy.get(one).all(`href="/xxgk(/workbench/records/[^"]+/waive\?[^"]+)"`)
	if len(at) != 1 {
		t.Fatalf("%v", at)
	}
	secrecy.get(at[0]).is(t, "the question", 200, "说明为什么可以公开")
	secrecy.post(at[0], []string{"because", ""}).is(t, "without a reason", 422, "请写明为什么可以公开")
	sign(secrecy, one, "secrecy").is(t, "passed by the secrecy review", 303)
	sign(signer, one, "sign").is(t, "signed with the number standing", 422, "身份证")
	secrecy.post(at[0], []string{"because", "是公开的示例号码"}).is(t, "with a reason", 303)
	sign(signer, one, "sign").is(t, "signed", 303)
	clerk.get(one+"/approval").is(t, "the 呈批单", 200, "已说明可以公开：是公开的示例号码")
}

// TestScansAreLookedAtByAPerson: of a scan the program says that it cannot read it; a reviewer says that they have, for all
// pictures of the record at once, and the 呈批单 keeps it.
func TestScansAreLookedAtByAPerson(t *testing.T) {
	site := apptest.Demo(t)
	clerk, verifier, secrecy, signer := somebody(t, site, "szj-jingban"), somebody(t, site, "szj-shenhe"), somebody(t, site, "szj-baomi"), somebody(t, site, "szj-qianfa")
	const list = "/workbench/records"
	column := clerk.get(list + "/new").all(`<option value="(co_[^"]+)"[^>]*>应急管理`)[0]
	scan := func(shade int) []byte {
		return filetest.PDF([]filetest.PDFPage{{Content: filetest.Filled(100, 100, 300, 400, shade)}}, nil)
	}
	made := clerk.post(list+"/new", []string{"title", "扫描的批复", "column", column, "kind", "plain", "formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3", "body", "<p>现将批复公布如下。</p>", "step", "save"},
		file{"upload", "批复.pdf", scan(3)}, file{"upload", "附图.pdf", scan(5)})
	made.is(t, "saved", 303)
	one := regexp.MustCompile(`/workbench/records/rc_[^/?]+`).FindString(made.to)
	sign := func(who desk, stage string) page {
		t.Helper()
		form := who.get(one + "/sign/" + stage)
		return who.post(one+"/sign/"+stage, []string{"verdict", "passed", "digest", form.all(`name="digest" value="([^"]+)"`)[0]})
	}
	if got := clerk.get(one).is(t, "the page", 200, "须人工审查", "无法识别图像文字"); strings.Contains(got.body, "/waive?") {
		t.Error("the author confirms their own scan")
	}
	sign(clerk, "self").is(t, "handed in", 303)
	sign(verifier, "section").is(t, "verified", 303)
	sign(secrecy, "secrecy").is(t, "passed by the secrecy review", 303)
	sign(signer, "sign").is(t, "signed before anybody has looked", 422, "无法识别图像文字，须人工审查")
	at := secrecy.get(one).is(t, "for a reviewer", 200, "确认已经人工审查").all(`href="/xxgk(/workbench/records/[^"]+/waive\?[^"]+)"`)
	if len(at) != 2 {
		t.Fatalf("%v", at)
	}
	secrecy.get(at[0]).is(t, "the question", 200, "请逐页打开看过", "本件其余1处图像也已逐一看过")
	secrecy.post(at[0], []string{"because", ""}).is(t, "without a word", 422, "请写明由谁、怎样看过")
	secrecy.post(at[0], []string{"because", "逐页看过，没有个人信息", "all", "yes"}).is(t, "confirmed", 303)
	secrecy.get(one).is(t, "the page after it", 200, "已人工审查：逐页看过，没有个人信息")
	sign(signer, "sign").is(t, "signed", 303)
	clerk.get(one+"/approval").is(t, "the 呈批单", 200, "已人工审查：逐页看过，没有个人信息")
}
