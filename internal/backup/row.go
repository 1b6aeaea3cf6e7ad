package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/internal/database"
)

// A row is a line of JSON: an array with null, a number (INTEGER), a string (TEXT), {"b":base64} (BLOB), or
// {"t":base64} (TEXT that is not UTF-8, which SQLite can hold). Types survive exactly.

// appendRow writes the values of a row and a line break.
func appendRow(line []byte, values []any) ([]byte, error) {
	line = append(line, '[')
	for i, value := range values {
		if i > 0 {
			line = append(line, ',')
		}
		switch v := value.(type) {
		case nil:
			line = append(line, "null"...)
		case int64:
			line = strconv.AppendInt(line, v, 10)
		case string:
			if !utf8.ValidString(v) {
				line = appendBytes(line, 't', []byte(v))
				break
			}
			text, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			line = append(line, text...)
		case []byte:
			line = appendBytes(line, 'b', v)
		default:
			return nil, fmt.Errorf("backup: a value of type %T", value)
		}
	}
	return append(line, "]\n"...), nil
}

func appendBytes(line []byte, kind byte, b []byte) []byte {
	line = append(line, '{', '"', kind, '"', ':', '"')
	line = base64.StdEncoding.AppendEncode(line, b)
	return append(line, `"}`...)
}

// bytesValue is how BLOB and broken TEXT stand in a row.
type bytesValue struct {
	B *[]byte `json:"b"`
	T *[]byte `json:"t"`
}

// parseRow reads a line back, checking each value against its column.
func parseRow(line []byte, columns []database.Column) ([]any, error) {
	var fields []json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil || len(fields) != len(columns) {
		return nil, broken("一行数据的格式不对")
	}
	values := make([]any, len(fields))
	for i, field := range fields {
		value, word := parseValue(field)
		if word == "" || word != columns[i].Type && word != "null" {
			return nil, broken("列 %s 的值与类型 %s 不符", columns[i].Name, columns[i].Type)
		}
		values[i] = value
	}
	return values, nil
}

// parseValue returns the value and the type that it has, empty for none of ours.
func parseValue(field json.RawMessage) (value any, word string) {
	switch field[0] {
	case 'n':
		return nil, "null"
	case '"':
		var s string
		if err := json.Unmarshal(field, &s); err != nil {
			return nil, ""
		}
		return s, "TEXT"
	case '{':
		var b bytesValue
		decoder := json.NewDecoder(bytes.NewReader(field))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&b); err != nil || (b.B == nil) == (b.T == nil) {
			return nil, ""
		}
		if b.T != nil {
			return string(*b.T), "TEXT"
		}
		return append([]byte{}, *b.B...), "BLOB"
	}
	n, err := strconv.ParseInt(string(field), 10, 64)
	if err != nil {
		return nil, ""
	}
	return n, "INTEGER"
}

// broken is the refusal of a backup that is not what was written.
func broken(format string, args ...any) error {
	return fault.New(fault.Invalid, "备份文件已损坏："+format, args...)
}
