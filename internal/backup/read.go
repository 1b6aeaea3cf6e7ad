package backup

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

const (
	maxLine     = 256 << 20 // bytes of a row
	maxManifest = 256 << 20
	maxKeys     = 1 << 20
)

// sink takes what is read. What it was given is known to be right only when reading has ended without an error.
type sink interface {
	row(t database.Table, values []any) error
	blob(h blob.Hash, content io.Reader) error
	keys(text []byte) error
}

// reader reads a backup once from its beginning and compares what it finds with the manifest at its end.
type reader struct {
	sink     sink
	suite    crypt.Suite // of the digests; zero until the first part was read
	found    Manifest    // what was seen
	manifest *Manifest
	lines    *bufio.Reader // of the table that is being read
}

// read reads all of the backup. It returns only what is exactly as it was written.
func read(r io.Reader, passphrase string, into sink) (_ Manifest, err error) {
	content, err := openFile(r, passphrase)
	if err != nil {
		return Manifest{}, err
	}
	defer content.Close()
	b := &reader{sink: into, lines: bufio.NewReaderSize(nil, 1<<18)}
	parts := tar.NewReader(content)
	for {
		part, err := parts.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Manifest{}, unreadable(err)
		}
		if b.manifest != nil || (b.suite == 0) != (part.Name == formatName) {
			return Manifest{}, broken("各部分的次序不对")
		}
		if err := b.part(part, parts); err != nil {
			return Manifest{}, unreadable(err)
		}
	}
	if _, err := io.Copy(io.Discard, content); err != nil {
		return Manifest{}, unreadable(err)
	}
	return b.compare()
}

// unreadable gives an error of the archive its kind; those of the container and of the sink have theirs.
func unreadable(err error) error {
	if err == tar.ErrHeader || err == io.ErrUnexpectedEOF || err == tar.ErrInsecurePath {
		return &fault.Error{Kind: fault.Invalid, Message: "备份文件已损坏：无法解包", Err: err}
	}
	return err
}

func (b *reader) part(part *tar.Header, content io.Reader) error {
	if name, ok := strings.CutPrefix(part.Name, tableFolder); ok {
		return b.table(strings.TrimSuffix(name, tableSuffix), content)
	}
	if name, ok := strings.CutPrefix(part.Name, blobFolder); ok {
		return b.blob(strings.Replace(name, "/", ":", 1), part.Size, content)
	}
	switch {
	case part.Name == formatName && part.Size <= maxKeys:
		return b.format(content)
	case part.Name == keyName && part.Size <= maxKeys:
		return b.keyFile(content)
	case part.Name == manifestName && part.Size <= maxManifest:
		b.manifest = &Manifest{}
		decoder := json.NewDecoder(content)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(b.manifest); err != nil {
			return broken("清单无法读取")
		}
		return nil
	}
	return broken("含有不认识的部分 %.80q", part.Name)
}

// beginning is the first part of a backup.
type beginning struct {
	Format string `json:"format"`
	Suite  string `json:"suite"` // of the digests
}

func (b *reader) format(content io.Reader) error {
	var first beginning
	if err := json.NewDecoder(content).Decode(&first); err != nil {
		return broken("开头无法读取")
	}
	if first.Format != format {
		return fault.New(fault.Invalid, "备份的格式是 %.40q，本版本只能读取 %s", first.Format, format)
	}
	suite, err := crypt.ParseSuite(first.Suite)
	if err != nil {
		return broken("摘要算法无法识别")
	}
	b.suite = suite
	return nil
}

// table reads the head of a table and hands on its rows.
func (b *reader) table(name string, content io.Reader) error {
	h := b.suite.NewHash()
	lines := b.lines
	lines.Reset(io.TeeReader(content, h))
	head, err := readLine(lines)
	if err != nil {
		return broken("表 %.80q 没有表头", name)
	}
	t := Table{}
	if err := json.Unmarshal(head, &t.Table); err != nil || t.Name != name || len(t.Columns) == 0 {
		return broken("表 %.80q 的表头不对", name)
	}
	for {
		line, err := readLine(lines)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		values, err := parseRow(line, t.Columns)
		if err != nil {
			return err
		}
		if err := b.sink.row(t.Table, values); err != nil {
			return err
		}
		t.Rows++
	}
	t.Digest = digestOf(b.suite, h.Sum(nil))
	b.found.Tables = append(b.found.Tables, t)
	return nil
}

// readLine returns a line without its break, or io.EOF at the end. Each line has a break.
func readLine(r *bufio.Reader) ([]byte, error) {
	var long []byte
	for {
		part, err := r.ReadSlice('\n')
		if err == nil && long == nil {
			return part[:len(part)-1], nil
		}
		long = append(long, part...)
		switch {
		case err == nil:
			return long[:len(long)-1], nil
		case err == io.EOF && len(long) > 0:
			return nil, broken("最后一行不完整")
		case err != bufio.ErrBufferFull:
			return nil, err
		case len(long) > maxLine:
			return nil, broken("一行数据过长")
		}
	}
}

func (b *reader) blob(address string, size int64, content io.Reader) error {
	h, err := blob.ParseHash(address)
	if err != nil {
		return broken("文件名 %.80q 不对", address)
	}
	suite := crypt.Std
	if strings.HasPrefix(address, crypt.GM.HashName()+":") {
		suite = crypt.GM
	}
	sum := suite.NewHash()
	content = io.TeeReader(content, sum)
	if err := b.sink.blob(h, content); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, content); err != nil {
		return err
	}
	if digestOf(suite, sum.Sum(nil)) != h {
		return broken("文件 %s 的内容与摘要不符", h)
	}
	b.found.Blobs = append(b.found.Blobs, File{h, size})
	return nil
}

func (b *reader) keyFile(content io.Reader) error {
	text, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	h := b.suite.NewHash()
	h.Write(text)
	digest := digestOf(b.suite, h.Sum(nil))
	b.found.KeyFile = &digest
	return b.sink.keys(text)
}

// compare holds what was found against the manifest.
func (b *reader) compare() (Manifest, error) {
	m := b.manifest
	if m == nil {
		return Manifest{}, broken("不完整，没有清单")
	}
	sameTable := func(x, y Table) bool {
		return x.Name == y.Name && x.Rows == y.Rows && x.Digest == y.Digest && slices.Equal(x.Columns, y.Columns)
	}
	sameKeys := (m.KeyFile == nil) == (b.found.KeyFile == nil) && (m.KeyFile == nil || *m.KeyFile == *b.found.KeyFile)
	if !slices.EqualFunc(m.Tables, b.found.Tables, sameTable) || !slices.Equal(m.Blobs, b.found.Blobs) || !sameKeys {
		return Manifest{}, broken("内容与清单不符")
	}
	return *m, nil
}
