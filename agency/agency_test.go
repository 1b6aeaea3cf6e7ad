package agency_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
)

func day(s string) civil.Date { return civil.MustParse(s) }

// liangzhou is a deployment: a province, a city, a district with bureaus, a street, a sub-office and a tax system.
func liangzhou() []agency.Agency {
	gov := func(id agency.ID, name string, level agency.Level, region agency.RegionCode, parent agency.ID) agency.Agency {
		return agency.Agency{ID: id, Code: "gov-" + string(id), Name: name, Kind: agency.Government, Level: level, Region: region, Parent: parent}
	}
	dep := func(id agency.ID, name string, kind agency.Kind, level agency.Level, region agency.RegionCode, parent, superior agency.ID) agency.Agency {
		return agency.Agency{ID: id, Code: "dep-" + string(id), Name: name, Kind: kind, Level: level, Region: region, Parent: parent, Superior: superior}
	}
	cityOffice := dep("cityoffice", "武威市人民政府办公室", agency.Department, agency.City, "620600", "city", "")
	office := dep("office", "武威市凉州区人民政府办公室", agency.Department, agency.County, "620602", "district", "cityoffice")
	cityOffice.Competent, office.Competent = true, true
	cityTax := dep("citytax", "国家税务总局武威市税务局", agency.VerticalSystem, agency.City, "620600", "", "")
	cityTax.Competent = true
	science := dep("science", "武威市凉州区科学技术局", agency.Department, agency.County, "620602", "district", "office")
	science.USCC = "11620602013932130J"
	return []agency.Agency{
		gov("province", "甘肃省人民政府", agency.Province, "620000", ""),
		gov("city", "武威市人民政府", agency.City, "620600", "province"),
		gov("district", "武威市凉州区人民政府", agency.County, "620602", "city"),
		gov("town", "武威市凉州区黄羊镇人民政府", agency.Township, "620602101", "district"),
		cityOffice, office, cityTax, science,
		dep("justice", "武威市凉州区司法局", agency.JusticeDepartment, agency.County, "620602", "district", "office"),
		dep("cityjustice", "武威市司法局", agency.JusticeDepartment, agency.City, "620600", "city", "cityoffice"),
		dep("street", "武威市凉州区东大街街道办事处", agency.DispatchedOffice, agency.Township, "620602001", "district", "office"),
		dep("station", "武威市凉州区市场监督管理局黄羊所", agency.KindDispatched, agency.County, "620602", "science", "office"),
		dep("branch", "武威市生态环境局凉州分局", agency.KindDispatched, agency.City, "620602", "cityoffice", "cityoffice"),
		dep("centre", "武威市凉州区政务服务中心", agency.Authorised, agency.County, "620602", "office", "office"),
		dep("tax", "国家税务总局武威市凉州区税务局", agency.VerticalSystem, agency.County, "620602", "", "citytax"),
		dep("hospital", "武威市凉州医院", agency.PublicService, agency.County, "620602", "district", "office"),
	}
}

func tree(t *testing.T) *agency.Tree {
	t.Helper()
	tree, problems := agency.NewTree(liangzhou())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return tree
}

func fields(problems []fault.Problem) []string {
	var names []string
	for _, p := range problems {
		names = append(names, p.Field)
	}
	return names
}

func TestCheckAgency(t *testing.T) {
	good := agency.Agency{ID: "a", USCC: "11620602013932130J", Code: "kjj", Name: "武威市凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"}
	for _, tt := range []struct {
		name   string
		change func(*agency.Agency)
		want   []string
	}{
		{"齐全", func(*agency.Agency) {}, nil},
		{"什么都没有", func(a *agency.Agency) { *a = agency.Agency{} }, []string{"name", "code", "level", "kind", "region", "uscc"}},
		{"代码抄错", func(a *agency.Agency) { a.USCC = "11620602013932131J" }, []string{"uscc"}},
		{"总校验正确而组织机构代码不合", func(a *agency.Agency) { a.USCC = "11620602013932131M" }, []string{"uscc"}},
		{"内设机构可以没有代码", func(a *agency.Agency) { a.USCC, a.Kind = "", agency.InternalBody }, nil},
		{"网址代码含大写", func(a *agency.Agency) { a.Code = "KJJ" }, []string{"code"}},
		{"网址代码想逃出路径", func(a *agency.Agency) { a.Code = "../x" }, []string{"code"}},
		{"名称带空格", func(a *agency.Agency) { a.Name = " 科技局" }, []string{"name"}},
		{"镇政府挂在区上", func(a *agency.Agency) { a.Kind, a.Level = agency.Government, agency.Township }, []string{"region"}},
		{"自己是自己的上级", func(a *agency.Agency) { a.Superior = "a" }, []string{"superior"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := good
			tt.change(&a)
			if diff := cmp.Diff(tt.want, fields(a.Check())); diff != "" {
				t.Error(diff, a.Check())
			}
		})
	}
}

