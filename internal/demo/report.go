package demo

import (
	"fmt"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/draft"
	"gongkai/civil"
	"gongkai/internal/blob"
	"gongkai/internal/reporting"
	"gongkai/review"
)

// attached are the files of a report of the demo: those of every report, where there is a store for them.
func attached(blobs *blob.Store) []reporting.Format {
	if blobs == nil {
		return []reporting.Format{}
	}
	return nil // those of every report
}

// outside are agencies of the county that publish on sites of their own. Their reports are read in.
var outside = []agency.Agency{
	{Code: "jyj", USCC: "116206020139320300", Name: "武威市凉州区教育服务局（演示虚构）", ShortName: "区教育局（演示）"},
	{Code: "wjj", USCC: "116206020139320400", Name: "武威市凉州区健康服务局（演示虚构）", ShortName: "区健康局（演示）"},
	{Code: "nyj", USCC: "116206020139320500", Name: "武威市凉州区农业服务局（演示虚构）", ShortName: "区农业局（演示）"},
	{Code: "swj", USCC: "116206020139320600", Name: "武威市凉州区水利服务局（演示虚构）", ShortName: "区水利局（演示）"},
	{Code: "jtj", USCC: "116206020139320700", Name: "武威市凉州区交通服务局（演示虚构）", ShortName: "区交通局（演示）"},
	{Code: "mzj", USCC: "116206020139320800", Name: "武威市凉州区民政服务局（演示虚构）", ShortName: "区民政局（演示）"},
	{Code: "lcj", USCC: "116206020139320900", Name: "武威市凉州区林草服务局（演示虚构）", ShortName: "区林草局（演示）"},
	{Code: "swu", USCC: "116206020139321000", Name: "武威市凉州区商务服务局（演示虚构）", ShortName: "区商务局（演示）"},
}

// annualReports tells how the reports were made: 科技局's for 2021 from its registers, and those for last year as the
// county collected them.
func (b *builder) annualReports() {
	b.reportOf(science, 2021, map[string]string{
		"一": "{{年度}}，本机关落实《中华人民共和国政府信息公开条例》，由一名工作人员负责政府信息公开，{{主动公开}}，{{主动公开构成}}。\n信息公开前逐条审查，涉及企业的先核对再发布。本报告为演示数据。",
		"三": "{{收到申请}}，没有上年结转的申请，也没有结转下年度的申请。",
		"五": "公开的栏目还不够细，解读材料偏少；负责公开的人员身兼数职。将按科技计划、科技惠企政策分设栏目，每件规范性文件配解读，并由办公室每季度检查一次。",
	})
	b.collect(b.today.Year() - 1)
}

// reportOf makes the report of a bureau in January: written, signed, handed to the 主管部门, accepted and published.
func (b *builder) reportOf(a agency.Agency, year int, texts map[string]string) {
	clerk := func() (string, agency.ID) { return a.Code + "-jingban", b.places[a.Code] }
	on := func(day int) civil.Date { return civil.On(year+1, 1, day) }
	b.on(on(10), func() error {
		login, place := clerk()
		version := 0
		for part, text := range texts {
			if err := b.reports.SaveText(b.ctx, b.by(login), place, year, version, part, text); err != nil {
				return err
			}
			version++
		}
		return nil
	})
	b.on(on(12), func() error {
		login, place := clerk()
		if err := b.reports.HandIn(b.ctx, b.by(login), place, year, ""); err != nil {
			return err
		}
		for _, sign := range []struct {
			stage review.Stage
			login string
		}{{review.SectionOK, "shenhe"}, {review.Secrecy, "baomi"}, {review.Signature, "qianfa"}} {
			v, err := b.reports.Look(b.ctx, b.by(login), place, year)
			if err != nil {
				return err
			}
			act := review.Signoff{Stage: sign.stage, Verdict: review.Passed, Opinion: "同意", Digest: v.Record.Digest}
			if err := b.reports.SignOff(b.ctx, b.by(a.Code+"-"+sign.login), place, year, act); err != nil {
				return err
			}
		}
		return b.reports.Submit(b.ctx, b.by(login), place, year, "")
	})
	b.on(on(14), func() error {
		return b.reports.Judge(b.ctx, b.by("zhuguan"), b.places[a.Code], year, true, "")
	})
	b.on(on(17), func() error {
		login, place := clerk()
		_, err := b.reports.Publish(b.ctx, b.by(login), place, year, "")
		return err
	})
}

