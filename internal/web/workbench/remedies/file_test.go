package remedies_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

var (
	slip  = regexp.MustCompile(`name="files_kept" value="([^"]+)" checked`)
	paper = regexp.MustCompile(`href="/xxgk(/workbench/[^"]+/files/[^"]+)"`)
)

func found(t *testing.T, in string, what *regexp.Regexp) string {
	t.Helper()
	m := what.FindStringSubmatch(in)
	if m == nil {
		t.Fatalf("nothing like %s", what)
	}
	return m[1]
}

// The papers of a proceeding: a refused form keeps them, another sending takes them along or leaves them out, those who
// see the proceeding get them and nobody else does.
func TestPapersOfAProceeding(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	const base = "/workbench/remedies"
	form := url.Values{"way": {"reconsideration"}, "forum": {"武威市凉州区人民政府"}, "case_no": {"凉政复〔2026〕88号"}, "filed_on-year": {"2026"}, "filed_on-month": {"11"}, "filed_on-day": {"2"},
		"served_on-year": {"2026"}, "served_on-month": {"11"}, "served_on-day": {"3"}}
	refused := site.Send(t, clerk, base+"/new", form, map[string]string{"受理通知书.txt": "现已受理", "无关.txt": "拿错了的文件"})
	if refused.Status != 422 || !strings.Contains(refused.Text, "请填写争议的事项") || !strings.Contains(refused.Text, "受理通知书.txt（12 字节）") {
		t.Fatalf("without a subject: %d, or the files are not shown as received", refused.Status)
	}
	all := slip.FindAllStringSubmatch(refused.Text, -1)
	if len(all) != 2 {
		t.Fatalf("%d files received, want 2", len(all))
	}
	wanted := all[0][1]
	if first := strings.Index(refused.Text, "无关.txt"); first < strings.Index(refused.Text, "受理通知书.txt") {
		wanted = all[1][1]
	}
	form.Set("subject", "不服不予公开的答复")
	form.Set("files_kept", "no slip at all")
	if a := site.Send(t, clerk, base+"/new", form, nil); a.Status != 422 || !strings.Contains(a.Text, "先前上传的文件已经失效") {
		t.Errorf("a slip that nobody gave: %d", a.Status)
	}
	form.Set("files_kept", wanted)
	// What one person handed in cannot be named into the form of another.
	if a := site.Send(t, site.Client(t, "kjj-jingban"), base+"/new", form, nil); a.Status != 422 || !strings.Contains(a.Text, "先前上传的文件已经失效") {
		t.Errorf("the slip of another: %d", a.Status)
	}
	made := site.Send(t, clerk, base+"/new", form, nil)
	if made.Status != 303 {
		t.Fatalf("registered: %d", made.Status)
	}
	one := site.Get(t, clerk, made.To)
	if !strings.Contains(one.Text, "受理通知书.txt") || strings.Contains(one.Text, "无关.txt") {
		t.Error("the page does not show the paper that was kept, or one that was deselected")
	}
	at := found(t, one.Text, paper)
	if a := site.Get(t, clerk, at); a.Text != "现已受理" || !strings.HasPrefix(a.Head.Get("Content-Disposition"), "attachment") {
		t.Errorf("the paper says %q", a.Text)
	}
	answer := url.Values{"on-year": {"2026"}, "on-month": {"11"}, "on-day": {"1"}}
	refused = site.Send(t, clerk, made.To+"/do/answered", answer, map[string]string{"答复书.txt": "答复如下"})
	if refused.Status != 422 {
		t.Fatalf("answered before it was served: %d", refused.Status)
	}
	answer.Set("files_kept", found(t, refused.Text, slip))
	answer.Set("on-day", "10")
	if a := site.Send(t, clerk, made.To+"/do/answered", answer, map[string]string{"证据目录.txt": "一、检索记录"}); a.Status != 303 {
		t.Fatalf("answered: %d", a.Status)
	}
	one = site.Get(t, clerk, made.To)
	for _, name := range []string{"附：答复书.txt、证据目录.txt", "受理通知书.txt"} {
		if !strings.Contains(one.Text, name) {
			t.Errorf("no %q on the page", name)
		}
	}
	if papers := paper.FindAllString(one.Text, -1); len(papers) != 3 {
		t.Errorf("%d papers on the page, want 3", len(papers))
	}
	for login, status := range map[string]int{"kjj-jingban": 404, "zhuguan": 404} { // the 主管部门 has its own address
		if a := site.Get(t, site.Client(t, login), at); a.Status != status {
			t.Errorf("%s: %d, want %d", login, a.Status, status)
		}
	}
	if a := site.Get(t, clerk, made.To+"/files/sha256:"+strings.Repeat("0", 64)); a.Status != 404 {
		t.Errorf("a file of nothing: %d", a.Status)
	}
	upper := site.Client(t, "zhuguan")
	above := "/workbench/agencies/szj/remedies/" + strings.TrimPrefix(made.To, base+"/")
	if a := site.Get(t, upper, found(t, site.Get(t, upper, above).Text, paper)); a.Status != 200 {
		t.Errorf("the 主管部门 reads a paper below it: %d", a.Status)
	}
}
