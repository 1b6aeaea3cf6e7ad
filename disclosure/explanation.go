package disclosure

import (
	"gongkai/civil"
	"gongkai/workday"
)

// An Explanation is how a rule or normative document is going to be interpreted. Documents that affect what people may
// do are interpreted with their publication or soon after it; the days are a setting of the agency.
type Explanation string

// The plans.
const (
	ExplainedSoon Explanation = ""     // within the days that the agency has set
	ExplainedWith Explanation = "with" // published together with the document
	NotExplained  Explanation = "none" // with a reason
)

// Explanations lists the plans with their words.
var Explanations = []struct {
	Explanation Explanation
	Label       string
}{{ExplainedWith, "解读与文件同时发布"}, {ExplainedSoon, "发布后按期解读"}, {NotExplained, "不作解读"}}

// ExplainBy returns the day by which the document, published on the day, must have an interpretation; the zero Date where
// none is due. workdays is the setting of the agency, zero for no term.
func (r Record) ExplainBy(published civil.Date, workdays int, cal *workday.Calendar) civil.Date {
	if r.Kind != Normative && r.Kind != Rule || r.Explained == NotExplained || workdays <= 0 || published.IsZero() {
		return civil.Date{}
	}
	if r.Explained == ExplainedWith {
		return published
	}
	due, _ := cal.Add(published, workdays)
	return due
}
