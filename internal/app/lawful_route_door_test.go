package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/letter"
	"gongkai/review"

	"pgregory.net/rapid"
)

const onePath = "/workbench/cases/{id}/"

// doorsOf are the addresses beside those of one application by which one is begun or changed, and those that count its days
// anew. Every address below that of one application is a door of itself.
var doorsOf = map[string]func(v *walk, r auth.Route) bool{
	"/workbench/cases/new": func(v *walk, r auth.Route) bool {
		return v.begins(r, map[string]string{"identity": "11010519491231002X", "name": "王示例", "email": "", "postcode": "733000", "phone": "13800001234", "representative": "", "contact": "", "doc_no": "",
			"confirmed_on-year": "", "confirmed_on-month": "", "confirmed_on-day": "", "content": "另一件申请：" + strconv.Itoa(v.calls)})
	},
	"/workbench/cases/bundle": func(v *walk, r auth.Route) bool {
		over := map[string]string{"1.name": "赵示例", "1.identity_number": "11010519491231002X", "1.address": "某路2号", "1.content": "来信：" + strconv.Itoa(v.calls), "do": ""}
		return v.begins(r, over)
	},
	"/workbench/cases/bulk":         (*walk).bulk,
	"/workbench/cases/receipts":     (*walk).reads,
	"/workbench/cases/views":        (*walk).reads,
	"/workbench/cases/views/remove": (*walk).reads,
	"/apply":                        (*walk).applies,
	"/apply/slip":                   (*walk).publicReads,
	"/track":                        (*walk).publicReads,
	"/track/file":                   (*walk).publicReads,
	"/track/letter":                 (*walk).publicReads,
	"/track/withdraw":               (*walk).publicReads,
	"/track/correct":                (*walk).publicAct,
	"/track/reasons":                (*walk).publicAct,
	"/track/paid":                   (*walk).publicAct,
	"/track/propose":                (*walk).publicAct,
	"/track/withdrawn":              (*walk).publicAct,
	"/consult/{token}":              (*walk).consulted,
	"/workbench/remedies/new":       (*walk).remedy,
	"/workbench/holidays/load":      (*walk).counts,
	"/workbench/holidays/remove":    (*walk).counts,

	"/workbench/agencies/{agency}/settings/edit": (*walk).counts,
	"/workbench/agencies/{agency}/edit":          (*walk).counts,
}

// apart are the beginnings of the addresses that come near no application, with what they are about instead.
var apart = map[string]string{
	"/api/v1/intake/documents": "drafts of records", "/complain": "complaints", "/view": "type and contrast", "/workbench/account/": "one's own account", "/workbench/board/indicators": "scorecards",
	"/workbench/agencies/{agency}/access/edit": "passwords and networks", "/workbench/agencies/{agency}/guide/edit": "the guide", "/workbench/agencies/{agency}/new-staff": "staff", "/workbench/agencies/{agency}/staff/": "staff",
	"/workbench/agencies/{agency}/sections/": "sections", "/workbench/agencies/{agency}/reports/": "annual reports", "/workbench/catalog/": "columns", "/workbench/channels/": "channels of records", "/workbench/complaints/": "complaints", "/workbench/duties/": "duties of the year",
	"/workbench/images": "pictures of records", "/workbench/jobs/": "jobs that failed", "/workbench/ledger/": "the ledger is read", "/workbench/letters/": "how letters look", "/workbench/login": "log-in", "/workbench/logout": "log-in",
	"/workbench/monthly/": "tables of the month", "/workbench/new-agency": "agencies", "/workbench/notices": "notices of a person", "/workbench/orders/": "orders to agencies", "/workbench/records/": "records", "/workbench/regions": "names of places",
	"/workbench/reports/": "annual reports", "/workbench/screening": "files are examined", "/workbench/words/": "words of the screening",
	"/workbench/remedies/{id}/": "tried by the door that registers proceedings",
}

