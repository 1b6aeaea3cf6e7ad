package extract

import (
	"strings"

	"gongkai/annualreport"
)

// longestLabel is the length in bytes (folded) above which a text is prose, not the label of a row.
const longestLabel = 300

// A label is what the label cell of table three turned out to be: a row, a group of rows, or a heading cell.
type label struct {
	row   annualreport.RowID
	group int // 3 to 6 for （三） to （六）
	head  bool
}

// leaves are the words by which a result row is known, whatever its number says.
var leaves = []struct {
	word string
	row  annualreport.RowID
}{
	{"国家秘密", "O3.1"}, {"其他法律", "O3.2"}, {"禁止公开", "O3.2"}, {"三安全", "O3.3"}, {"第三方合法", "O3.4"}, {"第三方", "O3.4"}, {"内部事务", "O3.5"},
	{"过程性", "O3.6"}, {"执法案卷", "O3.7"}, {"行政查询", "O3.8"},
	{"不掌握", "O4.1"}, {"没有现成", "O4.2"}, {"仍不明确", "O4.3"},
	{"信访", "O5.1"}, {"公开出版物", "O5.3"}, {"大量反复", "O5.4"}, {"重复申请", "O5.2"}, {"重新出具", "O5.5"},
	{"逾期不补正", "O6.1"}, {"逾期未按收费", "O6.2"}, {"逾期不缴", "O6.2"}, {"逾期未缴", "O6.2"},
}

var heads = []string{"申请人情况", "法人或其他组织", "自然人", "商业企业", "科研机构", "社会公益", "法律服务机构", "勾稽关系", "本年度办理结果"}

// labelOfThree tells what a folded cell of table three is; ok is false for anything else. group is the group of rows in
// which the table stands.
func labelOfThree(s string, group int) (label, bool) {
	if s == "" || len(s) > longestLabel || strings.Contains(s, "。") {
		return label{}, false
	}
	switch {
	case strings.Contains(s, "本年新收") && strings.Contains(s, "申请数"):
		return label{row: annualreport.Received}, true
	case strings.Contains(s, "上年结转") && strings.Contains(s, "申请数"):
		return label{row: annualreport.CarriedIn}, true
	case strings.Contains(s, "结转下") && strings.Contains(s, "办理"):
		return label{row: annualreport.CarriedOut}, true
	}
	for _, l := range leaves {
		if strings.Contains(s, l.word) {
			return label{row: l.row, group: int(l.row[1] - '0')}, true
		}
	}
	if l, ok := groupLabel(s); ok {
		return l, true
	}
	for _, h := range heads {
		if strings.Contains(s, h) {
			return label{head: true}, true
		}
	}
	return numbered(s, group)
}

// longestGroup is the size in bytes of the longest words behind （一） to （七）.
const longestGroup = 27

// groupLabel reads the labels （一） to （七）; misprints in the words are borne where the number stands.
func groupLabel(s string) (label, bool) {
	n := 0
	if rest, ok := strings.CutPrefix(s, "("); ok {
		for i, digit := range []string{"一", "二", "三", "四", "五", "六", "七"} {
			if words, ok := strings.CutPrefix(rest, digit+")"); ok && (len(words) <= longestGroup || strings.HasPrefix(words, "部分公开(")) {
				n, s = i+1, words
			}
		}
	}
	for i, words := range [][]string{{"予以公开"}, {"部分公开"}, {"不予公开"}, {"无法提供"}, {"不予处理"}, {"其他处理"}, {"总计", "合计"}} {
		for _, word := range words {
			if s == word || n == 0 && strings.HasPrefix(s, word+"(") {
				n = i + 1
			}
		}
	}
	switch {
	case n == 0 || len(s) > 150:
		return label{}, false
	case n == 1:
		return label{row: "O1"}, true
	case n == 2:
		return label{row: "O2"}, true
	case n == 7:
		return label{row: annualreport.Total}, true
	}
	return label{group: n}, true
}

// sizes of the groups （三） to （六）.
var sizes = map[int]int{3: 8, 4: 3, 5: 5, 6: 3}

// numbered reads a label by its number within the group, as 2.其他法律行政止公开 must be.
func numbered(s string, group int) (label, bool) {
	if group == 6 && s == "其他" {
		return label{row: "O6.3", group: 6}, true
	}
	if len(s) < 4 || s[0] < '1' || s[0] > '9' || !strings.HasPrefix(s[1:], ".") && !strings.HasPrefix(s[1:], "、") {
		return label{}, false
	}
	if rest := strings.TrimLeft(s[1:], ".、"); rest == "" || rest[0] < 0x80 {
		return label{}, false
	}
	if n := int(s[0] - '0'); n <= sizes[group] {
		return label{row: annualreport.RowID("O" + string(rune('0'+group)) + "." + string(s[0])), group: group}, true
	}
	return label{}, false
}

// labelOfTwo tells the row of table two; the ID is that of the form of 2021 where the forms agree.
func labelOfTwo(s string) (annualreport.RowID, bool) {
	switch s {
	case "规章":
		return "规章", true
	case "行政规范性文件", "规范性文件":
		return "行政规范性文件", true
	case "行政许可", "行政处罚", "行政强制", "行政事业性收费", "其他对外管理服务事项", "政府集中采购":
		return annualreport.RowID(s), true
	}
	return "", false
}
