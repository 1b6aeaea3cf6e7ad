package complaint

import (
	"path"
	"strconv"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/law"
)

// A File is what somebody hands in with a report. Its name may say who they are.
type File struct {
	Hash string `json:"hash"`
	Name string `json:"name"`
}

// The bounds of what is handed in.
const (
	mostFiles   = 5
	longestName = 80
)

// Label names the n-th file, from 1, for those who may read it without knowing who sent it.
func (f File) Label(n int) string { return "材料" + strconv.Itoa(n) + path.Ext(f.Name) }

// checkFiles returns what is wrong with files.
func checkFiles(files []File, cite law.Citation) []fault.Problem {
	var problems []fault.Problem
	if len(files) > mostFiles {
		problems = append(problems, fault.Problem{Field: "files", Message: "材料最多" + strconv.Itoa(mostFiles) + "个", Cite: cite})
	}
	for _, f := range files {
		if f.Hash == "" || f.Name == "" || utf8.RuneCountInString(f.Name) > longestName {
			problems = append(problems, fault.Problem{Field: "files", Message: "材料的文件名应当在1至" + strconv.Itoa(longestName) + "字之间", Cite: cite})
		}
	}
	return problems
}
