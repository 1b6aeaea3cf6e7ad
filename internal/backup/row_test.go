package backup

import (
	"bytes"
	"io"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

var typed = []database.Column{{Name: "n", Type: "INTEGER"}, {Name: "t", Type: "TEXT"}, {Name: "b", Type: "BLOB"}}

func TestRowsComeBackWithTheirTypes(t *testing.T) {
	for _, values := range [][]any{
		{int64(math.MinInt64), "", []byte{}},
		{int64(math.MaxInt64), "公开\u2028\"\\\x00\n</script>𬭎", []byte{0, 255}},
		{nil, nil, nil},
		{int64(0), "not \xff UTF-8", []byte("null")},
	} {
		line, err := appendRow(nil, values)
		if err != nil || bytes.Count(line, []byte("\n")) != 1 {
			t.Fatalf("%q, %v", line, err)
		}
		got, err := parseRow(bytes.TrimSuffix(line, []byte("\n")), typed)
		if diff := cmp.Diff(values, got); err != nil || diff != "" {
			t.Errorf("%s%v\n%s", line, err, diff)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		values := []any{
			rapid.Int64().Draw(t, "n"), string(rapid.SliceOf(rapid.Byte()).Draw(t, "t")), rapid.SliceOf(rapid.Byte()).Draw(t, "b"),
		}
		line, err := appendRow(nil, values)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseRow(bytes.TrimSuffix(line, []byte("\n")), typed)
		if diff := cmp.Diff(values, got); err != nil || diff != "" {
			t.Fatalf("%s%v\n%s", line, err, diff)
		}
	})
	if _, err := appendRow(nil, []any{1.5}); err == nil {
		t.Error("a float must not pass silently")
	}
}

func TestRowsOfAnotherShapeAreRefused(t *testing.T) {
	for _, line := range []string{
		``, `[]`, `[1,"a"]`, `[1,"a",{"b":""},1]`, `{"n":1}`, `["1","a",{"b":""}]`, `[1.5,"a",{"b":""}]`,
		`[9223372036854775808,"a",{"b":""}]`, `[1,1,{"b":""}]`, `[1,"a","b"]`, `[1,"a",{}]`, `[1,"a",{"b":"","t":""}]`,
		`[1,"a",{"b":"*"}]`, `[1,"a",{"c":""}]`, `[true,"a",null]`, `[1,"a",{"t":""}]`,
	} {
		if got, err := parseRow([]byte(line), typed); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, %v", line, got, err)
		}
	}
}

func FuzzParseRow(f *testing.F) {
	f.Add([]byte(`[1,"公开",{"b":"AAE="}]`))
	f.Add([]byte(`[null,{"t":"/w=="},null]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		values, err := parseRow(line, typed)
		if err != nil {
			return
		}
		again, err := appendRow(nil, values)
		if err != nil {
			t.Fatal(err)
		}
		back, err := parseRow(bytes.TrimSuffix(again, []byte("\n")), typed)
		if diff := cmp.Diff(values, back); err != nil || diff != "" {
			t.Errorf("%s and %s: %v\n%s", line, again, err, diff)
		}
	})
}

// Whatever stands in a container that is whole, reading ends with an answer.
func FuzzParts(f *testing.F) {
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0}, 1024))
	f.Fuzz(func(t *testing.T, content []byte) {
		var file bytes.Buffer
		w, err := sealFile(&file, crypt.GM, "")
		if err != nil {
			t.Fatal(err)
		}
		w.Write(content)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		back, err := openFile(bytes.NewReader(file.Bytes()), "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(back)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes became %d, %v", len(content), len(got), err)
		}
		if m, err := Check(&file, ""); err == nil {
			t.Errorf("taken: %+v", m)
		}
	})
}
