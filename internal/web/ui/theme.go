package ui

import (
	"fmt"
	"regexp"
	"strings"

	"gongkai/fault"
)

// A Theme is the look of one agency: a few colours in place of the standard ones, for the light theme. The dark and
// high-contrast themes are everybody's.
type Theme struct {
	Action string // links and buttons, as #0b5c63
	Hover  string // the same under the pointer
	Mark   string // the mark in the letterhead
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// CSS returns the style sheet of the theme. A colour on which white text could not be read (WCAG 2.1 asks for a
// contrast of 4.5 to 1) is refused.
func (t Theme) CSS() ([]byte, error) {
	var problems []fault.Problem
	var rules []string
	for _, token := range []struct{ name, label, colour string }{
		{"action", "主色", t.Action}, {"action-hover", "主色（指针经过）", t.Hover}, {"mark", "标识色", t.Mark},
	} {
		switch {
		case token.colour == "":
		case !hexColour.MatchString(token.colour):
			problems = append(problems, fault.Problem{Field: token.name, Message: token.label + "应写成 # 加六位十六进制数，如 #0b5c63"})
		case contrastWithWhite(token.colour) < 4500:
			problems = append(problems, fault.Problem{Field: token.name, Message: token.label + "太浅，白色文字在其上看不清，请选更深的颜色"})
		default:
			rules = append(rules, fmt.Sprintf("--%s:%s", token.name, token.colour))
		}
	}
	if err := fault.Of(problems); err != nil {
		return nil, err
	}
	selector := ":root:not([data-theme=dark]):not([data-theme=contrast])"
	return []byte("@media not all and (prefers-color-scheme:dark){" + selector + "{" + strings.Join(rules, ";") + "}}\n" +
		":root[data-theme=light]{" + strings.Join(rules, ";") + "}\n"), nil
}
