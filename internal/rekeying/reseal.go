package rekeying

import (
	"context"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// batch is how many values one transaction looks at: short enough that nobody waits.
const batch = 200

// Reseal seals every value anew that is not under the active key, and returns how many. It can be broken off and run
// again. A value that does not open ends it: nothing may be lost by a change of keys.
// 法源: GB/T 22239。
func Reseal(ctx context.Context, db *database.DB, keys *crypt.Keyring, progress func(c Column, changed int)) (changed int, err error) {
	defer fault.Wrap(&err, "rekeying.Reseal")
	for _, c := range Columns {
		after := ""
		for {
			last, n, err := resealSome(ctx, db, keys, c, after)
			if err != nil {
				return changed, err
			}
			changed += n
			if progress != nil && n > 0 {
				progress(c, n)
			}
			if last == "" {
				break
			}
			after = last
		}
	}
	return changed, nil
}

type sealedRow struct {
	Key   string `db:"key"`
	Value []byte `db:"value"`
}

// resealSome does one batch behind the key after and returns the last key that it saw; empty when there are no more.
func resealSome(ctx context.Context, db *database.DB, keys *crypt.Keyring, c Column, after string) (last string, n int, err error) {
	err = db.Write(ctx, ledger.Machine("keys"), func(tx *database.Tx) error {
		last, n = "", 0
		var list []sealedRow
		query := fmt.Sprintf(`SELECT %[2]s AS key, %[3]s AS value FROM %[1]s WHERE %[2]s > $1 AND length(%[3]s) > 0 ORDER BY %[2]s LIMIT $2`, c.Table, c.Key, c.Name)
		if err := tx.Select(&list, query, after, batch); err != nil {
			return err
		}
		for _, row := range list {
			last = row.Key
			if keys.Current(row.Value) {
				continue
			}
			if err := resealOne(tx, keys, c, row); err != nil {
				return err
			}
			n++
		}
		if n > 0 {
			tx.Record(ledger.Entry{Verb: "reseal", Subject: ledger.Subject{Kind: "keys", ID: keys.Active().String()},
				After: fmt.Sprintf(`{"column":%q,"values":%d}`, c.Table+"."+c.Name, n)})
		}
		return nil
	})
	return last, n, err
}

func resealOne(tx *database.Tx, keys *crypt.Keyring, c Column, row sealedRow) error {
	plain, err := c.Open(keys, row.Key, row.Value)
	if err != nil {
		return err
	}
	defer clear(plain)
	sealed, err := keys.Seal(c.purpose(), c.Place(row.Key), plain)
	if err != nil {
		return err
	}
	if c.Digest == nil {
		_, err = tx.Exec(fmt.Sprintf(`UPDATE %s SET %s = $1 WHERE %s = $2`, c.Table, c.Name, c.Key), sealed, row.Key)
		return err
	}
	digest, err := c.Digest(keys, plain)
	if err != nil {
		return err
	}
	_, err = tx.Exec(fmt.Sprintf(`UPDATE %s SET %s = $1, %s = $3 WHERE %s = $2`, c.Table, c.Name, c.DigestName, c.Key), sealed, row.Key, string(digest))
	return err
}

// Count returns how many values stand under each key.
func Count(r database.Reader) (_ map[crypt.KeyID]int, err error) {
	defer fault.Wrap(&err, "rekeying.Count")
	under := map[crypt.KeyID]int{}
	for _, c := range Columns {
		rows, err := r.Query(fmt.Sprintf(`SELECT %s FROM %s WHERE length(%[1]s) > 0`, c.Name, c.Table))
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var value []byte
			if err := rows.Scan(&value); err != nil {
				_ = rows.Close()
				return nil, err
			}
			id, err := crypt.KeyOf(value)
			if err != nil {
				_ = rows.Close()
				return nil, err
			}
			under[id]++
		}
		if err := rows.Close(); err != nil {
			return nil, err
		}
	}
	return under, nil
}
