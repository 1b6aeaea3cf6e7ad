package importing

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"gongkai/internal/publishing"
)

// fateLabels are the words of the report.
var fateLabels = map[publishing.Fate]string{publishing.Taken: "已导入", publishing.Already: "以前已导入", publishing.Held: "留作草稿", publishing.Refused: "未导入"}

// A finding is one line of the report as JSON.
type finding struct {
	Line    int    `json:"line"`
	Fate    string `json:"fate"`
	Index   string `json:"index,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Cite    string `json:"cite,omitempty"`
}

// CSV writes every problem with its line, for a spreadsheet.
func (r Result) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"行号", "结果", "索引号", "列", "问题", "依据"}); err != nil {
		return err
	}
	err := r.each(func(f finding) error {
		label := fieldLabels[f.Field]
		return out.Write([]string{strconv.Itoa(f.Line), fateLabels[publishing.Fate(f.Fate)], safe(f.Index), label, safe(f.Message), f.Cite})
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// safe keeps a spreadsheet from taking a text for a formula.
func safe(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t') {
		return "'" + s
	}
	return s
}

// JSON writes one object for every problem.
func (r Result) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return r.each(func(f finding) error { return out.Encode(f) })
}

func (r Result) each(f func(finding) error) error {
	for _, o := range r.Outcomes {
		for _, p := range o.Problems {
			if err := f(finding{Line: o.Line, Fate: string(o.Fate), Index: string(o.Index), Field: p.Field, Message: p.Message, Cite: p.Cite.String()}); err != nil {
				return err
			}
		}
	}
	return nil
}
