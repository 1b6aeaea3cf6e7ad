// Package receipt lays out the 接收回执 of applications: the number, the code with which the course can be looked up, the
// day of receipt and by when an answer is due.
//
// 《条例》第四十五条 asks for registration; provincial sets of forms have the 回执 as the applicant's proof of it. The package
// decides what stands on the paper; days come from package deadline, paper from internal/docgen.
package receipt

import (
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/docgen"
	"gongkai/law"
)

// A Receipt is what one applicant is given.
type Receipt struct {
	Agency    string
	Number    string
	Code      string
	ArrivedOn civil.Date
	Clock     deadline.Output
}

// A Line is a name with its text.
type Line struct{ Name, Text string }

// Due says what happens after the application was handed in, and by when.
// 法源: 《条例》第三十一条、《条例》第三十三条。
func Due(clock deadline.Output) []Line {
	if clock.ReceivedOn.IsZero() {
		return []Line{
			{"确认", "本机关会与您联系。双方确认之日为收到申请之日（" + law.OGI.Art(31).String() + "），从那天起计算期限。"},
			{"答复", "能当场答复的当场答复，否则自收到申请之日起依法定期限答复；需要延长、征求意见或者补正的，会告知您。"},
		}
	}
	due := clock.DueOn.Chinese()
	if clock.Provisional {
		due += "（下一年的放假安排公布前，日期为暂定）"
	}
	return []Line{
		{"收到申请之日", clock.ReceivedOn.Chinese()}, {"最晚答复日期", due},
		{"说明", "需要延长、征求意见或者补正的，会告知您，期限依法重新计算。"},
	}
}

// Spaced writes a code in groups, to be read aloud or copied by hand.
func Spaced(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:codeLength/2] + " " + code[codeLength/2:]
}

const codeLength = 10

// tableSize is the type of tables that are read by everybody, in points.
const tableSize = 14

const title = "政府信息公开申请回执"

// Paper lays the receipts out, each on a page of its own. track is the complete address where the course is looked up.
func Paper(track string, receipts ...Receipt) docgen.Document {
	d := docgen.Document{Title: title}
	for i, r := range receipts {
		d.Author = r.Agency
		if i > 0 {
			d.Blocks = append(d.Blocks, docgen.PageBreak{}, docgen.Paragraph{Text: title, Style: docgen.Centre, Strong: true})
		}
		rows := []docgen.Row{pair("受理机关", r.Agency), pair("申请编号", r.Number), pair("查询码", Spaced(r.Code)), pair("提交日期", r.ArrivedOn.Chinese())}
		for _, line := range Due(r.Clock) {
			rows = append(rows, pair(line.Name, line.Text))
		}
		d.Blocks = append(d.Blocks,
			docgen.Paragraph{Text: "您提交的政府信息公开申请已经登记，请保存本回执。"},
			docgen.Table{Widths: []int{2, 6}, Rows: rows, Size: tableSize},
			docgen.Paragraph{Text: "凭申请编号和查询码，可以在" + track + "查询进度、提交补正、撤回申请。查询码请勿告诉他人。"})
		if i > 0 || len(receipts) > 1 {
			d.Blocks = append(d.Blocks, docgen.Paragraph{Text: r.Agency, Right: true}, docgen.Paragraph{Text: r.ArrivedOn.Chinese(), Right: true})
		} else {
			d.Signer, d.Date = r.Agency, r.ArrivedOn.Chinese()
		}
	}
	return d
}

func pair(name, text string) docgen.Row {
	return docgen.Row{{Text: name}, {Text: text, Left: true}}
}
