package ui

// A DiffLine is one line of two texts side by side. A line that one text lacks is empty there and marked as such.
type DiffLine struct {
	Old, New       string
	Added, Removed bool
}

// Diff shows two versions of a text side by side.
type Diff struct {
	OldTitle, NewTitle string
	Lines              []DiffLine
}

func (l DiffLine) oldClass() string {
	if l.Removed {
		return "removed"
	}
	return ""
}

func (l DiffLine) newClass() string {
	if l.Added {
		return "added"
	}
	return ""
}

// Letterhead shows how a letter will look on paper, as an official document of the agency: 红头, number, title, body
// (its children), signature and date.
type Letterhead struct {
	Agency    string
	Number    string // 文号
	Title     string
	Addressee string
	Signed    string
	DatedOn   string // 成文日期 as written on paper
	Draft     bool   // not issued yet: said across the top
}

func (d Diff) oldName() string {
	if d.OldTitle == "" {
		return "原版本"
	}
	return d.OldTitle
}

func (d Diff) newName() string {
	if d.NewTitle == "" {
		return "新版本"
	}
	return d.NewTitle
}
