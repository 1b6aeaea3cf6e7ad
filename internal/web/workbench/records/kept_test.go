package records_test

import (
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// Files that were chosen are not chosen again because another field was wrong: a refused form and a search for links
// show them as received, and what is deselected is left out.
func TestARefusedFormKeepsItsFiles(t *testing.T) {
	site := apptest.Demo(t)
	clerk := somebody(t, site, "szj-jingban")
	const list, slips = "/workbench/records", `name="upload_kept" value="([^"]+)" checked`
	column := clerk.get(list + "/new").all(`<option value="(co_[^"]+)"[^>]*>应急管理`)[0]
	day := []string{"formed_on-year", "2026", "formed_on-month", "11", "formed_on-day", "3", "column", column, "kind", "plain", "body", "<p>检修时间</p>"}
	with := func(pairs ...string) []string { return append(append([]string{}, day...), pairs...) }
	refused := clerk.post(list+"/new", with("step", "save", "title", "检修通告", "formed_on-day", "77", "issued_on-day", "99"),
		file{"upload", "检修范围.txt", []byte("一号井至九号井")}, file{"upload", "拿错了.txt", []byte("别的文件")}, file{"upload", "空.txt", nil}).
		is(t, "no day", 422, "检修范围.txt（21 字节）", "拿错了.txt", "文件“空.txt”是空的", "已经收到的文件")
	kept := refused.all(slips)
	if len(kept) != 2 {
		t.Fatalf("%d files kept, want 2", len(kept))
	}
	found := clerk.post(list+"/new", with("step", "find", "title", "检修通告", "link_q", "城市照明", "upload_kept", kept[0])).is(t, "a search for links", 200, "检修范围.txt")
	if strings.Contains(found.body, "拿错了") {
		t.Error("a file that was deselected is back")
	}
	somebody(t, site, "kjj-jingban").post(list+"/new", with("step", "save", "title", "检修通告", "upload_kept", kept[0])).is(t, "the file of somebody else", 422, "先前上传的文件已经失效")
	made := clerk.post(list+"/new", with("step", "save", "title", "检修通告", "upload_kept", found.all(slips)[0]), file{"upload", "名单.csv", []byte("井号,时间\n1,8:00\n")}).is(t, "saved", 303)
	form := clerk.get(made.to+"/edit").is(t, "both files", 200, "附件（2）", "检修范围.txt", "名单.csv")
	if strings.Contains(form.body, "upload_kept") {
		t.Error("what belongs to the record is still shown as received")
	}
	if got := clerk.get(made.to + "/files/" + form.all(`name="file_hash" value="([^"]+)"`)[0]); got.body != "一号井至九号井" {
		t.Errorf("the file says %q", got.body)
	}
	// Somebody else saved in between: what was uploaded with the stale form is there still.
	clerk.post(made.to+"/edit", with("step", "save", "title", "检修通告", "digest", "stale"), file{"upload", "补充.txt", []byte("十号井")}).is(t, "a stale screen", 422, "补充.txt（9 字节）")
}
