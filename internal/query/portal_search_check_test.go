package query_test

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/query"
	"gongkai/internal/storetest"
)

// TestTheCheckOfTheSearchFindsWhatIsWrong: and folding everything anew mends it.
func TestTheCheckOfTheSearchFindsWhatIsWrong(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := newShelves(t, db)
		add := func(n int) {
			id := disclosure.ID(fmt.Sprintf("rc_%d", n))
			p := &page{disclosure.Record{ID: id, Agency: offices[0], Column: column(offices[0]), Kind: disclosure.Plain, Title: fmt.Sprintf("关于农村公路养护的第%d号通知", n),
				Body: "<p>" + phraseTexts[n%len(phraseTexts)] + "</p>"}, disclosure.Publication{Record: id, Index: catalog.IndexNo(fmt.Sprintf("kjj/2021-%05d", n))}}
			s.pages[id] = p
			s.act(t, p, disclosure.Published, civil.On(2021, 5, 6))
		}
		check := func() (c query.SearchCheck, err error) {
			err = db.Read(t.Context(), func(q *database.Query) error {
				c, err = query.CheckSearch(q, 100)
				return err
			})
			return c, err
		}
		for n := range 9 {
			add(n)
		}
		s.act(t, s.pages["rc_3"], disclosure.Recalled, civil.On(2021, 6, 6))
		mend := func() {
			t.Helper()
			x := &filetext.Indexer{DB: db, Log: slog.New(slog.DiscardHandler), LeastFolded: 1}
			if err := errors.Join(x.Run(t.Context()), x.Refold(t.Context())); err != nil {
				t.Fatal(err)
			}
			c, err := check()
			if want := (query.SearchCheck{Visible: 8, Records: 8, Segments: 1, Sampled: 8}); err != nil || c != want {
				t.Fatalf("when mended: %+v %v", c, err)
			}
		}
		for _, tt := range []struct {
			what, statement string
			args            []any
			want            query.SearchCheck
		}{
			{"lists are lost", `DELETE FROM search_posting`, nil, query.SearchCheck{Segments: 1, Sampled: 8, Unfound: 8}},
			{"the places of pairs are lost", `DELETE FROM search_posting WHERE word >= $1`, []any{"\uE005"}, query.SearchCheck{Segments: 1, Sampled: 8, Unfound: 8}},
			{"a segment is lost", `DELETE FROM search_segment`, nil, query.SearchCheck{Missing: 8}},
			{"a segment is there twice", `INSERT INTO search_segment (id, mark, state, texts, newest, oldest, gone, numbers) SELECT id + 1, mark, state, texts, newest, oldest, gone, numbers FROM search_segment`, nil,
				query.SearchCheck{Segments: 2, Twice: 8, Sampled: 8}},
			{"a record is shown that the index has not", `DELETE FROM search_entry WHERE record = 'rc_5'`, nil, query.SearchCheck{Segments: 1, Stray: 1, Sampled: 7}},
			{"records wait to be folded", `INSERT INTO search_fresh (id, stamp, folded) SELECT id, 1, 1 FROM search_entry WHERE record < 'rc_4'`, nil, query.SearchCheck{Segments: 1, Fresh: 3}},
		} {
			mend()
			write(t, db, func(tx *database.Tx) error {
				_, err := tx.Exec(tt.statement, tt.args...)
				return err
			})
			c, err := check()
			if c.Visible, c.Records = 0, 0; err != nil || c != tt.want {
				t.Errorf("%s: %+v %v, want %+v", tt.what, c, err, tt.want)
			}
		}
		mend()
		write(t, db, func(tx *database.Tx) error {
			_, err := tx.Exec(`UPDATE search_posting SET texts = $1 WHERE word = '农村公路'`, []byte{0xff})
			return err
		})
		if _, err := check(); fault.KindOf(err) != fault.Internal {
			t.Errorf("a damaged list: %v", err)
		}
		mend()
	})
}
