package decision_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"

	"pgregory.net/rapid"
)

// complete returns a draft of the outcome and a file on which it may be issued.
func complete(leaf decision.Leaf, sub decision.SubReason) (decision.Draft, decision.Facts) {
	d := decision.Draft{Outcome: leaf.Outcome, Sub: sub, DecidedOn: day("2026-11-03"), Reason: "经查，……"}
	f := decision.Facts{ReceivedOn: day("2026-09-30"), Evidence: slices.Clone(leaf.Evidence)}
	for _, v := range leaf.Variants {
		if v.Sub == sub {
			f.Evidence = append(f.Evidence, v.Evidence...)
		}
	}
	if leaf.Ground != "" {
		d.Grounds, d.Withholds = []decision.Ground{leaf.Ground}, true
	}
	switch leaf.Outcome {
	case decision.Disclosed:
		d.Discloses = true
	case decision.Partial:
		d.Discloses, d.Withholds, d.Grounds = true, true, []decision.Ground{decision.GroundDeliberative}
		f.Evidence = append(f.Evidence, decision.KindStatement)
	case decision.ThirdParty:
		f.Opinions = []decision.Opinion{{SentOn: day("2026-10-09"), LapsesOn: day("2026-10-30"), AnsweredOn: day("2026-10-20")}}
	case decision.UnableStillUnclear:
		f.CorrectionNoticedOn, f.CorrectionUntil, f.CorrectedOn = day("2026-10-09"), day("2026-10-23"), day("2026-10-20")
	case decision.OtherwiseNotCorrected:
		f.CorrectionNoticedOn, f.CorrectionUntil = day("2026-10-09"), day("2026-10-23")
	case decision.NotProcessedExcessive:
		f.ReasonsDemandedOn, f.ReasonsUntil = day("2026-10-09"), day("2026-10-23")
	case decision.OtherwiseNotPaid:
		f.FeeNoticedOn, f.FeeUntil = day("2026-09-30"), day("2026-10-30")
	}
	if sub == decision.WithdrawnByApp {
		f.WithdrawnOn = day("2026-11-02")
	}
	return d, f
}

func completeOf(o decision.Outcome, sub decision.SubReason) (decision.Draft, decision.Facts) {
	leaf, _ := decision.LeafOf(o)
	d, f := complete(leaf, sub)
	d.Outcome = o // also when there is none
	return d, f
}

func TestAFullFileMayBeIssuedAndWithoutAnyProofItMayNot(t *testing.T) {
	each(func(leaf decision.Leaf, sub decision.SubReason) {
		d, f := complete(leaf, sub)
		if problems := decision.Check(d, f); len(problems) > 0 {
			t.Errorf("%s %s: %v", leaf.Outcome, sub, problems)
		}
		for i, missing := range f.Evidence {
			less := f
			less.Evidence = slices.Delete(slices.Clone(f.Evidence), i, i+1)
			row, _ := decision.EvidenceOf(missing)
			problems := decision.Check(d, less)
			if len(problems) != 1 || !strings.Contains(problems[0].Message, "缺少"+row.Label) || problems[0].Cite != row.Cite {
				t.Errorf("%s %s without %s: %v", leaf.Outcome, sub, row.Label, problems)
			}
		}
	})
}

