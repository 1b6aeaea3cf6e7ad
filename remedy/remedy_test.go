package remedy_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/remedy"
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
