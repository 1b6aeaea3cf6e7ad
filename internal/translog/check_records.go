package translog

import (
	"database/sql"
	"fmt"

	"gongkai/civil"
	"gongkai/disclosure"
)

// An actOf is a public act as the records tell it.
type actOf struct {
	record, index string
	leaf          Leaf
}

// records compares the acts and versions of every record with its leaves, both in the order of the records.
func (c *checker) records() error {
	leaves, err := c.leavesByRecord()
	if err != nil {
		return err
	}
	rows, err := c.r.Query(`SELECT a.record, r.index_no, a.kind, a.done_on, a.version, a.digest, COALESCE(v.body, '')
		FROM record_act a JOIN record r ON r.id = a.record LEFT JOIN record_version v ON v.record = a.record AND v.version = a.version
		ORDER BY a.record, a.seq`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	last, at := "", 0
	end := func() {
		if rest := leaves[last]; last != "" && at < len(rest) {
			c.found(rest[at].Index, "公开日志中登记了%d次公开行为，库中只有%d次：有记录被删掉了", len(rest), at)
		}
		delete(leaves, last)
	}
	for rows.Next() {
		a, body, err := scanAct(rows)
		if err != nil {
			return err
		}
		if a.record != last {
			end()
			last, at = a.record, 0
			c.report.Records++
		}
		c.act(a, body, leaves[a.record], at)
		at++
	}
	end()
	for _, rest := range leaves {
		c.found(rest[0].Index, "公开日志中登记为公开过，库中已经没有这条信息：被删掉了")
	}
	return rows.Err()
}

func scanAct(rows *sql.Rows) (a actOf, body string, err error) {
	var on civil.Date
	var kind string
	err = rows.Scan(&a.record, &a.index, &kind, &on, &a.leaf.Version, &a.leaf.Digest, &body)
	a.leaf.Act, a.leaf.Day, a.leaf.Index = disclosure.ActKind(kind), on, a.index
	return a, body, err
}

// act compares one act with its leaf, and the content of its version with the digest in the leaf.
func (c *checker) act(a actOf, body string, leaves []Stored, at int) {
	if at >= len(leaves) {
		c.found(a.index, "第%d次公开行为没有登记在公开日志中", at+1)
		return
	}
	logged, err := leaves[at].Leaf()
	if err != nil {
		c.found(fmt.Sprintf("第%d条", leaves[at].Seq+1), "公开日志的这一条无法读出")
		return
	}
	logged.Entered = civil.Date{} // when it was entered is for the log alone to say
	if a.leaf != logged {
		c.found(a.index, "第%d次公开行为与公开日志第%d条的登记不一致，被改过", at+1, leaves[at].Seq+1)
	}
	if logged.Act != disclosure.Published && logged.Act != disclosure.Revised {
		return
	}
	rec, err := decode(body)
	switch {
	case body == "" || err != nil:
		c.found(a.index, "第%d版的内容已经没有了，公开日志中有它的登记", logged.Version)
	case Digest(rec.Canonical()) != logged.Digest:
		c.found(a.index, "第%d版的内容与公开日志中的摘要不符：公开后被改过", logged.Version)
	}
}

func (c *checker) leavesByRecord() (map[string][]Stored, error) {
	var list []Stored
	if err := c.r.Select(&list, `SELECT seq, record, index_no, body FROM log_leaf ORDER BY record, seq`); err != nil {
		return nil, err
	}
	by := map[string][]Stored{}
	for _, s := range list {
		by[s.Record] = append(by[s.Record], s)
	}
	return by, nil
}
