// Package monthly is the register of what an agency decides and collects month by month: 行政许可、行政处罚、行政强制 and
// 行政事业性收费, as its sections hand it in.
//
// 《条例》第二十条第五项、第六项、第八项 and the form of the annual report (table two) ask for the figures of a year; sections
// know them best at the end of each month. An entry is never changed: a correction is a new entry with its reason, and the
// newest counts. Figures are weighed against the year before, so that a slip is seen while somebody still remembers.
//
// By when a month is handed in is ours, the law says nothing of months. Counting for the report is left to package tally.
package monthly
