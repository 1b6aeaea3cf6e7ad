// Package application is 依申请公开: one application from its arrival to the archive.
//
// 《条例》第二十七条至第四十五条: anybody may apply (第二十七条), the application says who, what and in which form
// (第二十九条), it is received on a day that depends on the channel (第三十一条), may be corrected once, consulted on,
// extended, charged for, and ends in a written answer that is delivered and archived (第四十五条).
//
// An application is a list of dated facts ([Fact]); nothing else is stored. Where it stands, by when it is due and why,
// what may be done now and what may not, follow from the facts, the law and the calendar. [Application.Refuses] gives
// every reason against a fact before it is added, so no door leads past the law.
//
// The package leaves counting days to package deadline, the grounds of a decision to package decision, fees to package
// fee and the wording of letters to package letter.
package application
