package query_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/corpus"
	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/fulltext"
	"gongkai/internal/query"
	"gongkai/internal/segment"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// BenchmarkSearch measures every class of search over a corpus, by relevance and by date, each with its total, beside
// Xapian over the same words in the same run. GONGKAI_BENCH_RECORDS says how many records, GONGKAI_BENCH_ENGINE which
// database (sqlite, postgres, or the address of a kept one on PostgreSQL), GONGKAI_BENCH_DIR keeps the files from one run to
// the next, GONGKAI_BENCH_TIDY has the index
// tidied first as the nightly job does it, GONGKAI_BENCH_ALONE leaves Xapian out.
func BenchmarkSearch(b *testing.B) {
	dir, n := benchDir(b), benchRecords(b)
	db := shelved(b, dir, n)
	asked := questions(n)
	searchAll(b, db, asked)
	besideXapian(b, dir, n, slices.DeleteFunc(asked, func(q question) bool { return q.class == acrossWords })) // which has words only
}

func benchRecords(b *testing.B) int {
	b.Helper()
	text := os.Getenv("GONGKAI_BENCH_RECORDS")
	if text == "" {
		return 2000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func benchDir(b *testing.B) string {
	b.Helper()
	if dir := os.Getenv("GONGKAI_BENCH_DIR"); dir != "" {
		return dir
	}
	return b.TempDir()
}

// shelved is a database with so many records.
func shelved(b *testing.B, dir string, n int) *database.DB {
	b.Helper()
	var db *database.DB
	if engine := os.Getenv("GONGKAI_BENCH_ENGINE"); engine == "postgres" {
		db = storetest.Postgres(b)
	} else {
		options := database.Options{Dir: filepath.Join(dir, fmt.Sprintf("records-%d", n)), NoSync: true}
		if strings.HasPrefix(engine, "postgres://") {
			options = database.Options{URL: engine}
		}
		var err error
		if db, err = database.Open(b.Context(), options); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = db.Close() })
		if _, err := database.Migrate(b.Context(), db); err != nil {
			b.Fatal(err)
		}
	}
	var there int
	if err := db.View(b.Context()).QueryRow(`SELECT count(*) FROM publication`).Scan(&there); err != nil {
		b.Fatal(err)
	}
	timed := func(what string, f func() error) {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		fmt.Printf("%d records %s in %v\n", n, what, time.Since(began).Round(time.Second))
	}
	if there < n { // there may be copies of them
		timed("stored and indexed", func() error { fillShelves(b, db, n); return nil })
	}
	if os.Getenv("GONGKAI_BENCH_TIDY") != "" {
		timed("tidied", func() error { return db.TidyText(b.Context()) })
	}
	timed("folded", func() error {
		return (&filetext.Indexer{DB: db, Log: slog.New(slog.DiscardHandler)}).Fold(b.Context())
	})
	return db
}

