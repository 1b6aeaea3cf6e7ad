// Package decision knows how an application can end, what may be withheld, and what must be on file first.
//
// What the law says: everything is disclosed except what 《条例》第十四条 to 第十六条 withhold; 第三十六条 to 第三十九条
// name the answers, 第三十条 and 第三十五条 and 109号文 some more ways to end. Each ends in one of the 21 leaf rows of
// table three of the annual report (30号文), which is why the outcome closes a case: letter, remedies and statistics
// all follow from it.
//
// What the package decides: the table of the [Outcomes] with basis, evidence, letter and remedies; the [Grounds];
// whether a draft may be issued on the facts on file ([Check], all problems at once); which outcome a series of answers
// leads to, in the order of the law ([Ask]). 不予公开 must first go to 复议 since 2024-01-01 (《行政复议法》第二十三条);
// 部分公开 is treated alike unless the caller's [Reading] says otherwise.
//
// What it leaves out: whether a ground really holds, which is for people and for package review; the wording of
// letters (package letter) and of the notice of remedies (package remedy); terms (package deadline).
package decision
