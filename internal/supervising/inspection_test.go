package supervising_test

import (
	"strings"
	"testing"

	"gongkai/catalog"
	"gongkai/complaint"
	"gongkai/internal/database"
	"gongkai/internal/supervising"
	"gongkai/review"
	"gongkai/scorecard"
)

// What inspections of sites and third-party evaluations ask beyond the terms: columns of news and documents that stand
// still, complaints that nobody hears, reviews that take weeks.
func TestWhatInspectionsCount(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.ok(w.DB.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error {
			for id, freshness := range map[string]catalog.Freshness{"co_news": catalog.TwoWeeks, "co_docs": catalog.SixMonths, "co_year": catalog.Yearly} {
				if _, err := tx.Exec(`INSERT INTO catalog_column (id, agency, parent, title, item, genre, freshness, section, person, place, closed)
					VALUES ($1, $2, '', $1, 'FD-01', '', $3, '', '', 1, 0)`, id, string(w.bureau), string(freshness)); err != nil {
					return err
				}
				for record, days := range map[string][2]string{"fast": {"2026-05-06", "2026-05-08"}, "slow": {"2026-05-06", "2026-06-22"}, "unsigned": {"2026-05-06", ""}} {
					key := record + id
					if _, err := tx.Exec(`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at)
						VALUES ($1, $2, $3, 'general', $1, '', '', '', '{}', '', $1, 1, 1, '2026-06-23', 1)`, key, string(w.bureau), id); err != nil {
						return err
					}
					if _, err := tx.Exec(`INSERT INTO publication (record, agency, column_id, kind, index_no, title, doc_no, formed_on, effective_on, expires_on, published_on, altered_on, version, visible)
						VALUES ($1, $2, $3, 'general', $1, $1, '', '2026-06-23', '', '', '2026-06-23', '2026-06-23', 1, 1)`, key, string(w.bureau), id); err != nil {
						return err
					}
					for seq, stage := range []review.Stage{review.SelfCheck, review.Signature} {
						if days[seq] == "" {
							continue
						}
						if _, err := tx.Exec(`INSERT INTO signoff (kind, subject, seq, stage, person, person_name, done_on, verdict, opinion, organ, digest)
							VALUES ('record', $1, $2, $3, '', '', $4, 'passed', '', '', '')`, key, seq+1, string(stage), days[seq]); err != nil {
							return err
						}
					}
				}
			}
			return nil
		}))
		w.on("2026-11-30")
		_, err := w.Complain(ctx, supervising.NewComplaint{Kind: complaint.PageError, About: w.bureau, Petition: complaint.Petition{Text: "日期写错"}}, "")
		w.ok(err)
		for _, tt := range []struct {
			day                                   string
			unheard, quick, stale, slow, reviewed int
		}{
			{"2026-12-01", 0, 1, 1, 3, 6}, // documents and the yearly column are still fresh
			{"2026-12-24", 0, 2, 2, 3, 6},
			{"2027-02-28", 0, 2, 2, 3, 6},
			{"2027-03-01", 1, 2, 2, 3, 6},
			{"2027-07-01", 1, 2, 3, 3, 6},
		} {
			w.on(tt.day)
			s, lists, err := w.Card(ctx, w.upper, w.bureau, 2026)
			w.ok(err)
			if got := [5]int{len(lists[scorecard.Unheard]), len(lists[scorecard.QuickColumns]), len(lists[scorecard.StaleColumns]), len(lists[scorecard.SlowReviews]), s.Reviewed}; got != [5]int{tt.unheard, tt.quick, tt.stale, tt.slow, tt.reviewed} {
				t.Errorf("%s: unheard, quick, stale, slow, reviewed are %v, want %v", tt.day, got, tt)
			}
			if n, _ := w.Calendar(w.bureau).Count(day("2026-05-06"), day("2026-06-22")); s.Review != (3*2+3*n)*10/6 || !strings.HasSuffix(lists[scorecard.SlowReviews][0].Word, "个工作日") {
				t.Errorf("%s: %d tenths on average", tt.day, s.Review)
			}
		}
	})
}
