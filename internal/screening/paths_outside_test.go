package screening_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/hotfolder"
	"gongkai/internal/importing"
	"gongkai/internal/intake"
	"gongkai/internal/publishing"
	"gongkai/internal/reporting"
	"gongkai/internal/store"
	"gongkai/internal/web/api"
	"gongkai/ledger"
	"gongkai/review"
)

// open opens a channel by which documents come from outside; what comes is gone on with by the clerk.
func (g *stage) open(t *testing.T) {
	t.Helper()
	check(t, g.d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "staff", ID: "st_1"}})
		return store.InsertAccount(tx, auth.Account{Staff: clerk.Staff, Login: "wang", Name: clerk.Name, Agency: bureau, Roles: clerk.Roles})
	}))
	var err error
	g.channel, g.token, err = g.d.CreateChannel(t.Context(), person("st_8", bureau, agency.RoleSecurity), publishing.NewChannel{Agency: bureau, Name: "协同办公系统", Column: g.title, Login: "wang"})
	check(t, err)
}

func (g *stage) received() importing.Files {
	return importing.Files{Blobs: g.s.Files, Read: intake.Options{PDF: g.s.PDF.Pages, Refuse: g.s.Marked}}
}

// page is a document with what is planted in its text.
func (g *stage) page(p plant) (title, text string) {
	g.serial++
	title = fmt.Sprintf("凉州区科学技术局关于公示第%d批名单的通知", g.serial)
	return title, "<html><body><h1>" + title + "</h1><p>各单位：</p><p>现将名单公示。</p><p>" + p.body + "</p><p>（此件公开发布）</p></body></html>"
}

// handIn sends a document with its attachments as a document system does. What is refused leaves no record.
func (g *stage) handIn(t *testing.T, p plant) disclosure.ID {
	t.Helper()
	title, text := g.page(p)
	type file map[string]string
	document := file{"name": "通知.html", "content": base64.StdEncoding.EncodeToString([]byte(text))}
	sent := map[string]any{"attribute": "主动公开", "title": title, "formed_on": civil.Of(g.d.DB.Now()).String(), "document": document}
	if p.file != "" {
		planted := file{"name": p.file, "content": base64.StdEncoding.EncodeToString(p.data(t))}
		if sent["attachments"] = []file{planted}; strings.HasSuffix(p.file, ".docx") {
			delete(sent, "attachments")
			sent["document"] = planted
		}
	}
	body, err := json.Marshal(sent)
	check(t, err)
	site := api.New(api.Options{DB: g.d.DB, Logger: slog.New(slog.DiscardHandler), Intake: &api.Intake{Desk: g.d, Files: g.received()}})
	mux := auth.NewMux(site.Routes(), auth.Guard{Fail: func(_ http.ResponseWriter, _ *http.Request, err error) { t.Error(err) }})
	r := httptest.NewRequest(http.MethodPost, api.Prefix+"/intake/documents", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+g.token)
	r.Header.Set("Idempotency-Key", title)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	var got struct {
		Record disclosure.ID `json:"record"`
	}
	check(t, json.Unmarshal(w.Body.Bytes(), &got))
	if w.Code >= http.StatusInternalServerError || w.Code == http.StatusCreated && got.Record == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return got.Record
}

