package translog

import (
	"context"
	"encoding/json"
	"fmt"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// A Break is a place where log and records, or the log and its own past, do not agree.
type Break struct {
	Where string // 第3条, or an 索引号
	Text  string
}

// A Report is what checking the whole log gave.
type Report struct {
	Leaves, Records int
	Breaks          []Break
}

// mostBreaks ends a check that finds nothing right.
const mostBreaks = 200

// Check reads the whole log as of one moment and checks it against the hashes of the tree, against the heads that were
// signed before, and against what is stored of every record.
func (k *Keeper) Check(ctx context.Context) (rep Report, err error) {
	defer fault.Wrap(&err, "translog.Check")
	err = k.DB.Read(ctx, func(q *database.Query) error {
		rep = Report{}
		c := &checker{r: q, report: &rep}
		if err := c.tree(); err != nil {
			return err
		}
		if k.verifier != "" { // a log without a key has signed nothing
			if err := c.heads(k.verifier); err != nil {
				return err
			}
		}
		return c.records()
	})
	return rep, err
}

type checker struct {
	r      database.Reader
	report *Report
	made   memory // the hashes computed anew
	size   int64
}

// memory is the tree as it is computed anew.
type memory []tlog.Hash

func (m memory) ReadHashes(places []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(places))
	for i, p := range places {
		if p < 0 || p >= int64(len(m)) {
			return nil, fmt.Errorf("no hash %d", p)
		}
		out[i] = m[p]
	}
	return out, nil
}

func (c *checker) found(where, format string, args ...any) {
	if len(c.report.Breaks) < mostBreaks {
		c.report.Breaks = append(c.report.Breaks, Break{where, fmt.Sprintf(format, args...)})
	}
}

// tree computes every hash from the leaves and compares it with the stored one.
func (c *checker) tree() error {
	var err error
	if c.size, err = Size(c.r); err != nil {
		return err
	}
	rows, err := c.r.Query(`SELECT seq, body FROM log_leaf ORDER BY seq`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var seq int64
		var body string
		if err := rows.Scan(&seq, &body); err != nil {
			return err
		}
		if seq != int64(c.report.Leaves) {
			c.found(fmt.Sprintf("第%d条", c.report.Leaves+1), "公开日志缺少这一条，以后的不能核对")
			return nil
		}
		made, err := tlog.StoredHashesForRecordHash(seq, tlog.RecordHash([]byte(body)), c.made)
		if err != nil {
			return err
		}
		c.made = append(c.made, made...)
		c.report.Leaves++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if c.size != int64(c.report.Leaves) {
		c.found("末尾", "公开日志应有%d条，只有%d条", c.size, c.report.Leaves)
	}
	return c.nodes()
}

// nodes compares the stored hashes with those computed anew.
func (c *checker) nodes() error {
	rows, err := c.r.Query(`SELECT place, hash FROM log_hash ORDER BY place`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	n := int64(0)
	for ; rows.Next(); n++ {
		var place int64
		var hash []byte
		if err := rows.Scan(&place, &hash); err != nil {
			return err
		}
		switch {
		case place != n:
			c.found(fmt.Sprintf("节点%d", n), "公开日志的散列树缺少节点")
			n = place
		case n < int64(len(c.made)) && string(hash) != string(c.made[n][:]):
			if level, leaf := tlog.SplitStoredHashIndex(n); level == 0 {
				c.found(fmt.Sprintf("第%d条", leaf+1), "公开日志的这一条被改过：内容与散列树不符")
			} else {
				c.found(fmt.Sprintf("节点%d", n), "公开日志的散列树被改过")
			}
		}
	}
	if n < int64(len(c.made)) {
		c.found("末尾", "公开日志的散列树缺少%d个节点", int64(len(c.made))-n)
	}
	return rows.Err()
}

// heads checks that every head signed before is one through which the log has gone.
func (c *checker) heads(verifier string) error {
	var list []struct {
		Size int64  `db:"size"`
		Note string `db:"note"`
	}
	if err := c.r.Select(&list, `SELECT size, note FROM log_head ORDER BY size`); err != nil {
		return err
	}
	for _, h := range list {
		where := fmt.Sprintf("签名头%d", h.Size)
		t, err := OpenHead(h.Note, verifier)
		switch {
		case err != nil:
			c.found(where, "%s", fault.Message(err))
			continue
		case t.N != h.Size || t.N > int64(c.report.Leaves):
			c.found(where, "公开日志比签过的头短：后面的条目被删掉了")
			continue
		}
		hash, err := tlog.TreeHash(t.N, c.made)
		if err != nil {
			return err
		}
		if hash != t.Hash {
			c.found(where, "公开日志的历史被改写：与以前签过的头不一致")
		}
	}
	return nil
}

func decode(body string) (disclosure.Record, error) {
	var rec disclosure.Record
	err := json.Unmarshal([]byte(body), &rec)
	return rec, err
}
