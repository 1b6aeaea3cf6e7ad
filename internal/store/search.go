package store

import (
	"encoding/json"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// SearchTables are the tables of the search indexes, of records and of applications: they follow from others, are in no
// backup and are made again by [Index] and [IndexApplications].
var SearchTables = []string{"search_entry", "search_index", "search_segment", "search_posting", "search_fresh", "application_entry", "application_entry_state", "application_index"}

// indexPublic keeps the search index in step with a public act, in its transaction: what is not visible is not found.
func indexPublic(tx *database.Tx, row searchRow) error {
	texts, waiting, err := fileTexts(tx, row.record.Files)
	if err != nil {
		return err
	}
	id, err := unindex(tx, string(row.record.ID))
	if err != nil {
		return err
	}
	known := id != 0
	if !known {
		if id, err = nextSearchID(tx, row.publishedOn); err != nil {
			return err
		}
	}
	source := fulltext.Source{Record: row.record, Index: row.index, Year: row.publishedOn.Year(), Texts: texts}
	entry := fulltext.Enter(source)
	if _, err := tx.Exec(`INSERT INTO search_entry (id, agency, record, version, mark, waiting) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, string(row.record.Agency), string(row.record.ID), row.version, fulltext.Mark(), waiting); err != nil {
		return err
	}
	if err := tx.PutText(database.PublicText, id, entry.Order, entry.More); err != nil {
		return err
	}
	return freshen(tx, id, known, func() Fresh { return NewFresh(source, entry) })
}

// A searchRow is a visible publication as the index needs it.
type searchRow struct {
	record      disclosure.Record
	index       string
	version     int
	publishedOn civil.Date
}

// unindex takes a record out of the index and returns the number that it had, zero for none.
func unindex(tx *database.Tx, record string) (id int64, err error) {
	err = tx.QueryRow(`SELECT id FROM search_entry WHERE record = $1`, record).Scan(&id)
	if database.NotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(`DELETE FROM search_entry WHERE id = $1`, id); err != nil {
		return 0, err
	}
	if err := tx.DropText(database.PublicText, id); err != nil {
		return 0, err
	}
	return id, freshen(tx, id, true, func() Fresh { return Fresh{} })
}

func nextSearchID(tx *database.Tx, on civil.Date) (int64, error) {
	for from := fulltext.First(on); ; from += fulltext.PerDay {
		var last int64
		err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM search_entry WHERE id >= $1 AND id < $2`, from, from+fulltext.PerDay).Scan(&last)
		switch {
		case err != nil:
			return 0, err
		case last == 0:
			return from, nil
		case last < from+fulltext.PerDay-1:
			return last + 1, nil
		}
	}
}

// fileTexts loads the texts of attachments that were read, in their order, and counts those that were not.
func fileTexts(r database.Reader, files []disclosure.File) (texts []string, waiting int, err error) {
	for _, f := range files {
		var text string
		err := r.QueryRow(`SELECT text FROM file_text WHERE hash = $1`, f.Hash).Scan(&text)
		if database.NotFound(err) {
			waiting++
		} else if err != nil {
			return nil, 0, err
		}
		texts = append(texts, text)
	}
	return texts, waiting, nil
}

// A FileText is what was read in an attachment.
type FileText struct {
	Hash    string
	Outcome string // "read", or in Chinese why there is no text
	Text    string
	Reader  string // which version of the readers read it
}

// AddFileText stores the text of a file; what was read before stays.
func AddFileText(tx *database.Tx, t FileText) (err error) {
	defer fault.Wrap(&err, "store.AddFileText")
	_, err = tx.Exec(`INSERT INTO file_text (hash, outcome, text, reader, read_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING`, t.Hash, t.Outcome, t.Text, t.Reader, tx.Now())
	return err
}

