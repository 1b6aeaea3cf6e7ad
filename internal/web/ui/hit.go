package ui

// Hits is what a search found, with the typed words marked.
type Hits struct {
	Label string
	Start int // number of the first, from 1
	Items []Hit
}

// A Span is a stretch of text, marked or not.
type Span struct {
	Text   string
	Marked bool
}

// A Hit is one record that was found.
type Hit struct {
	Href    string
	Title   []Span
	Badge   Badge // drawn if it has a text
	Place   []Span
	File    string   // the attachment in which the words stand
	Remarks [][]Span // 文号, 发布机构, 发布日期
}
