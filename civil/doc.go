// Package civil is the calendar of the law: days, months and years in Asia/Shanghai.
//
// The 《条例》 counts in days ("自收到申请之日起20个工作日内", 第三十三条), never in hours, so a legal date here is a
// plain number of days and knows no clock. Comparing a Date with an instant does not compile.
//
// The package decides which day an instant belongs to (an application sent at 00:30 on New Year's Day in Shanghai is
// of the new year, whatever UTC says), and how dates are written for machines and for people.
// It leaves to package workday which days are worked, and to package deadline what a term means.
package civil
