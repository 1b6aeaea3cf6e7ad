package agency_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/agency"
	"gongkai/law"
)

func TestDefaultSettingsAreLawful(t *testing.T) {
	for _, a := range liangzhou() {
		if a.Kind == agency.KindDispatched {
			continue
		}
		a.USCC = "11620602013932130J"
		for _, on := range []string{"2019-05-15", "2026-11-23"} {
			if problems := agency.DefaultSettings(day(on)).Check(a, day(on)); len(problems) > 0 {
				t.Errorf("%s: %v", a.Name, problems)
			}
		}
	}
}

func TestSettingsKeepToTheLaw(t *testing.T) {
	on := day("2026-11-23")
	a := agency.Agency{USCC: "11620602013932130J", Kind: agency.Department, Level: agency.County}
	for _, tt := range []struct {
		name   string
		change func(*agency.Settings)
		want   []string
	}{
		{"缺省", func(*agency.Settings) {}, nil},
		{"去掉保密审查", func(s *agency.Settings) { s.Review.Order = []agency.Stage{agency.StageSelf, agency.StageSign} }, []string{"review.order"}},
		{"签发不在最后", func(s *agency.Settings) { s.Review.Order = []agency.Stage{agency.StageSign, agency.StageSecrecy} }, []string{"review.order"}},
		{"没有任何环节", func(s *agency.Settings) { s.Review.Order = nil }, []string{"review.order", "review.order"}},
		{"部门年报晚于1月31日", func(s *agency.Settings) { s.Report.DueMonthDay = 201 }, []string{"report.due_month_day"}},
		{"年报提前到1月20日", func(s *agency.Settings) { s.Report.DueMonthDay = 120 }, nil},
		{"年报日期不存在", func(s *agency.Settings) { s.Report.DueMonthDay = 132 }, []string{"report.due_month_day"}},
		{"其他机关意见超过十五日", func(s *agency.Settings) { s.Periods.OtherAgency = law.On(law.OtherAgencyTerm, on).Int() + 1 }, []string{"periods.other_agency"}},
		{"密码太短、从不过期", func(s *agency.Settings) { s.Access.MinLength, s.Access.MaxAgeDays = 6, 0 }, []string{"access.min_length", "access.max_age_days"}},
		{"地址段写错", func(s *agency.Settings) { s.Access.Networks = []string{"10.0.0.0/8", "10.0.0.1"} }, []string{"access.networks"}},
		{"收费没有账户", func(s *agency.Settings) { s.Fee.Collected = true }, []string{"fee"}},
		{"法院写成法庭", func(s *agency.Settings) { s.Remedies.Court = "凉州区法庭" }, []string{"remedies.court"}},
		{"复议渠道是脚本", func(s *agency.Settings) { s.Remedies.ReconURL = "javascript:alert(1)" }, []string{"remedies.recon_url"}},
		{"编号没有流水号", func(s *agency.Settings) { s.Numbers.Case = "{year}" }, []string{"numbers.case"}},
		{"未知策略", func(s *agency.Settings) { s.Receipt = agency.Receipt{} }, []string{"receipt.policy", "receipt.pause"}},
		{"标识码", func(s *agency.Settings) { s.Site.Identifier = "62060200" }, []string{"site.identifier"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := agency.DefaultSettings(on)
			tt.change(&s)
			if diff := cmp.Diff(tt.want, fields(s.Check(a, on))); diff != "" {
				t.Error(diff, s.Check(a, on))
			}
		})
	}
}

