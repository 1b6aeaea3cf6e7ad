// Package letter writes the letters of 依申请公开: L01 to L24, each with the text that was right on the day it bears.
//
// What the law says: every step that concerns the applicant or a third party is told in writing (《条例》第三十条、
// 第三十二条、第三十三条、第三十五条、第三十六条), with the ground to its article and the reason; since 2024-01-01 the
// answer that withholds must say that 复议 comes first (《行政复议法》第二十三条第二款), and every decision names the
// organ, the court and the terms.
//
// What the package decides: the table of [Kinds]; the standard text of each kind on each day (letter/text/<from>/); the
// [Draft] of a letter from facts, in which nothing is invented: what is missing is a problem with its field and stands
// in the text in brackets; and the [Lint] that reads an edited text again before it is signed.
//
// What it leaves out: what became of the application (package decision), the words of the notice of remedies (package
// remedy), the number that is drawn when the letter is issued (internal/casework), and paper (internal/docgen).
package letter
