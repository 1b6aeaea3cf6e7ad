package annualreport

import "gongkai/law"

// An Axis says along which way an identity adds up.
type Axis uint8

// The axes.
const (
	PerColumn Axis = iota // rows are added, once for each column of the table
	PerRow                // columns are added, once for each row of the table
)

// An Identity is one 勾稽关系: in every column (or row) of the table the left side equals the right.
type Identity struct {
	ID    string // T3-1 …
	Title string
	Table TableNo
	Axis  Axis
	Left  []string // RowIDs for PerColumn, ColumnIDs for PerRow
	Right []string
	Cite  law.Citation
}

// identities are the same in every form but for the rows of （六）.
func identities(other []Row) []Identity {
	var leaves []string
	for _, r := range table3(other) {
		if r.IsResult() {
			leaves = append(leaves, string(r.ID))
		}
	}
	cite := law.OGI.Art(50).P(2)
	return []Identity{
		{"T3-1", "第一项加第二项之和，等于第三项加第四项之和", Three, PerColumn,
			[]string{string(Received), string(CarriedIn)}, []string{string(Total), string(CarriedOut)}, cite},
		{"T3-2", "各项办理结果之和等于（七）总计", Three, PerColumn, leaves, []string{string(Total)}, cite},
		{"T3-3", "自然人与各类法人或其他组织之和等于总计", Three, PerRow,
			[]string{string(Natural), string(Business), string(Research), string(Welfare), string(LegalService), string(OtherOrgs)}, []string{string(Sum)}, cite},
		{"T4-1", "结果维持、结果纠正、其他结果与尚未审结之和等于总计", Four, PerRow,
			[]string{"结果维持", "结果纠正", "其他结果", "尚未审结"}, []string{"总计"}, cite},
	}
}
