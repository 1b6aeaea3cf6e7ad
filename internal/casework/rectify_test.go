package casework_test

import (
	"context"
	"strings"
	"testing"

	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
)

// What is going to be public must not say who asked; and nothing is drafted while anything stands against it.
func TestACorrectionDoesNotNameTheApplicant(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		drafted := 0
		w.Draft = func(context.Context, auth.Actor, disclosure.Record) (disclosure.ID, error) {
			drafted++
			return "rc_1", nil
		}
		slip := w.receive("2026-04-20")
		rectify := func(by auth.Actor, r casework.Rectification) map[string]string {
			t.Helper()
			_, err := w.Rectify(t.Context(), by, bureau, slip.ID, r)
			if err == nil {
				t.Fatal("drafted")
			}
			found := map[string]string{"": fault.Message(err)}
			for _, p := range fault.Problems(err) {
				found[p.Field] += p.Message
			}
			return found
		}
		fine := casework.Rectification{Index: "11620602013932130J/2026-00001", Wrong: "甲", Right: "乙", Note: "更正笔误"}
		if got := rectify(clerk, fine); !strings.Contains(got["on"], "尚未作出答复") || !strings.Contains(got["index"], "没有这个索引号") {
			t.Errorf("%v", got)
		}
		w.answer(t, slip.ID, decision.Disclosed)
		for field, r := range map[string]casework.Rectification{
			"note":  {Index: fine.Index, Wrong: "甲", Right: "乙", Note: "应李一凡的申请更正"},
			"right": {Index: fine.Index, Wrong: "甲", Right: "联系电话13800001234", Note: "更正电话"},
		} {
			if got := rectify(clerk, r); !strings.Contains(got[field], "不能写出申请人的信息") {
				t.Errorf("%s: %v", field, got)
			}
		}
		if got := rectify(clerk, fine); got["note"] != "" || got["on"] != "" {
			t.Errorf("%v", got)
		}
		if _, err := w.Rectify(t.Context(), verifier, bureau, slip.ID, fine); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody who may not corrected: %v", err)
		}
		if drafted != 0 {
			t.Errorf("%d drafted", drafted)
		}
	})
}
