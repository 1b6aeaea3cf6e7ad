package ops_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/ops"
)

func TestTheDoctorTellsWhenFilesWereLastTidied(t *testing.T) {
	now := time.Date(2026, 10, 3, 1, 0, 0, 0, time.UTC)
	ago := func(days int) int64 { return now.AddDate(0, 0, -days).UnixMilli() }
	for _, tt := range []struct {
		what string
		jobs [][3]any // state, created, finished
		want ops.Severity
		says string
	}{
		{"not one night has passed", nil, "", ""},
		{"last night", [][3]any{{"done", ago(1), ago(1)}}, ops.Fine, "10-02"},
		{"it failed last night and went well before", [][3]any{{"done", ago(2), ago(2)}, {"dead", ago(1), ago(1)}}, ops.Fine, "10-01"},
		{"it fails since days", [][3]any{{"done", ago(5), ago(5)}, {"dead", ago(1), ago(1)}}, ops.Warning, "5天前"},
		{"it never went well", [][3]any{{"dead", ago(9), ago(9)}}, ops.Warning, "从未成功"},
		{"it is new and has not gone well yet", [][3]any{{"ready", ago(1), nil}}, "", ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			env, dir := healthy(t)
			db, err := database.Open(t.Context(), database.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			err = db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				for i, j := range tt.jobs {
					if _, err := tx.Exec(`INSERT INTO job (id, agency, kind, unique_key, payload, state, run_at, lease, lease_until, attempts, max_attempts, last_error, created_at, finished_at)
						VALUES ($1, '', 'tidy_files', '', '', $2, 0, '', 0, 1, 1, '', $3, $4)`, i, j[0], j[1], j[2]); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			_ = db.Close()
			f := examine(t, env, func() time.Time { return now })["files"]
			if f.Severity != tt.want || !strings.Contains(f.Message, tt.says) {
				t.Errorf("%+v", f)
			}
		})
	}
}
