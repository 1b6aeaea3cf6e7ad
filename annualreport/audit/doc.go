// Package audit judges annual reports, ours and published ones.
//
// 《条例》第四十九条 sets the day, 第五十条 the contents, the forms of 2019 and 2021 (60号文、30号文) the tables and the
// 勾稽关系 between their cells. A report that breaks them is wrong in a way that anybody can check.
//
// The package is one table of rules ([Rules]), each with its source, the reports to which it applies and a check. A
// check says where the report is wrong, what was expected, what stands there and a short quote; where a cell holds no
// number it says that it cannot tell, for a blank is not a zero. Where a number in the text differs from the tables, the
// usual explanations are tried and the one that fits exactly is named.
//
// Rules that need registers (D-1 … D-4) belong to internal/reporting.
package audit
