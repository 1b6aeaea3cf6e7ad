package workbench_test

import (
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/pquerna/otp/totp"
)

// found returns the first group of the pattern on the page.
func found(t *testing.T, body, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no %s on %.800s", pattern, text(t, body))
	}
	return m[1]
}

// TestANewPersonComesIn follows somebody from the account that is opened for them to their own password, a second
// factor, and out of every other device.
func TestANewPersonComesIn(t *testing.T) {
	site := apptest.Demo(t)
	security := person(t, site, "anquan")
	security.post("/agencies/kjj/new-staff", "name", "周新人", "login", "Bad Name", "roles", "officer", "administrators", "audit", "phone", "13800138000").
		is(t, "a wrong login and roles that exclude each other", 422, "登录名应为3至40位", "不得同时", `value="周新人"`, `value="13800138000"`)
	page := security.post("/agencies/kjj/new-staff", "name", "周新人", "login", "zhou", "roles", "officer", "phone", "13800138000")
	page.is(t, "the account", 200, "账号已建立", "只在这里显示一次")
	first := found(t, page.body, `class="codes"><li>([^<]+)<`)
	security.post("/agencies/kjj/new-staff", "name", "周新人", "login", "zhou", "roles", "officer").is(t, "the same name again", 422, "登录名已被使用")

	zhou := stranger(t, site)
	zhou.post("/login", "login", "zhou", "password", first)
	zhou.get("/").leads(t, "the first page", "/account/password")
	zhou.get("/account/password").is(t, "the first password", 200, "请先修改密码", "至少10个字符")
	zhou.post("/account/password", "old", first, "password", "zhouxinren1", "again", "zhouxinren2").is(t, "two that differ", 422, "两次输入的新密码不一样")
	zhou.post("/account/password", "old", first, "password", "zhouxinren", "again", "zhouxinren").is(t, "a weak one", 422, `id="error-summary"`)
	zhou.post("/account/password", "old", "nonsense", "password", "Plum4!hazel_Dove", "again", "Plum4!hazel_Dove").is(t, "a wrong old one", 422, "原密码不对")
	zhou.post("/account/password", "old", first, "password", "Plum4!hazel_Dove", "again", "Plum4!hazel_Dove").leads(t, "a good one", "/")
	zhou.get("/").is(t, "inside", 200, "密码已修改")
	if strings.Contains(zhou.get("/").body, "密码已修改") {
		t.Error("the word is said twice")
	}

	setUp := zhou.post("/account/factor", "step", "begin")
	setUp.is(t, "the picture", 200, "<svg", "手动输入")
	secret, address := found(t, setUp.body, `name="secret" value="([A-Z2-7]+)"`), found(t, setUp.body, `name="url" value="([^"]+)"`)
	zhou.post("/account/factor", "step", "confirm", "secret", secret, "url", address, "code", "000000").is(t, "a wrong code", 422, "动态验证码不对", "<svg", secret)
	code, err := totp.GenerateCode(secret, site.Now())
	if err != nil {
		t.Fatal(err)
	}
	done := zhou.post("/account/factor", "step", "confirm", "secret", secret, "url", address, "code", code)
	done.is(t, "the codes for the worst case", 200, "动态验证码已启用")
	webtest.Select(t, done.body).Has(".codes li", 10)
	recovery := found(t, done.body, `class="codes"><li>([^<]+)<`)

	elsewhere := stranger(t, site)
	elsewhere.post("/login", "login", "zhou", "password", "Plum4!hazel_Dove")
	elsewhere.post("/login/code", "code", recovery).leads(t, "a recovery code", "/")
	account := zhou.get("/account")
	account.is(t, "one's account", 200, "已启用", "剩余恢复码9个", "138****8000")
	zhou.post("/account/sessions", "session", found(t, account.body, `name="session" value="([^"]+)"`)).leads(t, "ending the other log-in", "/account")
	elsewhere.get("/account").leads(t, "the other device", "/login?next=%2Fworkbench%2Faccount")
	zhou.get("/account").is(t, "this device", 200)

	id := found(t, security.get("/agencies/kjj/staff").body, `/staff/(st_[^"]+)">周新人`)
	security.post("/agencies/kjj/staff/"+id+"/edit", "name", "周新", "roles", "officer").leads(t, "a new name", "/agencies/kjj/staff/"+id)
	security.get("/agencies/kjj/staff/"+id).is(t, "the phone is kept", 200, "周新", "138****8000")
	security.post("/agencies/kjj/staff/"+id+"/act/stop").leads(t, "stopping", "/agencies/kjj/staff/"+id)
	zhou.get("/").leads(t, "a stopped account", "/login")
	security.post("/agencies/kjj/staff/"+id+"/act/restore").is(t, "restoring", 200, "账号已恢复")
	security.post("/agencies/kjj/staff/"+id+"/act/dance").is(t, "an act that is none", 404)
}

