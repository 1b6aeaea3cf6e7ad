package query_test

import (
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/posting"
)

// BenchmarkSearchTimes asks the searches over an index of GONGKAI_BENCH_TIMES copies of the corpus, each between the
// records of the others on the same days: so a million records are measured without a million being cut into words. Only the
// segments and the rows of a page are copied, which is all that these searches read.
func BenchmarkSearchTimes(b *testing.B) {
	times, err := strconv.Atoi(os.Getenv("GONGKAI_BENCH_TIMES"))
	if err != nil || times < 2 {
		b.Skip("GONGKAI_BENCH_TIMES is not set")
	}
	dir, n := benchDir(b), benchRecords(b)
	db := shelved(b, dir, n)
	var there int
	if err := db.View(b.Context()).QueryRow(`SELECT count(*) FROM search_entry`).Scan(&there); err != nil {
		b.Fatal(err)
	}
	for k := there / n; k < times; k++ {
		if err := db.WriteUnrecorded(b.Context(), "bench", func(tx *database.Tx) error { return copyRecords(tx, k) }); err != nil {
			b.Fatal(err)
		}
	}
	began := time.Now()
	if err := (&filetext.Indexer{DB: db, Log: slog.New(slog.DiscardHandler)}).Fold(b.Context()); err != nil { // the copies have segments of all sizes
		b.Fatal(err)
	}
	fmt.Printf("merged in %v\n", time.Since(began).Round(time.Second))
	fmt.Printf("%d times %d records\n", times, n)
	searchAll(b, db, questions(n))
}

// copyRecords enters the original records once more, with numbers close to theirs.
func copyRecords(tx *database.Tx, k int) error {
	mark, far := fmt.Sprintf("~%d", k), int64(k)*1000
	for _, statement := range []string{
		`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at, stage)
			SELECT id || $1, agency, column_id, kind, title, doc_no, author, author_name, '{}', digest, '', version, visible, published_on, altered_at, stage FROM record WHERE id NOT LIKE '%~%'`,
		`INSERT INTO publication (record, agency, column_id, kind, index_no, title, doc_no, formed_on, effective_on, expires_on, published_on, altered_on, version, visible)
			SELECT record || $1, agency, column_id, kind, index_no || $1, title, doc_no, formed_on, effective_on, expires_on, published_on, altered_on, version, visible FROM publication WHERE record NOT LIKE '%~%'`,
	} {
		if _, err := tx.Exec(statement, mark); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`INSERT INTO search_entry (id, agency, record, version, mark, waiting) SELECT id + $2, agency, record || $1, version, mark, waiting FROM search_entry WHERE record NOT LIKE '%~%'`,
		mark, far); err != nil {
		return err
	}
	var segments []struct {
		ID      int64  `db:"id"`
		Numbers []byte `db:"numbers"`
	}
	if err := tx.Select(&segments, `SELECT id, numbers FROM search_segment WHERE state = 'live' AND id < $1`, int64(1)<<48); err != nil {
		return err
	}
	for _, s := range segments {
		old, err := posting.ReadNumbers(s.Numbers)
		if err != nil {
			return err
		}
		numbers := old.All()
		for i := range numbers {
			numbers[i] += far
		}
		to := s.ID + 1<<48*int64(k)
		if _, err := tx.Exec(`INSERT INTO search_segment (id, mark, state, texts, newest, oldest, gone, numbers) SELECT $2, mark, state, texts, newest + $3, oldest + $3, gone, $4 FROM search_segment WHERE id = $1`,
			s.ID, to, far, posting.NewNumbers(numbers)); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO search_posting (segment, word, texts) SELECT $2, word, texts FROM search_posting WHERE segment = $1`, s.ID, to); err != nil {
			return err
		}
	}
	return nil
}
