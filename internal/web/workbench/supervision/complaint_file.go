package supervision

import (
	"strconv"

	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
)

// sentFiles lists what was handed in with a complaint, by labels that say nobody. Only those who handle it open them.
func (p pages) sentFiles(c *workbench.Call, v supervising.ComplaintView) ui.Files {
	var list ui.Files
	for i, label := range v.Files {
		f := ui.File{Link: ui.Link{Text: label, Href: c.URL(complaintURL(v.Complaint.ID) + "/sent/" + strconv.Itoa(i+1))}, Kind: "反映人提供", Size: "查看记入台账"}
		if !c.May(auth.HandleComplaint, v.Complaint.Agency) {
			f.Href = c.URL(complaintURL(v.Complaint.ID))
		}
		list.Items = append(list.Items, f)
	}
	return list
}

// sentFile gives out one file that was handed in with a complaint.
func (p pages) sentFile(c *workbench.Call) error {
	n, err := strconv.Atoi(c.Path("n"))
	if err != nil {
		return fault.New(fault.NotFound, "没有找到这份材料")
	}
	f, err := p.Desk.ComplaintPaper(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")), n)
	if err != nil {
		return err
	}
	return c.Give(f.Hash, f.Name)
}

// complaintPapers are the papers of the handling of a complaint, the latest first.
func complaintPapers(x complaint.Complaint) workbench.Papers {
	var list workbench.Papers
	for i := len(x.Facts) - 1; i >= 0; i-- {
		f := x.Facts[i]
		list = list.With(f.Kind.Label(), f.On.String(), f.Files, f.Names)
	}
	return list
}

// complaintFile gives out one paper of the handling.
func (p pages) complaintFile(c *workbench.Call) error {
	v, err := p.Desk.LookComplaint(c.Context(), c.By, c.By.Agency, complaint.ID(c.Path("id")))
	if err != nil {
		return err
	}
	return c.GivePaper(complaintPapers(v.Complaint))
}
