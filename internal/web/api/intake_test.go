package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/importing"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/web/api"
	"gongkai/ledger"
)

const bureau agency.ID = "ag_1"

// An office is a bureau with a clerk, and a channel of its document system.
type office struct {
	db      *database.DB
	desk    *publishing.Desk
	handler http.Handler
	channel publishing.Channel
	token   string
}

var guard = auth.Actor{Staff: "st_9", Name: "安全管理员", Agency: bureau, Roles: agency.RolesOf(agency.RoleSecurity)}

func newOffice(t *testing.T, engine *database.DB) *office {
	t.Helper()
	o := &office{db: engine, desk: &publishing.Desk{DB: engine}}
	err := engine.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		if err := store.InsertAgency(tx, agency.Agency{ID: bureau, Code: "kjj", Name: "甲县科技局", Level: agency.County, Kind: agency.Department, Region: "620602"}); err != nil {
			return err
		}
		return store.InsertAccount(tx, auth.Account{Staff: "st_1", Login: "wang", Name: "王经办", Agency: bureau, Roles: agency.RolesOf(agency.RoleOfficer, agency.RoleLiaison)})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.desk.StartCatalog(t.Context(), auth.Actor{Staff: "st_8", Agency: bureau, Roles: agency.RolesOf(agency.RoleOffice)}, bureau); err != nil {
		t.Fatal(err)
	}
	columns, err := store.Columns(engine.View(t.Context()), bureau)
	if err != nil {
		t.Fatal(err)
	}
	o.channel, o.token, err = o.desk.CreateChannel(t.Context(), guard, publishing.NewChannel{Agency: bureau, Name: "协同办公系统", Column: columns[0].Title, Login: "WANG"})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std, Spool: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	a := api.New(api.Options{DB: engine, Logger: slog.New(slog.DiscardHandler), Intake: &api.Intake{Desk: o.desk, Files: importing.Files{Blobs: blobs}}})
	o.handler = auth.NewMux(a.Routes(), auth.Guard{Fail: func(w http.ResponseWriter, _ *http.Request, err error) { w.WriteHeader(http.StatusServiceUnavailable) }})
	return o
}

// A sent is what a document system sends.
type sent struct {
	token, key string
	body       map[string]any
}

func (o *office) send(t *testing.T, s sent) (status int, body string) {
	t.Helper()
	text, err := json.Marshal(s.body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/intake/documents", bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Idempotency-Key", s.key)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const notice = "甲县科技局文件\n甲科发〔2026〕7号\n甲县科技局关于做好某项工作的通知\n各镇人民政府：\n请做好某项工作。\n甲县科技局\n2026年3月2日\n（此件公开发布）\n"

func good(token, key string) sent {
	return sent{token, key, map[string]any{"attribute": "主动公开", "document": map[string]string{"name": "通知.txt", "content": base64.StdEncoding.EncodeToString([]byte(notice))},
		"attachments": []map[string]string{{"name": "表.txt", "content": base64.StdEncoding.EncodeToString([]byte("附表的内容"))}}}}
}

func TestADocumentSystemHandsIn(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		status, body := o.send(t, good(o.token, "oa-1"))
		var got struct {
			Record string   `json:"record"`
			State  string   `json:"state"`
			Again  bool     `json:"again"`
			Notes  []string `json:"notes"`
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusCreated || got.State != "draft" || got.Again {
			t.Fatalf("%d %s %v", status, body, err)
		}
		file, err := store.Record(db.View(t.Context()), disclosure.ID(got.Record))
		if err != nil {
			t.Fatal(err)
		}
		r := file.Draft
		if r.Title != "甲县科技局关于做好某项工作的通知" || r.DocNo != "甲科发〔2026〕7号" || r.Attribute != disclosure.Proactive || r.Author != "st_1" || file.AuthorName != "王经办" || len(r.Files) != 1 || len(file.Publication.Acts) != 0 {
			t.Errorf("%+v", file)
		}
		if status, again := o.send(t, good(o.token, "oa-1")); status != http.StatusOK || !strings.Contains(again, `"again":true`) || !strings.Contains(again, got.Record) {
			t.Errorf("the same again: %d %s", status, again)
		}
		other := good(o.token, "oa-1")
		other.body["title"] = "另一个标题"
		if status, body := o.send(t, other); status != http.StatusConflict {
			t.Errorf("another document under the same key: %d %s", status, body)
		}
		var n, public int
		if err := db.View(t.Context()).QueryRow(`SELECT count(*), (SELECT count(*) FROM publication) FROM record`).Scan(&n, &public); err != nil || n != 1 || public != 0 {
			t.Errorf("%d records, %d public, %v", n, public, err)
		}
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("%v %v", proof, err)
		}
	})
}