func TestAgenciesAndSettingsAreKept(t *testing.T) {
	site := apptest.Demo(t)
	system := person(t, site, "xitong")
	system.post("/new-agency", "name", "凉州区河湖局", "short_name", "区河湖局", "uscc", "11620602013932130K", "code", "hbj", "level", "4", "kind", "department", "region", "620602").
		is(t, "a wrong check digit", 422, "统一社会信用代码", `value="凉州区河湖局"`, `value="hbj"`)
	home := found(t, system.get("/new-agency").body, `<option value="(ag_[^"]+)" selected>武威市凉州区人民政府办公室`)
	system.post("/new-agency", "name", "凉州区河湖局", "uscc", "12620600MB0523338C", "code", "hbj", "level", "4", "kind", "department", "region", "620602").
		is(t, "an agency that nobody could look after", 422, "请选择主管部门")
	system.post("/new-agency", "superior", home, "name", "凉州区河湖局", "uscc", "12620600MB0523338C", "code", "hbj", "level", "4", "kind", "department", "region", "620602").
		leads(t, "a good one", "/agencies/hbj")
	system.get("/agencies/hbj").is(t, "the agency", 200, "已新增凉州区河湖局", "县级", "告知书中还写不出救济途径")
	system.get("/agencies?q=河湖").is(t, "found by name", 200, "凉州区河湖局")
	if strings.Contains(system.get("/agencies?q=河湖").body, "科学技术局") {
		t.Error("the search finds others")
	}
	system.post("/agencies/kjj/edit", "name", "", "level", "4", "kind", "department", "region", "620602", "uscc", "11620602013932130J").is(t, "no name", 422, "请填写机关全称")
	system.post("/agencies/hbj/sections/new", "name", "办公室", "office", "yes").leads(t, "a section", "/agencies/hbj/sections")
	system.post("/agencies/hbj/sections/new", "name", "法规股", "office", "yes").is(t, "a second office", 422, "只能指定一个", "《条例》第四条")

	form := []string{"receipt.policy", "confirmed_by_both", "receipt.pause", "from_receipt", "periods.correction", "15", "periods.reasons", "10", "periods.guide_review", "12", "periods.amber", "5", "periods.red", "2",
		"disclosure.interpret_days", "3", "disclosure.review_months", "12", "disclosure.expiry_months", "6",
		"numbers.index", "{uscc}/{year}-{serial:5}", "numbers.case", "{year}{month}{day}-{serial:4}", "numbers.letter", "{word}〔{year}〕{serial}号", "remedies.organs", "甲\n\n 乙 ", "report.due_month_day", "1月20日", "report.overview", "1000", "report.similar", "80",
		"review.order", "self", "review.order", "secrecy", "review.order", "sign"}
	system.post("/agencies/hbj/settings/edit", append(form, "periods.other_agency", "99")...).is(t, "more days than the law gives", 422, "《条例》第三十三条第三款", "现为99", `value="99"`)
	system.post("/agencies/hbj/settings/edit", append(form, "periods.other_agency", "many")...).is(t, "no number", 422, "应为整数")
	system.post("/agencies/hbj/settings/edit", append(form, "periods.other_agency", "10", "remedies.court", "某某法院办公室")...).is(t, "no court", 422, "请填写法院全称")
	system.post("/agencies/hbj/settings/edit", append(form, "periods.other_agency", "10")...).leads(t, "good settings", "/agencies/hbj/settings")
	system.get("/agencies/hbj/settings").is(t, "as they stand", 200, "第三方收到的次一工作日", "甲、乙", "1月20日", "自审、保密审查、签发", "10个工作日")
	system.post("/regions", "code", "6206", "region", "某地").is(t, "a short code", 422, "6位")
	system.post("/regions", "code", "620602100", "region", "某镇").leads(t, "a town", "/regions")

	// Networks of the agency hold from the next click on.
	security, clerk := person(t, site, "anquan"), person(t, site, "kjj-jingban")
	access := []string{"access.min_length", "10", "access.max_age_days", "90", "access.history", "5", "access.lock_after", "5", "access.lock_minutes", "30", "access.idle_minutes", "20", "access.session_hours", "12"}
	security.post("/agencies/kjj/access/edit", append(access, "access.networks", "somewhere")...).is(t, "no network", 422, "不是有效的地址段")
	security.post("/agencies/kjj/access/edit", append(access, "access.networks", "10.0.0.0/8")...).leads(t, "only the office", "/agencies/kjj/settings")
	clerk.get("/").is(t, "from elsewhere", 403, "只能在指定的网络内使用")
	security.get("/").is(t, "another agency", 200)

	office := person(t, site, "szj-fuze")
	office.post("/agencies/szj/guide/edit", "channel_mail_words", "x").is(t, "a basic channel closed", 422, "不得关闭")
}

func TestTheLedgerIsSearchedProvedAndTaken(t *testing.T) {
	site := apptest.Demo(t)
	audit := person(t, site, "shenji")
	page := audit.get("/ledger?verb=alter_settings")
	webtest.Select(t, page.body).Has("main tbody tr", 4)
	link := found(t, page.body, `href="/xxgk/workbench(/ledger/links/[^"]+)"`)
	audit.get(link).is(t, "one link", 200, "修改设置", "机关代字", "没有变化的")
	audit.get("/ledger?from=yesterday").is(t, "no date", 200, "2026-11-03的形式")
	audit.get("/ledger/links/site/999999").is(t, "no such link", 404, "没有这一条")
	older := found(t, audit.get("/ledger").body, `href="/xxgk/workbench(/ledger\?after=[^"]+)"`)
	audit.get(older).is(t, "the next page", 200, "回到最新")
	audit.post("/ledger/verify").is(t, "the proof", 200, "台账完整")
	table := audit.post("/ledger/export", "format", "csv", "verb", "alter_settings")
	if !strings.HasPrefix(table.body, "\ufeff链,序号,时间") || strings.Count(table.body, "\n") != 5 || !strings.Contains(table.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %.300s", table.header, table.body)
	}
	proof := audit.post("/ledger/export", "format", "json")
	if !strings.Contains(proof.body, `"head":true`) {
		t.Errorf("%.300s", proof.body)
	}
	audit.get("/ledger?verb=export_ledger").is(t, "both exports are on record", 200, "导出台账")
	webtest.Select(t, audit.get("/ledger?verb=export_ledger").body).Has("main tbody tr", 2)
}
