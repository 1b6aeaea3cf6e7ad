package intake

import (
	"strings"

	"gongkai/catalog"
)

// findLabels reads lines and tables of labels, as the heads of pages have them: 文号：凉科发〔2026〕12号.
func (r *reader) findLabels() {
	for i := 0; i < min(len(r.lines), 40); i++ {
		l := r.lines[i]
		used := 0
		var pairs [][2]string
		if l.whole {
			pairs = tablePairs(l.text)
		} else if label, value, ok := cutLabel(l.text); ok {
			pairs = [][2]string{{label, value}}
		}
		for _, p := range pairs {
			if r.label(p[0], p[1]) {
				used++
			}
		}
		if used > 0 && used*2 >= len(pairs) && (l.whole || i < 12) {
			r.drop(i)
			i--
		}
	}
}

func cutLabel(s string) (label, value string, ok bool) {
	i := strings.IndexAny(s, "：:")
	if i <= 0 || i > 30 {
		return "", "", false
	}
	return bare(s[:i]), strings.TrimLeft(s[i:], "：: "), true
}

// tablePairs takes the squares of a table as labels and values, in turn or within one square.
func tablePairs(text string) [][2]string {
	var pairs [][2]string
	for row := range strings.SplitSeq(text, "\n") {
		cells := strings.Split(row, "\t")
		for i := 0; i < len(cells); i++ {
			label, value, ok := cutLabel(cells[i])
			if ok && value != "" {
				pairs = append(pairs, [2]string{label, value})
			} else if i+1 < len(cells) && isLabel(strings.TrimRight(bare(cells[i]), "：:")) {
				pairs = append(pairs, [2]string{strings.TrimRight(bare(cells[i]), "：:"), strings.TrimSpace(cells[i+1])})
				i++
			}
		}
		if len(pairs) > 64 {
			break
		}
	}
	return pairs
}

var labels = map[string]string{
	"索引号": "index", "信息索引号": "index", "索引编号": "index", "文号": "no", "发文字号": "no", "文件编号": "no", "发文文号": "no", "文件号": "no",
	"发布机构": "publisher", "发文机关": "issuer", "发文机构": "issuer", "制定机关": "issuer", "信息来源": "source", "来源": "source", "成文日期": "formed", "生成日期": "formed", "产生日期": "formed", "成文时间": "formed",
	"发文日期": "issued", "印发日期": "issued", "发布日期": "published", "发布时间": "published", "公开日期": "published", "标题": "title", "名称": "title", "信息名称": "title",
	"公开方式": "attribute", "公开属性": "attribute", "主题分类": "theme", "组配分类": "genre", "体裁分类": "genre", "体裁": "genre", "关键词": "keywords", "主题词": "keywords",
	"内容概述": "summary", "有效性": "skip", "时效性": "skip", "时效": "skip", "施行日期": "effective", "生效日期": "effective", "失效日期": "expires", "废止日期": "skip", "公开范围": "skip", "公开时限": "skip", "信息公开目录": "skip",
	"浏览次数": "skip", "点击数": "skip", "字体": "skip", "字号": "skip", "统一登记号": "register", "规范性文件统一编号": "register", "服务对象": "audience",
}

func isLabel(s string) bool { return labels[s] != "" }

// label takes a labelled value; it reports whether the label is one of metadata.
func (r *reader) label(label, value string) bool {
	rec := &r.draft.Record
	value = strings.TrimSpace(value)
	kind := labels[label]
	if kind == "" {
		return false
	}
	if value == "" || strings.Trim(value, "-—无/ ") == "" {
		return true
	}
	on, _ := dayIn(value)
	set := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch kind {
	case "index":
		if catalog.LooksLikeIndexNo(value) {
			r.draft.Index = catalog.IndexNo(value)
		} else {
			r.note("原索引号“%s”不合常见格式，请核对", clip(value, 40))
		}
	case "no":
		if no, ok := normalNo(value); ok {
			value = no
		}
		set(&rec.DocNo)
	case "issuer":
		r.setIssuer(value, label)
	case "publisher", "source":
		if rec.Issuer == "" {
			rec.Issuer = value
			r.note("发文机关取自“%s”，请核对", label)
		}
	case "formed":
		r.setDay(&rec.FormedOn, on, "成文日期")
	case "issued":
		r.setDay(&rec.IssuedOn, on, "发文日期")
	case "published":
		r.setDay(&r.draft.PublishedOn, on, "发布日期")
	case "effective":
		r.setDay(&rec.EffectiveOn, on, "施行日期")
	case "expires":
		r.setDay(&rec.ExpiresOn, on, "有效期截止日")
	case "title":
		set(&rec.Title)
	case "attribute":
		rec.Attribute = attributeOf(bare(value))
	case "theme":
		if p := catalog.ThemePath(strings.NewReplacer("-", `\`, "/", `\`, "－", `\`, ">", `\`, " ", "").Replace(value)); p.Known() {
			rec.Theme = p
		} else {
			r.note("主题分类“%s”不在国务院主题分类表中，请选择", clip(value, 30))
		}
	case "genre":
		set(&rec.Genre)
	case "keywords":
		rec.Keywords = append(rec.Keywords, strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune(" ,，、;；　", c) })...)
	case "summary":
		if runes(value) <= 500 {
			set(&rec.Summary)
		}
	case "register":
		set(&rec.Register)
	case "audience":
		set(&rec.Audience)
	}
	return true
}
