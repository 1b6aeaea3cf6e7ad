package casetest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/letter"
	"gongkai/money"
	"gongkai/review"
)

// An event is one line of 经过: 2026-04-22 告知补正 期限=2026-05-15：请写明项目的名称
type event struct {
	on   civil.Date
	what string
	with map[string]string
	text string
}

var setting = regexp.MustCompile(`([^\s=]+)=(\S+)`)

func problemsOf(err error) []fault.Problem {
	if problems := fault.Problems(err); len(problems) > 0 {
		return problems
	}
	return []fault.Problem{{Message: fault.Message(err)}}
}

// intake is the application as the first part of the story has it.
func (s *story) intake(e event) casework.Intake {
	who := applicant.Applicant{Category: applicant.Natural, Name: "李一凡", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: "11010519491231002X"}, Phone: "13800001234", Address: "甘肃省武威市凉州区某路1号", Postcode: "733000"}
	if s.words["申请人"] != "" {
		who = applicant.Applicant{Category: categories[s.words["申请人"]], Name: "示例建材有限公司", Identity: applicant.Identity{Kind: applicant.OrganisationID, Number: "91620602MA70000188"}, Representative: "吴示例", Contact: "吴示例", Phone: "13800001235", Address: "甘肃省武威市凉州区某路2号", Postcode: "733000"}
	}
	route := application.Route("post")
	if s.words["途径"] != "" {
		route = application.Route(s.words["途径"])
	}
	who.Helped = s.words["代填"] != ""
	return casework.Intake{ReadBack: s.words["代填"] == "已宣读", Channel: channels[s.words["渠道"]], Source: sources[s.words["渠道"]], ArrivedOn: e.on, Applicant: who, Wanted: application.Wanted{Content: s.words["内容"], Form: "paper", Route: route}}
}

// typed are the settings of a line that the text of a letter asks for.
func typed(e event) map[letter.Name]string {
	all := map[letter.Name]string{}
	for name, text := range e.with {
		if row, ok := letter.NameOf(letter.Name(name)); ok && row.Typed {
			all[row.Name] = text
		}
	}
	return all
}

func factOf(e event) application.Fact {
	f := application.Fact{On: e.on, Text: e.text, Party: e.with["对象"], Agrees: e.with["意见"] == "同意", Number: e.with["邮件号"], Method: methods[e.with["方式"]], Section: e.with["股室"]}
	for _, row := range application.Kinds {
		if row.Label == e.what {
			f.Kind = row.Kind
		}
	}
	for _, row := range decision.Proofs {
		if row.Label == e.with["证据"] {
			f.Evidence = row.Evidence
		}
	}
	for _, row := range deadline.Bases {
		if row.Label == e.with["依据"] {
			f.Basis = row.Basis
		}
	}
	f.Until, f.ReceivedOn = date(e.with["期限"]), date(e.with["送达"])
	f.Workdays, _ = strconv.Atoi(e.with["工作日"])
	f.Amount, _ = money.ParseYuan(e.with["金额"])
	return f
}

func date(text string) civil.Date { d, _ := civil.Parse(text); return d }

// decide files what the outcome needs beside what is on file, drafts, lets four people review, and issues.
func (s *story) decide(e event) (string, error) {
	w, ctx, id := s.world, s.t.Context(), s.slip.ID
	outcome, sub, _ := strings.Cut(e.with["结果"], "/")
	d := decision.Draft{Outcome: decision.Outcome(outcome), Sub: decision.SubReason(sub), Reason: e.text, PublicInterest: e.with["公共利益"] != ""}
	for _, g := range strings.Split(e.with["理由"], "、") {
		if row, ok := decision.GroundOf(decision.Ground(g)); ok {
			d.Grounds = append(d.Grounds, row.Ground)
		}
	}
	d.Discloses = d.Outcome == decision.Disclosed || d.Outcome == decision.Partial
	d.Withholds = d.Outcome == decision.Partial || len(d.Grounds) > 0
	for _, proof := range strings.Split(e.with["入卷"], "＋") {
		if i := slices.IndexFunc(decision.Proofs, func(r decision.EvidenceRow) bool { return r.Label == proof }); i >= 0 {
			if err := w.desk.AddFact(ctx, w.clerk, w.bureau, id, application.Fact{Kind: application.Filed, On: e.on, Evidence: decision.Proofs[i].Evidence, Text: proof + "一份"}); err != nil {
				return "", err
			}
		}
	}
	if err := w.desk.SaveDecision(ctx, w.clerk, w.bureau, id, casework.Draft{Decision: d, Typed: typed(e)}); err != nil {
		return "", err
	}
	for i, stage := range review.DefaultPlan {
		if err := w.sign(id, stage, w.reviewers[i]); err != nil {
			return "", err
		}
	}
	return w.desk.Issue(ctx, w.clerk, w.bureau, id)
}

// stand writes what is due now.
func (s *story) stand() {
	v, err := s.world.desk.Look(s.t.Context(), s.world.clerk, s.world.bureau, s.slip.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	line := "\t" + v.Due.Step.Label()
	if v.Due.Step != application.NoStep && v.Due.Step != application.ToArchive {
		line += "，不迟于" + v.Due.On.String()
	}
	if v.Clock.Paused {
		line += "，征求意见期间不计"
	}
	if !v.Clock.DueOn.IsZero() && v.Clock.Stage == deadline.Open {
		line += fmt.Sprintf("；答复期限%s，剩%d个工作日", v.Clock.DueOn, *v.Clock.WorkdaysLeft)
	}
	if v.Clock.Provisional {
		line += "（暂定）"
	}
	s.told.WriteString(line + "\n")
}

// cells are those of table three in which the case counts, by the questions that the annual report asks the register.
func (s *story) cells() string {
	rows, _, err := s.world.desk.List(s.t.Context(), s.world.clerk, query.CaseList{Agency: s.world.bureau, State: query.CasesAll, Limit: 1})
	if err != nil || len(rows) != 1 {
		s.t.Fatal(len(rows), err)
	}
	var b strings.Builder
	received, form := rows[0].ReceivedOn, annualreport.FormByID(annualreport.V2021)
	for year := max(received.Year(), 2021); !received.IsZero() && year <= civil.Of(s.world.now).Year(); year++ {
		grids, err := query.Tally{Year: year, Agency: s.world.bureau}.Three(s.world.desk.DB.View(s.t.Context()), form)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, row := range form.Tables[annualreport.Three] {
			var most int64
			for _, cell := range grids[s.world.bureau][row.ID] {
				most = max(most, cell.Value)
			}
			if most > 0 {
				fmt.Fprintf(&b, "%d年 %s %s %d\n", year, row.Label, rows[0].Applicant.Category.Label(), most)
			}
		}
	}
	return b.String()
}
