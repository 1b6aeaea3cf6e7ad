package agency_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/agency"
	"gongkai/law"
)

func TestForum(t *testing.T) {
	tr := tree(t)
	for _, tt := range []struct {
		name   string
		agency agency.ID
		on     string
		organs []string
		cite   string
		court  agency.CourtLevel
	}{
		{"区局", "science", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"镇政府", "town", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"街道办", "street", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"区政府", "district", "2026-11-23", []string{"武威市人民政府"}, "《行政复议法》第二十四条", agency.IntermediateCourt},
		{"省政府由自己复议", "province", "2026-11-23", []string{"甘肃省人民政府"}, "《行政复议法》第二十四条", agency.IntermediateCourt},
		{"派出机构由部门的本级政府复议", "station", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"市局分局也可以由所在地政府复议", "branch", "2026-11-23", []string{"武威市人民政府", "武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"授权组织", "centre", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
		{"税务局", "tax", "2026-11-23", []string{"国家税务总局武威市税务局"}, "《行政复议法》第二十七条", agency.BasicCourt},
		{"司法局有两个选择", "justice", "2026-11-23", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十八条", agency.BasicCourt},
		{"区局在新法施行当日", "science", "2024-01-01", []string{"武威市凉州区人民政府"}, "《行政复议法》第二十四条", agency.BasicCourt},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := tr.Find(tt.agency)
			f := tr.ForumOf(a, agency.Remedies{Court: "某法院"}, day(tt.on))
			if diff := cmp.Diff(tt.organs, f.Organs); diff != "" {
				t.Error(diff)
			}
			if f.Cite.String() != tt.cite || f.CourtLevel != tt.court {
				t.Errorf("cites %s, court %s", f.Cite, f.CourtLevel)
			}
		})
	}
}

func TestForumThatMustBeSet(t *testing.T) {
	tr := tree(t)
	find := func(id agency.ID) agency.Agency { a, _ := tr.Find(id); return a }
	for _, tt := range []struct {
		name   string
		agency agency.Agency
		set    agency.Remedies
		on     string
		want   []string
	}{
		{"未设法院", find("science"), agency.Remedies{}, "2026-11-23", []string{"court"}},
		{"司法局的上级不是司法行政部门", find("justice"), agency.Remedies{Court: "某法院"}, "2026-11-23", []string{"reconsideration_organs"}},
		{"市税务局的上级不在系统中", find("citytax"), agency.Remedies{}, "2026-11-23", []string{"reconsideration_organs", "court"}},
		{"设置优先", find("citytax"), agency.Remedies{Organs: []string{"国家税务总局甘肃省税务局"}, Court: "某法院"}, "2026-11-23", nil},
		{"旧法时区局的上级部门未知", find("science"), agency.Remedies{Court: "某法院"}, "2023-12-31", []string{"reconsideration_organs"}},
		{"医院不适用", find("hospital"), agency.Remedies{Court: "某法院"}, "2026-11-23", []string{"kind"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := tr.ForumOf(tt.agency, tt.set, day(tt.on))
			if diff := cmp.Diff(tt.want, fields(f.Problems)); diff != "" {
				t.Error(diff, f)
			}
		})
	}
}

func TestEveryKindAtEveryLevelHasARuleInBothLaws(t *testing.T) {
	tr := tree(t)
	for _, k := range agency.Kinds {
		if err := k.Cite.Check(); err != nil {
			t.Error(k.Label, err)
		}
		for _, l := range agency.Levels {
			for _, on := range []string{"2020-01-01", "2026-01-01"} {
				a := agency.Agency{ID: "x", Name: "某机关", Kind: k.Kind, Level: l.Level}
				f := tr.ForumOf(a, agency.Remedies{Organs: []string{"某复议机关"}, Court: "某法院"}, day(on))
				none := k.Kind == agency.PublicService || k.Kind == agency.StateAdministration && l.Level != agency.State
				if (f.Cite.IsZero()) != none {
					t.Errorf("%s %s on %s: %+v", k.Label, l.Label, on, f)
				}
				if !f.Cite.IsZero() {
					if err := f.Cite.Check(); err != nil {
						t.Error(err)
					}
				}
				if err := f.CourtCite.Check(); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if f := tr.ForumOf(agency.Agency{Kind: agency.Government, Level: agency.State}, agency.Remedies{Organs: []string{"x"}}, day("2026-01-01")); f.Organs != nil || f.Cite != law.Recon.Art(26) {
		t.Errorf("国务院: %+v", f)
	}
}
