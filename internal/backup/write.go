package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

// Names of the parts.
const (
	tableFolder  = "tables/"
	tableSuffix  = ".jsonl"
	blobFolder   = "blobs/"
	formatName   = "format.json" // the first part
	keyName      = "gongkai.key"
	manifestName = "manifest.json"
)

// A Deployment is what is backed up or restored into.
type Deployment struct {
	DB    *database.DB
	Blobs *blob.Store
	// References lists the files to which rows refer. Nil: every file of the store.
	References func(r database.Reader) iter.Seq2[blob.Hash, error]
	// Derived names tables that follow from others and are built anew after a restore.
	Derived []string
}

// Options say how a backup is kept.
type Options struct {
	Suite      crypt.Suite // for digests or the encryption
	Passphrase string      // empty: not encrypted
	KeyFile    string      // path of the key file to take along or, restoring, to make; empty: none
	Spool      string      // folder for temporary files; empty: the system's
}

// ToFile writes a backup to a new file, which appears under its name only once it is complete and durable.
func ToFile(ctx context.Context, path string, from Deployment, o Options) (_ Manifest, err error) {
	defer fault.Wrap(&err, "backup.ToFile")
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fault.New(fault.Conflict, "文件已存在，不会覆盖：%s", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".gongkai-backup-*")
	if err != nil {
		return Manifest{}, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<20)
	m, err := Write(ctx, buffered, from, o)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Link(file.Name(), path) // unlike a rename it does not overwrite
	}
	if err != nil {
		return Manifest{}, err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return Manifest{}, err
	}
	return m, errors.Join(dir.Sync(), dir.Close())
}

// Write writes a backup to w. Files that cannot be read are named in the manifest and do not keep the rest from being
// saved.
func Write(ctx context.Context, w io.Writer, from Deployment, o Options) (_ Manifest, err error) {
	defer fault.Wrap(&err, "backup.Write")
	if o.Passphrase == "" && (o.KeyFile != "" || from.Blobs.Encrypted()) {
		return Manifest{}, fault.New(fault.Invalid, "文件库已加密或备份含密钥文件，备份必须设置口令")
	}
	container, err := sealFile(w, o.Suite, o.Passphrase)
	if err != nil {
		return Manifest{}, err
	}
	b := &writer{ctx: ctx, from: from, options: o, tar: tar.NewWriter(container)}
	if err := b.write(); err != nil {
		return Manifest{}, err
	}
	if err := b.tar.Close(); err != nil {
		return Manifest{}, err
	}
	return b.manifest, container.Close()
}

type writer struct {
	ctx      context.Context
	from     Deployment
	options  Options
	tar      *tar.Writer
	manifest Manifest
}

func (b *writer) write() error {
	b.manifest = Manifest{CreatedAt: b.from.DB.Now().UTC(), Engine: b.from.DB.Engine()}
	var err error
	if b.manifest.Schema, err = steps(b.ctx, b.from.DB); err != nil {
		return err
	}
	if err := b.json(formatName, beginning{format, b.options.Suite.String()}); err != nil {
		return err
	}
	hashes, err := b.tables()
	if err != nil {
		return err
	}
	for _, h := range hashes {
		if err := b.blob(h); err != nil {
			return err
		}
	}
	if err := b.keyFile(); err != nil {
		return err
	}
	return b.json(manifestName, b.manifest)
}

func (b *writer) json(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.part(name, int64(len(text)), bytes.NewReader(text))
}

