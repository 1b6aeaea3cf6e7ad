package supervising_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/supervising"
	"gongkai/ledger"
	"gongkai/letter"
)

// An order goes out as a letter: numbered with the letters of the agency that orders in a family of its own, without a gap
// by year, sealed, and what it was whatever the agency's name, texts and settings become. What was refused drew no number.
func TestAnOrderGoesOutAsALetter(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		head := w.upper
		head.Roles = agency.RolesOf(agency.RoleCompetent, agency.RoleOffice)
		w.ok(w.Letters.SetLook(ctx, head, w.competent, casework.Look{Words: map[letter.Family]string{letter.Orders: "区公开督"}}, nil))
		order := complaint.Order{To: w.bureau, Kind: complaint.Mend, Subject: "栏目不更新", Demand: "“工作动态”栏目半年没有更新。\n请于期限内更新。", Until: day("2026-05-15"), Files: []complaint.File{{Hash: "sm3-1", Name: "检查记录.pdf"}}}
		preview, err := w.PreviewOrder(ctx, w.upper, order)
		if err != nil || len(preview.Stands) > 0 {
			t.Fatal(preview.Stands, err)
		}
		give := func(o complaint.Order) supervising.OrderView {
			t.Helper()
			id, err := w.OrderMending(ctx, w.upper, o)
			w.ok(err)
			v, err := w.LookOrder(ctx, w.clerk, id)
			w.ok(err)
			if v.Kept == nil || v.Kept.Number != v.Order.Number {
				t.Fatalf("%s was not kept", v.Order.Number)
			}
			return v
		}
		first := give(order)
		if first.Kept.Letter.Body != preview.Letter.Body {
			t.Errorf("it was shown as %q and went out as %q", preview.Letter.Body, first.Kept.Letter.Body)
		}
		text := first.Kept.Letter.Plain()
		for _, want := range []string{"区公开督〔2026〕1号", "责令整改通知书", "：\n", "“工作动态”栏目半年没有更新", "第四十七条第一款", "2026年5月15日", "0935-2200000", "检查记录.pdf", "2026年4月20日"} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter lacks %q: %s", want, text)
			}
		}
		bad := order
		bad.Until = day("2026-01-01")
		if _, err := w.OrderMending(ctx, w.upper, bad); fault.KindOf(err) != fault.Unlawful && fault.KindOf(err) != fault.Invalid {
			t.Error("a term that is over", err)
		}
		reminder := order
		reminder.Kind, reminder.Files = complaint.FollowUp, nil
		if v := give(reminder); v.Order.Number != "区公开督〔2026〕2号" || !strings.Contains(v.Kept.Letter.Plain(), "予以督办") {
			t.Errorf("%s: %s", v.Order.Number, v.Kept.Letter.Plain())
		}
		w.on("2027-01-05")
		order.Until = day("2027-02-01")
		if v := give(order); v.Order.Number != "区公开督〔2027〕1号" {
			t.Errorf("the first of the next year is %s", v.Order.Number)
		}
		w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(w.competent), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(w.competent)}})
			return store.SaveGuide(tx, agency.Guide{Agency: w.competent, OfficeName: "新的机构", Phone: "0935-9999999"})
		}))
		again, err := w.LookOrder(ctx, w.upper, first.Order.ID)
		if err != nil || again.Kept.Letter.Plain() != text {
			t.Error("the letter has changed", err)
		}
		row, _, err := store.OrderLetter(w.DB.View(ctx), first.Order.ID)
		if err != nil || bytes.Contains(row.Body, []byte("半年")) {
			t.Error("the body is not sealed", err)
		}
		for _, statement := range []string{`UPDATE order_letter SET number = 'x'`, `DELETE FROM order_letter`} {
			if err := w.DB.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error { _, err := tx.Exec(statement); return err }); err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

// What an order must have, and must not say.
func TestWhatStandsAgainstAnOrder(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		_, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.NotPublished, About: w.bureau, Petition: complaint.Petition{Text: "半年没有更新", Name: "陈某某", Phone: "13800000001"}}, "192.0.2.1")
		w.ok(err)
		list, _, err := w.ListComplaints(ctx, w.upper, query.ComplaintList{Agency: w.competent, Open: true})
		w.ok(err)
		id := complaint.ID(list[0].ID)
		w.ok(w.AddComplaintFact(ctx, w.upper, w.competent, id, complaint.Fact{Kind: complaint.Verified, On: day("2026-04-20"), Outcome: complaint.Founded, Text: "属实"}))
		order := complaint.Order{To: w.bureau, Kind: complaint.Mend, Subject: "栏目不更新", Demand: "栏目半年没有更新，请更新", Until: day("2026-05-15"), Complaint: id}
		for name, c := range map[string]struct {
			alter       func(o *complaint.Order)
			field, says string
		}{
			"who reported is named": {func(o *complaint.Order) { o.Demand = "据陈某某反映，栏目半年没有更新" }, "demand", "投诉举报人的身份"},
			"no demand":             {func(o *complaint.Order) { o.Demand = "  " }, "demand", "请写明发现的问题和要求"},
			"no kind":               {func(o *complaint.Order) { o.Kind = "" }, "kind", "请选择"},
			"no subject":            {func(o *complaint.Order) { o.Subject = "" }, "subject", "请填写事由"},
		} {
			o := order
			c.alter(&o)
			_, err := w.OrderMending(ctx, w.upper, o)
			found := false
			for _, p := range fault.Problems(err) {
				found = found || p.Field == c.field && strings.Contains(p.Message, c.says)
			}
			if !found {
				t.Errorf("%s: %+v", name, fault.Problems(err))
			}
		}
		w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(w.competent), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(w.competent)}})
			return store.SaveGuide(tx, agency.Guide{Agency: w.competent, OfficeName: "公开办"})
		}))
		if _, err := w.OrderMending(ctx, w.upper, order); err == nil || !strings.Contains(fault.Problems(err)[0].Message, "公开指南") {
			t.Error("without a telephone number", err)
		}
		w.ok(w.DB.Write(ctx, ledger.Machine("test"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: string(w.competent), Verb: "set_up", Subject: ledger.Subject{Kind: "agency", ID: string(w.competent)}})
			return store.SaveGuide(tx, agency.Guide{Agency: w.competent, OfficeName: "公开办", Phone: "0935-2200000"})
		}))
		oid, err := w.OrderMending(ctx, w.upper, order)
		w.ok(err)
		if v, err := w.LookOrder(ctx, w.upper, oid); err != nil || !strings.HasSuffix(v.Order.Number, "〔2026〕1号") {
			t.Error("what was refused drew a number:", v.Order.Number, err)
		}
	})
}
