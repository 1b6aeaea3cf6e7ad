// Package law is the index of the instruments that gongkai applies: which articles they have, when they are in force,
// and every number that they set.
//
// A rule elsewhere names its source by a [Citation], which is checked against the index, and takes each number from
// [Params] with the day on which it is applied, because the 《条例》 of 2019 changed most of the numbers of 2007 and
// later instruments changed others (《行政复议法》第二十三条 since 2024-01-01).
//
// The package holds no wording of any law, only structure and summaries of our own. What the numbers mean for a case
// is decided by packages deadline, fee, remedy and annualreport.
package law
