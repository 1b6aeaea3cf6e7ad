package importing

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"sync"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
)

// A Job is one import.
type Job struct {
	Desk     *publishing.Desk
	By       auth.Actor
	Of       agency.ID
	Import   publishing.Import
	Files    Files
	Defaults Defaults
	Workers  int            // batches prepared at once; 2 when zero
	Batch    int            // lines of one transaction; 200 when zero
	Progress func(done int) // called after every batch, by one goroutine at a time
}

// A Result is what became of all lines.
type Result struct {
	Counts   map[publishing.Fate]int
	Outcomes []publishing.Outcome // of the lines that have something to tell, in their order
}

// Lines returns how many lines there were.
func (r Result) Lines() int {
	n := 0
	for _, c := range r.Counts {
		n += c
	}
	return n
}

// Run imports the table. Batches are committed one by one: after a break the same call goes on. Lines that lead to others
// come after all the rest, so that what they lead to is there.
func (j *Job) Run(ctx context.Context, table io.Reader) (res Result, err error) {
	defer fault.Wrap(&err, "importing.Run(%s)", j.Import.Source)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c := &collector{job: j, result: Result{Counts: map[publishing.Fate]int{}}}
	batches := make(chan []row)
	var workers sync.WaitGroup
	for range max(1, cmp.Or(j.Workers, 2)) {
		workers.Go(func() {
			for rows := range batches {
				if err := j.batch(ctx, c, rows); err != nil {
					c.fail(err)
					stop()
				}
			}
		})
	}
	linked, err := j.deal(ctx, table, batches)
	close(batches)
	workers.Wait()
	if c.err != nil {
		return c.result, c.err
	}
	for rows := range slices.Chunk(linked, cmp.Or(j.Batch, 200)) {
		if err == nil {
			err = j.batch(ctx, c, rows)
		}
	}
	slices.SortFunc(c.result.Outcomes, func(a, b publishing.Outcome) int { return cmp.Compare(a.Line, b.Line) })
	return c.result, err
}

// deal reads the table and hands it out in batches; it returns the lines that lead to others.
func (j *Job) deal(ctx context.Context, table io.Reader, batches chan<- []row) (linked []row, err error) {
	var rows []row
	send := func() error {
		if len(rows) == 0 {
			return nil
		}
		select {
		case batches <- rows:
			rows = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err = readTable(table, func(r row) error {
		if r.values["links"] != "" || len(r.lists["links"]) > 0 {
			linked = append(linked, r)
			return nil
		}
		if rows = append(rows, r); len(rows) >= cmp.Or(j.Batch, 200) {
			return send()
		}
		return nil
	})
	return linked, errors.Join(err, send())
}

// batch prepares lines and hands them over in one transaction. A line with problems of its own is refused here, with
// the problems of the record as far as they can be seen.
func (j *Job) batch(ctx context.Context, c *collector, rows []row) error {
	var lines []publishing.OldRecord
	var refused []publishing.Outcome
	for i := range rows {
		r := &rows[i]
		old := r.record(j.Defaults)
		old.Mark = r.mark()
		old.Record.Agency = j.Of
		if len(r.values) > 0 {
			if err := j.Files.gather(ctx, r, &old); err != nil {
				return err
			}
		}
		if len(r.problems) > 0 {
			refused = append(refused, publishing.Outcome{Line: r.line, Fate: publishing.Refused, Index: old.Index, Problems: r.problems})
			continue
		}
		lines = append(lines, old)
	}
	if len(lines) > 0 {
		out, err := j.Desk.ImportRecords(ctx, j.By, j.Of, j.Import, lines)
		if err != nil {
			return err
		}
		refused = append(refused, out...)
	}
	c.take(refused)
	return nil
}

// A collector gathers what the workers report.
type collector struct {
	mu     sync.Mutex
	job    *Job
	result Result
	done   int
	err    error
}

func (c *collector) take(out []publishing.Outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, o := range out {
		c.result.Counts[o.Fate]++
		if len(o.Problems) > 0 {
			c.result.Outcomes = append(c.result.Outcomes, o)
		}
	}
	c.done += len(out)
	if c.job.Progress != nil {
		c.job.Progress(c.done)
	}
}

func (c *collector) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}
