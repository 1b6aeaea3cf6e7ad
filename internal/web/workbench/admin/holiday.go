package admin

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	forms "gongkai/internal/web/workbench/sheet"
	"gongkai/workday"

	"github.com/a-h/templ"
)

const holidaysPath = "/workbench/holidays"

// holidays shows the notices that are loaded, and which year lacks one.
func (p pages) holidays(c *workbench.Call) (templ.Component, error) {
	regions, place, placed, err := p.place(c, c.Query("region"))
	if err != nil {
		return nil, err
	}
	if placed {
		return p.placeHolidays(c, regions, place)
	}
	calendar, year := p.Almanac().National(), c.Today().Year()
	s := sheet{Base: c.Base("节假日"), Head: ui.PageHead{Title: "节假日", Lead: "工作日期限按国务院办公厅的放假通知计算。民族自治地方的习惯节日和省、市另行安排的放假、上班，选择当地后载入，只对那里的机关有效。"},
		Buttons: []ui.Button{{Text: "载入放假通知", Kind: ui.Primary, Href: c.URL(holidaysPath + "/load")}, {Text: "撤回载错的日期", Kind: ui.Quiet, Href: c.URL(holidaysPath + "/remove")}}}
	s.add("", placeFilter(c, regions, ""))
	for y := year; y <= year+1; y++ {
		if !calendar.Known(y) {
			s.add("", ui.Notice{Tone: ui.Caution, Title: fmt.Sprintf("%d年的放假通知还没有载入", y),
				Text: "该年的期限按法定假日暂定。通知公布后在这里载入，所有在办申请的期限随即重新计算，有变化的提醒经办人。"})
		}
	}
	s.add("各地自己的放假安排", p.placesWithDays(c, regions))
	for y := year + 1; y >= year-1; y-- {
		s.add(fmt.Sprintf("%d年", y), holidayTable(calendar, y))
	}
	return s.Page(), nil
}

// mostNotice is the largest file of a notice, far above what one needs.
const mostNotice = 1 << 20

// blankHoliday is for the place that the address names.
func (p pages) blankHoliday(c *workbench.Call) (*workbench.Form, error) {
	return workbench.Filled(url.Values{"region": {c.Query("region")}}), nil
}

func (p pages) holidayForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	regions, err := p.Desk.Regions(c.Context())
	if err != nil {
		return nil, err
	}
	return forms.Entry{
		Base: c.Base("载入放假通知", ui.Link{Text: "节假日", Href: holidaysPath}), Form: f, Files: true,
		Head:   ui.PageHead{Title: "载入放假通知", Lead: "通知列明的放假日和调休上班日一天一行。已载入过的日子以最后一次为准。"},
		Submit: ui.Button{Text: "检查并载入", Kind: ui.Primary}, Cancel: holidaysPath + placeQuery(c.Query("region")),
		Fields: []templ.Component{
			f.Select(ui.Select{Field: ui.Field{Name: "region", Label: "适用范围", Optional: true, Hint: "国务院办公厅的通知选全国；省、自治区、自治州、市、县自己的安排选当地，只对那里和它下面的机关有效"}, Blank: "全国", Options: regionOptions(regions)}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "notice", Label: "通知的名称和文号", Hint: "如：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号），或者自治州、市人民政府的放假决定"}, MaxLength: 200}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "放假和调休", Optional: true,
				Hint: "每行写：节日名称 开始日 结束日，放假；加“上班”的为调休上班。如“元旦 2027-01-01 2027-01-03”“春节 2027-02-06 上班”"}, Rows: 12}),
			f.FileInput(ui.FileInput{Field: ui.Field{Name: "file", Label: "或者上传CSV文件", Hint: "表头 date,kind,name,notice；kind 写 off（放假）或者 work（上班）。各地的安排可以再加一列 region（行政区划代码），写了的以文件为准", Optional: true}}),
		},
	}.Page(), nil
}

// loadHolidays takes the notice, then every open application is computed anew.
func (p pages) loadHolidays(c *workbench.Call, f *workbench.Form) error {
	rows, err := readNotice(f)
	if err != nil {
		return err
	}
	if err := p.Desk.LoadHolidays(c.Context(), c.By, rows); err != nil {
		return err
	}
	restated, err := p.Restate(c.Context())
	if err != nil {
		return err
	}
	return c.Done(holidaysPath+placeQuery(f.Text("region")), "已载入%d天。%s", len(rows), restated.words())
}

// readNotice reads the file, or the lines that were typed.
func readNotice(f *workbench.Form) ([]workday.Row, error) {
	if uploads := f.Files("file", mostNotice); len(uploads) > 0 {
		file, err := uploads[0].Open()
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		content, err := io.ReadAll(file)
		if err != nil {
			return nil, err
		}
		rows, err := workday.Read(bytes.NewReader(content))
		for _, problem := range fault.Problems(err) {
			f.Add("file", problem.Message)
		}
		if err != nil && f.Err() == nil {
			f.Add("file", fault.Message(err))
		}
		for i := range rows {
			if rows[i].Region == "" {
				rows[i].Region = f.Text("region")
			}
		}
		return rows, f.Err()
	}
	notice := f.Text("notice")
	if notice == "" {
		f.Add("notice", "请填写通知的名称和文号，期限的由来要写明依据")
	}
	rows, problems := noticeLines(f.Raw("text"), f.Text("region"), notice)
	for _, problem := range problems {
		f.Add("text", problem)
	}
	if len(rows) == 0 && len(problems) == 0 {
		f.Add("text", "请填写放假和调休的日期，或者上传文件")
	}
	return rows, f.Err()
}

// longestHoliday is the most days in a row that a line may name.
const longestHoliday = 20

// noticeLines reads lines as 元旦 2027-01-01 2027-01-03 and 春节 2027-02-06 上班, and says of each that is wrong why.
func noticeLines(text, region, notice string) (rows []workday.Row, problems []string) {
	seen := map[civil.Date]int{}
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		wrong := func(format string, args ...any) {
			problems = append(problems, fmt.Sprintf("第%d行：", i+1)+fmt.Sprintf(format, args...))
		}
		off := words[len(words)-1] != "上班"
		if last := words[len(words)-1]; last == "上班" || last == "放假" {
			words = words[:len(words)-1]
		}
		if len(words) < 2 || len(words) > 3 {
			wrong("应为：节日名称 开始日 结束日")
			continue
		}
		from, err := civil.Parse(words[1])
		to := from
		if err == nil && len(words) == 3 {
			to, err = civil.Parse(words[2])
		}
		switch {
		case err != nil:
			wrong("日期写作2027-01-01，%v", err)
			continue
		case from.Before(workday.First) || to.After(workday.Last):
			wrong("日期不在日历范围内")
			continue
		case to.Before(from) || to.DaysSince(from) >= longestHoliday:
			wrong("结束日应在开始日之后%d天以内", longestHoliday)
			continue
		}
		for d := from; !d.After(to); d = d.AddDays(1) {
			if seen[d] > 0 {
				wrong("%s已在第%d行写过", d.Chinese(), seen[d])
				break
			}
			seen[d] = i + 1
			rows = append(rows, workday.Row{On: d, Off: off, Name: words[0], Notice: notice, Region: region})
		}
	}
	return rows, problems
}
