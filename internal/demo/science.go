package demo

import (
	"fmt"

	"gongkai/annualreport"
	"gongkai/disclosure"
)

// scienceBureau tells the year 2021 of a small bureau with one clerk: thirteen records in ten kinds, twenty normative
// documents in force, no application. The figures are those of its published report; every word is ours.
func (b *builder) scienceBureau() {
	for i := range 20 {
		b.publish(science, paper{on: "2020-12-15", formed: fmt.Sprintf("%d-%02d-12", 2012+i%8, 1+i%12), item: "FD-01", kind: disclosure.Normative,
			title: fmt.Sprintf("科技管理规定（演示第%d件）", i+1), docNo: fmt.Sprintf("凉科发〔%d〕%d号", 2012+i%8, i+1), effect: fmt.Sprintf("%d-%02d-20", 2012+i%8, 1+i%12),
			body: "<p>为规范区级科技计划管理，制定本规定。本件为演示数据。</p><p>第一条　适用范围。第二条　职责分工。第三条　施行日期。</p>"})
	}
	text := func(s string) string { return "<p>" + s + "</p><p>（演示数据，不是真实文件。）</p>" }
	for _, p := range []paper{
		{on: "2021-01-08", formed: "2021-01-05", item: "FD-15", kind: disclosure.Guide, title: "政府信息公开指南", body: text("说明本机关主动公开和依申请公开的范围、方式、期限、收费和救济途径。")},
		{on: "2021-01-15", formed: "2021-01-12", item: "FD-15", kind: disclosure.AnnualReport, title: "2020年政府信息公开工作年度报告", body: reportBody(2020)},
		{on: "2021-02-03", formed: "2021-02-01", item: "FD-02", title: "机关简介", body: text("区科技局是区政府工作部门，负责科技创新规划、科技计划和成果转化。")},
		{on: "2021-02-03", formed: "2021-02-01", item: "FD-02", title: "机构职能", body: text("拟订科技发展规划；组织实施科技计划；推动产学研结合；管理科技成果。")},
		{on: "2021-02-24", formed: "2021-02-22", item: "FD-02", title: "局领导及其分工", body: text("局长主持全面工作；副局长分管计划、成果和办公室工作。")},
		{on: "2021-03-02", formed: "2021-02-10", item: "FD-07", kind: disclosure.Budget, title: "2021年部门预算和“三公”经费预算", body: text("收支预算总体情况、机关运行经费、政府采购、“三公”经费安排说明。")},
		{on: "2021-04-20", formed: "2021-04-12", item: "FD-03", title: "2021年政务公开工作要点", body: text("围绕科技计划、科技惠企政策和预算执行，列明全年公开任务和责任股室。")},
		{on: "2021-05-18", formed: "2021-05-10", item: "FD-01", title: "转发关于开展科技活动周的通知", docNo: "凉科函〔2021〕7号", body: text("活动主题、时间和组织方式。")},
		{on: "2021-06-22", formed: "2021-06-11", item: "FD-01", title: "科技型企业培育扶持政策摘编", body: text("认定条件、奖补标准、办理流程和联系方式。")},
		{on: "2021-07-29", formed: "2021-07-20", item: "FD-01", title: "关于申报区级科技计划项目的通知", docNo: "凉科函〔2021〕13号", body: text("支持方向、申报条件、材料清单和时限。")},
		{on: "2021-08-30", formed: "2021-08-17", item: "FD-01", title: "科技成果转化促进政策问答", body: text("以问答形式介绍成果登记、技术合同认定和奖励办法。")},
		{on: "2021-09-10", formed: "2021-08-27", item: "FD-07", kind: disclosure.Budget, title: "2020年部门决算和“三公”经费决算", body: text("收入支出决算总体情况及说明。")},
		{on: "2021-12-14", formed: "2021-12-02", item: "FD-15", title: "2021年重点工作落实情况", body: text("科技项目实施、科技特派员服务和创新平台建设的进展。")},
	} {
		if p.kind == "" {
			p.kind = disclosure.Plain
		}
		b.publish(science, p)
	}
}

// reportBody draws a report in the official form. Its text is short and says no more than the tables.
func reportBody(year int) string {
	r, _ := annualreport.New(science.Name, year)
	form := annualreport.FormByID(r.Form)
	paragraphs := map[string]string{
		"一": fmt.Sprintf("%d年，本机关落实《条例》要求，指定一名工作人员负责政府信息公开，全年主动公开信息13条。本报告为演示数据。", year),
		"二": fmt.Sprintf("本年制发行政规范性文件0件，废止0件，现行有效%d件。", r.Tables[annualreport.Two][form.Tables[annualreport.Two][1].ID][2].Value),
		"三": "本年度未收到政府信息公开申请，无上年结转。",
		"四": "本年度未发生行政复议、行政诉讼。",
		"五": "存在公开内容不够丰富、专职力量不足的问题，将加强股室衔接和业务培训。",
		"六": "本年度未收取信息处理费。",
	}
	if year < 2021 {
		paragraphs["二"] = "各类信息的数量见下表。"
	}
	body := fmt.Sprintf("<p>本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为%d年1月1日至%d年12月31日。</p>", year, year)
	tables := map[string]annualreport.TableNo{"二": annualreport.Two, "三": annualreport.Three, "四": annualreport.Four}
	for _, h := range form.Sections {
		body += "<h2>" + h.Number + "、" + h.Title + "</h2><p>" + paragraphs[h.Number] + "</p>"
		if table, ok := tables[h.Number]; ok {
			body += form.Sheet(table, r.Tables[table]).HTML(table, nil)
		}
	}
	return body
}
