package database

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// An Instant is a moment as it is stored: INTEGER milliseconds UTC, null for the zero time. Fields that are scanned
// have this type; arguments may be plain time.Time, which is converted.
type Instant struct{ time.Time }

// At wraps a time, cut to the precision that is stored.
func At(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Millisecond)} }

// Value stores the instant.
func (i Instant) Value() (driver.Value, error) { return milliseconds(i.Time), nil }

// Scan reads what Value stored.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
	case int64:
		*i = Instant{time.UnixMilli(v).UTC()}
	default:
		return fmt.Errorf("database: cannot read an instant from %T", src)
	}
	return nil
}

func milliseconds(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// stored turns arguments into what both engines store alike.
func stored(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			args[i] = milliseconds(v)
		case bool:
			if args[i] = int64(0); v {
				args[i] = int64(1)
			}
		}
	}
	return args
}