func TestStoredSettingsReadBackOverTheDefaults(t *testing.T) {
	on := day("2026-11-23")
	s := agency.DefaultSettings(on)
	s.Remedies.Organs, s.Access.MinLength = []string{"凉州区人民政府"}, 12
	stored, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := agency.ReadSettings(stored, on)
	if diff := cmp.Diff(s, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	got, err = agency.ReadSettings([]byte(`{"access":{"min_length":14}}`), on)
	if err != nil || got.Access.MinLength != 14 || got.Access.LockAfter != agency.DefaultSettings(on).Access.LockAfter {
		t.Errorf("%+v, %v", got.Access, err)
	}
	if _, err := agency.ReadSettings([]byte("{"), on); err == nil {
		t.Error("broken settings read")
	}
}

func TestReportDue(t *testing.T) {
	on := day("2026-11-23")
	s := agency.DefaultSettings(on)
	early := s
	early.Report.DueMonthDay = 120
	for _, tt := range []struct {
		name string
		a    agency.Agency
		s    agency.Settings
		want string
	}{
		{"部门", agency.Agency{Kind: agency.Department, Level: agency.County}, s, "2027-01-31"},
		{"县级政府", agency.Agency{Kind: agency.Government, Level: agency.County}, s, "2027-03-31"},
		{"镇政府", agency.Agency{Kind: agency.Government, Level: agency.Township}, s, "2027-01-31"},
		{"主管部门", agency.Agency{Kind: agency.Department, Level: agency.County, Competent: true}, s, "2027-03-31"},
		{"当地要求提前", agency.Agency{Kind: agency.Department, Level: agency.County}, early, "2027-01-20"},
	} {
		if got := tt.s.ReportDue(tt.a, 2026, on); got.String() != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

// Numbers as published by the agencies of the country.
func TestPatterns(t *testing.T) {
	seed := agency.Agency{USCC: "11620602013932130J", Code: "zfb"}
	for _, tt := range []struct {
		pattern agency.Pattern
		serial  int
		want    string
	}{
		{"{uscc}/{year}-{serial:5}", 8111, "11620602013932130J/2022-08111"},
		{"{uscc}/{year}-{serial:6}", 206793, "11620602013932130J/2022-206793"},
		{"{code}/{year}-{serial:5}", 21, "zfb/2022-00021"},
		{"{uscc}/{year}{month}-{serial:5}", 13, "11620602013932130J/202208-00013"},
		{"{org}/{year}-{serial:5}", 151, "013932130/2022-00151"},
		{"{word}〔{year}〕{serial}号", 7, "凉科公开〔2022〕7号"},
	} {
		if err := tt.pattern.Check(); err != nil {
			t.Error(tt.pattern, err)
		}
		if got, err := tt.pattern.Format(seed, "凉科公开", day("2022-08-01"), tt.serial); got != tt.want || err != nil {
			t.Errorf("%s gives %q, %v; want %q", tt.pattern, got, err, tt.want)
		}
	}
	for _, bad := range []agency.Pattern{"", "{year}", "{serial}", "{year}{serial}{serial}", "{year}-{serial", "{year}-serial}", "{year}{seriel}", "{year}{serial:0}", "{year:4}{serial}", "{year}{day}{serial}", "{year}{serial:99}"} {
		if bad.Check() == nil {
			t.Errorf("%q accepted", bad)
		}
	}
	if got := agency.Pattern("{year}{month}-{serial}").Period(day("2022-08-01")); got != "2022-08" {
		t.Error(got)
	}
}

func TestGuide(t *testing.T) {
	g := agency.Guide{OfficeName: "办公室", Address: "凉州区", Hours: "工作日", Phone: "0935-2212345", Fax: "无", Internet: "kjj@example.cn"}
	if problems := g.Check(); len(problems) > 0 {
		t.Error(problems)
	}
	if got := len(agency.Guide{}.Check()); got != 6 {
		t.Errorf("an empty guide has %d problems, want the six of the article", got)
	}
	for _, tt := range []struct {
		name    string
		channel agency.Channel
		ok      bool
	}{
		{"当面不得关闭", agency.Channel{Kind: agency.ChannelInPerson, Reason: "疫情"}, false},
		{"邮寄不得关闭", agency.Channel{Kind: agency.ChannelMail, Reason: "没有人手"}, false},
		{"在线可以不开，但要说明", agency.Channel{Kind: agency.ChannelOnline}, false},
		{"在线不开并说明", agency.Channel{Kind: agency.ChannelOnline, Reason: "系统建设中，请当面或者邮寄"}, true},
		{"开通要写用法", agency.Channel{Kind: agency.ChannelFax, Open: true}, false},
		{"未知渠道", agency.Channel{Kind: "pigeon", Open: true, How: "放飞"}, false},
	} {
		if problems := agency.CheckChannels([]agency.Channel{tt.channel}); (len(problems) == 0) != tt.ok {
			t.Errorf("%s: %v", tt.name, problems)
		}
	}
	closed := agency.Guide{Channels: []agency.Channel{{Kind: agency.ChannelMail}, {Kind: agency.ChannelFax, Reason: "无"}}}
	for kind, want := range map[agency.ChannelKind]bool{agency.ChannelInPerson: true, agency.ChannelMail: true, agency.ChannelFax: false, agency.ChannelOnline: false} {
		if closed.Open(kind) != want {
			t.Errorf("%s open: %v", kind, !want)
		}
	}
	if !(agency.Guide{}).Open(agency.ChannelEmail) {
		t.Error("an agency that described no channel must respect the applicant's choice")
	}
	g.ReviewedOn = day("2025-11-22")
	if !g.Stale(day("2026-11-23"), 12) || g.Stale(day("2026-11-22"), 12) || !(agency.Guide{}).Stale(day("2026-11-22"), 12) {
		t.Error("stale")
	}
}
