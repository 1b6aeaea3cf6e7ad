package disclosure

import (
	"slices"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/law"
)

// An ID names a record inside the program; people know it by its 索引号.
type ID string

// An Attribute is the 公开属性 of a piece of information.
type Attribute string

// The attributes.
const (
	Proactive       Attribute = "主动公开"
	UponApplication Attribute = "依申请公开"
	Withheld        Attribute = "不予公开"
)

// A Kind is what sort of record it is; it decides which facts must be there.
type Kind string

// The kinds.
const (
	Plain          Kind = "plain"          // 一般信息
	Rule           Kind = "rule"           // 规章
	Normative      Kind = "normative"      // 行政规范性文件
	Interpretation Kind = "interpretation" // 政策解读
	Guide          Kind = "guide"          // 政府信息公开指南
	Regime         Kind = "regime"         // 政府信息公开制度
	AnnualReport   Kind = "annual_report"  // 年度报告
	Clarification  Kind = "clarification"  // 澄清（第六条第二款）
	Budget         Kind = "budget"         // 预算、决算
	Penalty        Kind = "penalty"        // 行政处罚决定
)

// Kinds lists the kinds in the order of forms.
var Kinds = []struct {
	Kind  Kind
	Label string
}{
	{Plain, "一般信息"}, {Normative, "行政规范性文件"}, {Rule, "规章"}, {Interpretation, "政策解读"}, {Budget, "预算决算"},
	{Penalty, "行政处罚决定"}, {Guide, "公开指南"}, {Regime, "公开制度"}, {AnnualReport, "公开年报"}, {Clarification, "澄清回应"},
}

// Label returns the name of the kind, empty for an unknown one.
func (k Kind) Label() string {
	for _, row := range Kinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return ""
}

// A Record is one version of a piece of information with all its metadata.
type Record struct {
	ID        ID
	Agency    agency.ID // publisher
	Section   agency.SectionID
	Author    string   // the person who began it
	Writers   []string // everybody who has written in it since it was last public
	Column    catalog.ColumnID
	Item      catalog.ItemCode
	Kind      Kind
	Title     string
	Summary   string     // 内容概述
	Issuer    string     // 发文机关 or source, where it is not the publisher
	DocNo     string     // 文号
	Register  string     // 统一登记号 of a normative document
	FormedOn  civil.Date // 成文日期, 生成日期
	ChangedOn civil.Date // the last change of content, where it was changed after it was made
	IssuedOn  civil.Date // 发文日期

	EffectiveOn civil.Date
	ExpiresOn   civil.Date // the last day in force, if it has one

	Attribute Attribute
	Ground    law.Citation // for anything but 主动公开
	Because   string       // the facts behind the ground
	ReviewOn  civil.Date   // when a withheld item is looked at again (第十八条)

	Theme    catalog.ThemePath
	Genre    string // 组配分类、体裁
	Audience string
	Keywords []string
	Channels []string
	Language string

	Explained   Explanation // how a rule or normative document is going to be interpreted
	Unexplained string      // why it is not

	Body  string // sanitised HTML
	Files []File
	Links []Link
}

// A File is an attachment, named by its content.
type File struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// A Relation is how one record stands to another.
type Relation string

// The relations. Each has a mirror that pages show on the other record.
const (
	Interprets Relation = "interprets" // 解读
	Amends     Relation = "amends"     // 修改
	Repeals    Relation = "repeals"    // 废止
	LapsesIt   Relation = "lapses"     // 宣布失效
	Continues  Relation = "continues"  // 宣布继续有效
	Answers    Relation = "answers"    // 回应
	Related    Relation = "related"    // 相关
)

// Alters reports whether the relation changes whether the other record stands.
func (r Relation) Alters() bool {
	return r == Amends || r == Repeals || r == LapsesIt || r == Continues
}

// Relations lists the relations with the words on both pages.
var Relations = []struct {
	Relation Relation
	Here     string // on the page of the record that has the link
	There    string // on the page of the other
}{
	{Interprets, "解读的文件", "政策解读"}, {Amends, "修改的文件", "修改本文件的文件"}, {Repeals, "废止的文件", "废止本文件的文件"},
	{LapsesIt, "宣布失效的文件", "宣布本文件失效的文件"}, {Continues, "宣布继续有效的文件", "宣布本文件继续有效的文件"},
	{Answers, "回应的事项", "回应"}, {Related, "相关信息", "相关信息"},
}

// A Link leads to another record.
type Link struct {
	Relation Relation   `json:"relation"`
	To       ID         `json:"to"`
	On       civil.Date `json:"on"` // from when a 修改 or 废止 works
}

// LinksTo returns the links with the relation.
func (r Record) LinksTo(relation Relation) []Link {
	var list []Link
	for _, l := range r.Links {
		if l.Relation == relation {
			list = append(list, l)
		}
	}
	return list
}

// Clone returns a copy that shares nothing with r.
func (r Record) Clone() Record {
	r.Keywords, r.Channels, r.Writers = slices.Clone(r.Keywords), slices.Clone(r.Channels), slices.Clone(r.Writers)
	r.Files, r.Links = slices.Clone(r.Files), slices.Clone(r.Links)
	return r
}
