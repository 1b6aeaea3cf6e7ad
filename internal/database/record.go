package database

import (
	"cmp"
	"slices"

	"gongkai/ledger"
)

// writeEntries appends the entries of the transaction to their chains. Chains are taken in one order, so that two
// transactions never wait for each other in a circle.
func (tx *Tx) writeEntries() error {
	slices.SortStableFunc(tx.entries, func(a, b ledger.Entry) int { return cmp.Compare(a.Chain, b.Chain) })
	for rest := tx.entries; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Chain == rest[0].Chain {
			n++
		}
		if err := tx.extend(rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// extend appends entries of one chain and moves its head. Counting up the head first takes the lock on its row.
func (tx *Tx) extend(entries []ledger.Entry) error {
	head := ledger.Head{Chain: entries[0].Chain}
	var hash []byte
	err := tx.QueryRow(`INSERT INTO ledger_head (chain, seq, hash) VALUES ($1, $2, $3)
		ON CONFLICT (chain) DO UPDATE SET seq = ledger_head.seq + $2 RETURNING seq, hash`,
		head.Chain, len(entries), head.Hash[:]).Scan(&head.Seq, &hash)
	if err != nil {
		return err
	}
	head.Seq -= int64(len(entries))
	copy(head.Hash[:], hash)
	for _, e := range entries {
		var l ledger.Link
		l, head = ledger.Append(tx.db.hash, head, e, tx.now)
		if err := tx.insertLink(l); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE ledger_head SET hash = $2 WHERE chain = $1`, head.Chain, head.Hash[:])
	return err
}

func (tx *Tx) insertLink(l ledger.Link) error {
	_, err := tx.Exec(`INSERT INTO ledger (chain, seq, at, actor_id, actor_name, actor_role, actor_agency,
		actor_address, verb, subject_kind, subject_id, before, after, cite, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		l.Chain, l.Seq, l.At, l.Actor.ID, l.Actor.Name, l.Actor.Role, l.Actor.Agency, l.Actor.Address,
		l.Verb, l.Subject.Kind, l.Subject.ID, l.Before, l.After, l.Cite, l.Prev[:], l.Hash[:])
	return err
}
