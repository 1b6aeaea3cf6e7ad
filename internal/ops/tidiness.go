package ops

import (
	"context"
	"fmt"
	"time"

	"gongkai/internal/database"
)

// longUntidied is how long the nightly clearing of files may fail before somebody should look.
const longUntidied = 3 * 24 * time.Hour

// tidiness tells when the files that nothing refers to were last taken away.
func (d *doctor) tidiness(ctx context.Context) {
	const check = "files"
	view := d.db.View(ctx)
	var began, last database.Instant
	if err := view.QueryRow(`SELECT min(created_at), max(CASE WHEN state = 'done' THEN finished_at END) FROM job WHERE kind = 'tidy_files'`).Scan(&began, &last); err != nil {
		return // the schema is older than the jobs, which was said before
	}
	now := d.options.Now()
	switch {
	case began.IsZero():
		return // not one night has passed
	case last.IsZero() && now.Sub(began.Time) > longUntidied, !last.IsZero() && now.Sub(last.Time) > longUntidied:
		when := "从未成功"
		if !last.IsZero() {
			when = fmt.Sprintf("最近一次成功是%d天前", int(now.Sub(last.Time)/(24*time.Hour)))
		}
		d.warn(check, "无人引用的文件没有按时清除（"+when+"）", "在工作台“后台任务”中查看失败的原因后重试；平台须在夜间运行")
	case !last.IsZero():
		d.fine(check, "无人引用的文件最近于 "+last.In(shanghai()).Format("2006-01-02 15:04")+" 清除；清除了什么见台账")
	}
}
