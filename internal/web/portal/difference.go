package portal

import (
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/web/ui"
)

// mostLines bounds what is compared line by line.
const mostLines = 600

// differences shows what a version changed of the one before, paragraph by paragraph. Very long texts are not compared.
func differences(before, after disclosure.Record, version int) ui.Diff {
	d := ui.Diff{OldTitle: "第" + strconv.Itoa(version-1) + "版", NewTitle: "第" + strconv.Itoa(version) + "版"}
	was, is := linesOf(before), linesOf(after)
	if len(was) > mostLines || len(is) > mostLines {
		return ui.Diff{}
	}
	d.Lines = align(was, is)
	return d
}

// linesOf is the text of a record as paragraphs.
func linesOf(r disclosure.Record) []string {
	lines := []string{r.Title}
	if r.DocNo != "" {
		lines = append(lines, r.DocNo)
	}
	for _, block := range readBody(r.Body) {
		if block.text != "" {
			lines = append(lines, block.text)
		}
		if block.chart != nil {
			lines = append(lines, block.chart.Lines()...)
		}
		for _, row := range block.rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Text)
			}
			lines = append(lines, strings.Join(cells, " | "))
		}
	}
	return lines
}

// paired puts a line that was removed and the one that came in its place on one line, where they are much alike.
func paired(lines []ui.DiffLine) []ui.DiffLine {
	var kept []ui.DiffLine
	for at := 0; at < len(lines); {
		removed := run(lines[at:], func(l ui.DiffLine) bool { return l.Removed })
		added := run(lines[at+removed:], func(l ui.DiffLine) bool { return l.Added })
		if removed == 0 || removed != added {
			n := max(1, removed+added)
			kept = append(kept, lines[at:at+n]...)
			at += n
			continue
		}
		for i := range removed {
			was, is := lines[at+i], lines[at+removed+i]
			if !alike(was.Old, is.New) {
				kept = append(kept, was, is)
				continue
			}
			kept = append(kept, ui.DiffLine{Old: was.Old, New: is.New, Removed: true, Added: true})
		}
		at += removed + added
	}
	return kept
}

func run(lines []ui.DiffLine, is func(ui.DiffLine) bool) int {
	n := 0
	for n < len(lines) && is(lines[n]) {
		n++
	}
	return n
}

// alike reports whether two lines have at least a third of the longer in common at their ends.
func alike(was, is string) bool {
	x, y := []rune(was), []rune(is)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	for end := 1; same < min(len(x), len(y)) && x[len(x)-end] == y[len(y)-end]; end++ {
		same++
	}
	return 3*same >= max(len(x), len(y))
}

// align puts two lists of lines side by side by their longest common subsequence.
func align(was, is []string) []ui.DiffLine {
	common := make([][]int, len(was)+1)
	for i := range common {
		common[i] = make([]int, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			if was[i] == is[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []ui.DiffLine
	for i, j := 0, 0; i < len(was) || j < len(is); {
		switch {
		case i < len(was) && j < len(is) && was[i] == is[j]:
			lines = append(lines, ui.DiffLine{Old: was[i], New: is[j]})
			i, j = i+1, j+1
		case j == len(is) || (i < len(was) && common[i+1][j] >= common[i][j+1]):
			lines = append(lines, ui.DiffLine{Old: was[i], Removed: true})
			i++
		default:
			lines = append(lines, ui.DiffLine{New: is[j], Added: true})
			j++
		}
	}
	return paired(lines)
}
