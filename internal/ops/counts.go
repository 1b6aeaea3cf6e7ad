package ops

import (
	"context"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/query"
)

// counts proves that the counts for the annual report are those of the register. That every application stands under the
// right key is only looked at where the whole database is read.
func (d *doctor) counts(ctx context.Context) {
	const check = "counts"
	const mend = "每天凌晨的后台任务“核对年报统计”会按登记簿重新计算，不需要手工修改；第二天仍不一致的，保留数据库并联系开发单位"
	view := d.db.View(ctx)
	wrong, err := query.Miscounts(view)
	if err != nil {
		d.broken(check, "年报统计无法核对："+fault.Message(err), "查看数据库的日志")
		return
	}
	keys := 0
	if d.options.Integrity {
		if keys, err = query.Miskeyed(view); err != nil {
			d.broken(check, "年报统计无法核对："+fault.Message(err), "查看数据库的日志")
			return
		}
	}
	switch {
	case len(wrong) > 0:
		d.broken(check, fmt.Sprintf("%d个机关年度的年报统计与申请登记簿不一致", len(wrong)), mend)
	case keys > 0:
		d.broken(check, fmt.Sprintf("%d件申请的统计标记与登记内容不一致", keys), mend)
	default:
		d.fine(check, "年报统计与申请登记簿逐项一致")
	}
}
