package casework_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/store"
)

// What is put away is kept as a package; when the application is answered anew and put away again, another is kept and the
// first stays.
func TestWhatIsPutAwayIsKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		kept := map[string]string{}
		w.Archiving = &casework.Archiving{
			Make: func(_ context.Context, x casework.Dossier) ([]byte, error) {
				return []byte(fmt.Sprintf("%s with %d facts", x.Application.Number, len(x.Application.Facts))), nil
			},
			Keep: func(_ context.Context, content []byte) (string, error) {
				hash := fmt.Sprintf("sha256:%064d", len(kept)+1)
				kept[hash] = string(content)
				return hash, nil
			},
		}
		slip := w.receive("2026-04-20")
		if _, err := w.StoreArchive(t.Context(), clerk, bureau, slip.ID); fault.KindOf(err) != fault.Unlawful {
			t.Errorf("an open application was packed: %v", err)
		}
		jobs := func() (n int) {
			t.Helper()
			if err := w.DB.View(t.Context()).QueryRow(`SELECT count(*) FROM job WHERE kind = $1`, string(casework.KeepPackage)).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		putAway := func(o decision.Outcome) {
			t.Helper()
			w.answer(t, slip.ID, o)
			for _, f := range []application.Fact{{Kind: application.Delivered, On: day("2026-04-20"), Method: application.InPerson}, {Kind: application.Archived, On: day("2026-04-20")}} {
				if err := w.add(clerk, slip.ID, f); err != nil {
					t.Fatal(err)
				}
			}
		}
		putAway(decision.UnableNotHeld)
		if n := jobs(); n != 1 {
			t.Errorf("%d jobs wait after the filing away", n)
		}
		of := casework.PackageOf{Agency: bureau, Application: slip.ID}
		for range 2 { // a job may run twice
			if err := w.KeepArchive(t.Context(), of); err != nil {
				t.Fatal(err)
			}
		}
		same, err := w.StoreArchive(t.Context(), clerk, bureau, slip.ID)
		if err != nil || same.Seq != 1 || len(kept) != 1 || same.Author != "系统" {
			t.Fatalf("%+v %v, %d kept", same, err, len(kept))
		}
		if err := w.add(clerk, slip.ID, application.Fact{Kind: application.Reopened, On: day("2026-04-20"), Text: "复议决定书", Basis: deadline.Reconsidered}); err != nil {
			t.Fatal(err)
		}
		if err := w.KeepArchive(t.Context(), of); err != nil || len(kept) != 1 {
			t.Errorf("reopened before the job ran: %v, %d kept", err, len(kept))
		}
		putAway(decision.Disclosed)
		if err := w.KeepArchive(t.Context(), of); err != nil {
			t.Fatal(err)
		}
		all, err := w.Packages(t.Context(), clerk, bureau, slip.ID)
		if err != nil || len(all) != 2 || all[0].Seq != 2 || all[1] != same {
			t.Fatalf("%+v %v", all, err)
		}
		for seq, want := range map[int]string{1: all[1].Hash, 2: all[0].Hash} {
			if p, number, err := w.TakePackage(t.Context(), clerk, bureau, slip.ID, seq); err != nil || p.Hash != want || number != slip.Number {
				t.Errorf("%d: %+v %v", seq, p, err)
			}
		}
		if _, _, err := w.TakePackage(t.Context(), clerk, bureau, slip.ID, 3); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
		if _, _, err := w.TakePackage(t.Context(), verifier, bureau, slip.ID, 1); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
		var log strings.Builder
		if err := store.ExportLedgerJSON(w.DB.View(t.Context()), &log, store.LedgerFilter{Chain: string(bureau)}); err != nil {
			t.Fatal(err)
		}
		for hash := range kept {
			if !strings.Contains(log.String(), hash) {
				t.Errorf("the ledger does not name %s", hash)
			}
		}
	})
}