func fillShelves(b *testing.B, db *database.DB, n int) {
	b.Helper()
	step := func(f func(tx *database.Tx) error) {
		err := db.Write(context.Background(), ledger.Machine("bench"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Chain: "bench", Verb: "publish", Subject: ledger.Subject{Kind: "record", ID: "many"}})
			return f(tx)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	step(func(tx *database.Tx) error {
		for i := range corpus.Agencies {
			id := corpus.AgencyID(i)
			if err := store.InsertAgency(tx, agency.Agency{ID: id, Code: string(id[3:]), Name: "机关" + string(id[3:]), Level: agency.County, Kind: agency.Department, Region: "620602"}); err != nil {
				return err
			}
			for k := range corpus.Columns {
				if err := store.SaveColumn(tx, catalog.Column{ID: corpus.ColumnID(id, k), Agency: id, Title: "栏目" + strconv.Itoa(k), Place: k}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for from := 0; from < n; from += batch {
		adoptions := readied(b, from, min(n, from+batch), n)
		step(func(tx *database.Tx) error {
			adopter, err := store.NewAdopter(tx)
			if err != nil {
				return err
			}
			for _, x := range adoptions {
				if err := adopter.Add(x); err != nil {
					return err
				}
			}
			return adopter.Close()
		})
	}
}

// batch is how many records are stored at once, as an import stores them.
const batch = 1000

// readied are some records of the corpus with all that can be made before a transaction, on every core.
func readied(b *testing.B, from, to, n int) []store.Adoption {
	b.Helper()
	made := make([]store.Adoption, to-from)
	var wait sync.WaitGroup
	for worker := range runtime.NumCPU() {
		wait.Go(func() {
			for i := from + worker; i < to; i += runtime.NumCPU() {
				r, on := corpus.Record(i, n)
				body, err := json.Marshal(r)
				if err != nil {
					panic(err) // a record always has a JSON
				}
				index := fmt.Sprintf("bench/%d-%07d", on.Year(), i)
				entry := fulltext.Enter(fulltext.Source{Record: r, Index: index, Year: on.Year()})
				made[i-from] = store.Adoption{File: store.RecordFile{Draft: r, Publication: disclosure.Publication{Record: r.ID, Index: catalog.IndexNo(index)}},
					Act: disclosure.Act{Kind: disclosure.Published, On: on, Version: 1, Digest: "d"}, Body: body, Entry: &entry}
			}
		})
	}
	wait.Wait()
	return made
}

// A question is a search of a class.
type question struct {
	class string
	wish  query.Wish
}

// acrossWords are exact phrases of two characters, each of another word.
const acrossWords = "phrase across words"

// perClass is how many searches each class has.
const perClass = 30

// questions are searches whose words come out of records, so that they find something. Common and rare are counted over a
// part of the corpus.
func questions(n int) []question {
	counts := map[string]int{}
	sample := min(n, 2000)
	var texts [][]string
	for i := range sample {
		r, _ := corpus.Record(i*(n/sample), n)
		words := segment.Index(fulltext.Plain(r.Body)).Words
		texts = append(texts, words)
		seen := map[string]bool{}
		for _, w := range words {
			if len(w) >= 6 && !seen[w] {
				seen[w] = true
				counts[w]++
			}
		}
	}
	between := func(low, high float64) []string {
		var list []string
		for w, c := range counts {
			if share := float64(c) / float64(sample); share > low && share <= high {
				list = append(list, w)
			}
		}
		slices.Sort(list)
		return list
	}
	var all []question
	add := func(class string, make func(i int) query.Wish) {
		for i := range perClass {
			w := make(i)
			w.Limit, w.Today = 20, civil.On(2026, 11, 26)
			all = append(all, question{class, w})
		}
	}
	pick := func(list []string, i int) string { return list[(i*7919)%len(list)] }
	for _, c := range []struct {
		name      string
		low, high float64
	}{{"1 rare word", 0, 0.002}, {"1 medium word", 0.002, 0.03}, {"1 common word", 0.03, 0.25}, {"1 very common word", 0.25, 1}} {
		list := between(c.low, c.high)
		add(c.name, func(i int) query.Wish { return query.Wish{Text: pick(list, i)} })
	}
	common := between(0.02, 0.4)
	isCommon := map[string]bool{}
	for _, w := range common {
		isCommon[w] = true
	}
	from := func(i, k int) string { // k words of one record that are not rare
		var words []string
		for _, w := range texts[(i*131)%len(texts)] {
			if isCommon[w] && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		for len(words) < k {
			words = append(words, common[0])
		}
		return strings.Join([]string{words[0], words[len(words)/2], words[len(words)-1]}[:k], " ")
	}
	phrase := func(i int) string {
		words := texts[(i*131)%len(texts)]
		at := (i * 37) % (len(words) - 2)
		return "“" + words[at] + words[at+1] + "”"
	}
	add("2 words", func(i int) query.Wish { return query.Wish{Text: from(i, 2)} })
	add("3 words", func(i int) query.Wish { return query.Wish{Text: from(i, 3)} })
	add("phrase", func(i int) query.Wish { return query.Wish{Text: phrase(i)} })
	add(acrossWords, func(i int) query.Wish {
		words := texts[(i*131)%len(texts)]
		at := (i * 37) % (len(words) - 2)
		before, after := []rune(words[at]), []rune(words[at+1])
		return query.Wish{Text: "“" + string(before[len(before)-1:]) + string(after[:1]) + "”"}
	})
	add("word + agency", func(i int) query.Wish {
		return query.Wish{Text: pick(common, i), Agency: string(corpus.AgencyID(i))}
	})
	add("2 words + kind + year", func(i int) query.Wish {
		return query.Wish{Text: from(i, 2), Kind: disclosure.Plain, Year: 2017 + i%9}
	})
	return all
}

// searchAll asks each question several times and keeps the best: once for the numbers of what is found and the total, which is
// what Xapian gives, and once with the rows of the page.
func searchAll(b *testing.B, db *database.DB, asked []question) {
	r := db.View(context.Background())
	byClass := map[string][]query.Wish{}
	var classes []string
	for _, q := range asked {
		if byClass[q.class] == nil {
			classes = append(classes, q.class)
		}
		byClass[q.class] = append(byClass[q.class], q.wish)
	}
	for _, newest := range []bool{false, true} {
		for _, class := range classes {
			way := map[bool]string{false: "relevance", true: "date"}[newest]
			b.Run(way+"/"+class, func(b *testing.B) {
				bare, whole := make([]time.Duration, len(byClass[class])), make([]time.Duration, len(byClass[class]))
				least := func(times []time.Duration, i int, search func() error) {
					began := time.Now()
					if err := search(); err != nil {
						b.Fatal(err)
					}
					if took := time.Since(began); times[i] == 0 || took < times[i] {
						times[i] = took
					}
				}
				for b.Loop() {
					for i, wish := range byClass[class] {
						wish.Newest = newest
						least(bare, i, func() error { _, _, err := query.SearchNumbers(r, wish); return err })
						least(whole, i, func() error { _, err := query.PortalSearch(r, wish); return err })
					}
				}
				for name, times := range map[string][]time.Duration{"numbers": bare, "rows": whole} {
					slices.Sort(times)
					b.ReportMetric(float64(times[len(times)/2].Microseconds()), name+"-p50-µs")
					b.ReportMetric(float64(times[min(len(times)-1, len(times)*99/100)].Microseconds()), name+"-p99-µs")
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// python is where Debian's packages of Python modules are.
const python = "/usr/bin/python3"

// besideXapian asks Xapian the same over the same words.
func besideXapian(b *testing.B, dir string, n int, asked []question) {
	b.Helper()
	if os.Getenv("GONGKAI_BENCH_ALONE") != "" {
		return
	}
	if exec.Command(python, "-c", "import xapian").Run() != nil {
		fmt.Println("python3-xapian is not installed: nothing to compare with")
		return
	}
	words, questions := filepath.Join(dir, fmt.Sprintf("words-%d.jsonl", n)), filepath.Join(dir, fmt.Sprintf("questions-%d.jsonl", n))
	if _, err := os.Stat(words); errors.Is(err, os.ErrNotExist) {
		lines(b, words, n, func(i int) any {
			r, on := corpus.Record(i, n)
			e := fulltext.Enter(fulltext.Source{Record: r, Index: fmt.Sprintf("bench/%d-%07d", on.Year(), i), Year: on.Year()})
			return map[string]any{"order": e.Order, "more": e.More}
		})
	}
	lines(b, questions, len(asked), func(i int) any {
		plan := fulltext.Read(asked[i].wish.Text)
		var all [][]string
		for _, p := range plan.Tiers[len(plan.Tiers)-1] {
			all = append(all, p.Words)
		}
		w := asked[i].wish
		for kind, value := range map[fulltext.TagKind]string{fulltext.TagAgency: w.Agency, fulltext.TagSort: string(w.Kind)} {
			if value != "" {
				all = append(all, []string{fulltext.Tag(kind, value)})
			}
		}
		if w.Year > 0 {
			all = append(all, []string{fulltext.Tag(fulltext.TagYear, strconv.Itoa(w.Year))})
		}
		return map[string]any{"class": asked[i].class, "all": all}
	})
	cmd := exec.Command(python, "../../scripts/bench_xapian.py", words, questions, filepath.Join(dir, fmt.Sprintf("xapian-%d", n)))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("%s", out)
}

func lines(b *testing.B, name string, n int, line func(i int) any) {
	b.Helper()
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	e := json.NewEncoder(w)
	for i := range n {
		if err := e.Encode(line(i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
}
