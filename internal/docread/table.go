package docread

import (
	"bytes"
	"encoding/csv"

	"gongkai/fault"
)

// Tables reads the sheets of a workbook, or the one table of a CSV file in any encoding in use, with every cell where it
// stands.
func Tables(content []byte) ([][][]string, error) {
	kind, err := Sniff(content)
	if err != nil {
		return nil, err
	}
	if kind == Text || kind == HTML {
		table, err := readCSV(content)
		return [][][]string{table}, err
	}
	doc, err := Read(content)
	if err != nil {
		return nil, err
	}
	var tables [][][]string
	for _, block := range doc.Blocks {
		if block.Grid != nil {
			tables = append(tables, block.Grid.square())
		}
	}
	return tables, nil
}

// square puts the cells of a grid where they stand.
func (g *Grid) square() [][]string {
	var table [][]string
	for i, cells := range g.Rows {
		no := i + 1
		if i < len(g.Nos) {
			no = g.Nos[i]
		}
		for len(table) < no-1 {
			table = append(table, nil)
		}
		var row []string
		for _, cell := range cells {
			for len(row) <= cell.Col {
				row = append(row, "")
			}
			row[cell.Col] = cell.Text
		}
		table = append(table, row)
	}
	return table
}

func readCSV(content []byte) ([][]string, error) {
	text, err := Decode(content)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	table, err := r.ReadAll()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "不是可以读的CSV表格", Err: err}
	}
	return table, nil
}
