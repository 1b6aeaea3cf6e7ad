package screen

import (
	"strings"
	"unicode/utf8"
)

// An atom is a run of ASCII letters and digits that has a digit.
type atom struct {
	from, to int
	pure     bool // digits only
}

// atomsOf cuts the folded text into its atoms.
func atomsOf(text string) []atom {
	var list []atom
	for i := 0; i < len(text); {
		if !alnum(text[i]) {
			i++
			continue
		}
		a := atom{from: i, pure: true}
		digits := false
		for i < len(text) && alnum(text[i]) {
			if isDigit(text[i]) {
				digits = true
			} else {
				a.pure = false
			}
			i++
		}
		if a.to = i; digits {
			list = append(list, a)
		}
	}
	return list
}

func alnum(c byte) bool   { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// A run is a number as a person reads it: one atom, or several that the same separator joins.
type run struct {
	from, to int
	digits   string // with X, without separators
	sizes    []int  // of the atoms
	maximal  bool   // nothing that looks like another group goes on at either end
}

// runs calls visit for every run of low to high characters. Groups are joined by single spaces or hyphens, or a line end
// that a PDF put in the middle of a number.
func (v *sight) runs(low, high int, visit func(run)) {
	for i := range v.atoms {
		total := 0
		for j := i; j < len(v.atoms) && j-i < 20; j++ {
			if j > i && !v.joined(j-1) {
				break
			}
			size := v.atoms[j].to - v.atoms[j].from
			if total += size; total > high {
				break
			}
			if total < low {
				continue
			}
			r := run{from: v.atoms[i].from, to: v.atoms[j].to}
			r.maximal = (i == 0 || !v.joined(i-1)) && (j == len(v.atoms)-1 || !v.joined(j))
			var b strings.Builder
			for k := i; k <= j; k++ {
				b.WriteString(v.text[v.atoms[k].from:v.atoms[k].to])
				r.sizes = append(r.sizes, v.atoms[k].to-v.atoms[k].from)
			}
			r.digits = b.String()
			visit(r)
		}
	}
}

// joined reports whether atom i and the next are parts of one number as far as the separator tells.
func (v *sight) joined(i int) bool {
	gap := v.text[v.atoms[i].to:v.atoms[i+1].from]
	switch gap {
	case " ", "-", "  ", " - ", "\n", "\r\n", " \n", "\n ":
		return true
	}
	return false
}

// before returns up to n characters of the same clause before the position, with the label of the piece in front.
func (v *sight) before(pos, n int) string {
	from := pos
	for range n {
		c, size := utf8.DecodeLastRuneInString(v.text[:from])
		if size == 0 || strings.ContainsRune("。；;！？\n", c) {
			break
		}
		from -= size
	}
	return v.piece.Label + v.text[from:pos]
}

// label returns what stands right before a number, where its name is: 联系电话：, without what belongs to another number.
func (v *sight) label(pos int) string {
	from := pos
	for range 14 {
		c, size := utf8.DecodeLastRuneInString(v.text[:from])
		if size == 0 || strings.ContainsRune("。；;！？\n，,、", c) || c >= '0' && c <= '9' {
			break
		}
		from -= size
	}
	return v.piece.Label + v.text[from:pos]
}

// after returns up to n characters of the same line after the position.
func (v *sight) after(pos, n int) string {
	to := pos
	for range n {
		c, size := utf8.DecodeRuneInString(v.text[to:])
		if size == 0 || c == '\n' {
			break
		}
		to += size
	}
	return v.text[pos:to]
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// otherNumbers are names of numbers that are nobody's: what stands under them is not personal, unless its check digit
// says that it is.
var otherNumbers = []string{
	"订单", "单号", "流水", "编号", "编码", "代码", "合同", "备案", "文号", "批号", "批次", "注册号", "许可", "证书", "发票", "票据", "票号", "缴款", "条形码", "条码",
	"ISBN", "ISSN", "书号", "刊号", "宗地", "地块", "不动产", "经度", "纬度", "坐标", "IMEI", "序列", "设备号", "索引号", "登记号", "案号", "档案", "快递", "运单", "版本",
	"识别码", "校验", "金额", "面积", "时间戳", "物料", "商品", "资产", "箱号", "车架", "发动机号", "出厂", "型号", "招标", "采购", "项目", "标段", "凭证", "回执", "受理号", "申请号",
	"学号", "准考证", "工号", "国标", "标准", "货号", "产品", "井号", "桩号", "监测点", "站点", "MD5", "哈希", "指纹", "QQ", "税号", "信用代码", "机构代码", "DOI", "Copyright", "字第",
}

// units after a number make it an amount.
func amount(after string) bool {
	after = strings.TrimLeft(after, " ")
	for _, unit := range []string{"元", "万", "亿", "吨", "公里", "千米", "米", "平方", "立方", "亩", "公顷", "人", "户", "件", "个", "台", "套", "辆", "株", "千克", "公斤", "%", "度", "千瓦", "头", "只", "次", "字节", "倍", "毫", "年", "°", "º", "′"} {
		if strings.HasPrefix(after, unit) {
			return true
		}
	}
	return false
}
