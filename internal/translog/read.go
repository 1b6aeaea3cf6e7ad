package translog

import (
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// A Stored is a leaf in its place.
type Stored struct {
	Seq    int64  `db:"seq"` // from 0
	Record string `db:"record"`
	Index  string `db:"index_no"`
	Body   string `db:"body"` // the bytes that are hashed
}

// Leaf reads the body.
func (s Stored) Leaf() (Leaf, error) { return ParseLeaf([]byte(s.Body)) }

// Size returns how many leaves the log has.
func Size(r database.Reader) (size int64, err error) {
	defer fault.Wrap(&err, "translog.Size")
	err = r.QueryRow(`SELECT size FROM log_size WHERE id = 1`).Scan(&size)
	if database.NotFound(err) {
		return 0, nil
	}
	return size, err
}

// Tree returns the head of the tree as it was with so many leaves.
func Tree(r database.Reader, size int64) (t tlog.Tree, err error) {
	defer fault.Wrap(&err, "translog.Tree(%d)", size)
	hash, err := tlog.TreeHash(size, reading(r))
	return tlog.Tree{N: size, Hash: hash}, err
}

func reading(r database.Reader) *hashes { return &hashes{r: r, known: map[int64]tlog.Hash{}} }

// Of lists the leaves of the record with the 索引号, first to last.
func Of(r database.Reader, index string) (list []Stored, err error) {
	defer fault.Wrap(&err, "translog.Of(%s)", index)
	err = r.Select(&list, `SELECT seq, record, index_no, body FROM log_leaf WHERE index_no = $1 ORDER BY seq`, index)
	return list, err
}

// Entries lists leaves in their order.
func Entries(r database.Reader, from int64, most int) (list []Stored, err error) {
	defer fault.Wrap(&err, "translog.Entries(%d)", from)
	err = r.Select(&list, `SELECT seq, record, index_no, body FROM log_leaf WHERE seq >= $1 ORDER BY seq LIMIT $2`, from, most)
	return list, err
}

// Inclusion proves that the leaf stands at seq in the tree of the size.
func Inclusion(r database.Reader, size, seq int64) (proof tlog.RecordProof, err error) {
	defer fault.Wrap(&err, "translog.Inclusion(%d, %d)", size, seq)
	if seq < 0 || seq >= size {
		return nil, fault.New(fault.NotFound, "公开日志中没有这一条")
	}
	return tlog.ProveRecord(size, seq, reading(r))
}

// Consistency proves that the tree of the size goes on from the earlier one.
func Consistency(r database.Reader, size, earlier int64) (proof tlog.TreeProof, err error) {
	defer fault.Wrap(&err, "translog.Consistency(%d, %d)", size, earlier)
	if earlier < 1 || earlier > size {
		return nil, fault.New(fault.NotFound, "公开日志没有过这样的长度")
	}
	return tlog.ProveTree(size, earlier, reading(r))
}

// Content is what the log names by its digest: the version of a record as it is stored.
func Content(r database.Reader, record string, version int) (rec disclosure.Record, content []byte, err error) {
	defer fault.Wrap(&err, "translog.Content(%s, %d)", record, version)
	var body string
	if err := r.QueryRow(`SELECT body FROM record_version WHERE record = $1 AND version = $2`, record, version).Scan(&body); err != nil {
		return rec, nil, err
	}
	rec, err = decode(body)
	return rec, rec.Canonical(), err
}
