package remedy

import (
	"strings"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/law"
)

// A Forum is where remedies lie: the organs that hear a 复议, the court, and the internet channel for 复议, if there is
// one.
type Forum struct {
	Organs   []string
	Court    string
	ReconURL string
}

// Notice writes the notice of remedies for a letter dated on the day. block is the class that package decision gives for
// the outcome on that day. online says that the letter itself goes out online: then the internet channel is named.
// 法源: 《行政复议法》第二十条第一款、《行政复议法》第二十二条、《行政复议法》第二十三条第二款、《行政诉讼法》第四十五条、《行政诉讼法》第四十六条第一款。
func Notice(block decision.Block, forum Forum, on civil.Date, online bool) (string, []fault.Problem) {
	if block == decision.NoRemedy {
		return "", nil
	}
	var problems []fault.Problem
	if len(forum.Organs) == 0 {
		problems = append(problems, fault.Problem{Field: "recon_organ", Message: "机关资料中没有行政复议机关，不能写救济告知", Cite: law.Recon.Art(24)})
	}
	if forum.Court == "" {
		problems = append(problems, fault.Problem{Field: "court", Message: "机关资料中没有管辖法院，不能写救济告知", Cite: law.Litigation.Art(18)})
	}
	if block == decision.ReconFirst && online && forum.ReconURL == "" {
		problems = append(problems, fault.Problem{Field: "recon_url", Message: "通过互联网渠道送达的决定，应当同时提供提交行政复议申请的互联网渠道", Cite: law.Recon.Art(22)})
	}
	if len(problems) > 0 {
		return "", problems
	}
	recon, direct, after := law.On(law.ReconTerm, on), law.On(law.SuitTerm, on), law.On(law.SuitAfterRecon, on)
	organs := strings.Join(forum.Organs, "或者")
	channel := ""
	if online && forum.ReconURL != "" {
		channel = "（可以通过互联网提交：" + forum.ReconURL + "）"
	}
	if block == decision.ReconFirst {
		return "如对本决定不服，应当自收到本决定书之日起" + recon.String() + "内先向" + organs + "申请行政复议" + channel +
			"；对行政复议决定不服的，可以自收到行政复议决定书之日起" + after.String() + "内向" + forum.Court + "提起行政诉讼。", nil
	}
	return "如对本答复不服，可以自收到本答复之日起" + recon.String() + "内向" + organs + "申请行政复议" + channel +
		"，或者自收到本答复之日起" + direct.String() + "内向" + forum.Court + "提起行政诉讼。", nil
}
