package api_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/storetest"
	"gongkai/internal/web/api"
	"gongkai/workday"
)

// site serves the interface over the demonstration's county.
func site(t *testing.T) (http.Handler, *database.DB) {
	t.Helper()
	clock := &demo.Clock{Present: apptest.Clock(t)}
	db := storetest.SQLite(t, storetest.Clock(clock.Now))
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.Std)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	a := api.New(api.Options{DB: db, BasePath: "/xxgk", URL: "https://www.example.gov.cn", Logger: slog.New(slog.DiscardHandler)})
	return auth.NewMux(a.Routes(), auth.Guard{Fail: func(w http.ResponseWriter, _ *http.Request, err error) {
		t.Errorf("a handler failed: %v", err)
		w.WriteHeader(http.StatusInternalServerError)
	}}), db
}

// ask gets an address and reads the JSON of the answer.
func ask(t *testing.T, h http.Handler, address string, status int, into any) {
	t.Helper()
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
	if answer.Code != status {
		t.Fatalf("GET %s: %d %s, want %d", address, answer.Code, answer.Body, status)
	}
	if err := json.Unmarshal(answer.Body.Bytes(), into); err != nil {
		t.Fatalf("GET %s: %v in %s", address, err, answer.Body)
	}
}

type list struct {
	Total   int
	Records []api.Record
}

func TestAProgramWalksFromTheAgencyToTheText(t *testing.T) {
	h, _ := site(t)
	var agencies struct{ Agencies []api.Agency }
	ask(t, h, "/api/v1/agencies", 200, &agencies)
	names := map[string]api.Agency{}
	for _, a := range agencies.Agencies {
		names[a.Name] = a
	}
	science, ok := names["武威市凉州区科学技术局"]
	if !ok || science.Page != "https://www.example.gov.cn/xxgk/agencies/kjj/" || science.Level != "县级" {
		t.Fatalf("%+v", names)
	}
	var one struct {
		api.Agency
		Columns []api.Column
	}
	ask(t, h, "/api/v1/agencies/kjj", 200, &one)
	if one.Records != science.Records || one.Newest != science.Newest {
		t.Errorf("alone %d to %s, in the list %d to %s", one.Records, one.Newest, science.Records, science.Newest)
	}
	var records list
	ask(t, h, "/api/v1/records?agency=kjj&year=2021&per_page=100", 200, &records)
	if records.Total != 13 || len(records.Records) != 13 { // the published figure of 2021
		t.Fatalf("%d of %d records", len(records.Records), records.Total)
	}
	for i, r := range records.Records {
		if i > 0 && r.PublishedOn > records.Records[i-1].PublishedOn {
			t.Errorf("%s is not the newer one", r.IndexNo)
		}
		var d api.Detail
		ask(t, h, "/api/v1/records/"+r.ID, 200, &d)
		if d.IndexNo != r.IndexNo || d.Body == "" || len(d.Acts) == 0 {
			t.Errorf("%+v", d)
		}
		var byIndex list
		ask(t, h, "/api/v1/records?index_no="+url.QueryEscape(r.IndexNo), 200, &byIndex)
		if byIndex.Total != 1 || byIndex.Records[0].ID != r.ID {
			t.Errorf("%s leads to %+v", r.IndexNo, byIndex)
		}
	}
	var hits list
	ask(t, h, "/api/v1/search?q="+url.QueryEscape(records.Records[0].Title), 200, &hits)
	if hits.Total == 0 || hits.Records[0].Title != records.Records[0].Title {
		t.Errorf("%+v", hits)
	}
}

func TestPagesOfAListTogetherAreTheList(t *testing.T) {
	h, _ := site(t)
	var whole list
	ask(t, h, "/api/v1/records?per_page=100", 200, &whole)
	seen := map[string]bool{}
	for page := 1; len(seen) < whole.Total; page++ {
		var part list
		ask(t, h, fmt.Sprintf("/api/v1/records?per_page=7&page=%d", page), 200, &part)
		if part.Total != whole.Total || len(part.Records) == 0 {
			t.Fatalf("page %d: %d of %d", page, len(part.Records), part.Total)
		}
		for _, r := range part.Records {
			if seen[r.ID] {
				t.Errorf("%s twice", r.IndexNo)
			}
			seen[r.ID] = true
		}
	}
}

func TestDocumentsSayWhetherTheyStand(t *testing.T) {
	h, _ := site(t)
	var all, standing struct{ Documents []api.Detail }
	ask(t, h, "/api/v1/normative?agency=kjj", 200, &all)
	ask(t, h, "/api/v1/normative?agency=kjj&validity="+url.QueryEscape(string(disclosure.InForce)), 200, &standing)
	if len(all.Documents) < 20 || len(standing.Documents) != 20 { // in force by the published report
		t.Errorf("%d documents, %d in force", len(all.Documents), len(standing.Documents))
	}
	for _, d := range all.Documents {
		if d.Validity == "" {
			t.Errorf("%s says nothing of its validity", d.IndexNo)
		}
	}
}

func TestAWithdrawnRecordGivesItsReasonAndNoText(t *testing.T) {
	h, db := site(t)
	var gone []string
	if err := db.View(t.Context()).Select(&gone, `SELECT record FROM publication WHERE visible = 0`); err != nil || len(gone) == 0 {
		t.Fatalf("no withdrawn record in the demonstration: %v", err)
	}
	var d map[string]any
	ask(t, h, "/api/v1/records/"+gone[0], 200, &d)
	acts, _ := d["acts"].([]any)
	last, _ := acts[len(acts)-1].(map[string]any)
	if d["withdrawn"] != true || d["body"] != nil || d["files"] != nil || last["reason"] == nil {
		t.Errorf("%v", d)
	}
	var listed list
	ask(t, h, "/api/v1/records?per_page=100", 200, &listed)
	for _, r := range listed.Records {
		if r.ID == gone[0] {
			t.Error("a withdrawn record is listed")
		}
	}
}

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	h, _ := site(t)
	for _, tt := range []struct {
		address string
		status  int
		says    string
	}{
		{"/api/v1/agencies/nobody", 404, "没有找到"},
		{"/api/v1/records/nobody", 404, "没有找到"},
		{"/api/v1/records?agency=nobody", 404, "没有找到"},
		{"/api/v1/records?per_page=5000", 422, "不得大于100"},
		{"/api/v1/records?page=0", 422, "不得小于1"},
		{"/api/v1/search", 422, "q"},
		{"/api/v1/search?q=" + strings.Repeat("a", 300), 422, "不得多于200个字"},
		{"/api/v1/normative?validity=x", 422, "应为其中之一"},
	} {
		t.Run(tt.address[:min(len(tt.address), 40)], func(t *testing.T) {
			var problem json.RawMessage
			ask(t, h, tt.address, tt.status, &problem)
			if !strings.Contains(string(problem), tt.says) {
				t.Errorf("%s does not say %s", problem, tt.says)
			}
		})
	}
}

func TestTheDescriptionCoversEveryAddress(t *testing.T) {
	h, _ := site(t)
	var doc struct {
		Paths   map[string]map[string]any
		Servers []struct{ URL string }
	}
	ask(t, h, "/api/v1/openapi.json", 200, &doc)
	for _, path := range []string{"/agencies", "/agencies/{code}", "/records", "/records/{id}", "/search", "/normative"} {
		if doc.Paths[api.Prefix+path]["get"] == nil {
			t.Errorf("%s is not described", path)
		}
	}
	if len(doc.Servers) != 1 || doc.Servers[0].URL != "https://www.example.gov.cn/xxgk/" {
		t.Errorf("%+v", doc.Servers)
	}
}