// doors lists what there is to be tried, from the addresses of the program. An address to which something is sent and that is
// neither a door nor known to be apart fails the test: whoever adds one says which it is.
func (w *town) doors(t *testing.T) (list []string) {
	t.Helper()
	unused := maps.Clone(apart)
	for _, r := range w.routes {
		if r.Method != http.MethodPost {
			continue
		}
		if doorsOf[r.Pattern] != nil || strings.HasPrefix(r.Pattern, onePath) {
			list = append(list, r.Pattern)
			continue
		}
		known := false
		for beginning := range apart {
			if r.Pattern == beginning || strings.HasPrefix(r.Pattern, beginning) && (strings.HasSuffix(beginning, "/") || beginning == "/complain" || beginning == "/workbench/notices" || beginning == "/workbench/login") {
				known = true
				delete(unused, beginning)
			}
		}
		if !known {
			t.Errorf("POST %s is behind no door of this test and not said to be apart from applications", r.Pattern)
		}
	}
	for beginning := range unused {
		t.Errorf("nothing is at %s any more", beginning)
	}
	for pattern := range doorsOf {
		if !slices.Contains(list, pattern) {
			t.Errorf("there is no address %s", pattern)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	slices.Sort(list)
	for range len(list) / 3 { // the way to an answer is long, and nobody finds it by chance
		list = append(list, "the way to an answer")
	}
	return append(list, "the page", "the page")
}

// door goes through one and says whether something came of it.
func (v *walk) door(name string) bool {
	switch name {
	case "the way to an answer":
		return v.way()
	case "the page":
		v.offers()
		return true
	}
	r := v.route(name)
	if f := doorsOf[name]; f != nil {
		return f(v, r)
	}
	return v.acts(r)
}

func (v *walk) route(pattern string) auth.Route {
	i := slices.IndexFunc(v.routes, func(r auth.Route) bool { return r.Method == http.MethodPost && r.Pattern == pattern })
	if i < 0 {
		v.t.Fatalf("no address %s", pattern)
	}
	return v.routes[i]
}

// place puts the application, and something of it, in the place of the wildcards; empty where there is nothing.
func (v *walk) place(pattern string) string {
	path := strings.ReplaceAll(strings.ReplaceAll(pattern, "{id}", string(v.id)), "{agency}", "kjj")
	file := v.load()
	switch {
	case strings.Contains(path, "{kind}"):
		path = strings.ReplaceAll(path, "{kind}", string(rapid.SampledFrom(letter.Kinds).Draw(v.t, "letter").ID))
	case strings.Contains(path, "{hash}"):
		var files []string
		for _, f := range file.Application.Facts {
			files = append(files, f.Files...)
		}
		if len(files) == 0 {
			return ""
		}
		path = strings.ReplaceAll(path, "{hash}", rapid.SampledFrom(files).Draw(v.t, "file"))
	case strings.Contains(path, "{question}"):
		rows, err := store.Consultations(v.app.DB.View(v.town.t.Context()), string(bureau), string(v.id))
		if err != nil {
			v.t.Fatal(err)
		}
		if len(rows) == 0 {
			return ""
		}
		path = strings.ReplaceAll(path, "{question}", rapid.SampledFrom(rows).Draw(v.t, "question").ID)
	}
	return path
}

// someone draws a person, oftener one who may.
func (v *walk) someone(action auth.Action) (who *person, may bool) {
	can := func(p *person) bool { return p.login != "" && auth.Can(p.actor, action, bureau) == nil }
	names := slices.Sorted(maps.Keys(v.people))
	if rapid.IntRange(0, 4).Draw(v.t, "who") > 0 {
		names = slices.DeleteFunc(names, func(n string) bool { return !can(v.people[n]) })
	}
	who = v.people[rapid.SampledFrom(names).Draw(v.t, "person")]
	return who, can(who)
}

// acts goes through an address below that of the application, as somebody, with care or without.
func (v *walk) acts(r auth.Route) bool {
	path := v.place(r.Pattern)
	if path == "" {
		return false
	}
	who, may := v.someone(r.Action)
	before := v.load()
	if !may {
		got := v.send(v.t, who, http.MethodPost, path, "application/x-www-form-urlencoded", []byte("text=x"), false)
		v.shut(r.Pattern, who, got)
		v.untouched(r.Pattern, before)
		return false
	}
	return v.press(who, r.Pattern, path, map[string]string{"party": "对象" + strconv.Itoa(v.calls)}, rapid.IntRange(0, 3).Draw(v.t, "care") > 0)
}

// shut wants that whoever may not is told so, and whoever is nobody to log in.
func (v *walk) shut(name string, who *person, got page) {
	if who.login != "" && who.actor.Agency != bureau && !strings.Contains(name, "{id}") {
		return // of another agency, who may do the like with applications of their own: that this one stays as it is is held anyway
	}
	if got.status != http.StatusForbidden && got.status != http.StatusNotFound || who.login == "" && !signedOut(got) {
		v.t.Fatalf("%s as %q: %d %s", name, who.login, got.status, got.to)
	}
}

func (v *walk) untouched(name string, before store.ApplicationFile) {
	if changed(before, v.load()) {
		v.t.Fatalf("%s was refused and changed the file", name)
	}
}

// press opens a page with a form, fills it in, sends it, and holds what came of it against the law. care fills it in as the
// page proposes: then what the domain allows is taken.
func (v *walk) press(who *person, name, path string, over map[string]string, care bool) bool {
	kind := application.Kind(strings.TrimPrefix(name, onePath+"do/"))
	before := v.load()
	why, ofLaw := objections(before.Application.Next(v.app.Calendar(bureau), v.policy(), v.on), kind)
	address, _, _ := strings.Cut(path, "?")
	form := paper{path: address, values: url.Values{}}
	shown := v.send(v.t, who, http.MethodGet, path, "", nil, false)
	switch {
	case shown.status == http.StatusMethodNotAllowed: // a button and no page
	case shown.status != http.StatusOK:
		v.untouched(name, before)
		return false // there is no such paper, or it is not theirs
	default:
		list := slices.DeleteFunc(papers(shown.doc, address), func(p paper) bool { return p.path != address })
		if len(list) != 1 {
			return false // nothing to fill in
		}
		form = list[0]
	}
	if care {
		form.fill(v.on, over)
	} else {
		form.scribble(v.t, v.on)
	}
	content, media := form.body()
	if rapid.IntRange(0, 9).Draw(v.t, "from elsewhere") == 0 {
		if got := v.send(v.t, who, http.MethodPost, address, media, content, true); got.status != http.StatusForbidden {
			v.t.Fatalf("%s was taken from another site: %d", name, got.status)
		}
		v.untouched(name, before)
	}
	got := v.send(v.t, who, http.MethodPost, address, media, content, false)
	after := v.load()
	switch {
	case changed(before, after):
		if got.status != http.StatusOK && got.status != http.StatusSeeOther {
			v.t.Fatalf("%s entered something and answered %d", name, got.status)
		}
		v.lawful(name, before.Application, after.Application)
		v.again(who, name, address, media, content, after)
		return true
	case got.status == http.StatusUnprocessableEntity:
		v.refused(name, form, got)
		if ofLaw && care && len(why) == 0 && !unsure[kind] {
			v.t.Fatalf("%s is offered and refused: %s\n%v", name, strings.Join(strings.Fields(got.doc.Find("#error-summary").Text()), " "), form.values)
		}
		if ofLaw && care && len(why) > 0 && kind != application.Reopened {
			v.says(name, why, got)
		}
	case ofLaw && strings.HasPrefix(name, onePath+"do/") && got.status != http.StatusForbidden && got.status != http.StatusConflict:
		v.t.Fatalf("%s answered %d and did nothing", name, got.status)
	}
	return got.status == http.StatusSeeOther || got.status == http.StatusOK
}

// unsure are kinds that need more than the law says and a form proposes: a column or a published record.
var unsure = map[application.Kind]bool{application.MadePublic: true, application.Rectified: true}

// again sends the very same once more: it is answered, and nothing is entered.
func (v *walk) again(who *person, name, path, media string, content []byte, after store.ApplicationFile) {
	got := v.send(v.t, who, http.MethodPost, path, media, content, false)
	if now := v.load(); changed(after, now) {
		v.t.Fatalf("%s sent twice entered %v twice (%d)", name, now.Application.Facts[len(now.Application.Facts)-1].Kind, got.status)
	}
	if bytesOnce.Match(content) && got.status != http.StatusSeeOther && got.status != http.StatusOK {
		v.t.Fatalf("%s sent twice is answered by %d: %.300s", name, got.status, got.text)
	}
}

var bytesOnce = regexp.MustCompile(`(^|&|")once["=]`)

// way takes the next step towards an answer, as whoever's turn it is.
func (v *walk) way() bool {
	seen, err := v.desk().Look(v.town.t.Context(), v.people["jingban"].actor, bureau, v.id)
	if err != nil {
		v.t.Fatal(err)
	}
	push := func(login, rest string, over map[string]string) bool {
		name, _, _ := strings.Cut(onePath+rest, "?")
		return v.press(v.people[login], name, "/workbench/cases/"+string(v.id)+"/"+rest, over, true)
	}
	supplied := slices.ContainsFunc(seen.Application.Facts, func(f application.Fact) bool { return f.Kind == application.Filed && f.Evidence == decision.Supply })
	_, decided := seen.Application.Decision()
	switch {
	case seen.Clock.Stage == deadline.Unconfirmed:
		return push("jingban", "confirm", nil)
	case seen.Due.Step == application.ToDeliver:
		return push("jingban", "do/delivered", map[string]string{"method": string(application.InPerson)})
	case seen.Due.Step == application.ToArchive:
		return push("jingban", "do/archived", nil)
	case seen.Due.Step == application.NoStep && decided:
		return push("jingban", "do/handed_over", nil)
	case !supplied:
		return push("jingban", "do/filed", map[string]string{"evidence": string(decision.Supply)})
	case seen.Draft == nil:
		return push("jingban", "decision?outcome=O1", map[string]string{"letter": "", "typed-公开途径": ""})
	case seen.Review.Next == "":
		return push("jingban", "issue", nil)
	}
	turn := map[review.Stage]string{review.SelfCheck: "jingban", review.SectionOK: "shenhe", review.Secrecy: "baomi", review.Signature: "qianfa"}
	return push(turn[seen.Review.Next], "sign/"+string(seen.Review.Next), map[string]string{"organ": ""})
}

// offers holds the page of the application against the domain: it offers what is allowed, and says of the rest why it is not.
func (v *walk) offers() {
	who := v.people[rapid.SampledFrom([]string{"jingban", "fuze"}).Draw(v.t, "who looks")]
	path := "/workbench/cases/" + string(v.id)
	shown := v.send(v.t, who, http.MethodGet, path, "", nil, false)
	if shown.status != http.StatusOK {
		v.t.Fatalf("the page: %d", shown.status)
	}
	said := strings.Join(strings.Fields(shown.doc.Find("main details").Text()), "")
	for _, o := range v.load().Application.Next(v.app.Calendar(bureau), v.policy(), v.on) {
		at := onePath + "do/" + string(o.Kind)
		i := slices.IndexFunc(v.routes, func(r auth.Route) bool { return r.Method == http.MethodPost && r.Pattern == at })
		if i < 0 {
			continue
		}
		offered := shown.doc.Find(`main .card a[href="`+path+"/do/"+string(o.Kind)+`"]`).Length() > 0
		if want := len(o.Why) == 0 && auth.Can(who.actor, v.routes[i].Action, bureau) == nil; offered != want {
			v.t.Fatalf("%s offered=%t, the domain has against it: %v", o.Kind, offered, o.Why)
		}
		for _, p := range o.Why {
			if !strings.Contains(said, strings.Join(strings.Fields(p.Message), "")) || !strings.Contains(said, strings.Join(strings.Fields(p.Cite.String()), "")) {
				v.t.Fatalf("the page does not say against %s: %s %s", o.Kind, p.Message, p.Cite)
			}
		}
	}
}

// begins takes another application in, with care: there is one more, and only one when the form is sent twice.
func (v *walk) begins(r auth.Route, over map[string]string) bool {
	who, may := v.someone(r.Action)
	before := v.load()
	if !may {
		v.shut(r.Pattern, who, v.send(v.t, who, http.MethodPost, r.Pattern, "application/x-www-form-urlencoded", []byte("name=x"), false))
		return false
	}
	shown := v.send(v.t, who, http.MethodGet, r.Pattern, "", nil, false)
	form := papers(shown.doc, r.Pattern)[0]
	if strings.HasSuffix(r.Pattern, "/bundle") {
		for name, text := range over {
			form.values.Set(name, text)
		}
	} else {
		form.fill(v.on, over)
	}
	content, media := form.body()
	count := v.count()
	got := v.send(v.t, who, http.MethodPost, r.Pattern, media, content, false)
	if v.count() != count+1 {
		v.t.Fatalf("%s: %d, and %d became %d applications: %.500s", r.Pattern, got.status, count, v.count(), strings.Join(strings.Fields(got.doc.Find("#error-summary").Text()), " "))
	}
	v.send(v.t, who, http.MethodPost, r.Pattern, media, content, false)
	if v.count() != count+1 {
		v.t.Fatalf("%s sent twice began two", r.Pattern)
	}
	v.untouched(r.Pattern, before)
	return true
}

func (v *walk) count() (n int) {
	if err := v.app.DB.View(v.town.t.Context()).QueryRow(`SELECT count(*) FROM application`).Scan(&n); err != nil {
		v.t.Fatal(err)
	}
	return n
}

// bulk gives out or notes several at once.
func (v *walk) bulk(r auth.Route) bool {
	who, may := v.someone(r.Action)
	if !may {
		before := v.load()
		v.shut(r.Pattern, who, v.send(v.t, who, http.MethodPost, r.Pattern, "application/x-www-form-urlencoded", []byte("do=noted&text=x&id="+string(v.id)), false))
		v.untouched(r.Pattern, before)
		return false
	}
	do := rapid.SampledFrom([]string{"assigned", "noted", "decided", "archived", "withdrawn", "extended"}).Draw(v.t, "do")
	before := v.load()
	if v.press(who, r.Pattern, r.Pattern+"?id="+string(v.id), map[string]string{"do": do, "officer": ""}, true) && do != "assigned" && do != "noted" {
		v.untouched(r.Pattern+" "+do, before)
	}
	return true
}

// reads are acts that leave every application as it is.
func (v *walk) reads(r auth.Route) bool {
	who, may := v.someone(r.Action)
	before := v.load()
	body := url.Values{"id": {string(v.id)}, "view": {"甲"}, "query": {"state=open"}}.Encode()
	got := v.send(v.t, who, http.MethodPost, r.Pattern, "application/x-www-form-urlencoded", []byte(body), false)
	if !may {
		v.shut(r.Pattern, who, got)
	}
	v.untouched(r.Pattern, before)
	return may
}

// course opens the course of the application as its applicant.
func (v *walk) course(code string) page {
	form := url.Values{"number": {v.load().Application.Number}, "code": {code}}
	return v.send(v.t, v.people["nobody"], http.MethodPost, "/track", "application/x-www-form-urlencoded", []byte(form.Encode()), false)
}

func (v *walk) publicReads(r auth.Route) bool {
	before := v.load()
	code := rapid.SampledFrom([]string{v.code, v.code, "xxxxxxxxxx"}).Draw(v.t, "code")
	form := url.Values{"number": {before.Application.Number}, "code": {code}, "file": {"1"}, "part": {"0"}, "letter": {"x"}}
	got := v.send(v.t, v.people["nobody"], http.MethodPost, r.Pattern, "application/x-www-form-urlencoded", []byte(form.Encode()), false)
	if code != v.code && got.status != http.StatusUnprocessableEntity {
		v.t.Fatalf("%s with a wrong code: %d", r.Pattern, got.status)
	}
	v.untouched(r.Pattern, before)
	return got.status == http.StatusOK
}

// publicAct does what the applicant may do with number and code: the page offers it or it is refused.
func (v *walk) publicAct(r auth.Route) bool {
	before := v.load()
	number := before.Application.Number
	nobody := v.people["nobody"]
	shown := v.course(v.code)
	if r.Pattern == "/track/withdrawn" && shown.doc.Find(`form[action="/track/withdraw"]`).Length() > 0 {
		shown = v.send(v.t, nobody, http.MethodPost, "/track/withdraw", "application/x-www-form-urlencoded", []byte(url.Values{"number": {number}, "code": {v.code}}.Encode()), false)
	}
	list := slices.DeleteFunc(papers(shown.doc, "/track"), func(p paper) bool { return p.path != r.Pattern })
	form, offered := paper{path: r.Pattern, values: url.Values{"number": {number}, "code": {v.code}, "text": {"写明的内容"}}}, len(list) > 0
	care := true
	if offered {
		form = list[0]
		if care = rapid.Bool().Draw(v.t, "care"); care {
			form.fill(v.on, nil)
		} else {
			form.scribble(v.t, v.on)
		}
	}
	if rapid.IntRange(0, 6).Draw(v.t, "wrong code") == 0 {
		wrong := form
		wrong.values = maps.Clone(form.values)
		wrong.values.Set("code", "xxxxxxxxxx")
		content, media := wrong.body()
		if got := v.send(v.t, nobody, http.MethodPost, r.Pattern, media, content, false); got.status != http.StatusUnprocessableEntity {
			v.t.Fatalf("%s with a wrong code: %d", r.Pattern, got.status)
		}
		v.untouched(r.Pattern, before)
	}
	content, media := form.body()
	got := v.send(v.t, nobody, http.MethodPost, r.Pattern, media, content, false)
	after := v.load()
	if !changed(before, after) {
		if got.status != http.StatusUnprocessableEntity {
			v.t.Fatalf("%s did nothing and answered %d", r.Pattern, got.status)
		}
		v.refused(r.Pattern, form, got)
		if offered && care {
			v.t.Fatalf("%s is offered and refused: %s", r.Pattern, got.doc.Find("#error-summary").Text())
		}
		return false
	}
	if !offered {
		v.t.Fatalf("%s was taken although the page does not offer it", r.Pattern)
	}
	v.lawful(r.Pattern, before.Application, after.Application)
	v.again(nobody, r.Pattern, r.Pattern, media, content, after)
	return true
}

// consulted answers a question by its link, a true one or not.
func (v *walk) consulted(r auth.Route) bool {
	rows, err := store.Consultations(v.app.DB.View(v.town.t.Context()), string(bureau), string(v.id))
	if err != nil {
		v.t.Fatal(err)
	}
	token, nobody := "no-such-token", v.people["nobody"]
	if len(rows) > 0 {
		at := "/workbench/cases/" + string(v.id) + "/consultations/" + rapid.SampledFrom(rows).Draw(v.t, "question").ID
		if got := v.send(v.t, v.people["jingban"], http.MethodPost, at, "application/x-www-form-urlencoded", nil, false); got.status == http.StatusOK {
			if m := consultLink.FindStringSubmatch(got.text); m != nil {
				token = m[1]
			}
		}
	}
	path := strings.ReplaceAll(r.Pattern, "{token}", token)
	before := v.load()
	shown := v.send(v.t, nobody, http.MethodGet, path, "", nil, false)
	if shown.status != http.StatusOK {
		got := v.send(v.t, nobody, http.MethodPost, path, "application/x-www-form-urlencoded", []byte("agrees=yes"), false)
		if got.status == http.StatusOK {
			v.t.Fatalf("%s was answered although it does not open", path)
		}
		v.untouched(path, before)
		return false
	}
	form, offered := paper{path: path, values: url.Values{"agrees": {"yes"}}}, false
	if list := papers(shown.doc, path); len(list) > 0 {
		form, offered = list[0], true
		form.fill(v.on, nil)
	}
	content, media := form.body()
	got := v.send(v.t, nobody, http.MethodPost, path, media, content, false)
	after := v.load()
	if changed(before, after) != offered {
		v.t.Fatalf("%s: the page offers an answer %t, answered %d: %.400s", r.Pattern, offered, got.status, got.text)
	}
	if offered {
		v.lawful(r.Pattern, before.Application, after.Application)
		v.again(nobody, r.Pattern, path, media, content, after)
	}
	return offered
}

var consultLink = regexp.MustCompile(`/consult/([A-Za-z0-9_-]+)`)

// applies hands an application in on the portal: filled in, read once more, sent; and once only.
func (v *walk) applies(r auth.Route) bool {
	nobody, before, count := v.people["nobody"], v.load(), v.count()
	shown := v.send(v.t, nobody, http.MethodGet, "/apply?agency=kjj", "", nil, false)
	form := slices.DeleteFunc(papers(shown.doc, r.Pattern), func(p paper) bool { return p.path != r.Pattern })[0]
	form.fill(v.on, map[string]string{"identity": "11010519491231002X", "name": "钱示例", "phone": "13800001234", "email": "", "postcode": "", "address": "某路3号", "doc_no": "", "content": "网上申请：" + strconv.Itoa(v.calls)})
	content, media := form.body()
	review := v.send(v.t, nobody, http.MethodPost, r.Pattern, media, content, false)
	list := slices.DeleteFunc(papers(review.doc, r.Pattern), func(p paper) bool { return p.values.Get("captcha_token") == "" })
	if review.status != http.StatusOK || len(list) == 0 {
		v.t.Fatalf("not read once more: %d %.500s", review.status, review.doc.Find("main").Text())
	}
	form = list[0]
	form.values.Set("step", "send")
	form.values.Set("captcha", apptest.Sum(review.doc.Find(`label[for=captcha]`).Text()))
	content, media = form.body()
	got := v.send(v.t, nobody, http.MethodPost, r.Pattern, media, content, false)
	if v.count() != count+1 {
		v.t.Fatalf("an application was sent and %d became %d: %d %.500s", count, v.count(), got.status, got.doc.Find("main").Text())
	}
	again := v.send(v.t, nobody, http.MethodPost, r.Pattern, media, content, false)
	if v.count() != count+1 {
		v.t.Fatal("an application sent twice began two")
	}
	if ticket := strings.Join(strings.Fields(got.doc.Find(".ticket").Text()), " "); ticket == "" || strings.Join(strings.Fields(again.doc.Find(".ticket").Text()), " ") != ticket {
		v.t.Fatalf("sent twice, the second answer is not that of the first: %d %.300s", again.status, again.doc.Find("main").Text())
	}
	v.untouched(r.Pattern, before)
	return true
}

// remedy registers a 复议 about the application, or goes on with it: nothing of it moves the application but a result that asks
// for a new decision.
func (v *walk) remedy(r auth.Route) bool {
	who := v.people["jingban"]
	before := v.load()
	list, _, err := query.Remedies(v.app.DB.View(v.town.t.Context()), query.RemedyList{Agency: bureau, Limit: 500})
	if err != nil {
		v.t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(x query.ListedRemedy) bool { return x.Application != string(v.id) })
	if len(list) == 0 {
		return v.press(who, r.Pattern, r.Pattern, map[string]string{"application": before.Application.Number, "way": "reconsideration", "forum": "武威市凉州区人民政府", "after": "", "case_no": string(v.id), "record": "", "subject": "不服答复"}, true)
	}
	var steps []string
	for _, x := range v.routes {
		if rest, ok := strings.CutPrefix(x.Pattern, "/workbench/remedies/{id}/do/"); ok && x.Method == http.MethodPost {
			steps = append(steps, rest)
		}
	}
	do := rapid.SampledFrom(append(steps, "decided", "decided")).Draw(v.t, "do")
	over := map[string]string{"redecide": "yes"}
	if rapid.Bool().Draw(v.t, "no day") {
		over["until-year"], over["until-month"], over["until-day"] = "", "", ""
	}
	return v.press(who, "/workbench/remedies/{id}/do/"+do, "/workbench/remedies/"+list[0].ID+"/do/"+do, over, true)
}

// counts changes by what days are counted: the application stands as before, and its day is that of the new count.
func (v *walk) counts(r auth.Route) bool {
	before := v.load()
	day := v.on.AddDays(rapid.IntRange(1, 20).Draw(v.t, "a day off"))
	over := map[string]string{"notice": "测试放假决定", "text": "测试假 " + day.String() + " " + day.String(), "region": "", "receipt.pause": rapid.SampledFrom([]string{"", "sending", "receipt"}).Draw(v.t, "pause")}
	path, login := v.place(r.Pattern), "xitong"
	switch {
	case strings.HasSuffix(r.Pattern, "/remove"):
		loaded, err := store.Holidays(v.app.DB.View(v.town.t.Context()))
		if err != nil {
			v.t.Fatal(err)
		}
		if len(loaded) == 0 {
			return false
		}
		over = map[string]string{"day": rapid.SampledFrom(loaded).Draw(v.t, "which").On.String()}
	case strings.HasSuffix(r.Pattern, "/settings/edit"):
		shown := v.send(v.t, v.people[login], http.MethodGet, path, "", nil, false)
		if shown.status != http.StatusOK {
			v.t.Fatalf("%s opens %s: %d", login, path, shown.status)
		}
		choices := papers(shown.doc, path)[0]
		i := slices.IndexFunc(choices.fields, func(b blank) bool { return b.name == "receipt.pause" })
		if i < 0 {
			v.t.Fatal("the settings do not ask how a consultation counts")
		}
		over = map[string]string{"receipt.pause": rapid.SampledFrom(choices.fields[i].choices).Draw(v.t, "pause")}
	case strings.HasSuffix(r.Pattern, "/{agency}/edit"):
		over = map[string]string{"region": rapid.SampledFrom([]string{"620602", ""}).Draw(v.t, "place")}
	}
	done := v.press(v.people[login], r.Pattern, path, over, true)
	v.untouched(r.Pattern, before)
	return done
}
