package app_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/app"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/config"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"
)

const (
	bureau   agency.ID = "ag_kjj"
	passWord string    = "Gongkai-2026-ceshi"
)

// A town is the whole program with two agencies, their people, and a clock that the test moves.
type town struct {
	t      *testing.T
	app    *app.App
	site   http.Handler
	routes []auth.Route
	now    time.Time
	people map[string]*person
	calls  int
}

// A person is somebody at a browser; one without a name is not logged in.
type person struct {
	login  string
	secret string // of the second factor, for administrators
	actor  auth.Actor
	client *http.Client
}

// found opens the program on an empty folder and sets up what a site needs.
func found(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, now: civil.MustParse("2026-01-05").Start().Add(9 * time.Hour), people: map[string]*person{}}
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(t.TempDir(), "data"), "GONGKAI_LISTEN=127.0.0.1:0", "GONGKAI_ADMIN_LISTEN=127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	if w.app, err = app.OpenAt(t.Context(), c, silent, func() time.Time { return w.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.app.Close() })
	light := argon2id.Params{Memory: 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	if w.app.Desk.Hasher, err = auth.NewHasher(light, 2); err != nil {
		t.Fatal(err)
	}
	w.employ()
	if w.site, err = w.app.Handler(); err != nil {
		t.Fatal(err)
	}
	w.routes = w.app.Routes()
	return w
}

