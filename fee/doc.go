// Package fee computes the 信息处理费 of 《条例》第四十二条 under 109号文.
//
// An agency may charge for applications whose number or frequency is clearly beyond reason, either per application
// (按件, 109号文第四条: all applications of one applicant received in one calendar month together) or per page (按量,
// 109号文第五条: the pages supplied for one application), progressively by tier, and never both for one application
// (109号文第三条).
//
// The package computes the amount and shows its tiers. Whether to charge at all, the notice, its 20 working days and
// what follows when nobody pays are left to packages deadline and decision. Before 109号文 there was no such fee, and
// the cost fees of 2007 are not computed.
package fee
