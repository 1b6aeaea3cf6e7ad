package review_test

import (
	"testing"

	"gongkai/civil"
	"gongkai/review"
)

func TestVouch(t *testing.T) {
	before, today := civil.MustParse("2019-08-12"), civil.MustParse("2026-11-03")
	good := review.Voucher{By: wang, Statement: "原县政府网站已公开，经原审批程序审查"}
	blocked := []review.Finding{{Kind: "id_card", Where: "第3段", Block: true}}
	for _, tt := range []struct {
		name     string
		subject  review.Subject
		voucher  review.Voucher
		public   civil.Date
		findings []review.Finding
		want     string
	}{
		{"somebody answers for it", doc, good, before, nil, ""},
		{"nobody answers", doc, review.Voucher{Statement: "x"}, before, nil, "由谁担保"},
		{"nothing is declared", doc, review.Voucher{By: wang}, before, nil, "担保的内容"},
		{"no day of publication", doc, good, civil.Date{}, nil, "以前公开的日期"},
		{"public only tomorrow", doc, good, today.AddDays(1), nil, "不能晚于今天"},
		{"an ID number stands", doc, good, before, blocked, "不得公开"},
		{"a scan, which people looked at then", doc, good, before, []review.Finding{{Kind: "no_text", Where: "第1页", Look: true}}, ""},
		{"no content", review.Subject{Kind: "record", ID: "r1"}, good, before, nil, "没有可供导入"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := review.Vouch(tt.subject, tt.voucher, tt.public, today, tt.findings)
			if tt.want == "" {
				if err != nil || !c.Clears("record", "r1", "d1") || c.Clears("record", "r1", "d2") || c.Clears("record", "r2", "d1") || len(c.Signoffs()) != 1 {
					t.Fatalf("%v %v", c, err)
				}
				return
			}
			if c.Clears("record", "r1", "d1") || !mentions(err, tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// A revision of an imported record goes through the whole review: the voucher's act counts for no stage of a plan.
func TestVouchedActsAreNoReview(t *testing.T) {
	acts := []review.Signoff{{Stage: review.Vouched, By: zhao, On: day, Verdict: review.Passed, Opinion: "x", Digest: "d1"}}
	if c, err := review.Clear(review.DefaultPlan, doc, acts, nil); err == nil || c.Clears("record", "r1", "d1") {
		t.Error("the voucher's word was taken for a review")
	}
}