// WaitingFiles lists attachments of visible records that nobody has read yet, of the newest records first.
func WaitingFiles(r database.Reader, limit int) (files []disclosure.File, err error) {
	defer fault.Wrap(&err, "store.WaitingFiles")
	var bodies []string
	if err := r.Select(&bodies, `SELECT v.body FROM search_entry e JOIN record_version v ON v.record = e.record AND v.version = e.version
		WHERE e.waiting > 0 ORDER BY e.id DESC LIMIT $1`, limit); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, body := range bodies {
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(body), &rec); err != nil {
			return nil, err
		}
		for _, f := range rec.Files {
			var n int
			if err := r.QueryRow(`SELECT count(*) FROM file_text WHERE hash = $1`, f.Hash).Scan(&n); err != nil {
				return nil, err
			}
			if n == 0 && !seen[f.Hash] {
				seen[f.Hash] = true
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// Waiting reports whether an attachment of a visible record may not have been read yet.
func Waiting(r database.Reader) (waiting bool, err error) {
	defer fault.Wrap(&err, "store.Waiting")
	var n int
	err = r.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE waiting > 0 LIMIT 1) AS waiting`).Scan(&n)
	return n > 0, err
}

// Stale lists visible records after the given place that the index lacks, or has otherwise than it should: made with
// another dictionary, of another version, or without a text that has been read since. It returns where to go on.
func Stale(r database.Reader, after string, limit int) (records []string, err error) {
	defer fault.Wrap(&err, "store.Stale")
	err = r.Select(&records, `SELECT p.record FROM publication p LEFT JOIN search_entry e ON e.record = p.record
		WHERE p.visible = 1 AND p.record > $1 AND (e.record IS NULL OR e.mark <> $2 OR e.version <> p.version)
		ORDER BY p.record LIMIT $3`, after, fulltext.Mark(), limit)
	return records, err
}

// Ready lists records whose attachments have all been read since they were indexed.
func Ready(r database.Reader, limit int) (records []string, err error) {
	defer fault.Wrap(&err, "store.Ready")
	var rows []struct {
		Record string `db:"record"`
		Body   string `db:"body"`
	}
	if err := r.Select(&rows, `SELECT e.record, v.body FROM search_entry e JOIN record_version v ON v.record = e.record AND v.version = e.version
		WHERE e.waiting > 0 ORDER BY e.id DESC LIMIT $1`, limit); err != nil {
		return nil, err
	}
	for _, row := range rows {
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(row.Body), &rec); err != nil {
			return nil, err
		}
		if _, waiting, err := fileTexts(r, rec.Files); err != nil {
			return nil, err
		} else if waiting == 0 {
			records = append(records, row.Record)
		}
	}
	return records, nil
}

// InStep reports whether the index has every visible record as it should; cheap enough to be asked every minute.
func InStep(r database.Reader) (in bool, err error) {
	defer fault.Wrap(&err, "store.InStep")
	var visible, entries, other int
	if err := r.QueryRow(`SELECT (SELECT count(*) FROM publication WHERE visible = 1), (SELECT count(*) FROM search_entry),
		(SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE mark < $1 OR mark > $1 LIMIT 1) AS other)`, fulltext.Mark()).Scan(&visible, &entries, &other); err != nil {
		return false, err
	}
	return visible == entries && other == 0, nil
}

// Index enters the records again as they are published now.
func Index(tx *database.Tx, records []string) (err error) {
	defer fault.Wrap(&err, "store.Index")
	for _, id := range records {
		var row searchRow
		var body string
		var visible bool
		err := tx.QueryRow(`SELECT p.index_no, p.version, p.published_on, p.visible, v.body FROM publication p
			JOIN record_version v ON v.record = p.record AND v.version = p.version WHERE p.record = $1`, id).
			Scan(&row.index, &row.version, &row.publishedOn, &visible, &body)
		if err != nil {
			return err
		}
		if !visible {
			if _, err := unindex(tx, id); err != nil {
				return err
			}
			continue
		}
		if err := json.Unmarshal([]byte(body), &row.record); err != nil {
			return err
		}
		if err := indexPublic(tx, row); err != nil {
			return err
		}
	}
	return nil
}
