package portal_test

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/sitecopy"
	"gongkai/internal/web/portal"

	"golang.org/x/net/html"
)

func (s *site) copyTo(t *testing.T, dir string) sitecopy.Result {
	t.Helper()
	res, err := sitecopy.Copy(t.Context(), sitecopy.Options{Handler: s.handler, BasePath: base, Offline: portal.OfflinePath, Live: portal.LivePaths, Start: s.copyFrom(t), Dir: dir, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// danglers are the links of the copy that lead to no file, and those that leave it for the site.
func danglers(t *testing.T, dir string) (list []string, links int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		root, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			return err
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				canonical := false
				for _, b := range n.Attr {
					canonical = canonical || b.Key == "rel" && (b.Val == "canonical" || b.Val == "external")
				}
				if canonical || a.Key != "href" && a.Key != "src" && a.Key != "action" && a.Key != "formaction" {
					continue
				}
				u, err := url.Parse(a.Val)
				if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
					continue
				}
				links++
				to := filepath.Join(filepath.Dir(name), filepath.FromSlash(u.Path))
				if info, err := os.Stat(to); strings.HasPrefix(u.Path, "/") || err != nil || info.IsDir() {
					rel, _ := filepath.Rel(dir, name)
					list = append(list, rel+" → "+a.Val)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, links
}

func (s *site) copyFrom(t *testing.T) []string {
	t.Helper()
	from, err := s.portal.CopyFrom(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return from
}

func TestACopyOfTheWholePortal(t *testing.T) {
	s := newSite(t)
	dir := filepath.Join(t.TempDir(), "copy")
	res := s.copyTo(t, dir)
	if len(res.Broken) > 0 {
		t.Errorf("the site leads to what it does not answer: %v", res.Broken)
	}
	list, links := danglers(t, dir)
	if len(list) > 0 || links < 500 {
		t.Errorf("of %d links lead nowhere: %d\n%s", links, len(list), strings.Join(list[:min(len(list), 20)], "\n"))
	}
	_, index := s.anyRecord(t)
	for _, name := range []string{"index.html", "sitemap.xml/index.html", "sitemap.xml", "feed.atom", "robots.txt", "records/" + index + "/index.html", "records/" + index + ".pdf", "records/" + index + ".ofd", "records/" + index + ".docx", "log/index.html", "log/checkpoint", "log/key",
		"log/records/" + index + ".json", "agencies/kjj/index.html", "agencies/kjj/guide/index.html", "normative/index.html", "about/offline/index.html", "SHA256SUMS", "manifest.json"} {
		_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if (err == nil) != (name != "sitemap.xml/index.html") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files, wrong, err := sitecopy.Verify(dir); err != nil || len(wrong) > 0 || files != res.Files {
		t.Errorf("%d of %d files, %v %v", files, res.Files, wrong, err)
	}
	again := s.copyTo(t, dir)
	if again.Written != 0 || again.Removed != 0 || again.Files != res.Files {
		t.Errorf("nothing has changed, yet %d of %d files were written and %d removed", again.Written, again.Files, again.Removed)
	}
	s.oneChange(t, dir, index, res)
}

// oneChange withdraws a record: only what shows it is written again.
func (s *site) oneChange(t *testing.T, dir, index string, res sitecopy.Result) {
	id, _ := s.anyRecord(t)
	s.tamper(t, `UPDATE publication SET visible = 0 WHERE record = '`+id+`'`, `INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) SELECT record, 99, 'withdrawn', published_on, version, 'x', '内容有误' FROM publication WHERE record = '`+id+`'`)
	s.anew(t)
	after := s.copyTo(t, dir)
	if after.Written == 0 || after.Written > res.Files/2 || after.Removed == 0 {
		t.Errorf("%d of %d files written, %d removed", after.Written, after.Files, after.Removed)
	}
	page, err := os.ReadFile(filepath.Join(dir, "records", filepath.FromSlash(index), "index.html"))
	if err != nil || !strings.Contains(string(page), "已经撤回") {
		t.Errorf("the withdrawn record: %v", err)
	}
	if list, _ := danglers(t, dir); len(list) > 0 {
		t.Errorf("dangling: %v", list[:min(len(list), 10)])
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "extra.html"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, wrong, err := sitecopy.Verify(dir); err != nil || len(wrong) != 2 {
		t.Errorf("%v %v", wrong, err)
	}
}

func TestACopyDoesNotOverwriteOtherFiles(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sitecopy.Copy(t.Context(), sitecopy.Options{Handler: s.handler, BasePath: base, Offline: portal.OfflinePath, Start: s.copyFrom(t), Dir: dir})
	if err == nil {
		t.Error("a folder with other files was taken")
	}
}
