// Package extract reads an annual report as it was published and gives its figures and its text.
//
// 《条例》第五十条第二款 leaves the format to the 主管部门, and agencies publish it as web pages, Word, Excel and PDF files
// and as text that was copied through several programs. The package finds tables, rows and columns by their labels,
// never by their place in the file; takes the misprints and variants that occur (law.md gives none of them force: the
// auditor reports them); and tells the form of table three from its rows as they stand, whatever the year.
//
// It never guesses. A cell that is blank, a stroke or unreadable is no zero; digits that ran together are taken apart
// only where the sums leave one way to do it; what cannot be placed becomes an [annualreport.Problem] with its place in
// the file. It leaves judging the figures to annualreport/audit.
package extract

import (
	"gongkai/annualreport"
	"gongkai/fault"
	"gongkai/internal/docread"
)

// Options are what reading depends on.
type Options struct {
	// PDF gives the text of the pages of a PDF file. Without it PDF files are refused.
	PDF func(content []byte) (pages []string, err error)
}

// File reads the content of a file that was published under the name. The error, in Chinese, says why it is no report
// that can be read; what is wrong within a report are its Problems.
// 法源: 《条例》第五十条。
func File(name string, content []byte, opts Options) (*annualreport.Report, error) {
	doc, err := open(content, opts)
	if err != nil {
		return nil, err
	}
	return Document(name, doc)
}

func open(content []byte, opts Options) (*docread.Document, error) {
	kind, err := docread.Sniff(content)
	if err != nil {
		return nil, err
	}
	if kind != docread.PDF {
		return docread.Read(content)
	}
	if opts.PDF == nil {
		return nil, fault.New(fault.Invalid, "此处不能读取PDF文件")
	}
	pages, err := opts.PDF(content)
	if err != nil {
		return nil, err
	}
	return docread.FromPages(pages), nil
}

// A reader turns one document into a report.
type reader struct {
	doc      *docread.Document
	report   *annualreport.Report
	consumed []bool   // for each block, whether it is part of a table
	rows     [][]bool // for each row of a grid, the same
	full     int      // how many characters a full line of a paged file has
	choices  []choice // rows of table three that wait for the sums of the columns
}

// Document reads a report from an opened document.
func Document(name string, doc *docread.Document) (*annualreport.Report, error) {
	r := &reader{doc: doc, consumed: make([]bool, len(doc.Blocks)), rows: make([][]bool, len(doc.Blocks)),
		report: &annualreport.Report{File: name, Tables: map[annualreport.TableNo]annualreport.Grid{}}}
	g := r.readGrids()
	var flow *flow
	if len(g.two) == 0 || len(g.three) == 0 || g.four == nil {
		flow = r.newFlow()
	}
	r.tableThree(g, flow)
	r.tableTwo(g, flow)
	r.tableFour(g, flow)
	r.report.Labels = g.variants
	r.prose()
	r.settleForm()
	if len(r.report.Tables) == 0 && len(r.report.Sections) < 3 {
		return nil, r.refusal()
	}
	r.missingTables()
	return r.report, nil
}

// refusal says why the document is not taken for a report.
func (r *reader) refusal() error {
	size := 0
	for _, b := range r.doc.Blocks {
		size += len(b.Text)
		if b.Grid != nil {
			size += 8 * len(b.Grid.Rows)
		}
	}
	switch {
	case size == 0:
		return fault.New(fault.Invalid, "文件中没有文字，可能是扫描件或图片，无法读取")
	case len(r.report.Problems) > 0:
		return fault.New(fault.Invalid, "文件中的年报表格没有可以读取的数字：%s", r.report.Problems[0].Message)
	case size < 40:
		return fault.New(fault.Invalid, "文件只有%d个字节的文字，不是政府信息公开工作年度报告；正文如果是图片，无法读取", size)
	default:
		return fault.New(fault.Invalid, "这不是政府信息公开工作年度报告：没有找到年报的表格和各部分标题")
	}
}

// missingTables reports the tables that were not found at all.
func (r *reader) missingTables() {
	for no, name := range map[annualreport.TableNo]string{annualreport.Two: "二", annualreport.Three: "三", annualreport.Four: "四"} {
		if r.report.Tables[no] == nil && !r.hasProblem(no) {
			r.problem(annualreport.Problem{Place: "全文", Table: no, Message: "没有找到第" + name + "部分的表格，或者表格是图片"})
		}
	}
	sortProblems(r.report.Problems)
}

func (r *reader) hasProblem(table annualreport.TableNo) bool {
	for _, p := range r.report.Problems {
		if p.Table == table && p.Row == "" {
			return true
		}
	}
	return false
}

// maxProblems keeps a hostile file from filling the report.
const maxProblems = 200

func (r *reader) problem(p annualreport.Problem) {
	if len(r.report.Problems) < maxProblems {
		p.Quote = clip(p.Quote, 40)
		r.report.Problems = append(r.report.Problems, p)
	}
}

func clip(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i] + "…"
		}
		count++
	}
	return s
}
