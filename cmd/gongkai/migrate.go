package main

import (
	"context"
	"encoding/json"
	"fmt"

	"gongkai/internal/app"
	"gongkai/internal/database"
)

// A MigrateCmd brings the schema of the database up to date.
type MigrateCmd struct {
	ConfigFlags
	Status bool `help:"只列出各步是否已经完成，不改动；有未完成的则退出码为1"`
	JSON   bool `help:"输出JSON"`
}

// migrationStep is one line of the output.
type migrationStep struct {
	Name    string `json:"name"`
	Applied bool   `json:"applied"`
}

// Run prints the steps taken, or with --status all steps.
func (c *MigrateCmd) Run(io *IO) error {
	loaded, err := c.load()
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := app.Database(ctx, loaded, app.Logger(loaded.Log, io.Err))
	if err != nil {
		return err
	}
	defer db.Close()
	run := database.Migrate
	if c.Status {
		run = database.Status
	}
	steps, err := run(ctx, db)
	if err != nil {
		return err
	}
	lines, pending := []migrationStep{}, false
	for _, s := range steps {
		lines = append(lines, migrationStep{s.Name, s.Applied})
		pending = pending || !s.Applied
	}
	if err := c.print(io, lines); err != nil {
		return err
	}
	if pending {
		return errFound
	}
	return nil
}

func (c *MigrateCmd) print(io *IO, lines []migrationStep) error {
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(lines)
	}
	for _, line := range lines {
		state := "已完成"
		if !line.Applied {
			state = "未完成"
		}
		fmt.Fprintln(io.Out, state, line.Name)
	}
	if len(lines) == 0 {
		fmt.Fprintln(io.Err, "数据库结构已是最新。")
	}
	return nil
}
