package cases

import (
	"io"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/docread"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/xuri/excelize/v2"
)

// largestBundle bounds the file of a bundle.
const largestBundle = 4 << 20

// bundleHead are the columns of the table of a bundle: the field that each fills, and the choices by their words.
var bundleHead = []struct {
	name, title string
	also        []string // other titles in use
	options     func() []ui.Option
	date        bool
}{
	{name: "category", title: "申请人类别", also: []string{"类别"}, options: categoryOptions},
	{name: "name", title: "姓名或者名称", also: []string{"姓名", "名称", "申请人", "姓名或名称"}},
	{name: "identity", title: "证件种类", also: []string{"证件"}, options: identityOptions},
	{name: "identity_number", title: "证件号码", also: []string{"身份证号", "身份证号码", "统一社会信用代码"}},
	{name: "representative", title: "法定代表人或者负责人", also: []string{"法定代表人", "负责人"}},
	{name: "contact", title: "联系人"},
	{name: "phone", title: "联系电话", also: []string{"电话", "手机", "手机号码"}},
	{name: "email", title: "电子邮箱", also: []string{"邮箱"}},
	{name: "address", title: "通信地址", also: []string{"地址", "联系地址"}},
	{name: "postcode", title: "邮政编码", also: []string{"邮编"}},
	{name: "content", title: "申请的信息", also: []string{"内容描述", "所需政府信息", "申请内容"}},
	{name: "doc_no", title: "文号"},
	{name: "channel", title: "渠道", options: intakeChannels},
	{name: "arrived_on", title: "到达日期", also: []string{"收到日期"}, date: true},
	{name: "mail_no", title: "邮件号"},
	{name: "confirmed_on", title: "确认日期", date: true},
	{name: "confirmed_how", title: "联系记录"},
	{name: "form", title: "提供信息的形式", also: []string{"形式"}, options: formOptions},
	{name: "route", title: "获取信息的途径", also: []string{"途径"}, options: routeOptions},
}

// A letterRow is one row of the table: what goes into the fields, and what could not be understood.
type letterRow struct {
	line     int // in the table
	values   map[string]string
	dates    map[string]civil.Date
	problems []fault.Problem // their fields without the number
}

// readLetters finds the sheet with the letters and reads its rows. What a choice does not know, and a date that is none, is
// said with the words that stand there: nothing is dropped unseen.
func readLetters(content []byte) ([]letterRow, error) {
	tables, err := docread.Tables(content)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		for at, cells := range table {
			if columns := bundleColumnsOf(cells); columns != nil {
				return lettersUnder(table, at, columns), nil
			}
		}
	}
	return nil, nil
}

// bundleColumnsOf says which column fills what, if the row is the head of the table.
func bundleColumnsOf(cells []string) map[int]int {
	columns, found := map[int]int{}, map[string]bool{}
	for i, cell := range cells {
		title := strings.Join(strings.Fields(cell), "")
		for k, column := range bundleHead {
			if found[column.name] || title == "" {
				continue
			}
			match := title == column.title
			for _, other := range column.also {
				match = match || title == other
			}
			if match {
				columns[i], found[column.name] = k, true
				break
			}
		}
	}
	if !found["name"] || !found["content"] {
		return nil
	}
	return columns
}

func lettersUnder(table [][]string, head int, columns map[int]int) (rows []letterRow) {
	for at := head + 1; at < len(table); at++ {
		row := letterRow{line: at + 1, values: map[string]string{}, dates: map[string]civil.Date{}}
		for i, cell := range table[at] {
			if k, ok := columns[i]; ok && strings.TrimSpace(cell) != "" {
				row.take(k, strings.TrimSpace(cell))
			}
		}
		if len(row.values)+len(row.dates)+len(row.problems) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// take puts a cell where it belongs.
func (r *letterRow) take(k int, text string) {
	column := bundleHead[k]
	switch {
	case column.date:
		on, ok := readDay(text)
		if !ok {
			r.problems = append(r.problems, fault.Problem{Field: column.name, Message: column.title + "“" + text + "”不是日期，应如 2026-11-20", Cite: law.OGI.Art(31)})
			return
		}
		r.dates[column.name] = on
	case column.options != nil:
		for _, option := range column.options() {
			if option.Text == text || option.Value == text || column.name == "category" && text == "公民" && option.Value == "natural" {
				r.values[column.name] = option.Value
				return
			}
		}
		r.problems = append(r.problems, fault.Problem{Field: column.name, Message: column.title + "没有“" + text + "”这一项，请选择"})
	case column.name == "content":
		r.values[column.name] = text
	default:
		r.values[column.name] = strings.Join(strings.Fields(text), " ")
	}
}

// readDay reads a day as tables have it: 2026-11-20, 2026/11/20, 2026年11月20日, 20261120, or the number by which workbooks count.
func readDay(text string) (civil.Date, bool) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
	text, _, _ = strings.Cut(text, "T")
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/.年月日", r) })
	if len(parts) == 1 && len(parts[0]) == len("20261120") {
		parts = []string{text[:4], text[4:6], text[6:8]}
	}
	var n [3]int
	for i := range min(len(parts), len(n)) {
		value, err := strconv.Atoi(parts[i])
		if err != nil {
			return civil.Date{}, false
		}
		n[i] = value
	}
	switch {
	case len(parts) == 1 && n[0] >= firstSerial && n[0] <= lastSerial:
		return civil.On(1899, 12, 30).AddDays(n[0]), true
	case len(parts) != len(n):
		return civil.Date{}, false
	}
	on, err := civil.Parse(pad(n[0], 4) + "-" + pad(n[1], 2) + "-" + pad(n[2], 2))
	return on, err == nil
}

// The numbers by which workbooks count days: from 2000 to 2100.
const (
	firstSerial = 36526
	lastSerial  = 73415
)

func pad(n, width int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(text))) + text
}

