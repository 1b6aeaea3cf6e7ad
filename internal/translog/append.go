package translog

import (
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// An Entry is a leaf with the record to which it belongs.
type Entry struct {
	Record disclosure.ID
	Leaf   Leaf
}

// Append adds the entries to the log, in their order, within the transaction of the acts. Whoever appends holds the row
// of the size until the transaction ends, so that leaves stand in the order in which the acts became public.
// 法源: 《条例》第六条第一款。
func Append(tx *database.Tx, entries ...Entry) (err error) {
	defer fault.Wrap(&err, "translog.Append")
	if len(entries) == 0 {
		return nil
	}
	var size int64
	err = tx.QueryRow(`INSERT INTO log_size (id, size) VALUES (1, $1)
		ON CONFLICT (id) DO UPDATE SET size = log_size.size + $1 RETURNING size`, len(entries)).Scan(&size)
	if err != nil {
		return err
	}
	tree := &hashes{r: tx, known: map[int64]tlog.Hash{}}
	leaves, nodes := &rows{tx: tx, into: "log_leaf (seq, record, index_no, body)", width: 4}, &rows{tx: tx, into: "log_hash (place, hash)", width: 2}
	for i, e := range entries {
		seq := size - int64(len(entries)) + int64(i)
		body := e.Leaf.Bytes()
		if err := leaves.add(seq, string(e.Record), e.Leaf.Index, string(body)); err != nil {
			return err
		}
		stored, err := tlog.StoredHashesForRecordHash(seq, tlog.RecordHash(body), tree)
		if err != nil {
			return err
		}
		for j, h := range stored {
			place := tlog.StoredHashIndex(0, seq) + int64(j)
			tree.known[place] = h
			if err := nodes.add(place, h[:]); err != nil {
				return err
			}
		}
	}
	if err := leaves.flush(); err != nil {
		return err
	}
	return nodes.flush()
}

// rows inserts many rows with few statements.
type rows struct {
	tx    *database.Tx
	into  string
	width int
	args  []any
}

const atOnce = 400 // values of one statement

func (r *rows) add(values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < atOnce {
		return nil
	}
	return r.flush()
}

func (r *rows) flush() error {
	if len(r.args) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("INSERT INTO " + r.into + " VALUES ")
	for i := range r.args {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%r.width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	b.WriteString(")")
	_, err := r.tx.Exec(b.String(), r.args...)
	r.args = r.args[:0]
	return err
}

// hashes reads the hashes of the tree from the database, those just made from memory.
type hashes struct {
	r     database.Reader
	known map[int64]tlog.Hash
}

// ReadHashes implements [tlog.HashReader].
func (h *hashes) ReadHashes(places []int64) ([]tlog.Hash, error) {
	var missing []any
	var marks []string
	for _, p := range places {
		if _, ok := h.known[p]; !ok {
			missing = append(missing, p)
			marks = append(marks, "$"+strconv.Itoa(len(missing)))
		}
	}
	if len(missing) > 0 {
		rows, err := h.r.Query(`SELECT place, hash FROM log_hash WHERE place IN (`+strings.Join(marks, ", ")+`)`, missing...)
		if err != nil {
			return nil, err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var place int64
			var hash []byte
			if err := rows.Scan(&place, &hash); err != nil {
				return nil, err
			}
			if len(hash) == tlog.HashSize {
				h.known[place] = tlog.Hash(hash)
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	out := make([]tlog.Hash, len(places))
	for i, p := range places {
		hash, ok := h.known[p]
		if !ok {
			return nil, fault.New(fault.Internal, "公开日志缺少第%d个节点", p)
		}
		out[i] = hash
	}
	return out, nil
}
