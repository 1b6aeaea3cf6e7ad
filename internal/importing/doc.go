// Package importing brings the records of an old site over: it reads a table (CSV or JSON Lines) with a folder of files,
// turns every line into a record with its old 索引号, address and day of publication, and hands them to the use-case of
// package publishing in batches.
//
// 《条例》第二十三条 asks for a platform on which government information stays to be found; a site that is replaced must not
// lose what stood on the old one, nor the addresses under which people know it.
//
// The package decides what a column of the table means, and what is wrong with a line. Every problem is told with its
// line; one bad line stops nothing. An import that was broken off is run again: lines that were taken are passed over.
// It leaves what may be published, and who answers for it, to packages review, disclosure and publishing.
package importing

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A row is a line of the table: values by the name of their field.
type row struct {
	line     int
	values   map[string]string
	lists    map[string][]string // where JSON gives a list
	problems []fault.Problem
}

// mark names the content of the line.
func (r row) mark() string {
	text, err := json.Marshal([]any{r.values, r.lists}) // keys are sorted
	if err != nil {
		panic(err) // texts only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

func (r *row) wrong(field, format string, args ...any) {
	r.problems = append(r.problems, fault.Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

// fields are the names of columns, as old systems and people write them.
var fields = map[string]string{
	"index": "index", "索引号": "index", "信息索引号": "index", "索引编号": "index",
	"address": "address", "url": "address", "原网址": "address", "网址": "address", "链接": "address", "原地址": "address",
	"column": "column", "栏目": "column", "所属栏目": "column", "栏目名称": "column",
	"kind": "kind", "种类": "kind", "信息种类": "kind", "item": "item", "法定公开事项": "item",
	"title": "title", "标题": "title", "名称": "title", "信息名称": "title", "summary": "summary", "摘要": "summary", "内容概述": "summary",
	"issuer": "issuer", "发文机关": "issuer", "制定机关": "issuer", "来源": "issuer", "发文机构": "issuer",
	"doc_no": "doc_no", "文号": "doc_no", "发文字号": "doc_no", "register": "register", "统一登记号": "register",
	"formed_on": "formed_on", "成文日期": "formed_on", "生成日期": "formed_on", "产生日期": "formed_on",
	"issued_on": "issued_on", "发文日期": "issued_on", "published_on": "published_on", "发布日期": "published_on", "发布时间": "published_on", "公开日期": "published_on",
	"effective_on": "effective_on", "施行日期": "effective_on", "生效日期": "effective_on", "expires_on": "expires_on", "失效日期": "expires_on", "有效期截止日": "expires_on",
	"attribute": "attribute", "公开属性": "attribute", "公开方式": "attribute", "theme": "theme", "主题分类": "theme",
	"genre": "genre", "体裁": "genre", "组配分类": "genre", "体裁分类": "genre", "audience": "audience", "服务对象": "audience",
	"keywords": "keywords", "关键词": "keywords", "主题词": "keywords", "body": "body", "正文": "body", "内容": "body",
	"body_file": "body_file", "正文文件": "body_file", "files": "files", "附件": "files", "links": "links", "关联": "links", "关联信息": "links",
}

// fieldLabels are the words of the report.
var fieldLabels = map[string]string{"index": "索引号", "address": "原网址", "column": "栏目", "kind": "信息种类", "item": "法定公开事项", "title": "标题", "summary": "内容概述",
	"issuer": "发文机关", "doc_no": "文号", "register": "统一登记号", "formed_on": "成文日期", "issued_on": "发文日期", "published_on": "发布日期", "effective_on": "施行日期",
	"expires_on": "失效日期", "attribute": "公开属性", "theme": "主题分类", "genre": "体裁", "audience": "服务对象", "keywords": "关键词", "body": "正文", "body_file": "正文文件", "files": "附件", "links": "关联"}

// limits of the table.
const (
	longestLine = 32 << 20
	mostColumns = 200
)

// readTable calls yield for every line of the table, told by its first bytes.
func readTable(r io.Reader, yield func(row) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	head, err := in.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return &fault.Error{Kind: fault.Unavailable, Message: "文件读不出来", Err: err}
	}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		_, _ = in.Discard(3) // was peeked
		head = head[3:]
	}
	switch first := bytes.TrimSpace(head); {
	case len(first) == 0:
		return fault.New(fault.Invalid, "文件是空的")
	case first[0] == '{':
		return readJSONLines(in, yield)
	case first[0] == '[':
		return fault.New(fault.Invalid, "JSON应当每行一个对象（JSON Lines），不是一个数组")
	}
	var text io.Reader = in
	if decoded, err := docread.Decode(cutLine(head)); err == nil && !bytes.Equal(decoded, cutLine(head)) {
		text = simplifiedchinese.GB18030.NewDecoder().Reader(in)
	}
	return readCSV(text, yield)
}

// cutLine keeps whole lines of a sample, so that no character is cut in two.
func cutLine(head []byte) []byte {
	if i := bytes.LastIndexByte(head, '\n'); i > 0 {
		return head[:i+1]
	}
	return head
}

func readCSV(r io.Reader, yield func(row) error) error {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.LazyQuotes, c.ReuseRecord = -1, false, true
	names, err := header(c)
	if err != nil {
		return err
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			if err := yield(badRow(broken.StartLine, "这一行不合CSV格式（引号不成对？）：%v", broken.Err)); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return &fault.Error{Kind: fault.Unavailable, Message: "文件没有读完", Err: err}
		}
		line, _ := c.FieldPos(0)
		out := row{line: line, values: map[string]string{}}
		if len(record) > len(names) {
			out.wrong("", "这一行有%d格，比表头多", len(record))
		}
		for i, value := range record[:min(len(record), len(names))] {
			if value = strings.TrimSpace(value); value != "" && names[i] != "" {
				out.values[names[i]] = strings.Clone(value)
			}
		}
		if len(out.values) == 0 {
			continue
		}
		if err := yield(out); err != nil {
			return err
		}
	}
}

// header reads the first line: what each column means. Columns that mean nothing are left out.
func header(c *csv.Reader) ([]string, error) {
	head, err := c.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, "表头读不出来：%v", err)
	}
	if len(head) > mostColumns {
		return nil, fault.New(fault.Invalid, "表头有%d列，最多%d列", len(head), mostColumns)
	}
	names := make([]string, len(head))
	for i, h := range head {
		name := fields[strings.ToLower(strings.TrimSpace(h))]
		if name != "" && slices.Contains(names, name) && name != "address" {
			return nil, fault.New(fault.Invalid, "表头有两列都是“%s”", fieldLabels[name])
		}
		names[i] = name
	}
	if !slices.Contains(names, "title") {
		return nil, fault.New(fault.Invalid, "表头里没有“标题”列。第一行应是列名，如：索引号,栏目,标题,文号,成文日期,发布日期,正文,附件,原网址")
	}
	return names, nil
}

