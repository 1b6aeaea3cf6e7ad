// Package money counts 人民币 in 分, without floating point.
//
// Two amounts occur in 政府信息公开: the 信息处理费 (《条例》第四十二条), noticed in 元, and the 行政事业性收费 of
// table two of the annual report (《条例》第二十条第一款第八项), stated in 万元 with up to six decimals: exactly one 分.
//
// The package reads and writes both units exactly and refuses what it cannot hold. What a fee is belongs to package fee.
package money