func (w *town) employ() {
	w.t.Helper()
	hash, err := w.app.Desk.Hasher.Hash(w.t.Context(), passWord)
	if err != nil {
		w.t.Fatal(err)
	}
	agencies := []agency.Agency{{ID: "ag_zfb", USCC: "11620602013932114X", Code: "zfb", Name: "凉州区人民政府办公室", Level: agency.County, Kind: agency.Department, Region: "620602", Competent: true},
		{ID: bureau, USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: "ag_zfb"},
		{ID: "ag_szj", USCC: "11620602013932149B", Code: "szj", Name: "凉州区市政局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: "ag_zfb"}}
	staff := []struct {
		login string
		of    agency.ID
		role  agency.Role
	}{{"jingban", bureau, agency.RoleOfficer}, {"shenhe", bureau, agency.RoleVerifier}, {"baomi", bureau, agency.RoleSecrecy}, {"qianfa", bureau, agency.RoleSigner}, {"fuze", bureau, agency.RoleOffice},
		{"xinxi", bureau, agency.RoleLiaison}, {"zhuguan", "ag_zfb", agency.RoleCompetent}, {"xitong", "ag_zfb", agency.RoleSystem}, {"bieju", "ag_szj", agency.RoleOfficer}}
	err = w.app.DB.Write(w.t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		if err := store.SaveRegion(tx, agency.Region{Code: "620602", Name: "凉州区"}); err != nil {
			return err
		}
		for _, a := range agencies {
			if err := store.InsertAgency(tx, a); err != nil {
				return err
			}
			if err := store.SaveGuide(tx, agency.Guide{Agency: a.ID, OfficeName: a.Name + "办公室", Address: "示例路1号", Phone: "0935-2200000", Channels: []agency.Channel{{Kind: agency.ChannelOnline, Open: true}}}); err != nil {
				return err
			}
			set := agency.DefaultSettings(civil.MustParse("2026-01-05"))
			set.Access.MaxAgeDays, set.Numbers.Word = 3650, "凉科公开"
			set.Remedies.Organs, set.Remedies.Court = []string{"武威市凉州区人民政府"}, "武威市凉州区人民法院"
			set.Fee = agency.Payee{Collected: true, Name: "局", Bank: "行", Account: "1"}
			if err := store.SaveSettings(tx, a.ID, set); err != nil {
				return err
			}
		}
		if err := store.SaveSection(tx, agency.Section{ID: "se_1", Agency: bureau, Name: "业务股"}); err != nil {
			return err
		}
		for i, s := range staff {
			a := auth.Account{Staff: auth.StaffID(fmt.Sprintf("st_%d", i+1)), Agency: s.of, Login: s.login, Name: "人员" + s.login, Roles: agency.RolesOf(s.role), Password: hash, PasswordAt: w.now}
			if s.role == agency.RoleLiaison {
				a.Section = "se_1"
			}
			if err := store.InsertAccount(tx, a); err != nil {
				return err
			}
			w.people[s.login] = &person{login: s.login, actor: auth.Actor{Staff: a.Staff, Name: a.Name, Agency: s.of, Roles: a.Roles}}
		}
		w.people["nobody"] = &person{}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	admin := w.people["xitong"]
	by := admin.actor
	by.Waiting = auth.NewFactor
	enrolment, err := w.app.Desk.BeginFactor(w.t.Context(), by)
	if err != nil {
		w.t.Fatal(err)
	}
	admin.secret = enrolment.Secret
	if _, err := w.app.Desk.ConfirmFactor(w.t.Context(), by, w.codeOf(admin)); err != nil {
		w.t.Fatal(err)
	}
}

// codeOf is the code of the next half minute, which is good too: that of the present one was used to set the factor up.
func (w *town) codeOf(who *person) string {
	w.now = w.now.Add(time.Minute)
	code, err := totp.GenerateCode(who.secret, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// send calls the site as the person, who logs in when the site asks for it.
func (w *town) send(t *rapid.T, who *person, method, path, kind string, body []byte, foreign bool) page {
	for range 2 {
		p := w.once(t, who, method, path, kind, body, foreign)
		if who.login == "" || !signedOut(p) {
			return p
		}
		in := w.once(t, who, http.MethodPost, "/workbench/login", "application/x-www-form-urlencoded", []byte(url.Values{"login": {who.login}, "password": {passWord}}.Encode()), false)
		if in.status != http.StatusSeeOther {
			t.Fatalf("log-in of %s: %d %.300s", who.login, in.status, in.text)
		}
		if who.secret != "" {
			w.forgetCodes(t)
			in = w.once(t, who, http.MethodPost, "/workbench/login/code", "application/x-www-form-urlencoded", []byte(url.Values{"code": {w.codeOf(who)}}.Encode()), false)
			if in.status != http.StatusSeeOther {
				t.Fatalf("the code of %s: %d %.300s", who.login, in.status, in.text)
			}
		}
	}
	t.Fatalf("%s is not let in", who.login)
	return page{}
}

// forgetCodes forgets which codes were used: each application begins on the same day, and no real clock goes back to a time of
// which a later code has been used.
func (w *town) forgetCodes(t *rapid.T) {
	if err := w.app.DB.WriteUnrecorded(context.Background(), "test", func(tx *database.Tx) error {
		_, err := tx.Exec(`UPDATE staff SET factor_step = 0`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// signedOut reports whether the site asks for a log-in: it leads there, or says beside what was sent that it ran out.
func signedOut(p page) bool {
	return p.status == http.StatusSeeOther && strings.HasPrefix(p.to, "/workbench/login") || p.status == http.StatusForbidden && strings.Contains(p.text, "登录已经过期")
}

func (w *town) once(t *rapid.T, who *person, method, path, kind string, body []byte, foreign bool) page {
	if who.client == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		who.client = &http.Client{Jar: jar, Transport: inside{w.site}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, "http://site.test"+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	w.calls++ // everybody calls from a place of their own, so that no limit on callers stands in the way
	r.Header.Set("X-Test-From", fmt.Sprintf("10.%d.%d.%d:1", w.calls>>16&255, w.calls>>8&255, w.calls&255))
	r.Header.Set("Origin", map[bool]string{true: "http://other.test", false: "http://site.test"}[foreign])
	r.Header.Set("Sec-Fetch-Site", map[bool]string{true: "cross-site", false: "same-origin"}[foreign])
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := who.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPage(answer)
	if err != nil {
		t.Fatal(err)
	}
	if p.status >= http.StatusInternalServerError {
		t.Fatalf("%s %s as %q: %d %.400s", method, path, who.login, p.status, p.text)
	}
	return p
}

// A walk is the way of one application through the town.
type walk struct {
	*town
	t    *rapid.T
	id   application.ID
	on   civil.Date
	code string
}

func (v *walk) load() store.ApplicationFile {
	file, err := store.Application(v.app.DB.View(v.town.t.Context()), v.id)
	if err != nil {
		v.t.Fatal(err)
	}
	return file
}

// rules are the calendar and the reading of the law by which the agency counts now.
func (v *walk) policy() deadline.Policy {
	set, err := store.Settings(v.app.DB.View(v.town.t.Context()), bureau, v.on)
	if err != nil {
		v.t.Fatal(err)
	}
	return casework.Reading(set)
}

// TestNoAddressLeadsPastTheLaw lets everybody do random things to an application on random days through the very addresses
// of the site: pages with sessions, the portal by number and code, links for third parties. What is let through was allowed
// by the domain and by the table of permissions; what the page offers is taken; what is refused says the article, keeps what
// was typed and changes nothing; a form that is sent twice is taken once; and after every step there is a next step with its
// day, or an outcome, in the file as in the lists.
func TestNoAddressLeadsPastTheLaw(t *testing.T) {
	w := found(t)
	const longest = 45 * time.Second
	began, serial, steps := time.Now(), 0, 0
	taken := map[string]int{}
	doors := w.doors(t)
	start := civil.MustParse("2026-01-05")
	rapid.Check(t, func(t *rapid.T) {
		if time.Since(began) > longest {
			return
		}
		serial++
		w.now = start.Start().Add(9 * time.Hour)
		v := &walk{town: w, t: t, on: start}
		v.begin(serial)
		for range rapid.IntRange(4, 28).Draw(t, "steps") {
			v.on = v.on.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 5, 9}).Draw(t, "days"))
			w.now = v.on.Start().Add(9 * time.Hour)
			name := rapid.SampledFrom(doors).Draw(t, "door")
			if v.door(name) {
				taken[name]++
			}
			v.stands(name)
			steps++
		}
	})
	t.Logf("%d applications, %d steps, %d calls", serial, steps, w.calls)
	if serial >= 20 && len(taken) < 25 {
		t.Errorf("only these doors ever opened: %v", taken)
	}
	proof, err := store.VerifyLedger(context.Background(), w.app.DB)
	if err != nil || len(proof.Breaks) > 0 {
		t.Errorf("the ledger is broken: %v %v", proof, err)
	}
}

// begin hands the application in, by any channel.
func (v *walk) begin(serial int) {
	in := casework.Intake{Channel: rapid.SampledFrom(deadline.Channels).Draw(v.t, "channel"), ArrivedOn: v.on,
		Applicant: applicant.Applicant{Category: applicant.Natural, Name: "李一凡", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"}, Phone: "13800001234", Address: "某路1号", Postcode: "733000"},
		Wanted:    application.Wanted{Content: fmt.Sprintf("第%d件申请的立项文件", serial), Form: "paper", Route: "post"}}
	slip, err := v.desk().Receive(v.town.t.Context(), v.people["jingban"].actor, bureau, in)
	if err != nil {
		v.t.Fatal(err)
	}
	v.id, v.code = slip.ID, slip.QueryCode
}

func (v *walk) desk() *casework.Desk {
	return &casework.Desk{DB: v.app.DB, Keys: v.app.Keys, Calendar: v.app.Calendar}
}

// stands wants a next step with its day or an outcome, in the file and in the columns that lists are read from.
func (v *walk) stands(after string) {
	a := v.load().Application
	due := a.Due(a.Clock(v.app.Calendar(bureau), v.policy(), v.on))
	var step, outcome string
	var dueOn, closed civil.Date
	if err := v.app.DB.View(v.town.t.Context()).QueryRow(`SELECT step, due_on, outcome, closed_on FROM application WHERE id = $1`, string(v.id)).Scan(&step, &dueOn, &outcome, &closed); err != nil {
		v.t.Fatal(err)
	}
	switch {
	case due.Step == application.NoStep && outcome == "":
		v.t.Fatalf("%s filed it away without an outcome: %+v", after, a.Facts)
	case due.Step != application.NoStep && due.On.IsZero():
		v.t.Fatalf("after %s, %s has no day: %+v", after, due.Step, a.Facts)
	case string(due.Step) != step || due.On != dueOn:
		v.t.Fatalf("after %s lists say %s by %s, the file %s by %s", after, step, dueOn, due.Step, due.On)
	case outcome != "" && closed.IsZero():
		v.t.Fatalf("%s left an outcome without a day", after)
	}
}

// a change is what a call did to the file.
func changed(before, after store.ApplicationFile) bool {
	return len(before.Application.Facts) != len(after.Application.Facts) || before.Application.ConfirmedOn != after.Application.ConfirmedOn
}

// lawful holds what was let through against the domain: each new fact must have been free of objections.
func (v *walk) lawful(name string, before, after application.Application) {
	cal, reading := v.app.Calendar(bureau), v.policy()
	if before.ConfirmedOn != after.ConfirmedOn {
		if problems := before.RefusesConfirmation(cal, reading, after.ConfirmedOn); len(problems) > 0 {
			v.t.Fatalf("%s confirmed although %v", name, problems)
		}
		before.ConfirmedOn = after.ConfirmedOn
	}
	for _, f := range after.Facts[len(before.Facts):] {
		if problems := before.Refuses(cal, reading, f); len(problems) > 0 {
			v.t.Fatalf("%s let %s through although %v", name, f.Kind, problems)
		}
		if f.On.After(v.on) {
			v.t.Fatalf("%s entered %s for a day to come", name, f.Kind)
		}
		if f.Kind == application.FeeNoticed && f.Amount <= 0 {
			v.t.Fatalf("%s noticed a fee of nothing", name)
		}
		before = before.With(f)
	}
}

// refused wants a reason on a page that was sent and not taken, with everything still in it.
func (v *walk) refused(name string, sent paper, again page) {
	summary := again.doc.Find("#error-summary li")
	if summary.Length() == 0 {
		v.t.Fatalf("%s is refused without a reason: %.600s", name, again.doc.Find("main").Text())
	}
	for _, p := range papers(again.doc, sent.path) {
		if p.path != sent.path {
			continue
		}
		if names := lost(sent.values, p); len(names) > 0 {
			v.t.Fatalf("%s forgets what was typed: %v", name, names)
		}
	}
}

// says wants every objection of the domain with its article on the page.
func (v *walk) says(name string, why []string, again page) {
	said := strings.Join(strings.Fields(again.doc.Find("#error-summary").Text()), "")
	for _, words := range why {
		if !strings.Contains(said, strings.Join(strings.Fields(words), "")) {
			v.t.Fatalf("%s does not say %q: %s", name, words, said)
		}
	}
}

// objections are what the domain says against a kind of fact today, as the pages say it.
func objections(options []application.Option, kind application.Kind) (why []string, known bool) {
	i := slices.IndexFunc(options, func(o application.Option) bool { return o.Kind == kind })
	if i < 0 {
		return nil, false
	}
	for _, p := range options[i].Why {
		why = append(why, p.Message, p.Cite.String())
	}
	return why, true
}
