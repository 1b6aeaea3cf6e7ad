// Package review is the 公开审查 before anything goes out: a record, a decision letter, an annual report.
//
// 《条例》第十七条 asks every agency for a review with a fixed procedure and responsibility, and for referral to the
// 主管部门 or the 保密行政管理部门 when the agency is unsure; 《保密法实施条例》第四十二条 asks that each item is
// examined before it is published.
//
// The package decides whose turn it is, who may not sign (the author; anybody twice), and when a review is complete.
// Only [Clear] makes a [Clearance], and what publishes or issues demands one, so skipping the review does not compile.
// A clearance belongs to one exact content: an edit afterwards needs a new review.
// It leaves finding secrets and personal data in files to review/screen.
package review
