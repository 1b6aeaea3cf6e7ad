package ops

import (
	"context"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
)

// Records that are looked for by their own words; more where the whole database is read.
const (
	searchSample     = 50
	searchSampleDeep = 1000
)

// search proves that the search finds what is published.
func (d *doctor) search(ctx context.Context) {
	const check = "search"
	const mend = "执行 gongkai admin reindex 重建检索词表（平台可以同时运行）；不执行的，每天凌晨的后台任务“整理检索索引”也会自动重建"
	sample := searchSample
	if d.options.Integrity {
		sample = searchSampleDeep
	}
	var c query.SearchCheck
	err := d.db.Read(ctx, func(q *database.Query) (err error) {
		c, err = query.CheckSearch(q, sample)
		return err
	})
	switch {
	case err != nil:
		d.broken(check, "检索词表无法核对："+fault.Message(err), mend)
	case c.Wrong():
		d.broken(check, fmt.Sprintf("检索词表与已公开的%d条信息不一致：缺%d条，重复%d条，多出%d条；抽查%d条，有%d条按自己的词语查不到", c.Records, c.Missing, c.Twice, c.Stray, c.Sampled, c.Unfound), mend)
	case c.Visible != c.Records:
		d.warn(check, fmt.Sprintf("已公开%d条信息，检索索引有%d条，可能正在重建", c.Visible, c.Records), mend)
	case c.Segments == 0:
		d.fine(check, fmt.Sprintf("已公开%d条信息，尚未汇编检索词表，直接在全文索引中检索", c.Records))
	default:
		d.fine(check, fmt.Sprintf("检索词表与已公开的%d条信息逐条一致，抽查%d条都能按自己的词语查到", c.Records, c.Sampled))
	}
}