// drop puts a document into the folder that the program watches. A file of the desktop goes in as it is, where it can say
// that it is public.
func (g *stage) drop(t *testing.T, p plant) disclosure.ID {
	t.Helper()
	title, text := g.page(p)
	name, data := title+".html", []byte(text)
	switch filepath.Ext(p.file) {
	case "":
	case ".docx":
		name, data = title+".docx", filetest.DOCX(t, filetest.P(title)+filetest.P("各单位：")+filetest.P("（此件公开发布）"), filetest.WordPart("header1", "hdr", filetest.P("机密★10年")))
	default:
		name, data = p.file, p.data(t)
	}
	dir := t.TempDir()
	check(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	key := ""
	folder := hotfolder.Folder{Dir: dir, Now: func() time.Time { return time.Now().Add(time.Hour) }, Take: func(ctx context.Context, f hotfolder.File) ([]string, error) {
		key = f.Key
		return g.received().Receive(ctx, g.d, g.channel, importing.Submission{Key: f.Key, Name: f.Name, Content: f.Content})
	}}
	res, err := folder.Look(t.Context())
	check(t, err)
	if res.Taken+res.Refused != 1 {
		t.Fatalf("%+v", res)
	}
	if res.Refused == 1 {
		report, _ := os.ReadFile(filepath.Join(dir, hotfolder.Refused, name+".txt"))
		t.Logf("%s", report)
		return ""
	}
	var ids []string
	check(t, g.d.DB.View(t.Context()).Select(&ids, `SELECT record FROM intake_receipt WHERE mark = $1`, key))
	return disclosure.ID(ids[0])
}

// goOn takes a draft from outside through the review to the public, as far as it goes.
func (g *stage) goOn(t *testing.T, id disclosure.ID) []disclosure.ID {
	t.Helper()
	if id == "" {
		return nil
	}
	file, err := store.Record(g.d.DB.View(t.Context()), id)
	check(t, err)
	if file.Draft.FormedOn.IsZero() {
		r := file.Draft
		r.FormedOn = record(g.column).FormedOn
		_, err = g.d.SaveDraft(t.Context(), clerk, r)
		check(t, err)
	}
	if err := g.review(t, id); err == nil {
		_, err = g.d.Publish(t.Context(), clerk, bureau, id, "")
		t.Log(err)
	} else {
		t.Log(err)
	}
	return []disclosure.ID{id}
}

// report writes, hands in, signs and publishes the report of a year; a file is put beside those that the report is
// printed as, in the editor.
func (g *stage) report(t *testing.T, p plant) []disclosure.ID {
	t.Helper()
	year, version := 2025, 0
	if p.name != "nothing" {
		year = 2024 // which never goes out, so that every plant has its turn
		if before, err := store.Report(g.d.DB.View(t.Context()), bureau, year); err == nil {
			version = before.Version
		}
	}
	d := &reporting.Desk{DB: g.d.DB, Press: g.d, Blobs: g.s.Files, Attach: []reporting.Format{reporting.DOCX}}
	g.serial++
	text := fmt.Sprintf("解读偏少，将在明年为每件规范性文件配解读，由办公室负责，共%d件。\n%s", g.serial, p.body)
	check(t, d.SaveText(t.Context(), clerk, bureau, year, version, "五", text))
	handedIn := d.HandIn(t.Context(), clerk, bureau, year, "")
	file, err := store.Report(g.d.DB.View(t.Context()), bureau, year)
	check(t, err)
	if file.Record == "" {
		t.Fatal(handedIn)
	}
	if p.file != "" {
		check(t, handedIn)
		carried, err := store.Record(g.d.DB.View(t.Context()), file.Record)
		check(t, err)
		r := carried.Draft
		r.Files = append(r.Files, attach(t, g.s, p.file, p.data(t)))
		if _, err := g.d.SaveDraft(t.Context(), clerk, r); fault.KindOf(err) != fault.Unlawful {
			t.Errorf("a file beside those of the workshop: %v", err)
		}
		_, err = g.d.SaveReport(t.Context(), clerk, r) // should it get there all the same
		check(t, err)
	}
	for _, step := range reviewers {
		carried, err := store.Record(g.d.DB.View(t.Context()), file.Record)
		check(t, err)
		if handedIn == nil && p.file == "" && step.stage == review.SelfCheck {
			continue // the hand-in is it
		}
		if err := d.SignOff(t.Context(), step.by, bureau, year, review.Signoff{Stage: step.stage, Verdict: review.Passed, Digest: carried.Digest}); err != nil {
			t.Log(err)
			break
		}
	}
	_, err = d.Publish(t.Context(), clerk, bureau, year, "")
	t.Log(err)
	return []disclosure.ID{file.Record}
}
