package backup

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

// Check reads a whole backup and returns what it holds, or says what is wrong with it.
func Check(r io.Reader, passphrase string) (_ Manifest, err error) {
	defer fault.Wrap(&err, "backup.Check")
	return read(r, passphrase, &keep{})
}

// keep is a sink that keeps nothing but the key file.
type keep struct{ text []byte }

func (k *keep) row(database.Table, []any) error { return nil }

func (k *keep) blob(blob.Hash, io.Reader) error { return nil }

func (k *keep) keys(text []byte) error {
	k.text = text
	return nil
}

// Key checks a whole backup and returns the key file in it, for an installation whose store is opened with those keys
// before anything is restored into it. It is [fault.NotFound] where the backup was taken without.
func Key(r io.Reader, passphrase string) (_ []byte, err error) {
	defer fault.Wrap(&err, "backup.Key")
	var kept keep
	if _, err := read(r, passphrase, &kept); err != nil {
		return nil, err
	}
	if kept.text == nil {
		return nil, fault.New(fault.NotFound, "备份中没有密钥文件")
	}
	return kept.text, nil
}

// Restore fills a migrated database without rows, and the store, from a backup. It reads the backup twice, first to
// check it. Everything in the database happens in one transaction; files are put into the store before it commits, so
// that a restore that was broken off can be run again. With Options.KeyFile the key file is made of the one in the
// backup. Afterwards the caller builds the derived tables and proves the ledger.
func Restore(ctx context.Context, r io.ReadSeeker, into Deployment, o Options) (_ Manifest, err error) {
	defer fault.Wrap(&err, "backup.Restore")
	var kept keep
	m, err := read(r, o.Passphrase, &kept)
	if err != nil {
		return Manifest{}, err
	}
	if err := fitting(ctx, &m, into); err != nil {
		return Manifest{}, err
	}
	if o.KeyFile != "" {
		if kept.text == nil {
			return Manifest{}, fault.New(fault.NotFound, "备份中没有密钥文件")
		}
		if err := crypt.WriteKeyFile(o.KeyFile, kept.text); err != nil {
			return Manifest{}, err
		}
	}
	err = into.DB.WriteUnrecorded(ctx, "restore", func(tx *database.Tx) error {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := empty(tx, m.Tables); err != nil {
			return err
		}
		return tx.Load(func() error {
			l := &loader{ctx: ctx, tx: tx, blobs: into.Blobs}
			if _, err := read(r, o.Passphrase, l); err != nil {
				return err
			}
			return l.flush()
		})
	})
	if err != nil && o.KeyFile != "" {
		err = errors.Join(err, os.Remove(o.KeyFile))
	}
	return m, err
}

// fitting compares the backup with the database into which it goes.
func fitting(ctx context.Context, m *Manifest, into Deployment) error {
	names, err := steps(ctx, into.DB)
	if err != nil {
		return err
	}
	tables, err := into.DB.View(ctx).Tables()
	if err != nil {
		return err
	}
	if err := m.fits(names, tables); err != nil {
		return err
	}
	for _, t := range tables {
		saved := slices.ContainsFunc(m.Tables, func(other Table) bool { return other.Name == t.Name })
		if !saved && !slices.Contains(into.Derived, t.Name) {
			return fault.New(fault.Invalid, "备份中没有表 %s，不能恢复到这个数据库", t.Name)
		}
	}
	return nil
}

// empty refuses a database that has rows already.
func empty(tx *database.Tx, tables []Table) error {
	for _, t := range tables {
		var rows int64
		if err := tx.QueryRow("SELECT count(*) FROM (SELECT 1 FROM " + quoted(t.Name) + " LIMIT 1) AS first_row").Scan(&rows); err != nil {
			return err
		}
		if rows > 0 {
			return fault.New(fault.Conflict, "目标数据库不是空的（表 %s 已有数据），不会覆盖", t.Name)
		}
	}
	return nil
}

// Rows go in by batches of one statement each.
const (
	batchRows   = 200
	batchValues = 16_000 // below the number of parameters that either engine takes
	batchBytes  = 4 << 20
)

// loader is a sink that inserts rows and stores files.
type loader struct {
	ctx    context.Context
	tx     *database.Tx
	blobs  *blob.Store
	table  database.Table
	values []any
	rows   int
	bytes  int
}

func (l *loader) row(t database.Table, values []any) error {
	if t.Name != l.table.Name || l.rows >= batchRows || len(l.values)+len(values) > batchValues || l.bytes > batchBytes {
		if err := l.flush(); err != nil {
			return err
		}
		l.table = t
	}
	l.values = append(l.values, values...)
	l.rows++
	for _, value := range values {
		switch v := value.(type) {
		case string:
			l.bytes += len(v)
		case []byte:
			l.bytes += len(v)
		}
	}
	return nil
}

// flush inserts the rows that wait.
func (l *loader) flush() error {
	if l.rows == 0 {
		return nil
	}
	_, err := l.tx.Exec(insertion(l.table, l.rows), l.values...)
	l.values, l.rows, l.bytes = l.values[:0], 0, 0
	return err
}

// insertion writes an INSERT of so many rows.
func insertion(t database.Table, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + quoted(t.Name) + " (" + columnList(t.Columns) + ") VALUES ")
	n := 0
	for row := range rows {
		if row > 0 {
			b.WriteByte(',')
		}
		for i := range t.Columns {
			n++
			b.WriteString(string("(,"[min(i, 1)]) + "$" + strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (l *loader) blob(h blob.Hash, content io.Reader) error {
	return l.blobs.PutExact(l.ctx, content, h)
}

func (l *loader) keys([]byte) error { return nil }
