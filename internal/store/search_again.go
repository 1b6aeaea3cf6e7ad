package store

import (
	"encoding/json"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// Unread lists the files that other readers than these could not read.
func Unread(r database.Reader, readers string) (hashes []string, err error) {
	defer fault.Wrap(&err, "store.Unread")
	err = r.Select(&hashes, `SELECT hash FROM file_text WHERE outcome <> 'read' AND (reader < $1 OR reader > $1)`, readers)
	return hashes, err
}

// EntriesNaming lists, of the next entries of the index after the given one, those whose attachments are among the hashes. It
// returns the last that it looked at, zero at the end.
func EntriesNaming(r database.Reader, hashes map[string]bool, after int64, limit int) (ids []int64, last int64, err error) {
	defer fault.Wrap(&err, "store.EntriesNaming")
	var rows []struct {
		ID   int64  `db:"id"`
		Body string `db:"body"`
	}
	if err := r.Select(&rows, `SELECT e.id, v.body FROM search_entry e JOIN record_version v ON v.record = e.record AND v.version = e.version
		WHERE e.id > $1 ORDER BY e.id LIMIT $2`, after, limit); err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		last = row.ID
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(row.Body), &rec); err != nil {
			return nil, 0, err
		}
		for _, f := range rec.Files {
			if hashes[f.Hash] {
				ids = append(ids, row.ID)
				break
			}
		}
	}
	return ids, last, nil
}

// AwaitFiles notes that the entries wait for an attachment to be read.
func AwaitFiles(tx *database.Tx, entries []int64) (err error) {
	defer fault.Wrap(&err, "store.AwaitFiles")
	for _, id := range entries {
		if _, err := tx.Exec(`UPDATE search_entry SET waiting = 1 WHERE id = $1 AND waiting = 0`, id); err != nil {
			return err
		}
	}
	return nil
}

// ForgetUnread forgets what other readers than these could not read: it is read again. The entries that name it wait for it
// already, see [AwaitFiles].
func ForgetUnread(tx *database.Tx, readers string) (err error) {
	defer fault.Wrap(&err, "store.ForgetUnread")
	_, err = tx.Exec(`DELETE FROM file_text WHERE outcome <> 'read' AND (reader < $1 OR reader > $1)`, readers)
	return err
}
