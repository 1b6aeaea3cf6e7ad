package remedy_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/remedy"
	"gongkai/workday"
)

var (
	day   = civil.MustParse
	forum = remedy.Forum{Organs: []string{"凉州区人民政府"}, Court: "武威市凉州区人民法院", ReconURL: "https://example.gov.cn/xzfy"}
)

func TestNotice(t *testing.T) {
	for _, tt := range []struct {
		name   string
		block  decision.Block
		on     string
		online bool
		want   []string
		not    string
	}{
		{"withheld: first 复议, then fifteen days", decision.ReconFirst, "2026-11-03", false,
			[]string{"应当自收到本决定书之日起60日内先向凉州区人民政府申请行政复议", "15日内向武威市凉州区人民法院"}, "6个月"},
		{"withheld, served online: the internet channel is named", decision.ReconFirst, "2026-11-03", true, []string{"https://example.gov.cn/xzfy"}, ""},
		{"disclosed: either way", decision.ReconOrCourt, "2026-11-03", false, []string{"可以自收到本答复之日起60日内", "6个月内向武威市凉州区人民法院"}, "先向"},
	} {
		got, problems := remedy.Notice(tt.block, forum, day(tt.on), tt.online)
		if len(problems) > 0 {
			t.Errorf("%s: %v", tt.name, problems)
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", tt.name, got, want)
			}
		}
		if tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("%s: %q has %q", tt.name, got, tt.not)
		}
	}
	if got, _ := remedy.Notice(decision.NoRemedy, remedy.Forum{}, day("2026-11-03"), false); got != "" {
		t.Errorf("a procedural letter has %q", got)
	}
	if _, problems := remedy.Notice(decision.ReconFirst, remedy.Forum{}, day("2026-11-03"), true); len(problems) != 3 {
		t.Errorf("%v, want organ, court and channel", problems)
	}
}

func TestDuties(t *testing.T) {
	cal := workday.National()
	for _, tt := range []struct {
		name string
		p    remedy.Proceeding
		want string
	}{
		{"复议: ten workdays over National Day 2026", remedy.Proceeding{Way: remedy.Reconsideration, ServedOn: day("2026-09-30")}, "2026-10-20"},
		{"复议, summary: five workdays", remedy.Proceeding{Way: remedy.Reconsideration, Summary: true, ServedOn: day("2026-04-20")}, "2026-04-27"},
		{"suit: fifteen days that end in a holiday", remedy.Proceeding{Way: remedy.LitigationDirect, ServedOn: day("2026-09-18")}, "2026-10-08"},
		{"answered", remedy.Proceeding{Way: remedy.LitigationDirect, ServedOn: day("2026-09-18"), AnsweredOn: day("2026-09-20")}, ""},
	} {
		got := ""
		for _, d := range tt.p.Duties(cal) {
			got = d.DueOn.String()
			if d.Cite.Check() != nil {
				t.Errorf("%s: %v", tt.name, d.Cite)
			}
		}
		if got != tt.want {
			t.Errorf("%s: due %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestABucketThatIsNotTheUsualOneNeedsAReason(t *testing.T) {
	p := remedy.Proceeding{Way: remedy.Reconsideration, Forum: "凉州区人民政府", FiledOn: day("2026-03-02"), ClosedOn: day("2026-04-20"), Result: "维持", Bucket: remedy.Upheld}
	if got := p.Check(); len(got) > 0 {
		t.Error(got)
	}
	p.Bucket = remedy.OtherResult
	if got := p.Check(); len(got) != 1 || got[0].Field != "because" {
		t.Error(got)
	}
	p.Because = "复议机关按终止处理"
	if got := p.Check(); len(got) > 0 {
		t.Error(got)
	}
	p.ClosedOn = civil.Date{}
	if got := p.Check(); len(got) != 1 || got[0].Field != "result" {
		t.Error(got)
	}
	if p.BucketOn(day("2026-12-31")) != remedy.Pending {
		t.Error("an open case is pending")
	}
	if got := (remedy.Proceeding{}).Check(); len(got) != 3 {
		t.Errorf("%v, want way, forum and day", got)
	}
}
