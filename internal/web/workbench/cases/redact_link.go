package cases

import (
	"slices"

	"gongkai/application"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/redaction"
	"gongkai/internal/web/workbench/sheet"
)

// redactions lead to the page of 区分处理, for every file that can be worked on there.
// 法源: 《条例》第三十七条。
func (p pages) redactions(c *workbench.Call, a application.Application) sheet.Buttons {
	var list sheet.Buttons
	if !c.May(auth.HandleCase, c.By.Agency) {
		return list
	}
	var seen []string
	for _, f := range a.Facts {
		for i, hash := range f.Files {
			if i < len(f.Names) && redaction.Redactable(f.Names[i]) && !slices.Contains(seen, hash) {
				seen = append(seen, hash)
				list.Items = append(list.Items, ui.Button{Text: "区分处理“" + f.Names[i] + "”", Kind: ui.Quiet, Href: c.URL(casePath(a.ID) + "/redact/" + hash)})
			}
		}
	}
	return list
}
