// Package tally counts the registers for the annual report. It is the only bridge between the two: a published report
// can be checked without any register, and a register knows nothing of reports.
//
// 《条例》第五十条第一款 asks for the figures; the form says where each belongs. The package gives for every cell of tables
// two, three and four both the number and the list behind it, from one predicate, so the two cannot differ.
//
// A re-decision after a 复议 or a judgment is not a new application and is counted once, with its first answer
// (docs/law/divergences.md). Reading the registers and writing the report are left to internal/reporting.
package tally
