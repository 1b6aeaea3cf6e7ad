package translog

import (
	"context"
	"strconv"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// Mend enters the public acts of records of which the log knows nothing, and returns how many it entered. The log does
// so itself once, at its beginning, for what went out before it. Later only a person asks for it, by name at the
// console: an act that came into the database past the program must be found, not entered in silence. Every leaf that
// is made later says on which day. A record of which the log has some leaves and not all is left for [Keeper.Check] to
// tell.
// 法源: 《条例》第六条第一款。
func (k *Keeper) Mend(ctx context.Context) (entered int, err error) {
	defer fault.Wrap(&err, "translog.Mend")
	err = k.DB.Write(ctx, ledger.Machine("translog"), func(tx *database.Tx) (err error) {
		entered, err = mend(tx)
		return err
	})
	return entered, err
}

// mend enters what is missing. Of two who mend at once the second has to wait for the row of the size, begins again, and
// finds nothing.
func mend(tx *database.Tx) (int, error) {
	entries, err := unentered(tx)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	for i := range entries {
		entries[i].Leaf.Entered = tx.Today()
	}
	tx.Record(ledger.Entry{Verb: "mend_log", Subject: ledger.Subject{Kind: "log", ID: "public"}, After: strconv.Itoa(len(entries))})
	return len(entries), Append(tx, entries...)
}

// unentered lists the acts of records without any leaf, in the order in which they were done.
func unentered(r database.Reader) (list []Entry, err error) {
	rows, err := r.Query(`SELECT a.record, r.index_no, a.kind, a.done_on, a.version, a.digest, ''
		FROM record_act a JOIN record r ON r.id = a.record
		WHERE NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.record = a.record)
		ORDER BY a.done_on, a.record, a.seq`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		a, _, err := scanAct(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, Entry{Record: disclosure.ID(a.record), Leaf: a.leaf})
	}
	return list, rows.Err()
}
