package casetest_test

import (
	"path/filepath"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
	"gongkai/review"
	"gongkai/workday"
)

// The words of the first part of a story.
var (
	channels = map[string]deadline.Channel{"当面": deadline.InPerson, "挂号信": deadline.RegisteredMail, "平信": deadline.OrdinaryMail, "网上": deadline.Online, "传真": deadline.Fax, "电子邮件": deadline.Online, "上级平台": deadline.Online}
	sources  = map[string]application.Source{"电子邮件": application.ByMail, "上级平台": application.FromPlatform}
	methods  = map[string]application.Method{"邮寄": application.ByPost, "当面": application.InPerson, "网上": application.OnLine, "电子邮件": application.OwnEmail}

	categories = map[string]applicant.Category{"商业企业": applicant.Business, "科研机构": applicant.Research, "社会公益组织": applicant.Welfare, "法律服务机构": applicant.LegalService, "其他": applicant.Other}
)

// A world is one bureau with its people, a clock and a calendar that a story moves.
type world struct {
	t           *testing.T
	desk        *casework.Desk
	bureau      agency.ID
	now         time.Time
	holidays    []workday.Row // announced so far
	region      agency.RegionCode
	clerk, head auth.Actor
	reviewers   []auth.Actor
}

func newWorld(t *testing.T, place string) *world {
	t.Helper()
	of := bureaus[place]
	w := &world{t: t, bureau: "ag_kjj", now: civil.MustParse("2021-01-04").Start(), region: of.Region}
	db := storetest.SQLite(t, storetest.Clock(func() time.Time { return w.now }))
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, w.now); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.Std)
	if err != nil {
		t.Fatal(err)
	}
	w.desk = &casework.Desk{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar {
		return workday.NewAlmanac(workday.National(), w.holidays).In(w.region.Chain()...)
	}}
	person := func(id, name string, roles ...agency.Role) auth.Actor {
		return auth.Actor{Staff: auth.StaffID(id), Name: name, Agency: w.bureau, Roles: agency.RolesOf(roles...), Address: "127.0.0.1"}
	}
	w.clerk, w.head = person("st_1", "王经办", agency.RoleOfficer), person("st_5", "周负责", agency.RoleOffice)
	w.reviewers = []auth.Actor{w.clerk, person("st_2", "陈审核", agency.RoleVerifier), person("st_3", "孙保密", agency.RoleSecrecy), person("st_4", "赵签发", agency.RoleSigner)}
	if err := db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error { return setUp(tx, w.bureau, of) }); err != nil {
		t.Fatal(err)
	}
	return w
}

// bureaus are where a story may take place: 申请 says 机关所在地.
var bureaus = map[string]agency.Agency{
	"":        {USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"},
	"天祝藏族自治县": {USCC: "11620602013932130J", Code: "kjj", Name: "天祝藏族自治县科学技术局", Level: agency.County, Kind: agency.Department, Region: "620623"},
}

// places are the names of the regions that announce days of their own.
var places = map[string]string{"620000": "甘肃省", "620600": "武威市", "620623": "天祝藏族自治县", "640000": "宁夏回族自治区"}

func setUp(tx *database.Tx, bureau agency.ID, of agency.Agency) error {
	of.ID = bureau
	tx.Record(ledger.Entry{Chain: string(bureau), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
	if err := store.InsertAgency(tx, of); err != nil {
		return err
	}
	if err := store.SaveGuide(tx, agency.Guide{Agency: bureau, OfficeName: "区科技局办公室", Address: "凉州区示例路1号", Postcode: "733000", Phone: "0935-2200000"}); err != nil {
		return err
	}
	settings := agency.DefaultSettings(tx.Today())
	settings.Remedies = agency.Remedies{Organs: []string{"武威市凉州区人民政府"}, Court: "武威市凉州区人民法院", ReconURL: "https://fy.example.gov.cn"}
	settings.Fee = agency.Payee{Collected: true, Name: "凉州区财政局", Bank: "示例银行凉州支行", Account: "6200000000000001"}
	settings.Numbers.Word = "凉科公开"
	if place := places[string(of.Region)]; place != "" {
		settings.Remedies.Organs, settings.Remedies.Court, settings.Numbers.Word = []string{place + "人民政府"}, place+"人民法院", "天科公开"
		if err := store.SaveGuide(tx, agency.Guide{Agency: bureau, OfficeName: "县科技局办公室", Address: place + "示例路1号", Postcode: "733200", Phone: "0935-3100000"}); err != nil {
			return err
		}
	}
	return store.SaveSettings(tx, bureau, settings)
}

func (w *world) sign(id application.ID, stage review.Stage, by auth.Actor) error {
	seen, err := w.desk.Look(w.t.Context(), by, w.bureau, id)
	if err != nil {
		return err
	}
	return w.desk.SignOff(w.t.Context(), by, w.bureau, id, review.Signoff{Stage: stage, Verdict: review.Passed, Digest: seen.Digest})
}

// letters are everything that was issued, as it goes on paper.
func (w *world) letters(id application.ID) (all []casework.Print) {
	shelf, err := w.desk.Shelf(w.t.Context(), w.clerk, w.bureau, id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, l := range shelf.Issued {
		p, err := w.desk.PrintLetter(w.t.Context(), w.clerk, w.bureau, id, l.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}
