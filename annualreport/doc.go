// Package annualreport is the 政府信息公开工作年度报告: its official forms as data, its cells, its identities.
//
// The 《条例》 prescribes what a report contains (第五十条第一款) and leaves the uniform format to the national
// 主管部门 (第五十条第二款), which issued it in 2019 (60号文, reports on 2019 and 2020) and again in 2021 (30号文,
// reports on 2021 and later). Both are tables of data here: [V2019] and [V2021]; a new one is added by adding data.
//
// The package decides what a cell may hold ([Cell] knows blank, slash and unreadable from zero), which 勾稽关系 must
// hold ([Form.Identities]), and how a report is drawn. It leaves reading published files to annualreport/extract,
// judging them to annualreport/audit, and counting registers to tally.
package annualreport
