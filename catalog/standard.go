package catalog

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/fault"
)

// A Requirement is what the standard catalogue of 基层政务公开 says of an item, in its own words.
type Requirement struct {
	Content  string `json:"content,omitempty"`  // 公开内容（要素）
	Basis    string `json:"basis,omitempty"`    // 公开依据
	Term     string `json:"term,omitempty"`     // 公开时限
	Body     string `json:"body,omitempty"`     // 公开主体
	Channels string `json:"channels,omitempty"` // 公开渠道和载体
	Audience string `json:"audience,omitempty"` // 公开对象
	Mode     string `json:"mode,omitempty"`     // 公开方式
	Level    string `json:"level,omitempty"`    // 公开层级
}

// IsZero reports whether nothing is said.
func (r Requirement) IsZero() bool { return r == Requirement{} }

// A StandardRow is one item of a standard catalogue as a table has it.
type StandardRow struct {
	Row    int    // of the table, from 1
	Group  string // 一级事项
	Title  string // 二级事项; empty where the first level is the item itself
	Wanted Requirement
}

// Name is the title of the column that the row makes.
func (r StandardRow) Name() string {
	if r.Title == "" {
		return r.Group
	}
	return r.Title
}

// A Refusal is a row that could not be taken, with the reason.
type Refusal struct {
	Row    int
	Text   string // what the row says, shortened
	Reason string
}

// standardFields are the columns of the table by the words of their heads, the more exact ones first.
var standardFields = []struct {
	words []string
	set   func(r *StandardRow, head, text string)
}{
	{[]string{"一级"}, func(r *StandardRow, _, text string) { r.Group = text }},
	{[]string{"二级"}, func(r *StandardRow, _, text string) { r.Title = text }},
	{[]string{"公开内容", "内容（要素）", "内容(要素)", "要素"}, func(r *StandardRow, _, text string) { r.Wanted.Content = text }},
	{[]string{"依据"}, func(r *StandardRow, _, text string) { r.Wanted.Basis = text }},
	{[]string{"时限"}, func(r *StandardRow, _, text string) { r.Wanted.Term = text }},
	{[]string{"主体"}, func(r *StandardRow, _, text string) { r.Wanted.Body = text }},
	{[]string{"渠道", "载体"}, func(r *StandardRow, _, text string) { r.Wanted.Channels = text }},
	{[]string{"全社会", "特定群体", "特定人群", "公开对象", "对象"}, func(r *StandardRow, head, text string) {
		chosen(&r.Wanted.Audience, head, text, "全社会", "特定群体", "特定人群")
	}},
	{[]string{"依申请", "主动", "公开方式", "方式"}, func(r *StandardRow, head, text string) {
		chosen(&r.Wanted.Mode, head, text, "依申请公开", "依申请", "主动公开", "主动")
	}},
	{[]string{"县级", "乡级", "乡镇", "市级", "村级", "公开层级", "层级"}, func(r *StandardRow, head, text string) {
		chosen(&r.Wanted.Level, head, text, "市级", "县级", "乡镇级", "乡级", "村级", "乡镇")
	}},
	{[]string{"公开事项", "事项名称", "栏目"}, func(r *StandardRow, _, text string) {
		if r.Group == "" {
			r.Group = text
		} else if r.Title == "" && text != r.Group {
			r.Title = text
		}
	}},
}

// ticks are the signs by which a cell says yes.
const ticks = "√✓✔☑■●是"

// chosen adds to a field what a column of ticks says: the head names the choice. Words beside a tick, or instead of
// one, are kept.
func chosen(field *string, head, text string, choices ...string) {
	choice := ""
	for _, c := range choices {
		if strings.Contains(head, c) {
			choice = c
			break
		}
	}
	said := strings.TrimSpace(strings.Trim(text, ticks))
	switch {
	case choice == "":
	case said == "":
		said = choice
	case said != choice:
		said = choice + "：" + said
	}
	if *field != "" && said != "" {
		said = *field + "、" + said
	}
	if said != "" {
		*field = said
	}
}

// longestName bounds the title of a column.
const longestName = 60

