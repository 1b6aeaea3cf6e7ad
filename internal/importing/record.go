package importing

import (
	"net/url"
	"slices"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/intake"
	"gongkai/internal/publishing"
)

// Defaults are what holds for lines that do not say.
type Defaults struct {
	Column    string
	Kind      disclosure.Kind
	Attribute disclosure.Attribute
}

// record turns a line into a record. Files and pictures are not yet in it.
func (r *row) record(d Defaults) publishing.OldRecord {
	v := r.values
	rec := disclosure.Record{Column: catalog.ColumnID(or(v["column"], d.Column)), Item: catalog.ItemCode(v["item"]), Title: v["title"], Summary: v["summary"], Issuer: v["issuer"],
		DocNo: intake.DocNo(v["doc_no"]), Register: v["register"], Genre: v["genre"], Audience: v["audience"], Language: "zh-CN", Body: v["body"], Kind: d.Kind, Attribute: d.Attribute}
	if rec.Kind == "" {
		rec.Kind = disclosure.Plain
	}
	if text := v["kind"]; text != "" {
		rec.Kind = kindOf(text)
		if rec.Kind == "" {
			r.wrong("kind", "没有“%s”这个信息种类", text)
		}
	}
	if rec.Attribute == "" {
		rec.Attribute = disclosure.Proactive
	}
	if text := v["attribute"]; text != "" {
		if rec.Attribute = intake.Attribute(text); rec.Attribute == "" {
			r.wrong("attribute", "没有“%s”这种公开属性", text)
		}
	}
	if text := v["theme"]; text != "" {
		rec.Theme = catalog.ThemePath(strings.NewReplacer("/", `\`, "-", `\`, "－", `\`, ">", `\`, " ", "").Replace(text))
	}
	rec.Keywords = r.list("keywords", ",，;；、 \n")
	old := publishing.OldRecord{Line: r.line, Index: catalog.IndexNo(strings.TrimSpace(v["index"]))}
	for _, day := range []struct {
		field string
		to    *civil.Date
	}{{"formed_on", &rec.FormedOn}, {"issued_on", &rec.IssuedOn}, {"effective_on", &rec.EffectiveOn}, {"expires_on", &rec.ExpiresOn}, {"published_on", &old.PublishedOn}} {
		if text := v[day.field]; text != "" {
			on, ok := intake.Day(text)
			if !ok {
				r.wrong(day.field, "%s“%s”不是日期，请写成2026-11-03的形式", fieldLabels[day.field], text)
			}
			*day.to = on
		}
	}
	if old.Index != "" && strings.ContainsAny(string(old.Index), " \t\n?#%\\") {
		r.wrong("index", "索引号“%s”中有不能用在网址里的字符", old.Index)
	}
	old.Record = rec
	r.readAddresses(&old)
	r.readLinks(&old)
	return old
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// kindOf reads a kind by its code or its label.
func kindOf(text string) disclosure.Kind {
	for _, k := range disclosure.Kinds {
		if string(k.Kind) == text || k.Label == text {
			return k.Kind
		}
	}
	if text == "规范性文件" {
		return disclosure.Normative
	}
	return ""
}

// readAddresses takes the addresses on the old site: their path, and what follows the question mark.
func (r *row) readAddresses(old *publishing.OldRecord) {
	for _, text := range r.list("address", ";；\n ") {
		address, ok := Address(text)
		if !ok {
			r.wrong("address", "“%s”不是网址", text)
			continue
		}
		if !slices.Contains(old.Addresses, address) {
			old.Addresses = append(old.Addresses, address)
		}
	}
}

// Address writes an address of an old site in the form in which it is kept and looked up: /path?query.
func Address(text string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Path == "" || u.Path == "/" && u.RawQuery == "" || len(text) > 1000 {
		return "", false
	}
	address := "/" + strings.TrimLeft(u.Path, "/")
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	return address, true
}

// readLinks takes relations to other records: 解读:索引号.
func (r *row) readLinks(old *publishing.OldRecord) {
	for _, text := range r.list("links", ";；\n") {
		word, index, ok := strings.Cut(strings.Replace(text, "：", ":", 1), ":")
		if !ok {
			word, index = string(disclosure.Related), text
		}
		relation := relationOf(strings.TrimSpace(word))
		if relation == "" || strings.TrimSpace(index) == "" {
			r.wrong("links", "关联“%s”的写法不对，应为“解读:索引号”", text)
			continue
		}
		old.RelatesTo = append(old.RelatesTo, publishing.OldLink{Relation: relation, Index: catalog.IndexNo(strings.TrimSpace(index))})
	}
}

var relationWords = map[string]disclosure.Relation{"解读": disclosure.Interprets, "修改": disclosure.Amends, "废止": disclosure.Repeals, "失效": disclosure.LapsesIt,
	"继续有效": disclosure.Continues, "回应": disclosure.Answers, "相关": disclosure.Related}

func relationOf(word string) disclosure.Relation {
	for _, r := range disclosure.Relations {
		if string(r.Relation) == word {
			return r.Relation
		}
	}
	return relationWords[word]
}