// readTable fills the letters of the form from a table, behind those that are filled already, and says what stands against
// registering them.
func (p pages) readTable(c *workbench.Call, f *workbench.Form) error {
	uploads := f.Files("table", largestBundle)
	if len(uploads) == 0 && f.Err() == nil {
		f.Add("table", "请选择表格文件")
	}
	if err := f.Err(); err != nil {
		return err
	}
	file, err := uploads[0].Open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	rows, err := readLetters(content)
	if err != nil {
		f.Add("table", uploads[0].Name+"："+fault.Message(err))
		return f.Err()
	}
	if len(rows) == 0 {
		f.Problems = append(f.Problems, noLetters(uploads[0].Name))
		return f.Err()
	}
	unread := fillLetters(f, rows)
	bundle, places := readBundle(f)
	problems, err := p.Desk.CheckBatch(c.Context(), c.By, c.By.Agency, bundle)
	if err != nil {
		return err
	}
	if unread > 0 {
		f.Add("table", uploads[0].Name+"：一次最多登记"+itoa(casework.MostInBundle)+"件，还有"+itoa(unread)+"行没有读入（自第"+itoa(rows[len(rows)-unread].line)+"行起），登记这一批之后再读")
	}
	if found := placed(fault.Of(append(problems, f.Problems...)), places); found != nil {
		f.Problems = nil
		return found
	}
	return p.bundleAgain(c, f)
}

// fillLetters puts the rows into the letters of the form that are still empty, and returns how many found no room.
func fillLetters(f *workbench.Form, rows []letterRow) (unread int) {
	i := 0
	for k, row := range rows {
		for i++; i <= casework.MostInBundle && readLetter(&workbench.Form{Values: f.Values}, strconv.Itoa(i), casework.Intake{}) != nil; i++ {
		}
		if i > casework.MostInBundle {
			return len(rows) - k
		}
		number := strconv.Itoa(i)
		for name, value := range row.values {
			f.Values.Set(number+"."+name, value)
		}
		for name, on := range row.dates {
			f.SetDate(number+"."+name, on)
		}
		for _, problem := range row.problems {
			problem.Field, problem.Message = number+"."+problem.Field, "第"+number+"件："+problem.Message+"（表格第"+itoa(row.line)+"行）"
			f.Problems = append(f.Problems, problem)
		}
		f.Values.Set("letters", itoa(max(letters(f), i)))
	}
	return 0
}

// bundleTemplate gives out the table to be filled in, with the words of every choice.
func (p pages) bundleTemplate(c *workbench.Call) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	const name = "来信"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // as text: numbers of documents keep their digits
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(bundleHead))
	if err != nil {
		return err
	}
	if err := book.SetColStyle(name, "A:"+last, text); err != nil {
		return err
	}
	if err := book.SetColWidth(name, "A", last, 18); err != nil {
		return err
	}
	for i, column := range bundleHead {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := book.SetCellStr(name, letter+"1", column.title); err != nil {
			return err
		}
		if column.options == nil {
			continue
		}
		if err := offer(book, name, letter, column.options()); err != nil {
			return err
		}
	}
	sheet.SpreadsheetHeader(c, "批量登记来信模板.xlsx")
	return book.Write(c.Writer())
}

// offer lets the cells of a column be chosen from.
func offer(book *excelize.File, sheetName, letter string, options []ui.Option) error {
	var words []string
	for _, option := range options {
		words = append(words, option.Text)
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = letter + "2:" + letter + strconv.Itoa(casework.MostInBundle+1)
	if err := v.SetDropList(words); err != nil {
		return err
	}
	return book.AddDataValidation(sheetName, v)
}
