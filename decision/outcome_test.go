package decision_test

import (
	"testing"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/law"

	"github.com/google/go-cmp/cmp"
)

var day = civil.MustParse

func TestTheTableHasTheLeafRowsOfTableThree(t *testing.T) {
	want := []string{"O1", "O2", "O3.1", "O3.2", "O3.3", "O3.4", "O3.5", "O3.6", "O3.7", "O3.8", "O4.1", "O4.2", "O4.3",
		"O5.1", "O5.2", "O5.3", "O5.4", "O5.5", "O6.1", "O6.2", "O6.3"}
	labels := []string{"（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1.属于国家秘密", "2.其他法律行政法规禁止公开",
		"3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
		"1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确", "1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物",
		"4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
		"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他"}
	var codes, rows []string
	for _, leaf := range decision.Outcomes {
		codes, rows = append(codes, string(leaf.Outcome)), append(rows, leaf.Label)
		group := map[byte]string{'1': "", '2': "", '3': "（三）不予公开", '4': "（四）无法提供", '5': "（五）不予处理", '6': "（六）其他处理"}[leaf.Outcome[1]]
		if leaf.Group != group {
			t.Errorf("%s stands in group %q, want %q", leaf.Outcome, leaf.Group, group)
		}
	}
	if diff := cmp.Diff(want, codes) + cmp.Diff(labels, rows); diff != "" {
		t.Error(diff)
	}
}

// each calls f with every outcome and sub-reason that belong together.
func each(f func(decision.Leaf, decision.SubReason)) {
	for _, leaf := range decision.Outcomes {
		if len(leaf.Variants) == 0 {
			f(leaf, "")
		}
		for _, v := range leaf.Variants {
			f(leaf, v.Sub)
		}
	}
}

func TestLetterAndRemediesOfEveryOutcome(t *testing.T) {
	today, before := day("2026-11-03"), day("2023-12-31")
	want := map[string]string{
		"O1": "L12 RB-B", "O2": "L13 RB-A", "O3.1": "L14 RB-A", "O3.2": "L14 RB-A", "O3.3": "L14 RB-A", "O3.4": "L14 RB-A",
		"O3.5": "L14 RB-A", "O3.6": "L14 RB-A", "O3.7": "L14 RB-A", "O3.8": "L15 RB-B", "O4.1a": "L16 RB-B", "O4.1b": "L17 RB-B",
		"O4.2": "L18 RB-B", "O4.3": "L19 RB-B", "O5.1": "L20 RB-B", "O5.2": "L20 RB-B", "O5.3": "L20 RB-B", "O5.4": "L20 RB-B",
		"O5.5": "L20 RB-B", "O6.1": "L21 RB-B", "O6.2": "L21 RB-B", "O6.3a": "L21 RB-0", "O6.3b": "L21 RB-B", "O6.3c": "L21 RB-B",
	}
	got := map[string]string{}
	each(func(leaf decision.Leaf, sub decision.SubReason) {
		letter, ok1 := decision.LetterFor(leaf.Outcome, sub)
		block, ok2 := decision.Reading{}.BlockOn(leaf.Outcome, sub, today)
		if !ok1 || !ok2 {
			t.Errorf("%s %s has no letter or no remedies", leaf.Outcome, sub)
		}
		key := string(sub)
		if key == "" {
			key = string(leaf.Outcome)
		}
		got[key] = string(letter) + " " + string(block)
		if old, _ := (decision.Reading{}).BlockOn(leaf.Outcome, sub, before); old == decision.ReconFirst {
			t.Errorf("%s had to go to 复议 first before 2024", key)
		}
		if other, _ := (decision.Reading{PartialNotReconFirst: true}).BlockOn(leaf.Outcome, sub, today); (other != block) != (key == "O2") {
			t.Errorf("%s: the reading of 部分公开 changed %s into %s", key, block, other)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		o   decision.Outcome
		sub decision.SubReason
	}{{"O4.1", ""}, {"O4.1", "O6.3a"}, {"O1", "O4.1a"}, {"O7", ""}, {"", ""}} {
		letter, ok1 := decision.LetterFor(tt.o, tt.sub)
		block, ok2 := decision.Reading{}.BlockOn(tt.o, tt.sub, today)
		if ok1 || ok2 || letter != "" || block != "" {
			t.Errorf("%q with %q has letter %q and remedies %q", tt.o, tt.sub, letter, block)
		}
	}
}

func TestEveryCitationOfTheTablesIsInTheIndex(t *testing.T) {
	check := func(what string, cites ...law.Citation) {
		for _, c := range cites {
			if err := c.Check(); err != nil || c.IsZero() {
				t.Errorf("%s: %v %v", what, c, err)
			}
		}
		if len(cites) == 0 {
			t.Errorf("%s cites nothing", what)
		}
	}
	for _, leaf := range decision.Outcomes {
		check(leaf.Label, leaf.Basis...)
		for _, v := range leaf.Variants {
			check(v.Label, v.Basis...)
		}
	}
	for _, g := range decision.Grounds {
		check(g.Label, g.Cite)
	}
	for _, e := range decision.Proofs {
		check(e.Label, e.Cite)
	}
	for _, q := range decision.Questions {
		check(q.Text, q.Cite)
	}
}

func TestEveryEvidenceIsDescribedAndNeeded(t *testing.T) {
	needed := map[decision.Evidence]bool{decision.ThirdPartyNotice: true} // for disclosure against a third party
	each(func(leaf decision.Leaf, sub decision.SubReason) {
		for _, e := range leaf.Evidence {
			needed[e] = true
		}
		for _, v := range leaf.Variants {
			if len(v.Evidence) == 0 {
				t.Errorf("%s needs no evidence", v.Sub)
			}
			for _, e := range v.Evidence {
				needed[e] = true
			}
		}
		if len(leaf.Evidence) == 0 && len(leaf.Variants) == 0 {
			t.Errorf("%s needs no evidence", leaf.Outcome)
		}
	})
	for e := range needed {
		if row, ok := decision.EvidenceOf(e); !ok || row.Label == "" || row.Content == "" {
			t.Errorf("%s is not described", e)
		}
	}
	if len(needed) != len(decision.Proofs) {
		t.Errorf("%d kinds are needed, %d described", len(needed), len(decision.Proofs))
	}
}

func TestGroundsAndOutcomesNameEachOther(t *testing.T) {
	soft := 0
	for _, g := range decision.Grounds {
		leaf, ok := decision.LeafOf(g.Outcome)
		if !ok || leaf.Ground != g.Ground {
			t.Errorf("ground %s leads to %s, which withholds by %q", g.Ground, g.Outcome, leaf.Ground)
		}
		if !g.Hard {
			soft++
			if g.Override == "" {
				t.Errorf("%s may be disclosed, but when?", g.Label)
			}
		}
	}
	if soft != 3 || len(decision.Grounds) != 7 {
		t.Errorf("%d of %d grounds leave the choice, want 3 of 7 (《条例》第十六条)", soft, len(decision.Grounds))
	}
	if _, ok := decision.GroundOf("work_secret"); ok {
		t.Error("工作秘密 is no ground of the 条例")
	}
}
