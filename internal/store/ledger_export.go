package store

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// linkLine is a link in an export, or, with Head set, the end of a chain.
type linkLine struct {
	Head    bool   `json:"head,omitempty"`
	Chain   string `json:"chain"`
	Seq     int64  `json:"seq"`
	At      int64  `json:"at_ms,omitempty"`
	Actor   string `json:"actor_id,omitempty"`
	Name    string `json:"actor_name,omitempty"`
	Role    string `json:"actor_role,omitempty"`
	Agency  string `json:"actor_agency,omitempty"`
	Address string `json:"actor_address,omitempty"`
	Verb    string `json:"verb,omitempty"`
	Kind    string `json:"subject_kind,omitempty"`
	ID      string `json:"subject_id,omitempty"`
	Before  string `json:"before,omitempty"`
	After   string `json:"after,omitempty"`
	Cite    string `json:"cite,omitempty"`
	Prev    string `json:"prev,omitempty"`
	Hash    string `json:"hash"`
}

func lineOf(l ledger.Link) linkLine {
	return linkLine{
		Chain: l.Chain, Seq: l.Seq, At: l.At.UnixMilli(), Actor: l.Actor.ID, Name: l.Actor.Name, Role: l.Actor.Role,
		Agency: l.Actor.Agency, Address: l.Actor.Address, Verb: l.Verb, Kind: l.Subject.Kind, ID: l.Subject.ID,
		Before: l.Before, After: l.After, Cite: l.Cite,
		Prev: hex.EncodeToString(l.Prev[:]), Hash: hex.EncodeToString(l.Hash[:]),
	}
}

// link is the inverse of lineOf. A hash that is none becomes zero and so breaks the chain.
func (l linkLine) link() ledger.Link {
	return ledger.Link{
		Chain: l.Chain, Seq: l.Seq, At: time.UnixMilli(l.At).UTC(),
		Actor: ledger.Actor{ID: l.Actor, Name: l.Name, Role: l.Role, Agency: l.Agency, Address: l.Address},
		Verb:  l.Verb, Subject: ledger.Subject{Kind: l.Kind, ID: l.ID}, Before: l.Before, After: l.After, Cite: l.Cite,
		Prev: unhex(l.Prev), Hash: unhex(l.Hash),
	}
}

func unhex(s string) ledger.Sum {
	b, err := hex.DecodeString(s)
	if err != nil {
		return ledger.Sum{}
	}
	return sum(b)
}

// ExportLedgerJSON writes the links that match, in the order of each chain, one JSON object per line with their hashes.
// It streams; paging fields of the filter are not used. Where whole chains are asked for, each is followed by its head,
// and [VerifyLedgerExport] proves the file without the database.
func ExportLedgerJSON(r database.Reader, w io.Writer, f LedgerFilter) (err error) {
	defer fault.Wrap(&err, "store.ExportLedgerJSON")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if f != (LedgerFilter{Chain: f.Chain}) {
		return eachLink(r, f, func(l ledger.Link) error { return encoder.Encode(lineOf(l)) })
	}
	heads, err := LedgerHeads(r)
	if err != nil {
		return err
	}
	for _, head := range heads {
		if f.Chain != "" && f.Chain != head.Chain {
			continue
		}
		err := eachLink(r, LedgerFilter{Chain: head.Chain}, func(l ledger.Link) error { return encoder.Encode(lineOf(l)) })
		if err != nil {
			return err
		}
		err = encoder.Encode(linkLine{Head: true, Chain: head.Chain, Seq: head.Seq, Hash: hex.EncodeToString(head.Hash[:])})
		if err != nil {
			return err
		}
	}
	return nil
}

// VerifyLedgerExport checks a file of whole chains that [ExportLedgerJSON] wrote, as VerifyLedger checks the database.
func VerifyLedgerExport(r io.Reader, hash ledger.Hash, anchors ...ledger.Head) (proof LedgerProof, err error) {
	defer fault.Wrap(&err, "store.VerifyLedgerExport")
	e := &export{decoder: json.NewDecoder(r)}
	var chains []string
	for e.advance(); !e.ended; {
		chain := e.line.Chain
		chains = append(chains, chain)
		proof.Chains++
		var head ledger.Head
		b := ledger.Verify(hash, chain, e.links(chain, &proof.Links, &head), &head, anchorsOf(chain, anchors)...)
		if b != nil {
			proof.Breaks = append(proof.Breaks, *b)
		}
		for range e.links(chain, &proof.Links, &head) {
			// what follows the first break is not looked at
		}
	}
	proof.Breaks = append(proof.Breaks, lostChains(chains, anchors)...)
	return proof, e.err
}

// export reads an exported ledger line by line.
type export struct {
	decoder *json.Decoder
	line    linkLine // the line that is next
	ended   bool
	err     error
}

func (e *export) advance() {
	e.line = linkLine{}
	if err := e.decoder.Decode(&e.line); err != nil {
		if e.ended = true; !errors.Is(err, io.EOF) {
			e.err = fault.New(fault.Invalid, "台账导出文件从第 %d 个字节起无法读出", e.decoder.InputOffset())
		}
	}
}

// links yields the links of the chain that come next, counts them, and reads the head behind them.
func (e *export) links(chain string, n *int64, head *ledger.Head) iter.Seq[ledger.Link] {
	return func(yield func(ledger.Link) bool) {
		for !e.ended && e.line.Chain == chain {
			line := e.line
			e.advance()
			if line.Head {
				*head = ledger.Head{Chain: line.Chain, Seq: line.Seq, Hash: unhex(line.Hash)}
				return
			}
			if *n++; !yield(line.link()) {
				return
			}
		}
	}
}

// LedgerWords turn what the ledger calls deeds and things into words for people; nil leaves them as they are.
type LedgerWords struct{ Verb, Kind func(string) string }

func (w LedgerWords) verb(code string) string { return inWords(w.Verb, code) }
func (w LedgerWords) kind(code string) string { return inWords(w.Kind, code) }

func inWords(words func(string) string, code string) string {
	if words == nil {
		return code
	}
	return words(code)
}

// ExportLedgerCSV writes the links that match as a table for spreadsheets, with a byte-order mark, so that they read
// the characters right, and with times of Shanghai. A cell that a spreadsheet would take for a formula gets a quote.
func ExportLedgerCSV(r database.Reader, w io.Writer, f LedgerFilter, words LedgerWords) (err error) {
	defer fault.Wrap(&err, "store.ExportLedgerCSV")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	head := []string{"链", "序号", "时间", "人员", "姓名", "角色", "机关", "地址", "操作", "操作代码", "对象", "对象代码", "对象编号", "操作前", "操作后", "依据", "校验值"}
	if err := table.Write(head); err != nil {
		return err
	}
	err = eachLink(r, f, func(l ledger.Link) error {
		row := []string{
			l.Chain, strconv.FormatInt(l.Seq, 10), l.At.In(civil.Shanghai).Format("2006-01-02 15:04:05.000"),
			l.Actor.ID, l.Actor.Name, l.Actor.Role, l.Actor.Agency, l.Actor.Address, words.verb(l.Verb), l.Verb,
			words.kind(l.Subject.Kind), l.Subject.Kind, l.Subject.ID, l.Before, l.After, l.Cite, hex.EncodeToString(l.Hash[:]),
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
