package supervising

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/docgen"
	"gongkai/internal/job"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/scorecard"
)

// Digest writes the digest of a month for the agencies below the caller's: how each stands, what is late, which orders
// are open. It is computed when it is asked for; nothing in it is typed.
// 法源: 《条例》第四十六条、《条例》第四十七条第一款。
func (d *Desk) Digest(ctx context.Context, by auth.Actor, m civil.Month) (name string, content []byte, err error) {
	defer fault.Wrap(&err, "supervising.Digest(%s)", m)
	if err := auth.Can(by, auth.Oversee, by.Agency); err != nil {
		return "", nil, err
	}
	a, ok := by.Tree.Find(by.Agency)
	if !ok {
		return "", nil, fault.New(fault.NotFound, "没有找到这个机关")
	}
	return d.digestPaper(ctx, a, by.Tree, m)
}

// digestPaper is the digest as a paper to be edited, with its name.
func (d *Desk) digestPaper(ctx context.Context, a agency.Agency, tree *agency.Tree, m civil.Month) (name string, content []byte, err error) {
	doc, err := d.digest(ctx, a, tree, m)
	if err != nil {
		return "", nil, err
	}
	content, err = docgen.DOCX(doc)
	return fmt.Sprintf("政府信息公开工作通报%d年%d月", m.Year, int(m.Month)), content, err
}

func (d *Desk) digest(ctx context.Context, a agency.Agency, tree *agency.Tree, m civil.Month) (doc docgen.Document, err error) {
	b, err := d.board(ctx, a.ID, tree, m.Year)
	if err != nil {
		return doc, err
	}
	slices.SortStableFunc(b.Standings, func(x, y Standing) int {
		return cmp.Or(cmp.Compare(y.Card.Tenths, x.Card.Tenths), cmp.Compare(x.Agency.Code, y.Agency.Code))
	})
	orders, _, err := query.Orders(d.DB.View(ctx), query.OrderList{From: a.ID, Open: true})
	if err != nil {
		return doc, err
	}
	today := civil.Of(d.DB.Now())
	doc = docgen.Document{Title: fmt.Sprintf("%d年%d月政府信息公开\n工作情况通报", m.Year, int(m.Month)), Author: a.Name, Signer: a.Name, Date: today.Chinese()}
	add := func(style docgen.Style, text string) {
		doc.Blocks = append(doc.Blocks, docgen.Paragraph{Style: style, Text: text})
	}
	sum := func(measure scorecard.Measure) (n int64) {
		for _, s := range b.Standings {
			n += s.Values[measure]
		}
		return n
	}
	answered, good := 0, 0
	for _, s := range b.Standings {
		answered += s.Answered
		if s.Card.Grade() == "良好" {
			good++
		}
	}
	add(docgen.Body, fmt.Sprintf("现将%d个机关政府信息公开工作的情况通报如下。数据由登记簿得出，截至%s。", len(b.Standings), today.Chinese()))
	add(docgen.H1, "一、总体情况")
	add(docgen.Body, fmt.Sprintf("今年以来，各机关共答复政府信息公开申请%d件，逾期答复%d件，目前逾期未答复%d件；逾期公开信息%d件，空白栏目%d个，超期未更新栏目%d个；被纠正的行政复议、行政诉讼%d件，属实的投诉举报%d件。考核良好的机关%d个。",
		answered, sum(scorecard.LateAnswers), sum(scorecard.Overdue), sum(scorecard.LatePublic), sum(scorecard.EmptyColumns), sum(scorecard.StaleColumns), sum(scorecard.Lost), sum(scorecard.Founded), good))
	add(docgen.H1, "二、考核得分")
	table := docgen.Table{Widths: []int{5, 2, 3, 3, 3, 3}, Header: 1, Rows: []docgen.Row{headRow("机关", "得分", "等次", "逾期未答复", "空白超期栏目", "逾期公开")}}
	for _, s := range b.Standings {
		table.Rows = append(table.Rows, docgen.Row{{Text: s.Agency.Name, Left: true}, {Text: scorecard.Points(s.Card.Tenths)}, {Text: s.Card.Grade()}, {Text: fmt.Sprint(s.Values[scorecard.Overdue])},
			{Text: fmt.Sprint(s.Values[scorecard.EmptyColumns] + s.Values[scorecard.StaleColumns])}, {Text: fmt.Sprint(s.Values[scorecard.LatePublic] + s.Values[scorecard.Unpublished])}})
	}
	doc.Blocks = append(doc.Blocks, table)
	add(docgen.H1, "三、存在的问题")
	add(docgen.Body, problemsOf(b))
	add(docgen.H1, "四、督办整改")
	add(docgen.Body, ordersWords(orders, today))
	return doc, nil
}

func headRow(titles ...string) docgen.Row {
	var row docgen.Row
	for _, t := range titles {
		row = append(row, docgen.Cell{Text: t, Strong: true})
	}
	return row
}

// problemsOf names the agencies with something wrong, measure by measure.
func problemsOf(b Board) string {
	text := ""
	for _, row := range scorecard.Measures {
		if row.Measure == scorecard.Trainings {
			continue
		}
		who := ""
		for _, s := range b.Standings {
			if n := s.Values[row.Measure]; n > 0 {
				who = join(who, fmt.Sprintf("%s%d%s", or(s.Agency.ShortName, s.Agency.Name), n, row.Unit))
			}
		}
		if who != "" {
			text += row.Title + "：" + who + "。"
		}
	}
	return or(text, "各机关没有发现问题。")
}

func ordersWords(orders []query.ListedOrder, today civil.Date) string {
	if len(orders) == 0 {
		return "没有未销号的督办和整改。"
	}
	text := fmt.Sprintf("未销号的督办和责令整改%d件：", len(orders))
	for i, o := range orders {
		if i > 0 {
			text += "；"
		}
		text += o.Number + "（" + o.ToName + "，" + o.Subject + "，" + o.Stage.Label()
		if o.Stage == complaint.Waiting && o.DueOn.Before(today) {
			text += "，已逾期"
		}
		text += "）"
	}
	return text + "。"
}

// SendDigests sends the digest of the month to everybody who oversees and has given an address, each month once: the
// e-mail has the words and the paper, which is in the workbench too. It returns how many were sent.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) SendDigests(ctx context.Context, m civil.Month) (sent int, err error) {
	defer fault.Wrap(&err, "supervising.SendDigests(%s)", m)
	agencies, err := store.Agencies(d.DB.View(ctx))
	if err != nil {
		return 0, err
	}
	tree, _ := agency.NewTree(agencies)
	for _, a := range agencies {
		if !a.Competent || a.Closed || len(tree.Below(a.ID)) == 0 {
			continue
		}
		b, err := d.board(ctx, a.ID, tree, m.Year)
		if err != nil {
			return sent, err
		}
		name, paper, err := d.digestPaper(ctx, a, tree, m)
		if err != nil {
			return sent, err
		}
		n, err := d.tellDigest(ctx, a, b, m, job.Attachment{Name: name + ".docx", Type: string(blob.DOCX), Content: paper})
		if err != nil {
			return sent, err
		}
		sent += n
	}
	return sent, nil
}
