package linkcheck_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/linkcheck"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// TestDeadLinksAreFoundOnceAndForgottenWhenMended: on both engines, with a site of the test as the world outside.
func TestDeadLinksAreFoundOnceAndForgottenWhenMended(t *testing.T) {
	calls := 0
	world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		switch {
		case r.URL.Path == "/gone":
			w.WriteHeader(http.StatusGone)
		case r.URL.Path == "/no-head" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/login":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/broken":
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer world.Close()
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		body := `<p><a href="WORLD/fine">好的</a><a href="WORLD/gone">没了的</a><a href="WORLD/gone">再来一次</a><a href="WORLD/no-head">不认HEAD</a>
			<a href="WORLD/login">要登录</a><img src="WORLD/broken"/><a href="/xxgk/records/kjj/2021-00002">撤回的</a><a href="/xxgk/records/kjj/2021-00001.pdf">自己</a>
			<a href="/xxgk/records/kjj/2021-00009">没有的</a><a href="mailto:a@example.cn">信</a><a href="#one">下面</a></p>`
		publish(t, db, 1, strings.ReplaceAll(body, "WORLD", world.URL), disclosure.Published)
		publish(t, db, 2, "<p>撤回了</p>", disclosure.Published, disclosure.Recalled)
		c := &linkcheck.Checker{DB: db, URL: "https://www.example.gov.cn", BasePath: "/xxgk", Client: world.Client()}
		calls = 0
		for range 2 {
			if err := c.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if calls > 8 {
			t.Errorf("%d calls: records were looked at again", calls)
		}
		rows, err := query.DeadLinks(db.View(t.Context()), "ag_kjj")
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, row := range rows {
			got[strings.TrimPrefix(row.Address, world.URL)] = row.Reason
		}
		want := map[string]string{"/gone": "页面不存在（410）", "/broken": "对方网站出错（502）", "/xxgk/records/kjj/2021-00002": "所指的信息已经撤回", "/xxgk/records/kjj/2021-00009": "本站没有索引号为 kjj/2021-00009 的信息"}
		if len(got) != len(want) {
			t.Errorf("found %v", got)
		}
		for address, reason := range want {
			if got[address] != reason {
				t.Errorf("%s: %q, want %q", address, got[address], reason)
			}
		}
		counts, err := query.CountDeadLinks(db.View(t.Context()))
		if err != nil || counts["ag_kjj"] != len(want) {
			t.Errorf("counted %v %v", counts, err)
		}
		revise(t, db, 1, "<p>没有链接了</p>")
		if err := c.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rows, err := query.DeadLinks(db.View(t.Context()), "ag_kjj"); err != nil || len(rows) != 0 {
			t.Errorf("after mending: %v %v", rows, err)
		}
	})
}

func revise(t *testing.T, db *database.DB, n int, body string) {
	t.Helper()
	publish(t, db, n, body, disclosure.Revised)
}

// publish does the acts upon record n.
func publish(t *testing.T, db *database.DB, n int, body string, acts ...disclosure.ActKind) {
	t.Helper()
	id := "rc_" + string(rune('0'+n))
	err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: "ag_kjj", Verb: "publish", Subject: ledger.Subject{Kind: "record", ID: id}})
		if n == 1 && acts[0] == disclosure.Published {
			if err := store.InsertAgency(tx, agency.Agency{ID: "ag_kjj", Code: "kjj", Name: "科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"}); err != nil {
				return err
			}
			if err := store.SaveColumn(tx, catalog.Column{ID: "co_1", Agency: "ag_kjj", Title: "通知公告"}); err != nil {
				return err
			}
		}
		r := disclosure.Record{ID: disclosure.ID(id), Agency: "ag_kjj", Column: "co_1", Kind: disclosure.Plain, Title: "公告", Body: body}
		if err := store.SaveDraft(tx, store.RecordFile{Draft: r}); err != nil {
			return err
		}
		content, err := json.Marshal(r)
		if err != nil {
			return err
		}
		p := disclosure.Publication{Record: r.ID, Index: catalog.IndexNo("kjj/2021-0000" + id[3:])}
		if acts[0] == disclosure.Revised {
			p.Acts = []disclosure.Act{{Kind: disclosure.Published, On: civil.On(2021, 5, 6), Version: 1}}
		}
		for _, kind := range acts {
			act := disclosure.Act{Kind: kind, On: civil.On(2021, 5, 6), Version: len(p.Acts) + 1, Digest: "d", Reason: "因故"}
			text := content
			if kind == disclosure.Recalled {
				act.Version, text = 1, nil
			}
			if err := store.AddAct(tx, p, act, text); err != nil {
				return err
			}
			p.Acts = append(p.Acts, act)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