// ReadStandard reads a table of a standard catalogue: the rows under the row of heads, which may have a second row under
// it (一级事项、二级事项; 全社会、特定群体). Cells left blank under a first-level item belong to it. Rows that cannot be taken
// are returned with the reason; an error says that the table is none.
// 法源: 《条例》第二十一条、《条例》第二十二条。
func ReadStandard(table [][]string) (rows []StandardRow, refused []Refusal, err error) {
	first, heads := headsOf(table)
	if heads == nil {
		return nil, nil, fault.New(fault.Invalid, "没有找到表头：应有“公开事项”“公开内容”“公开依据”等栏")
	}
	seen := map[string]int{}
	group := ""
	for i := first; i < len(table); i++ {
		row := StandardRow{Row: i + 1}
		filled := false
		for col, text := range table[i] {
			if col >= len(heads) || strings.TrimSpace(text) == "" {
				continue
			}
			if set := fieldOf(heads[col]); set != nil {
				set(&row, heads[col], squeeze(text))
				filled = true
			}
		}
		if !filled {
			continue
		}
		if row.Group == "" {
			row.Group = group
		}
		group = row.Group
		refuse := func(reason string) { refused = append(refused, Refusal{i + 1, shown(table[i]), reason}) }
		key := row.Group + "\x00" + row.Title
		switch {
		case row.Group == "" && row.Title == "":
			refuse("没有公开事项的名称")
		case utf8.RuneCountInString(row.Name()) > longestName || utf8.RuneCountInString(row.Group) > longestName:
			refuse(fmt.Sprintf("事项名称超过%d字", longestName))
		case row.Wanted.Content == "":
			refuse("没有公开内容（要素）")
		case seen[key] > 0:
			refuse(fmt.Sprintf("与第%d行的事项重复", seen[key]))
		default:
			seen[key] = i + 1
			rows = append(rows, row)
		}
	}
	return rows, refused, nil
}

// headsOf finds the heads of the table and the row after them.
func headsOf(table [][]string) (after int, heads []string) {
	for i, row := range table {
		line := strings.Join(row, "")
		if !strings.Contains(line, "事项") || !strings.Contains(line, "内容") || strings.Count(line, "公开") < 2 {
			continue
		}
		heads, after = carried(row), i+1
		if after < len(table) && isSecond(table[after]) {
			for len(heads) < len(table[after]) {
				heads = append(heads, heads[len(heads)-1])
			}
			for col, text := range table[after] {
				if text = squeeze(text); text != "" {
					heads[col] += "/" + text
				}
			}
			after++
		}
		return after, heads
	}
	return 0, nil
}

// carried are the heads of a row, a blank one taking the head on its left: a head may span several columns.
func carried(row []string) []string {
	heads := make([]string, len(row))
	for i, text := range row {
		heads[i] = squeeze(text)
		if heads[i] == "" && i > 0 {
			heads[i] = heads[i-1]
		}
	}
	return heads
}

// isSecond reports whether the row goes on with heads.
func isSecond(row []string) bool {
	line := strings.Join(row, "")
	return strings.Contains(line, "一级") || strings.Contains(line, "全社会") || strings.Contains(line, "特定") || strings.Contains(line, "县级")
}

func fieldOf(head string) func(r *StandardRow, head, text string) {
	for _, f := range standardFields {
		for _, word := range f.words {
			if strings.Contains(head, word) {
				return f.set
			}
		}
	}
	return nil
}

// squeeze takes the blanks out of a cell; lines are kept apart.
func squeeze(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// shown is a row in a few words.
func shown(row []string) string {
	text := []rune(strings.Join(strings.Fields(strings.Join(row, " ")), " "))
	if len(text) > longestName {
		return string(text[:longestName]) + "…"
	}
	return string(text)
}

// FreshnessOf reads the freshness rule out of the words of a 公开时限, with days of its own where it is shorter than its
// class: what is to be published every year must be new every year, the rest when something happens.
func FreshnessOf(term string) (class Freshness, days int) {
	for _, row := range []struct {
		words     string
		freshness Freshness
		days      int
	}{{"每两周", TwoWeeks, 0}, {"每周", TwoWeeks, 7}, {"每半月", TwoWeeks, 16}, {"每半年", SixMonths, 0}, {"半年度", SixMonths, 0}, {"每季", SixMonths, 92}, {"按季", SixMonths, 92},
		{"每月", SixMonths, 31}, {"按月", SixMonths, 31}, {"每年", Yearly, 0}, {"年度", Yearly, 0}, {"按年", Yearly, 0}} {
		if strings.Contains(term, row.words) {
			return row.freshness, row.days
		}
	}
	return Whenever, 0
}
