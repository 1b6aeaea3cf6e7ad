package screening

import (
	"gongkai/fault"
	"gongkai/law"
	"gongkai/review/screen"
)

// Marked refuses a file that bears the mark of a state secret anywhere: in its text, in a header, among what is hidden.
// Such a file must not even become a draft, and a mark in a header would be gone from the draft, where no later screening
// could find it. It is what package intake asks before it reads.
// 法源: 《条例》第十四条、《条例》第十七条第一款。
func (e *Examiner) Marked(name string, content []byte) error {
	var problems []fault.Problem
	for _, f := range e.File(name, content, screen.New(screen.Options{})).Findings {
		if f.Kind == screen.SecrecyMark && f.Level == screen.Block {
			problems = append(problems, fault.Problem{Message: f.Where + "有国家秘密标志“" + f.Masked + "”，不得读入；已经解密的，请先按保密规定去除标志", Cite: law.OGI.Art(14)})
		}
	}
	return fault.Of(problems)
}
