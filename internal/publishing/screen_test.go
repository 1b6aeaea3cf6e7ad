package publishing_test

import (
	"context"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/review"
)

// planted finds a mark of secrecy, which nobody may waive, and a number that looks like an identity number.
func planted(_ context.Context, r disclosure.Record) ([]review.Finding, error) {
	var found []review.Finding
	if strings.Contains(r.Body, "秘密★") {
		found = append(found, review.Finding{Kind: "secrecy_mark", Where: "第1段", Block: true, Firm: true, Message: "有密级标志“秘密★”"})
	}
	if strings.Contains(r.Body, "11010519491231002X") {
		found = append(found, review.Finding{Kind: "id_card", Where: "第2段", Block: true, Masked: "110105********002X", Message: "疑似居民身份证号"})
	}
	if strings.Contains(r.Body, "电话") {
		found = append(found, review.Finding{Kind: "phone", Where: "第3段", Message: "有电话号码，请确认是办公电话"})
	}
	return found, nil
}

func TestWhatScreeningFindsKeepsARecordBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		d.Screen = planted
		save := func(body string) disclosure.ID {
			t.Helper()
			r := draft(column)
			r.Body = body
			id, err := d.SaveDraft(t.Context(), clerk, r)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		id := save("<p>秘密★一年</p>")
		if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); err == nil || !strings.Contains(fault.Problems(err)[0].Message, "密级标志") {
			t.Errorf("a mark of secrecy was handed in: %v", err)
		}
		pass(t, d, save("<p>联系电话</p>")) // a warning keeps nothing back
		id = save("<p>编号11010519491231002X</p>")
		for _, step := range []struct {
			stage review.Stage
			by    auth.Actor
		}{{review.SelfCheck, clerk}, {review.SectionOK, verifier}, {review.Secrecy, secrecy}} {
			if err := sign(t, d, id, step.stage, step.by, review.Passed, ""); err != nil {
				t.Fatalf("%s: %v", step.stage, err)
			}
		}
		if err := sign(t, d, id, review.Signature, signer, review.Passed, ""); err == nil {
			t.Fatal("signed with a number standing")
		}
		file, err := store.Record(d.DB.View(t.Context()), id)
		if err != nil {
			t.Fatal(err)
		}
		waiver := review.Waiver{Digest: file.Digest, Kind: "id_card", Where: "第2段", Because: "是设备编号"}
		both := clerk
		both.Roles |= agency.RolesOf(agency.RoleVerifier)
		for name, err := range map[string]error{
			"by the author, who is a reviewer too": d.Waive(t.Context(), both, bureau, id, waiver),
			"by somebody who is no reviewer":       d.Waive(t.Context(), signer, bureau, id, waiver),
			"without a reason":                     d.Waive(t.Context(), secrecy, bureau, id, review.Waiver{Digest: file.Digest, Kind: "id_card", Where: "第2段"}),
			"for another content":                  d.Waive(t.Context(), secrecy, bureau, id, review.Waiver{Digest: "old", Kind: "id_card", Where: "第2段", Because: "是设备编号"}),
			"what was not found":                   d.Waive(t.Context(), secrecy, bureau, id, review.Waiver{Digest: file.Digest, Kind: "id_card", Where: "第9段", Because: "是设备编号"}),
		} {
			if err == nil {
				t.Errorf("waived %s", name)
			}
		}
		if err := d.Waive(t.Context(), secrecy, bureau, id, waiver); err != nil {
			t.Fatal(err)
		}
		if err := sign(t, d, id, review.Signature, signer, review.Passed, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Publish(t.Context(), clerk, bureau, id, ""); err != nil {
			t.Fatal(err)
		}
		// Words that were found only after the review keep the record from going out.
		id = save("<p>内容</p>")
		pass(t, d, id)
		d.Screen = func(context.Context, disclosure.Record) ([]review.Finding, error) {
			return []review.Finding{{Kind: "word", Where: "标题", Block: true, Message: "本机关禁用词"}}, nil
		}
		if _, err := d.Publish(t.Context(), clerk, bureau, id, ""); err == nil {
			t.Error("published what screening forbids")
		}
		if err := d.Schedule(t.Context(), clerk, bureau, id, today(d).AddDays(1), ""); err == nil {
			t.Error("scheduled what screening forbids")
		}
	})
}

func TestWhoeverWroteInADraftApprovesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		id, err := d.SaveDraft(t.Context(), clerk, draft(column))
		if err != nil {
			t.Fatal(err)
		}
		both := verifier
		both.Roles |= agency.RolesOf(agency.RoleOfficer)
		file, err := store.Record(d.DB.View(t.Context()), id)
		if err != nil {
			t.Fatal(err)
		}
		r := file.Draft
		r.Title += "（修改）"
		if _, err := d.SaveDraft(t.Context(), both, r); err != nil {
			t.Fatal(err)
		}
		if err := sign(t, d, id, review.SelfCheck, clerk, review.Passed, ""); err != nil {
			t.Fatal(err)
		}
		if err := sign(t, d, id, review.SectionOK, both, review.Passed, ""); err == nil {
			t.Error("somebody approved what they had written themselves")
		}
		if err := sign(t, d, id, review.SectionOK, somebody("st_9", agency.RoleVerifier), review.Passed, ""); err != nil {
			t.Error(err)
		}
	})
}
