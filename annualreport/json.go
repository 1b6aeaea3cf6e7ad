package annualreport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"gongkai/money"
)

// MarshalJSON writes the report as `gongkai report extract` prints it: numbers where the file has numbers, null for
// every cell that holds none, tables that are missing as null.
func (r *Report) MarshalJSON() ([]byte, error) {
	sections, problems := r.Sections, r.Problems
	if sections == nil {
		sections = []Section{}
	}
	if problems == nil {
		problems = []Problem{}
	}
	out := struct {
		File     string          `json:"file,omitempty"`
		Title    string          `json:"title,omitempty"`
		Agency   string          `json:"agency"`
		Year     int             `json:"year"`
		Form     FormID          `json:"form"`
		Two      json.RawMessage `json:"table2"`
		Three    json.RawMessage `json:"table3"`
		Four     json.RawMessage `json:"table4"`
		Sections []Section       `json:"sections"`
		Problems []Problem       `json:"problems"`
	}{r.File, r.Title, r.Agency, r.Year, r.Form, r.grid(Two), r.grid(Three), r.grid(Four), sections, problems}
	return json.Marshal(out)
}

// grid writes one table as an object in the order of the form. A row of table two with a single column is a scalar.
func (r *Report) grid(table TableNo) json.RawMessage {
	form := r.FormFor(table)
	if form == nil || r.Tables[table] == nil {
		return json.RawMessage("null")
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, row := range form.Tables[table] {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(string(row.ID)) + ":")
		if len(row.Columns) == 1 {
			b.Write(form.cell(table, r.Tables[table], row.ID, row.Columns[0].ID).json(row.Columns[0].Kind))
			continue
		}
		b.WriteByte('[')
		for j, c := range row.Columns {
			if j > 0 {
				b.WriteByte(',')
			}
			b.Write(form.cell(table, r.Tables[table], row.ID, c.ID).json(c.Kind))
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
	return b.Bytes()
}

// UnmarshalJSON reads what MarshalJSON wrote, and the same shape from elsewhere. Rows that the form does not know are
// an error, not lost.
func (r *Report) UnmarshalJSON(text []byte) error {
	var in struct {
		File     string                    `json:"file"`
		Title    string                    `json:"title"`
		Agency   string                    `json:"agency"`
		Year     int                       `json:"year"`
		Form     FormID                    `json:"form"`
		Two      map[RowID]json.RawMessage `json:"table2"`
		Three    map[RowID]json.RawMessage `json:"table3"`
		Four     map[RowID]json.RawMessage `json:"table4"`
		Sections []Section                 `json:"sections"`
		Problems []Problem                 `json:"problems"`
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	*r = Report{File: in.File, Title: in.Title, Agency: in.Agency, Year: in.Year, Form: in.Form, Form2: formOfTwo(in.Two),
		Sections: in.Sections, Problems: in.Problems, Tables: map[TableNo]Grid{}}
	for table, rows := range map[TableNo]map[RowID]json.RawMessage{Two: in.Two, Three: in.Three, Four: in.Four} {
		if rows == nil {
			continue
		}
		form := r.FormFor(table)
		if form == nil {
			return fmt.Errorf("表%d：不认识的年报格式 %q", table, in.Form)
		}
		grid, err := readGrid(form, table, rows)
		if err != nil {
			return err
		}
		r.Tables[table] = grid
	}
	return nil
}

// formOfTwo tells the form of table two by a row that only one form has.
func formOfTwo(rows map[RowID]json.RawMessage) FormID {
	switch {
	case rows == nil:
		return ""
	case rows["行政规范性文件"] != nil:
		return V2021
	default:
		return V2019
	}
}

func readGrid(form *Form, table TableNo, rows map[RowID]json.RawMessage) (Grid, error) {
	grid := Grid{}
	for id, raw := range rows {
		row, ok := form.Row(table, id)
		if !ok {
			return nil, fmt.Errorf("表%d：%s 格式没有 %q 这一行", table, form.ID, id)
		}
		values := []json.RawMessage{raw}
		if len(row.Columns) > 1 {
			values = nil
			if err := json.Unmarshal(raw, &values); err != nil {
				return nil, fmt.Errorf("表%d %s：%w", table, id, err)
			}
		}
		if len(values) != len(row.Columns) {
			return nil, fmt.Errorf("表%d %s：有%d个数，应有%d个", table, id, len(values), len(row.Columns))
		}
		for i, value := range values {
			cell, err := readCell(value, row.Columns[i].Kind)
			if err != nil {
				return nil, fmt.Errorf("表%d %s：%w", table, id, err)
			}
			grid[id] = append(grid[id], cell)
		}
	}
	return grid, nil
}

func readCell(raw json.RawMessage, kind Kind) (Cell, error) {
	text := string(bytes.TrimSpace(raw))
	if text == "null" {
		return Cell{}, nil
	}
	if kind == Amount {
		unquoted := text
		if s, err := strconv.Unquote(text); err == nil {
			unquoted = s
		}
		fen, err := money.ParseWanyuan(unquoted)
		return N(int64(fen)), err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return Cell{}, fmt.Errorf("%q 不是整数", text)
	}
	return N(n), nil
}
