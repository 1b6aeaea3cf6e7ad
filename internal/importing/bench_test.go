package importing_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/importing"
	"gongkai/internal/publishing"
	"gongkai/internal/storetest"
	"gongkai/review"
	"gongkai/review/screen"
)

// sentences make texts of about 850 characters that are like each other as official texts are.
var sentences = []string{
	"为深入贯彻落实国务院关于深化放管服改革的部署，进一步优化营商环境，现就有关事项通知如下。",
	"各镇人民政府、街道办事处，区直各部门、各单位要高度重视，切实加强组织领导，明确责任分工，细化工作措施。",
	"对符合条件的科技型中小企业，按照年度研发投入的百分之十给予补助，单个企业最高不超过五十万元。",
	"征地补偿安置方案应当在被征收土地所在的乡镇和村范围内公告，公告时间不少于三十日。",
	"预算收入三千二百一十五万元，其中一般公共预算拨款收入二千九百八十万元，较上年增长百分之四点六。",
	"农村危房改造对象由村民会议评议、乡镇审核、县级审批，结果在村务公开栏公示。",
	"行政执法人员实施行政检查时，应当主动出示执法证件，说明检查的依据、内容和当事人的权利义务。",
	"本办法自印发之日起施行，有效期五年，由区科学技术局负责解释。",
}

func benchTable(n int) string {
	var b strings.Builder
	b.WriteString("索引号,原网址,标题,文号,成文日期,发布日期,正文\n")
	for i := range n {
		var body strings.Builder
		for k := 0; body.Len() < 2500; k++ {
			fmt.Fprintf(&body, "<p>%s第%d项。</p>", sentences[(i*7+k*3)%len(sentences)], i+k)
		}
		fmt.Fprintf(&b, "old/2019-%06d,/art/2019/art_%d.html,关于第%d批科技项目有关事项的通知,凉科发〔2019〕%d号,2019-08-01,2019-08-12,%s\n", i, i, i, i, body.String())
	}
	return b.String()
}

// BenchmarkImport imports records of about 850 characters without files, with screening, segmentation, ledger and log,
// durably. The figure is records a second.
func BenchmarkImport(b *testing.B) {
	const records = 4000
	text := benchTable(records)
	look := screen.New(screen.Options{Today: civil.MustParse("2026-11-03"), Words: screen.StartingWords})
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, storetest.DurableSQLite(b))
		w.desk.Screen = func(_ context.Context, r disclosure.Record) ([]review.Finding, error) {
			var found []review.Finding
			for _, f := range look.Look(screen.Piece{Text: r.Title + "\n" + r.Body}) {
				found = append(found, review.Finding{Kind: string(f.Kind)})
			}
			return found, nil
		}
		job := &importing.Job{Desk: w.desk, By: officer, Of: bureau, Import: publishing.Import{Source: "x", Voucher: "y"}, Defaults: importing.Defaults{Column: w.column}, Batch: 500}
		b.StartTimer()
		res, err := job.Run(b.Context(), strings.NewReader(text))
		if err != nil || res.Counts[publishing.Taken] != records {
			b.Fatal(err, counts(res), problems(res)[:min(2000, len(problems(res)))])
		}
	}
	b.ReportMetric(float64(records)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
