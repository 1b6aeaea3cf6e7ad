package backup

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

const benchRows = 20_000

// benchSource is a deployment with rows of about 1 KB.
func benchSource(b *testing.B) Deployment {
	b.Helper()
	d := fresh(b, storetest.SQLite(b), nil)
	note := fmt.Sprintf("%0500d", 7)
	err := d.DB.WriteUnrecorded(context.Background(), "test", func(tx *database.Tx) error {
		for range benchRows {
			if _, err := tx.Exec(`INSERT INTO probe (note, body, file) VALUES ($1, $2, '')`, note, []byte(note)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return d
}

func BenchmarkWrite20kRows(b *testing.B) {
	source := benchSource(b)
	for b.Loop() {
		if _, err := Write(context.Background(), io.Discard, source, withSuite(Options{})); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRestore20kRows(b *testing.B) {
	for _, to := range engines {
		b.Run(to.name, func(b *testing.B) {
			saved := save(b, benchSource(b), Options{})
			for b.Loop() {
				b.StopTimer()
				target := fresh(b, to.make(b), nil)
				b.StartTimer()
				if _, err := Restore(context.Background(), bytes.NewReader(saved), target, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