// collect opens the agencies outside the platform and reads in the reports that they have published for the year: five
// are sound, one has errors and was returned, two are still missing. They come on 20 January; of a demo that is built
// before, on its own day, so that there is something to collect from 元旦 on.
// 法源: 《条例》第五十条第一款。
func (b *builder) collect(year int) {
	came, judged := b.byToday(civil.On(year+1, 1, 20)), b.byToday(civil.On(year+1, 1, 22))
	b.on(came, func() error {
		for _, a := range outside {
			a.Level, a.Kind, a.Region = agency.County, agency.Department, "620602"
			if err := b.outsider(a); err != nil {
				return err
			}
		}
		return nil
	})
	b.on(judged, func() error {
		for i, a := range outside[:6] {
			r := b.published(a, year, int64(3+2*i))
			if i == 5 {
				r.Tables[annualreport.Three]["O1"][0].Value++ // counted once too often
			}
			reading, err := b.reports.Read(a.Code+".html", []byte("<html><head><meta charset=utf-8></head><body><h1>"+r.Title+"</h1>"+reporting.Body(r)+"</body></html>"), false)
			if err != nil {
				return err
			}
			if err := b.reports.Import(b.ctx, b.by("zhuguan"), b.places[a.Code], year, reading); err != nil {
				return err
			}
			words, accept := "", i != 5
			if !accept {
				words = "表三“自然人”列各项办理结果之和不等于总计，请核对后重新公布。"
			}
			if i == 4 {
				continue // waits for the 主管部门
			}
			if err := b.reports.Judge(b.ctx, b.by("zhuguan"), b.places[a.Code], year, accept, words); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *builder) outsider(a agency.Agency) error {
	a.USCC = agency.USCC(checked(string(a.USCC)[:8], string(a.USCC)[8:16]))
	a.Superior = b.places[office.Code]
	if a.Kind != agency.Government {
		a.Parent = b.places[government.Code]
	}
	id, err := b.desk.CreateAgency(b.ctx, b.by("xitong"), a)
	b.places[a.Code] = id
	return err
}

// published is a sound report of an agency in the county with n applications, as its own site has it.
func (b *builder) published(a agency.Agency, year int, n int64) *annualreport.Report {
	form, _ := annualreport.FormOf(year)
	three := form.NewGrid(annualreport.Three)
	for _, row := range []struct {
		id annualreport.RowID
		n  int64
	}{{annualreport.Received, n}, {"O1", n - 1}, {annualreport.Total, n - 1}, {annualreport.CarriedOut, 1}} {
		three[row.id][0].Value, three[row.id][6].Value = row.n, row.n
	}
	two := form.NewGrid(annualreport.Two)
	two["行政规范性文件"][2].Value, two["行政许可"][0].Value = n, 10*n
	d, _ := draft.New(year)
	d.Texts["五"] = fmt.Sprintf("%s的公开人员少，栏目更新不够及时。将明确专人，每月检查一次栏目。", a.ShortName)
	return d.Report(draft.Facts{Agency: a.Name, Year: year, Contact: a.Name + "办公室", Published: 4 * n, Records: []draft.Sort{{Label: "政策文件", N: n}, {Label: "其他信息", N: 3 * n}},
		Tables: map[annualreport.TableNo]annualreport.Grid{annualreport.Two: two, annualreport.Three: three, annualreport.Four: form.NewGrid(annualreport.Four)}})
}
