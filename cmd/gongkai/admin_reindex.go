package main

import (
	"context"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/app"
)

// An AdminReindexCmd makes the search index of the portal anew, where the doctor says that it is wrong.
type AdminReindexCmd struct{ ConfigFlags }

// Run makes it and holds it against what is published.
func (c *AdminReindexCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		check, err := a.RemakeSearch(ctx)
		if err != nil {
			return err
		}
		if check.Wrong() {
			return fault.New(fault.Internal, "检索索引重建后仍与已公开的信息不一致，请保留数据库并联系开发单位")
		}
		_, err = fmt.Fprintf(io.Out, "已公开的%d条信息全部编入检索索引\n", check.Records)
		return err
	})
}
