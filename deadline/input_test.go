package deadline_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"gongkai/deadline"
	"gongkai/fault"

	"github.com/google/go-cmp/cmp"
)

func TestReadSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"输入是空的"}},
		{"no JSON", "到期日", []string{"不是合格的JSON"}},
		{"half an object", `{"channel":"online"`, []string{"不是合格的JSON"}},
		{"a list", `[]`, []string{"应是一个JSON对象，不能是 array"}},
		{"two objects", `{"channel":"fax"}{}`, []string{"一个JSON对象之后还有内容"}},
		{"misspelt", `{"chanel":"online"}`, []string{`不认识的字段 "chanel"`}},
		{"everything at once", `{"channel":"pigeon","arrived_on":"2026-02-30","today":20261020,"events":[
			{"on":"2026-10-08","type":"lost"},{"type":"decided"},{"on":"2026-10-09","type":"extended","workdays":"10"},
			{"on":"2026-10-09","type":"decided","untill":"2026-10-10"}, 7]}`, []string{
			"channel 应为 [in_person registered_mail ordinary_mail online fax] 之一",
			"arrived_on：没有 2026-02-30 这一天",
			"today：日期应是字符串，写成 \"2026-11-03\" 的形式",
			"第1个事件：type 应为 [correction_requested corrected third_party_consulted third_party_answered agency_consulted agency_answered extended reasons_requested reasons_given delayed fee_noticed fee_paid decided withdrawn] 之一",
			"第2个事件：缺少日期 on",
			"第3个事件：字段 workdays 的类型不对，不能是 string",
			"第4个事件：不认识的字段 \"untill\"",
			"第5个事件：应是一个JSON对象，不能是 number",
		}},
		{"too large", `{"channel":"` + strings.Repeat("x", 1<<20) + `"}`, []string{"输入超过1MB，不像一件申请的经过"}},
		{"too many", `{"channel":"fax","events":[` + strings.Repeat("{},", 1000) + `{}]}`, []string{"事件超过1000个，不像一件申请的经过"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := deadline.Read(strings.NewReader(tt.text))
			if err == nil {
				t.Fatal("no error")
			}
			var got []string
			for _, p := range fault.Problems(err) {
				got = append(got, p.Message)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheOutputHasTheFieldsThatOthersRelyOn(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"unconfirmed", `{"channel":"online","arrived_on":"2026-09-30","today":"2026-10-09"}`,
			`{"received_on":null,"due_on":null,"provisional":false,"workdays_left":null,"stage":"unconfirmed","paused":false,"terms":[],"problems":[],"trail":[` +
				`{"from":"2026-09-30","to":"2026-09-30","counted":0,"text":"申请于2026年9月30日到达，尚未与申请人确认，期限尚未开始","cite":"《条例》第三十一条第三项"}]}`},
		{"arrives after today", `{"channel":"in_person","arrived_on":"2026-11-03","today":"2026-10-09"}`,
			`{"received_on":null,"due_on":null,"provisional":false,"workdays_left":null,"stage":"unconfirmed","paused":false,"terms":[],"problems":[` +
				`{"on":"2026-11-03","message":"收到申请之日（2026年11月3日）在今天（2026年10月9日）之后","cite":"《条例》第三十一条第一项"}],"trail":[]}`},
	} {
		in, err := deadline.Read(strings.NewReader(tt.in))
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(deadline.Compute(cal, in))
		if diff := cmp.Diff(tt.want, string(out)); diff != "" || err != nil {
			t.Error(tt.name, diff, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"channel":"online","arrived_on":"2026-09-30","confirmed_on":"2026-09-30","today":"2026-10-20","events":[{"on":"2026-10-12","type":"third_party_consulted","received_on":"2026-10-14"},{"on":"2026-10-20","type":"extended","workdays":20}]}`)
	f.Add(`{"channel":"in_person","arrived_on":"2026-03-02","today":"2026-03-30","events":[{"on":"2026-03-04","type":"correction_requested","until":"2026-03-18"},{"on":"2026-03-10","type":"corrected"},{"on":"2026-03-12","type":"fee_noticed"},{"on":"2026-03-13","type":"fee_paid"}]}`)
	f.Add(`{"channel":"fax","arrived_on":null,"events":[{"on":"0001-01-01","type":"decided"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		in, err := deadline.Read(strings.NewReader(text))
		if err != nil {
			if len(fault.Problems(err)) == 0 || fault.Message(err) == "" {
				t.Fatal("an error without words")
			}
			return
		}
		out := deadline.Compute(cal, in)
		if _, err := json.Marshal(out); err != nil {
			t.Fatal(err)
		}
		if out.Stage == deadline.Open && out.DueOn.IsZero() && len(out.Problems) == 0 {
			t.Fatalf("open without a due date: %+v", out)
		}
		written, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := deadline.Read(bytes.NewReader(written))
		if diff := cmp.Diff(out, deadline.Compute(cal, again), cmp.Comparer(sameDate)); err != nil || diff != "" {
			t.Fatalf("read back differently: %v %s", err, diff)
		}
	})
}
