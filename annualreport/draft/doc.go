// Package draft is an annual report in the making: tables that stand as the registers count them, text in which facts
// are fields, and what somebody changed by hand.
//
// 《条例》第五十条 says what a report holds, 第四十九条 by when; the form says where it stands. A figure that is typed into
// the text grows stale with the next entry of a register, so the text holds its name, {{本年新收}}, and the number is
// set in when the report is read.
//
// The package knows the fields and what each part of the text must hold, fills fields, lays overrides over the
// registers' tables and says what is missing before a report can be handed in. Counting is left to tally, judging to
// annualreport/audit, keeping and signing to internal/reporting.
package draft
