package portal_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/logaudit"
)

// audit checks the page as an outsider, with the memory of earlier checks.
func (s *site) audit(t *testing.T, index string, m *logaudit.Memory, full bool) logaudit.Result {
	t.Helper()
	a := &logaudit.Auditor{Client: http.DefaultClient, Memory: m, Full: full}
	res, err := a.Page(t.Context(), s.base+"/records/"+index)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func memory(t *testing.T) *logaudit.Memory {
	t.Helper()
	m, err := logaudit.OpenMemory(filepath.Join(t.TempDir(), "witness.json"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// tamper does what somebody with the file of the database can do, and what the server then shows.
func (s *site) tamper(t *testing.T, statements ...string) {
	t.Helper()
	err := s.db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		for _, st := range append([]string{`DROP TRIGGER IF EXISTS log_leaf_update`, `DROP TRIGGER IF EXISTS log_leaf_delete`, `DROP TRIGGER IF EXISTS log_hash_update`, `DROP TRIGGER IF EXISTS log_hash_delete`, `DROP TRIGGER IF EXISTS log_size_update`}, statements...) {
			if _, err := tx.Exec(st); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// anyRecord is a visible record with a text.
func (s *site) anyRecord(t *testing.T) (id, index string) {
	t.Helper()
	err := s.db.View(t.Context()).QueryRow(`SELECT p.record, p.index_no FROM publication p JOIN record_version v ON v.record = p.record AND v.version = p.version
		WHERE p.visible = 1 AND v.body LIKE '%Body":"\u003cp\u003e%' ESCAPE '!' ORDER BY p.record LIMIT 1`).Scan(&id, &index)
	if err != nil {
		t.Fatal(err)
	}
	return id, index
}

func TestEveryPublishedPageIsProven(t *testing.T) {
	s := newSite(t)
	var list []string
	if err := s.db.View(t.Context()).Select(&list, `SELECT index_no FROM publication ORDER BY record LIMIT 12`); err != nil || len(list) < 5 {
		t.Fatalf("%d records, %v", len(list), err)
	}
	m := memory(t)
	for _, index := range list {
		if res := s.audit(t, index, m, true); len(res.Problems) > 0 || res.Acts == 0 {
			t.Errorf("%s: %v", index, res.Problems)
		}
		for _, path := range []string{"/log/records/" + index, "/log/records/" + index + ".json"} {
			if a := s.get(t, path); a.status != http.StatusOK || !strings.Contains(a.body, index) {
				t.Errorf("%s: %d", path, a.status)
			}
		}
	}
	if a := s.get(t, "/records/"+list[0]); !strings.Contains(a.body, base+"/log/records/"+list[0]) {
		t.Error("the page does not lead to its proof")
	}
	for _, path := range []string{"/log/", "/log/checkpoint", "/log/key", "/log/entries?from=0", "/log/consistency?from=1&to=2"} {
		if a := s.get(t, path); a.status != http.StatusOK || a.body == "" {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for _, path := range []string{"/log/records/none", "/log/records/none.json", "/log/entries?from=x", "/log/consistency?from=0&to=99999999", "/log/consistency?from=9&to=2"} {
		if a := s.get(t, path); a.status < 400 || a.status >= 500 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// TestASilentChangeOfAPageIsShownToAnybody: what is changed by hand in the database is found from outside.
func TestASilentChangeOfAPageIsShownToAnybody(t *testing.T) {
	for _, tt := range []struct {
		name  string
		by    []string // $ stands for the record
		full  bool
		found string
	}{
		{"nothing", nil, true, ""},
		{"the stored text", []string{`UPDATE record_version SET body = replace(body, 'Body":"', 'Body":"\u003cp\u003e添上\u003c/p\u003e') WHERE record = '$'`}, false, "公开后被悄悄改过"},
		{"the title", []string{`UPDATE record_version SET body = replace(body, 'Title":"', 'Title":"新的') WHERE record = '$'`}, false, "公开后被悄悄改过"},
		{"the text and the digest in the log", []string{`UPDATE record_version SET body = replace(body, 'Body":"', 'Body":"\u003cp\u003e添上\u003c/p\u003e') WHERE record = '$'`,
			`UPDATE log_leaf SET body = replace(body, 'sm3-', 'sm3-0') WHERE record = '$'`}, false, "登记不在公开日志中"},
		{"the page is taken away", []string{`UPDATE publication SET visible = 0 WHERE record = '$'`}, false, "被悄悄删除"},
		{"the record is deleted", []string{`DELETE FROM publication_link WHERE record = '$' OR target = '$'`, `DELETE FROM publication WHERE record = '$'`, `DELETE FROM record_act WHERE record = '$'`, `DELETE FROM record_version WHERE record = '$'`}, false, "被悄悄删除"},
		{"the record is deleted with its leaves", []string{`DELETE FROM publication_link WHERE record = '$' OR target = '$'`, `DELETE FROM publication WHERE record = '$'`, `DELETE FROM log_leaf WHERE record = '$'`}, false, "不再承认"},
		{"the end of the log is cut off", []string{`DELETE FROM log_leaf WHERE seq >= 4`, `DELETE FROM log_hash WHERE place >= 7`, `UPDATE log_size SET size = 4`}, false, "变短了"},
		{"the log is written anew", []string{`UPDATE log_hash SET hash = (SELECT hash FROM log_hash WHERE place = 1)`}, false, "改写"},
		{"the head is signed by another", []string{`DELETE FROM log_key`}, false, "签名不对"},
		{"a leaf of another record", []string{`UPDATE log_leaf SET body = replace(body, '"version":1', '"version":2') WHERE record <> '$'`}, true, "有条目被改过"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			id, index := s.anyRecord(t)
			m := memory(t)
			if res := s.audit(t, index, m, false); len(res.Problems) > 0 {
				t.Fatal(res.Problems)
			}
			if len(m.Sites[s.base].Pages) != 1 {
				t.Fatal("nothing was remembered")
			}
			for i := range tt.by {
				tt.by[i] = strings.ReplaceAll(tt.by[i], "$", id)
			}
			s.tamper(t, tt.by...)
			s.anew(t)
			res := s.audit(t, index, m, tt.full)
			got := strings.Join(res.Problems, "\n")
			if (got == "") != (tt.found == "") || !strings.Contains(got, tt.found) {
				t.Errorf("found:\n%s\nwant: %s", got, tt.found)
			}
		})
	}
}

func TestMemoryIsKept(t *testing.T) {
	s := newSite(t)
	_, index := s.anyRecord(t)
	file := filepath.Join(t.TempDir(), "deep", "witness.json")
	m, err := logaudit.OpenMemory(file)
	if err != nil {
		t.Fatal(err)
	}
	if res := s.audit(t, index, m, false); len(res.Notes) != 1 {
		t.Errorf("the first check should name the key: %v", res.Notes)
	}
	if err := m.Save(); err != nil {
		t.Fatal(err)
	}
	if m, err = logaudit.OpenMemory(file); err != nil {
		t.Fatal(err)
	}
	if res := s.audit(t, index, m, false); len(res.Notes) != 0 || len(res.Problems) != 0 {
		t.Errorf("%+v", res)
	}
	for _, bad := range []string{"not an address", s.base + "/search", "ftp://x/records/1"} {
		if _, err := (&logaudit.Auditor{Client: http.DefaultClient}).Page(t.Context(), bad); err == nil {
			t.Errorf("%s was checked", bad)
		}
	}
}
