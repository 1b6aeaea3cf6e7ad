// Package remedy is what follows an answer that somebody does not accept: 行政复议 and 行政诉讼.
//
// 《条例》第五十一条 opens both ways. Since 2024-01-01 a decision of 不予公开 must first go to 复议 and the letter has to
// say so (《行政复议法》第二十三条); other answers may be taken to either. Each way has its organ, its court and its terms.
//
// The package writes the notice of remedies that closes a letter, keeps the register of 复议 and suits with the terms of
// the agency as respondent, and sorts results into the columns of table four (结果维持、结果纠正、其他结果、尚未审结).
// Who hears a case is resolved by package agency; counting for the report is left to package tally.
package remedy