func badRow(line int, format string, args ...any) row {
	r := row{line: line, values: map[string]string{}}
	r.wrong("", format, args...)
	return r
}

func readJSONLines(in *bufio.Reader, yield func(row) error) error {
	for line := 1; ; line++ {
		text, tooLong, err := oneLine(in)
		if len(bytes.TrimSpace(text)) > 0 || tooLong {
			out := badRow(line, "这一行超过%d兆字节", longestLine>>20)
			if !tooLong {
				out = jsonRow(line, text)
			}
			if err := yield(out); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &fault.Error{Kind: fault.Unavailable, Message: "文件没有读完", Err: err}
		}
	}
}

// oneLine reads a line; of one that is too long nothing is kept.
func oneLine(in *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if tooLong = tooLong || len(text)+len(part) > longestLine; tooLong {
			text = nil
		} else {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, tooLong, err
		}
	}
}

func jsonRow(line int, text []byte) row {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil {
		return badRow(line, "这一行不是JSON对象")
	}
	out := row{line: line, values: map[string]string{}, lists: map[string][]string{}}
	for key, raw := range object {
		name := fields[strings.ToLower(strings.TrimSpace(key))]
		if name == "" {
			continue
		}
		out.set(name, raw)
	}
	return out
}

// set takes a JSON value: a text, a number, or a list of texts or of objects with path and name.
func (r *row) set(name string, raw json.RawMessage) {
	var text string
	var number json.Number
	var list []json.RawMessage
	switch {
	case string(raw) == "null":
	case json.Unmarshal(raw, &text) == nil:
		if text = strings.TrimSpace(text); text != "" {
			r.values[name] = text
		}
	case json.Unmarshal(raw, &list) == nil:
		for _, item := range list {
			var object struct{ Path, Name, Relation, Index string }
			switch {
			case json.Unmarshal(item, &text) == nil:
				r.lists[name] = append(r.lists[name], strings.TrimSpace(text))
			case json.Unmarshal(item, &object) == nil && object.Path != "":
				r.lists[name] = append(r.lists[name], object.Path+"|"+object.Name)
			case json.Unmarshal(item, &object) == nil && object.Index != "":
				r.lists[name] = append(r.lists[name], object.Relation+":"+object.Index)
			default:
				r.wrong(name, "“%s”的写法不对", fieldLabels[name])
			}
		}
	case json.Unmarshal(raw, &number) == nil:
		r.values[name] = number.String()
	default:
		r.wrong(name, "“%s”的写法不对", fieldLabels[name])
	}
}

// list returns the values of a field that may have several, in CSV separated by semicolons or line ends.
func (r row) list(name string, separators string) []string {
	var out []string
	for _, s := range append(slices.Clone(r.lists[name]), strings.FieldsFunc(r.values[name], func(c rune) bool { return strings.ContainsRune(separators, c) })...) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