// steps lists the migrations that the database has taken.
func steps(ctx context.Context, db *database.DB) (names []string, err error) {
	all, err := database.Status(ctx, db)
	for _, s := range all {
		if s.Applied {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names, err
}

// tables writes every table as it was at one moment and returns the files to which rows referred then.
func (b *writer) tables() (hashes []blob.Hash, err error) {
	err = b.from.DB.Read(b.ctx, func(q *database.Query) error {
		all, err := q.Tables()
		if err != nil {
			return err
		}
		for _, t := range all {
			if slices.Contains(b.from.Derived, t.Name) {
				continue
			}
			if err := b.table(q, t); err != nil {
				return err
			}
		}
		if b.from.References == nil {
			return nil
		}
		for h, err := range b.from.References(q) {
			if err != nil {
				return err
			}
			hashes = append(hashes, h)
		}
		return nil
	})
	if err == nil && b.from.References == nil {
		err = b.from.Blobs.Walk(b.ctx, func(i blob.Info) error { hashes = append(hashes, i.Hash); return nil })
	}
	slices.Sort(hashes)
	return slices.Compact(hashes), err
}

// table writes one table by way of a temporary file, since a tar wants to know the length first.
func (b *writer) table(q *database.Query, t database.Table) error {
	spool, err := newSpool(b.options.Spool)
	if err != nil {
		return err
	}
	defer spool.Close()
	h := b.options.Suite.NewHash()
	out := bufio.NewWriterSize(io.MultiWriter(spool, h), 1<<18)
	entry := Table{Table: t}
	if entry.Rows, err = writeRows(q, t, out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	entry.Digest = digestOf(b.options.Suite, h.Sum(nil))
	b.manifest.Tables = append(b.manifest.Tables, entry)
	return b.spooled(tableFolder+t.Name+tableSuffix, spool)
}

func digestOf(suite crypt.Suite, sum []byte) Digest {
	return Digest(suite.HashName() + ":" + hex.EncodeToString(sum))
}

// writeRows writes the head of the table and its rows.
func writeRows(q *database.Query, t database.Table, out io.Writer) (n int64, err error) {
	for _, c := range t.Columns {
		if !slices.Contains([]string{"INTEGER", "TEXT", "BLOB"}, c.Type) {
			return 0, fault.New(fault.Internal, "表 %s 的列 %s 类型为 %s，无法备份", t.Name, c.Name, c.Type)
		}
	}
	head, err := json.Marshal(t)
	if err != nil {
		return 0, err
	}
	if _, err := out.Write(append(head, '\n')); err != nil {
		return 0, err
	}
	rows, err := q.Query("SELECT " + columnList(t.Columns) + " FROM " + quoted(t.Name))
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	values := make([]any, len(t.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	var line []byte
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		if line, err = appendRow(line[:0], values); err != nil {
			return n, err
		}
		if _, err := out.Write(line); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// columnList writes the names as SQL.
func columnList(columns []database.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// blob writes a file, or names it as damaged if it is not whole.
func (b *writer) blob(h blob.Hash) error {
	spool, err := newSpool(b.options.Spool)
	if err != nil {
		return err
	}
	defer spool.Close()
	size, err := b.copyBlob(spool, h)
	if b.ctx.Err() != nil {
		return b.ctx.Err()
	}
	if fault.KindOf(err) == fault.Unavailable {
		return err
	}
	if err != nil {
		b.manifest.Damaged = append(b.manifest.Damaged, Damage{h, fault.Message(err)})
		return nil
	}
	b.manifest.Blobs = append(b.manifest.Blobs, File{h, size})
	return b.spooled(blobFolder+strings.Replace(string(h), ":", "/", 1), spool)
}

func (b *writer) copyBlob(w io.Writer, h blob.Hash) (int64, error) {
	content, err := b.from.Blobs.Open(b.ctx, h)
	if err != nil {
		return 0, err
	}
	defer content.Close()
	return io.Copy(w, content)
}

func (b *writer) keyFile() error {
	if b.options.KeyFile == "" {
		return nil
	}
	text, err := crypt.ReadKeyFile(b.options.KeyFile)
	if err != nil {
		return err
	}
	h := b.options.Suite.NewHash()
	h.Write(text)
	digest := digestOf(b.options.Suite, h.Sum(nil))
	b.manifest.KeyFile = &digest
	return b.part(keyName, int64(len(text)), bytes.NewReader(text))
}

// newSpool makes a temporary file without a name.
func newSpool(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "gongkai-backup-*")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

func (b *writer) spooled(name string, spool *os.File) error {
	size, err := spool.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	return b.part(name, size, spool)
}

func (b *writer) part(name string, size int64, content io.Reader) error {
	err := b.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: b.manifest.CreatedAt, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	_, err = io.Copy(b.tar, content)
	return err
}