func TestWhatStandsAgainstADecision(t *testing.T) {
	type change func(*decision.Draft, *decision.Facts)
	for _, tt := range []struct {
		name    string
		outcome decision.Outcome
		sub     decision.SubReason
		change  change
		message string
		cite    string
	}{
		{"no such outcome", "O7", "", func(*decision.Draft, *decision.Facts) {}, "没有“O7”这种办理结果", ""},
		{"不掌握 without saying which", "O4.1", "O4.1a", func(d *decision.Draft, f *decision.Facts) { d.Sub = "" }, "请选择“本机关不掌握”的具体情形", "《条例》第三十六条第四项"},
		{"a sub-reason where there is none", "O5.2", "", func(d *decision.Draft, f *decision.Facts) { d.Sub = "O4.1a" }, "“重复申请”不分具体情形", ""},
		{"no day", "O1", "", func(d *decision.Draft, f *decision.Facts) { d.DecidedOn = civil.Date{} }, "请填写答复日期", ""},
		{"decided before receipt", "O1", "", func(d *decision.Draft, f *decision.Facts) { d.DecidedOn = day("2026-09-29") }, "早于收到申请之日", "《条例》第三十一条"},
		{"never confirmed", "O1", "", func(d *decision.Draft, f *decision.Facts) { f.ReceivedOn = civil.Date{} }, "尚未确认收到", "《条例》第三十一条"},
		{"no reason", "O4.2", "", func(d *decision.Draft, f *decision.Facts) { d.Reason = " " }, "请写明“需要另行制作”的理由", "《条例》第三十八条"},
		{"partial with nothing withheld", "O2", "", func(d *decision.Draft, f *decision.Facts) { d.Withholds = false }, "既有公开的部分，又有不予公开的部分", "《条例》第三十七条"},
		{"partial without ground", "O2", "", func(d *decision.Draft, f *decision.Facts) { d.Grounds = nil }, "请写明不予公开部分的理由", "《条例》第三十七条"},
		{"severable but withheld whole", "O3.6", "", func(d *decision.Draft, f *decision.Facts) { d.Discloses = true }, "应当是部分公开，不计其他情形", "《条例》第三十七条"},
		{"disclosed nothing", "O1", "", func(d *decision.Draft, f *decision.Facts) { d.Discloses = false }, "写明公开的内容", "《条例》第三十六条第二项"},
		{"withheld nothing", "O3.5", "", func(d *decision.Draft, f *decision.Facts) { d.Withholds = false }, "写明不予公开的内容", "《条例》第三十六条第三项"},
		{"gave it and called it a repeat", "O5.2", "", func(d *decision.Draft, f *decision.Facts) { d.Discloses = true }, "办理结果不能是“重复申请”", "《条例》第三十六条"},
		{"ground of another outcome", "O3.1", "", func(d *decision.Draft, f *decision.Facts) { d.Grounds = append(d.Grounds, decision.GroundInternal) }, "不是“不予公开·国家秘密”的理由", "《条例》第十六条第一款"},
		{"no ground", "O3.3", "", func(d *decision.Draft, f *decision.Facts) { d.Grounds = nil }, "的理由应当是“公开后可能危及", "《条例》第十四条"},
		{"a ground unknown to the law", "O2", "", func(d *decision.Draft, f *decision.Facts) { d.Grounds = append(d.Grounds, "work_secret") }, "没有“work_secret”这种不予公开的理由", ""},
		{"third party never asked", "O3.4", "", func(d *decision.Draft, f *decision.Facts) { f.Opinions = nil }, "应当书面征求第三方意见", "《条例》第三十二条"},
		{"third party still has time", "O3.4", "", func(d *decision.Draft, f *decision.Facts) {
			f.Opinions[0].AnsweredOn, f.Opinions[0].LapsesOn = civil.Date{}, day("2026-11-03")
		}, "期限至2026年11月3日届满", "《条例》第三十二条"},
		{"nobody knows when the third party got the letter", "O3.4", "", func(d *decision.Draft, f *decision.Facts) {
			f.Opinions[0].AnsweredOn, f.Opinions[0].LapsesOn = civil.Date{}, civil.Date{}
		}, "对方收到的日期也没有登记", "《条例》第三十二条"},
		{"third party agrees", "O3.4", "", func(d *decision.Draft, f *decision.Facts) { f.Opinions[0].Agrees = true }, "第三方都同意公开的", "《条例》第十五条"},
		{"disclosed against a third party", "O1", "", func(d *decision.Draft, f *decision.Facts) {
			f.Opinions = []decision.Opinion{{SentOn: day("2026-10-09"), AnsweredOn: day("2026-10-20")}}
		}, "第三方不同意公开且有合理理由的", "《条例》第三十二条"},
		{"public interest without disclosure", "O5.2", "", func(d *decision.Draft, f *decision.Facts) {
			d.PublicInterest = true
			f.Evidence = append(f.Evidence, decision.InterestBalance, decision.ThirdPartyNotice)
		}, "因公共利益公开的", "《条例》第十五条"},
		{"public interest, third party not told", "O1", "", func(d *decision.Draft, f *decision.Facts) {
			d.PublicInterest = true
			f.Evidence = append(f.Evidence, decision.InterestBalance)
			f.Opinions = []decision.Opinion{{SentOn: day("2026-10-09"), AnsweredOn: day("2026-10-20")}}
		}, "缺少第三方告知书", "《条例》第三十二条"},
		{"partial needs the proof of its ground", "O2", "", func(d *decision.Draft, f *decision.Facts) { d.Grounds = append(d.Grounds, decision.GroundProhibited) }, "缺少禁止公开的规定", "《条例》第十四条"},
		{"still unclear, no notice", "O4.3", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectionNoticedOn = civil.Date{} }, "没有告知补正", "《条例》第三十条"},
		{"still unclear, nothing came", "O4.3", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectedOn = civil.Date{} }, "视为放弃申请", "《条例》第三十条"},
		{"abandoned without notice", "O6.1", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectionNoticedOn = civil.Date{} }, "没有告知补正", "《条例》第三十条"},
		{"abandoned but corrected", "O6.1", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectedOn = day("2026-10-20") }, "已于2026年10月20日补正", "《条例》第三十条"},
		{"abandoned too early", "O6.1", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectionUntil = day("2026-11-03") }, "尚未届满", "《条例》第三十条"},
		{"abandoned, no period on file", "O6.1", "", func(d *decision.Draft, f *decision.Facts) { f.CorrectionUntil = civil.Date{} }, "（没有登记）尚未届满", "《条例》第三十条"},
		{"excessive, never asked why", "O5.4", "", func(d *decision.Draft, f *decision.Facts) { f.ReasonsDemandedOn = civil.Date{} }, "没有要求申请人说明理由", "《条例》第三十五条"},
		{"excessive, applicant still has time", "O5.4", "", func(d *decision.Draft, f *decision.Facts) { f.ReasonsUntil = day("2026-11-10") }, "尚未届满", "《条例》第三十五条"},
		{"unpaid without notice", "O6.2", "", func(d *decision.Draft, f *decision.Facts) { f.FeeNoticedOn = civil.Date{} }, "没有发出收费通知", "109号文第六条"},
		{"unpaid but paid", "O6.2", "", func(d *decision.Draft, f *decision.Facts) { f.FeePaidOn = day("2026-10-20") }, "已于2026年10月20日缴费", "109号文第六条"},
		{"unpaid too early", "O6.2", "", func(d *decision.Draft, f *decision.Facts) { f.FeeUntil = day("2026-11-27") }, "尚未届满", "109号文第六条"},
		{"withdrawn without a record", "O6.3", "O6.3a", func(d *decision.Draft, f *decision.Facts) { f.WithdrawnOn = civil.Date{} }, "没有申请人撤回申请的记录", "《条例》第二十七条"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, f := completeOf(tt.outcome, tt.sub)
			tt.change(&d, &f)
			problems := decision.Check(d, f)
			found := slices.ContainsFunc(problems, func(p fault.Problem) bool {
				return strings.Contains(p.Message, tt.message) && p.Cite.String() == tt.cite
			})
			if !found {
				t.Errorf("got %v, want %q citing %q", problems, tt.message, tt.cite)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	problems := decision.Check(decision.Draft{Outcome: decision.ThirdParty}, decision.Facts{})
	fields := map[string]int{}
	for _, p := range problems {
		fields[p.Field]++
	}
	for _, field := range []string{"decided_on", "reason", "outcome", "grounds", "evidence"} {
		if fields[field] == 0 {
			t.Errorf("nothing about %s in %v", field, problems)
		}
	}
}

// More on file never makes a lawful decision unlawful.
func TestMoreEvidenceDoesNoHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaf := rapid.SampledFrom(decision.Outcomes).Draw(t, "leaf")
		var sub decision.SubReason
		if len(leaf.Variants) > 0 {
			sub = rapid.SampledFrom(leaf.Variants).Draw(t, "variant").Sub
		}
		d, f := complete(leaf, sub)
		f.Evidence = append(f.Evidence, rapid.SampledFrom(decision.Proofs).Draw(t, "more").Evidence)
		if problems := decision.Check(d, f); len(problems) > 0 {
			t.Fatal(problems)
		}
	})
}
