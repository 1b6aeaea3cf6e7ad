// Package workday knows which days are worked in China.
//
// The terms of the 《条例》 are counted in 工作日 (第三十条, 第三十二条 to 第三十四条). Which days these are follows from
// 《放假办法》 and from the notice that the 国务院办公厅 issues each autumn for the next year: weekends, days off
// (放假) and weekends worked instead (调休上班).
//
// The package holds the notices of 2019 to 2026 day by day (holidays.csv, each row with the notice it comes from;
// the changes made during 2019 for 劳动节 and in 2020 for 春节 are in it), takes further notices and the days of places
// (《放假办法》第四条: an autonomous region, prefecture or county adds its own) as rows in layers, and adds and counts in constant time. For a year whose notice is not loaded it
// assumes weekends and the statutory days that are known, and says that the answer is provisional. A year counts as
// loaded when its rows name its 1 October; the notice of the next year may still change the last days of December,
// which is not treated as provisional. An [Almanac] keeps the calendars of all places; which places an agency lies in is
// said by package agency.
//
// It leaves to package deadline what is counted and from when.
package workday
