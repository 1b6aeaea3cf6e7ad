package disclosure

// A Step is how far a record has come, as lists find it: one of those below, or the review.Stage whose turn it is. It
// follows from the acts of the review and of the publication and is stored only to be found by.
type Step string

// The steps besides those of the review.
const (
	StepDraft     Step = "draft"     // being written, not handed in
	StepReturned  Step = "returned"  // sent back to the author
	StepReferred  Step = "referred"  // another organ is being asked (第十七条第三款)
	StepCleared   Step = "cleared"   // may go out
	StepScheduled Step = "scheduled" // goes out on a day that is set
	StepKept      Step = "kept"      // reviewed, and not to be published
	StepPublished Step = "published"
	StepWithdrawn Step = "withdrawn"
)

// Steps lists the steps in the order of a record's life, with the words of lists.
var Steps = []struct {
	Step  Step
	Label string
}{
	{StepDraft, "草稿"}, {StepReturned, "被退回"}, {"section", "待科（股）室审核"}, {"legal", "待合法性审核"}, {"secrecy", "待保密审查"},
	{"office", "待公开工作机构审核"}, {"sign", "待签发"}, {StepReferred, "报请确定中"}, {StepCleared, "待发布"}, {StepScheduled, "定时发布"},
	{StepKept, "不公开登记"}, {StepPublished, "已公开"}, {StepWithdrawn, "已撤下"},
}

// Label returns the words of lists.
func (s Step) Label() string {
	for _, row := range Steps {
		if row.Step == s {
			return row.Label
		}
	}
	return "草稿"
}
