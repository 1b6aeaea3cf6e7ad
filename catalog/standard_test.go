package catalog_test

import (
	"strings"
	"testing"

	"gongkai/catalog"

	"pgregory.net/rapid"
)

// The layout is that of the catalogues that ministries issued for the fields of 国办发〔2019〕54号: two rows of heads, items
// of the first level over several rows, ticks in columns.
var standardTable = [][]string{
	{"社会救助领域基层政务公开标准目录"},
	{"序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", ""},
	{"", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请公开", "县级", "乡级"},
	{"1", "综合业务", "政策法规文件", "●《社会救助暂行办法》\n●各地配套政策", "《条例》", "制定或获取文件之日起10个工作日内", "民政局", "■政府网站\n■公开查阅点", "√", "", "√", "", "√", "√"},
	{"2", "", "监督检查", "●社会救助信访通讯地址", "《条例》", "制定或获取之日起10个工作日内", "民政局", "■政府网站", "√", "", "√", "", "√", "√"},
	{"3", "最低生活保障", "审核审批信息", "●低保对象名单及相关信息", "《条例》", "每年年底前", "民政局、乡镇人民政府", "■公开栏", "", "√申请人所在村", "√", "", "√", "√"},
	{"4", "最低生活保障", "审核审批信息", "又一次", "", "", "", "", "", "", "", "", "", ""},
	{"5", "临时救助", "没有内容的", "", "", "", "", "", "", "", "", "", "", ""},
	{},
}

func TestAStandardCatalogueIsRead(t *testing.T) {
	rows, refused, err := catalog.ReadStandard(standardTable)
	if err != nil || len(rows) != 3 || len(refused) != 2 {
		t.Fatalf("%v\n%v\n%v", rows, refused, err)
	}
	if r := rows[1]; r.Group != "综合业务" || r.Title != "监督检查" || r.Row != 5 {
		t.Errorf("the blank cell does not belong to the item above: %+v", r)
	}
	want := catalog.Requirement{Content: "●低保对象名单及相关信息", Basis: "《条例》", Term: "每年年底前", Body: "民政局、乡镇人民政府", Channels: "■公开栏",
		Audience: "特定群体：申请人所在村", Mode: "主动", Level: "县级、乡级"}
	if rows[2].Wanted != want {
		t.Errorf("got  %+v\nwant %+v", rows[2].Wanted, want)
	}
	for i, words := range []string{"与第6行的事项重复", "没有公开内容"} {
		if !strings.Contains(refused[i].Reason, words) {
			t.Errorf("row %d: %s", refused[i].Row, refused[i].Reason)
		}
	}
	for _, tt := range []struct {
		term  string
		class catalog.Freshness
		days  int
	}{{"每年年底前", catalog.Yearly, 0}, {"自形成之日起20个工作日", catalog.Whenever, 0}, {"每季度", catalog.SixMonths, 92}, {"按月公开", catalog.SixMonths, 31}, {"每周", catalog.TwoWeeks, 7}, {"", catalog.Whenever, 0}} {
		if class, days := catalog.FreshnessOf(tt.term); class != tt.class || days != tt.days {
			t.Errorf("%s: %s %d", tt.term, class, days)
		}
	}
}

func TestAFlatTableIsReadAndAnotherIsNone(t *testing.T) {
	rows, refused, err := catalog.ReadStandard([][]string{{"公开事项", "公开内容", "公开依据", "公开方式"}, {"征地批复", "批准文件", "土地管理法", "主动公开"}})
	if err != nil || len(refused) > 0 || len(rows) != 1 || rows[0].Name() != "征地批复" || rows[0].Wanted.Mode != "主动公开" {
		t.Errorf("%v %v %v", rows, refused, err)
	}
	if _, _, err := catalog.ReadStandard([][]string{{"姓名", "金额"}, {"某某", "100"}}); err == nil {
		t.Error("a list of names was taken for a catalogue")
	}
}

// Every row under the heads is taken, refused or blank: none is lost.
func TestNoRowOfACatalogueIsLost(t *testing.T) {
	cell := rapid.SampledFrom([]string{"", " ", "√", "综合业务", "政策法规文件", "每年", "■政府网站", strings.Repeat("长", 61), "公开内容"})
	rapid.Check(t, func(t *rapid.T) {
		table := append([][]string{}, standardTable[1:3]...)
		body := rapid.SliceOfN(rapid.SliceOfN(cell, 0, 15), 0, 12).Draw(t, "rows")
		table = append(table, body...)
		rows, refused, err := catalog.ReadStandard(table)
		if err != nil {
			t.Fatal(err)
		}
		blank := 0
		for _, row := range body {
			filled := false
			for col, text := range row {
				filled = filled || col > 0 && col < 14 && strings.TrimSpace(text) != ""
			}
			if !filled {
				blank++
			}
		}
		if len(rows)+len(refused)+blank != len(body) {
			t.Fatalf("%d taken, %d refused, %d blank of %d", len(rows), len(refused), blank, len(body))
		}
	})
}
