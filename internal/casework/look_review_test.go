package casework_test

import (
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/review"
)

// The register tells of every application how far the review of its answer has come, and nothing of one that has no draft or
// is answered.
func TestTheRegisterTellsHowFarAnAnswerHasCome(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		slip, other := w.receive("2026-04-20"), w.receive("2026-04-20")
		draft := casework.Draft{Decision: decision.Draft{Outcome: decision.UnableNotHeld, Sub: decision.DoesNotExist, Reason: "经检索未制作该信息"}}
		save := func(by auth.Actor) {
			t.Helper()
			if err := w.SaveDecision(t.Context(), by, bureau, slip.ID, draft); err != nil {
				t.Fatal(err)
			}
		}
		stands := func(want string) {
			t.Helper()
			list, _, err := w.List(t.Context(), verifier, query.CaseList{Agency: bureau, State: query.CasesAll, Limit: 10})
			if err != nil || len(list) != 2 {
				t.Fatalf("%d applications: %v", len(list), err)
			}
			for _, x := range list {
				got := ""
				if x.Review != nil {
					got = x.Review.Words()
				}
				if x.ID == other.ID && got != "" || x.ID == slip.ID && got != want {
					t.Errorf("%s stands as %q, want %q", x.Number, got, want)
				}
			}
		}
		act := func(stage review.Stage, by auth.Actor, verdict review.Verdict, organ string) {
			t.Helper()
			seen, err := w.Look(t.Context(), clerk, bureau, slip.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.SignOff(t.Context(), by, bureau, slip.ID, review.Signoff{Stage: stage, Verdict: verdict, Organ: organ, Opinion: "理由", Digest: seen.Digest}); err != nil {
				t.Fatalf("%s by %s: %v", stage, by.Name, err)
			}
		}
		stands("")
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Filed, On: civil.MustParse("2026-04-20"), Evidence: decision.SearchLog, Text: "检索档案室和OA，关键词：立项"}); err != nil {
			t.Fatal(err)
		}
		save(clerk)
		stands("草稿")
		act(review.SelfCheck, clerk, review.Passed, "")
		stands("待科（股）室审核")
		act(review.SectionOK, verifier, review.Returned, "")
		stands("被退回")
		draft.Decision.Reason = "经检索本机关未制作该信息"
		save(clerk)
		stands("草稿")
		act(review.SelfCheck, clerk, review.Passed, "")
		act(review.SectionOK, verifier, review.Passed, "")
		stands("待保密审查")
		act(review.Secrecy, secrecy, review.Referred, "区国家保密局")
		stands("报请确定中")
		act(review.Secrecy, secrecy, review.Answered, "区国家保密局")
		act(review.Secrecy, secrecy, review.Passed, "")
		stands("待签发")
		act(review.Signature, signer, review.Passed, "")
		stands("审查完毕")
		if _, err := w.Issue(t.Context(), clerk, bureau, slip.ID); err != nil {
			t.Fatal(err)
		}
		stands("")
	})
}
