package store

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// ExportLedgerJSON writes the links that match, oldest first within each chain, one JSON object per line with their
// hashes, so that the file can be verified by itself. It streams; paging fields of the filter are not used.
func ExportLedgerJSON(r database.Reader, w io.Writer, f LedgerFilter) (err error) {
	defer fault.Wrap(&err, "store.ExportLedgerJSON")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return eachLink(r, f, func(l ledger.Link) error {
		return encoder.Encode(struct {
			Chain   string `json:"chain"`
			Seq     int64  `json:"seq"`
			At      int64  `json:"at_ms"`
			Actor   string `json:"actor_id"`
			Name    string `json:"actor_name"`
			Role    string `json:"actor_role"`
			Agency  string `json:"actor_agency"`
			Address string `json:"actor_address"`
			Verb    string `json:"verb"`
			Kind    string `json:"subject_kind"`
			ID      string `json:"subject_id"`
			Before  string `json:"before"`
			After   string `json:"after"`
			Cite    string `json:"cite"`
			Prev    string `json:"prev"`
			Hash    string `json:"hash"`
		}{
			l.Chain, l.Seq, l.At.UnixMilli(), l.Actor.ID, l.Actor.Name, l.Actor.Role, l.Actor.Agency, l.Actor.Address,
			l.Verb, l.Subject.Kind, l.Subject.ID, l.Before, l.After, l.Cite,
			hex.EncodeToString(l.Prev[:]), hex.EncodeToString(l.Hash[:]),
		})
	})
}

// ExportLedgerCSV writes the links that match as a table for spreadsheets, with a byte-order mark, so that they read
// the characters right, and with times of Shanghai. A cell that a spreadsheet would take for a formula gets a quote.
func ExportLedgerCSV(r database.Reader, w io.Writer, f LedgerFilter) (err error) {
	defer fault.Wrap(&err, "store.ExportLedgerCSV")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	head := []string{"链", "序号", "时间", "人员", "姓名", "角色", "机关", "地址", "操作", "对象", "对象编号", "操作前", "操作后", "依据", "校验值"}
	if err := table.Write(head); err != nil {
		return err
	}
	err = eachLink(r, f, func(l ledger.Link) error {
		row := []string{
			l.Chain, strconv.FormatInt(l.Seq, 10), l.At.In(civil.Shanghai).Format("2006-01-02 15:04:05.000"),
			l.Actor.ID, l.Actor.Name, l.Actor.Role, l.Actor.Agency, l.Actor.Address, l.Verb,
			l.Subject.Kind, l.Subject.ID, l.Before, l.After, l.Cite, hex.EncodeToString(l.Hash[:]),
		}
		for i := range row {
			row[i] = inert(row[i])
		}
		return table.Write(row)
	})
	table.Flush()
	if err == nil {
		err = table.Error()
	}
	return err
}

// inert keeps a spreadsheet from computing a cell.
func inert(cell string) string {
	if cell != "" {
		switch cell[0] {
		case '=', '+', '-', '@', '\t', '\r':
			return "'" + cell
		}
	}
	return cell
}

// eachLink calls f with every link that matches, chain by chain in order.
func eachLink(r database.Reader, f LedgerFilter, each func(ledger.Link) error) error {
	f.After = Place{}
	where, args := f.where()
	rows, err := r.Query(`SELECT `+linkColumns+` FROM ledger`+where+` ORDER BY chain, seq`, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		l, err := scanLink(rows)
		if err != nil {
			return err
		}
		if err := each(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
