package supervising_test

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/store"
	"gongkai/internal/supervising"
	"gongkai/remedy"
)

// Papers stand in the facts with their names; the ledger, which goes to others, holds the hashes alone.
func TestFactsCarryPapers(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		hashes, names := []string{"sha256:aa", "sha256:bb"}, []string{"陈某某的起诉状.pdf", "应诉通知书.pdf"}
		id, err := w.RegisterRemedy(ctx, w.clerk, w.bureau, supervising.NewRemedy{Way: remedy.LitigationDirect, Subject: "不服答复",
			Accepted: remedy.Fact{On: day("2026-04-13"), Forum: "区人民法院", Files: hashes, Names: names}, ServedOn: day("2026-04-15")})
		w.ok(err)
		w.ok(w.AddRemedyFact(ctx, w.clerk, w.bureau, id, remedy.Fact{Kind: remedy.Answered, On: day("2026-04-16"), Files: hashes[:1], Names: names[:1]}))
		if err := w.AddRemedyFact(ctx, w.clerk, w.bureau, id, remedy.Fact{Kind: remedy.Noted, On: day("2026-04-16"), Text: "x", Files: hashes, Names: names[:1]}); fault.KindOf(err) != fault.Invalid {
			t.Error("a file without a name", err)
		}
		v, err := w.LookRemedy(ctx, w.clerk, w.bureau, id)
		w.ok(err)
		if f := v.Proceeding.Facts[0]; !slices.Equal(f.Files, hashes) || !slices.Equal(f.Names, names) {
			t.Error(f.Files, f.Names)
		}
		if f := v.Proceeding.Facts[2]; !slices.Equal(f.Names, names[:1]) || !strings.Contains(f.Words(), "附："+names[0]) {
			t.Error(f.Words())
		}
		oid, err := w.OrderMending(ctx, w.upper, complaint.Order{To: w.bureau, Kind: complaint.FollowUp, Subject: "栏目不更新", Demand: "请更新", Until: day("2026-05-15")})
		w.ok(err)
		w.ok(w.AddOrderFact(ctx, w.clerk, oid, complaint.OrderFact{Kind: complaint.Replied, Text: "已更新", Files: hashes, Names: names}))
		o, err := store.Order(w.DB.View(ctx), oid)
		w.ok(err)
		if f := o.Facts[0]; !slices.Equal(f.Files, hashes) || !slices.Equal(f.Names, names) {
			t.Error(f.Files, f.Names)
		}
		var entries []string
		w.ok(w.DB.View(ctx).Select(&entries, `SELECT after FROM ledger WHERE subject_kind IN ('proceeding', 'mending_order')`))
		all := strings.Join(entries, "\n")
		if strings.Contains(all, "陈某某") || strings.Count(all, "sha256:bb") != 2 {
			t.Error("the ledger:", all)
		}
	})
}

// The paper of an order bears the seal that was in use when it was given, whatever is in use later.
func TestAnOrderKeepsItsSeal(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		head := w.upper
		head.Roles = agency.RolesOf(agency.RoleCompetent, agency.RoleOffice)
		seal := func(shade uint8) []byte {
			picture := image.NewGray(image.Rect(0, 0, 20, 20))
			picture.Pix[0] = shade
			var b bytes.Buffer
			w.ok(png.Encode(&b, picture))
			return b.Bytes()
		}
		give := func() complaint.OrderID {
			id, err := w.OrderMending(ctx, w.upper, complaint.Order{To: w.bureau, Kind: complaint.Mend, Subject: "栏目不更新", Demand: "请更新", Until: day("2026-05-15")})
			w.ok(err)
			return id
		}
		bare := give()
		w.ok(w.Letters.SetLook(ctx, head, w.competent, casework.Look{}, &casework.StampImage{Data: seal(1), Width: 420, Height: 420}))
		first := give()
		w.ok(w.Letters.SetLook(ctx, head, w.competent, casework.Look{}, &casework.StampImage{Data: seal(2), Width: 400, Height: 400}))
		second := give()
		for id, want := range map[complaint.OrderID][]byte{bare: nil, first: seal(1), second: seal(2)} {
			v, err := w.LookOrder(ctx, w.clerk, id)
			w.ok(err)
			if v.Kept == nil || !bytes.Equal(v.Kept.Stamp, want) {
				t.Errorf("%s bears another seal than the %d bytes", v.Order.Number, len(want))
			}
		}
	})
}