func TestWhatIsNotTakenIn(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	for _, tt := range []struct {
		name   string
		change func(s *sent)
		status int
		want   string
	}{
		{"a wrong token", func(s *sent) { s.token = "gkt_wrong" }, 401, "令牌"},
		{"no token", func(s *sent) { s.token = "" }, 401, ""},
		{"no attribute", func(s *sent) { delete(s.body, "attribute") }, 422, "attribute"},
		{"an unknown attribute", func(s *sent) { s.body["attribute"] = "半公开" }, 422, ""},
		{"the label says otherwise", func(s *sent) { s.body["attribute"], s.body["reason"] = "依申请公开", "理由" }, 422, "两者不一致"},
		{"withheld without a reason", func(s *sent) { s.body["attribute"] = "不予公开" }, 422, "须说明理由（《条例》第十三条第一款）"},
		{"no key", func(s *sent) { s.key = "" }, 422, ""},
		{"no document", func(s *sent) { delete(s.body, "document") }, 422, ""},
		{"not base64", func(s *sent) { s.body["document"] = map[string]string{"name": "a.txt", "content": "!!"} }, 422, "base64"},
		{"a picture", func(s *sent) {
			s.body["document"] = map[string]string{"name": "a.png", "content": base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\nxxxx"))}
		}, 422, "图片"},
		{"an attachment that is none", func(s *sent) {
			s.body["attachments"] = []map[string]string{{"name": "a.exe", "content": base64.StdEncoding.EncodeToString([]byte("MZ\x90\x00\x03\x00\x00\x00"))}}
		}, 422, "附件“a.exe”"},
		{"a day that is none", func(s *sent) { s.body["formed_on"] = "2026-02-30" }, 422, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := good(o.token, tt.name)
			tt.change(&s)
			if status, body := o.send(t, s); status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("%d %s, want %d with %q", status, body, tt.status, tt.want)
			}
		})
	}
	var n int
	if err := o.db.View(t.Context()).QueryRow(`SELECT count(*) FROM record`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d records were kept, %v", n, err)
	}
}

func TestARevokedChannelTakesNothing(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	if err := o.desk.RevokeChannel(t.Context(), auth.Actor{Staff: "st_1", Agency: bureau, Roles: agency.RolesOf(agency.RoleOfficer)}, bureau, o.channel.ID); err == nil {
		t.Error("a clerk revoked a channel")
	}
	if err := o.desk.RevokeChannel(t.Context(), guard, bureau, o.channel.ID); err != nil {
		t.Fatal(err)
	}
	if status, body := o.send(t, good(o.token, "x")); status != http.StatusUnauthorized {
		t.Errorf("%d %s", status, body)
	}
	var stored string
	if err := o.db.View(t.Context()).QueryRow(`SELECT token FROM intake_channel`).Scan(&stored); err != nil || strings.Contains(stored, o.token) || len(stored) != 64 {
		t.Errorf("the token is stored as %q, %v", stored, err)
	}
}

func TestGuessingTokensAndFloodsAreSlowedDown(t *testing.T) {
	still := storetest.Clock(apptest.Still(t))
	o := newOffice(t, storetest.SQLite(t, still))
	last := 0
	for range 12 {
		last, _ = o.send(t, good("gkt_guess", "x"))
	}
	if last != http.StatusServiceUnavailable {
		t.Errorf("the twelfth guess was answered with %d", last)
	}
	o = newOffice(t, storetest.SQLite(t, still))
	for range 61 {
		last, _ = o.send(t, good(o.token, "same"))
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the sixty-first document in a moment was answered with %d", last)
	}
}

func TestTheIntakeIsDescribed(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	for _, part := range []string{"/api/v1/intake/documents", "Idempotency-Key", "公开属性", "依申请公开"} {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("the description lacks %s", part)
		}
	}
}