func TestSections(t *testing.T) {
	problems := agency.CheckSections([]agency.Section{
		{Name: "办公室", Office: true}, {Name: "法规股", Office: true}, {Name: "办公室"}, {Name: " "}, {Name: "办公室", Closed: true},
	})
	if diff := cmp.Diff([]string{"name", "name", "office"}, fields(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestOversight(t *testing.T) {
	tr := tree(t)
	for _, tt := range []struct {
		name         string
		upper, lower agency.ID
		want         bool
	}{
		{"区政府办管区科技局", "office", "science", true},
		{"市政府办隔级看区科技局", "cityoffice", "science", true},
		{"科技局不管司法局", "science", "justice", false},
		{"不管自己", "office", "office", false},
		{"不管上级", "office", "cityoffice", false},
		{"税务自成系统", "office", "tax", false},
		{"市税务局管区税务局", "citytax", "tax", true},
		{"不存在的机关", "office", "nowhere", false},
		{"空", "", "", false},
	} {
		if got := tr.Oversees(tt.upper, tt.lower); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	for _, upper := range tr.All() {
		below := map[agency.ID]bool{}
		for _, id := range tr.Below(upper.ID) {
			below[id] = true
		}
		for _, lower := range tr.All() {
			if below[lower.ID] != tr.Oversees(upper.ID, lower.ID) {
				t.Errorf("Below and Oversees differ for %s over %s", upper.Name, lower.Name)
			}
		}
	}
	if got := len(tr.Below("cityoffice")); got != 9 {
		t.Errorf("市政府办 oversees %d", got)
	}
}

func TestTreeProblems(t *testing.T) {
	a := agency.Agency{ID: "a", Code: "aa", Name: "甲", Superior: "b", Competent: true}
	b := agency.Agency{ID: "b", Code: "bb", Name: "乙", Superior: "a", Competent: true}
	c := agency.Agency{ID: "c", Code: "bb", Name: "丙", Superior: "d"}
	d := agency.Agency{ID: "d", Code: "dd", Name: "丁", Superior: "nowhere", USCC: "11620602013932130J"}
	e := agency.Agency{ID: "e", Code: "ee", Name: "戊", Parent: "e", USCC: "11620602013932130J"}
	tr, problems := agency.NewTree([]agency.Agency{a, b, c, d, e})
	var got []string
	for _, p := range problems {
		got = append(got, p.Message)
	}
	want := []string{
		"乙：网址代码“bb”已被使用", "戊：统一社会信用代码已被使用", "丙：丁不是政府信息公开工作主管部门", "丁：主管部门不存在",
		"乙：主管部门关系成环", "戊：所属机关关系成环", "甲：主管部门关系成环",
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// A broken tree still answers and ends.
	tr.Below("a")
	tr.Oversees("a", "e")
	tr.Government(e)
}

func TestRegions(t *testing.T) {
	rs, err := agency.NewRegions([]agency.Region{{"620602", "凉州区"}, {"620000", "甘肃省"}, {"620600", "武威市"}, {"620602101", "黄羊镇"}, {"110000", "北京市"}, {"110101", "东城区"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"甘肃省", "武威市", "凉州区", "黄羊镇"}, rs.Path("620602101")); diff != "" {
		t.Error(diff)
	}
	if p, _ := rs.Parent("110101"); p.Name != "北京市" {
		t.Errorf("东城区 lies in %q", p.Name)
	}
	if diff := cmp.Diff([]agency.Region{{"110101", "东城区"}}, rs.Children("110000")); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "62060", "62060a", "620002", "6206020010", "000100"} {
		if c, err := agency.ParseRegionCode(bad); err == nil {
			t.Errorf("%q read as %q", bad, c)
		}
	}
	for in, want := range map[string]agency.RegionCode{"620602001000": "620602001", "620602000000": "620602", "620602": "620602"} {
		if c, err := agency.ParseRegionCode(in); err != nil || c != want {
			t.Errorf("%q read as %q, %v", in, c, err)
		}
	}
	if _, err := agency.NewRegions([]agency.Region{{"620602", "凉州区"}, {"620602", ""}}); len(fault.Problems(err)) != 2 {
		t.Errorf("got %v", err)
	}
}
