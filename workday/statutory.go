package workday

import (
	"time"

	"gongkai/civil"
)

// fixed are the statutory days of every year by the sun: those that 《放假办法》 has named since 2008, from 2025 on with
// the second day of 劳动节.
var fixed = []struct {
	month time.Month
	day   int
	from  int // the first year
	name  string
}{
	{time.January, 1, 2008, "元旦"},
	{time.May, 1, 2008, "劳动节"},
	{time.May, 2, 2025, "劳动节"},
	{time.October, 1, 2008, "国庆节"},
	{time.October, 2, 2008, "国庆节"},
	{time.October, 3, 2008, "国庆节"},
}

// moving are the first days of the statutory holidays by the moon, and 清明, in the years to come. They follow from
// astronomy (the first lunar month and the day before it, the fifth of the fifth, the fifteenth of the eighth, the sun
// at 15°) and need no notice. They were compared with the lunar calendar of 6tail/lunar-go 1.4.6.
var moving = []struct {
	on   civil.Date
	days int // from 除夕 to 初三 for 春节
	name string
}{
	{civil.MustParse("2027-02-05"), 4, "春节"},
	{civil.MustParse("2027-04-05"), 1, "清明节"},
	{civil.MustParse("2027-06-09"), 1, "端午节"},
	{civil.MustParse("2027-09-15"), 1, "中秋节"},
	{civil.MustParse("2028-01-25"), 4, "春节"},
	{civil.MustParse("2028-04-04"), 1, "清明节"},
	{civil.MustParse("2028-05-28"), 1, "端午节"},
	{civil.MustParse("2028-10-03"), 1, "中秋节"},
	{civil.MustParse("2029-02-12"), 4, "春节"},
	{civil.MustParse("2029-04-04"), 1, "清明节"},
	{civil.MustParse("2029-06-16"), 1, "端午节"},
	{civil.MustParse("2029-09-22"), 1, "中秋节"},
	{civil.MustParse("2030-02-02"), 4, "春节"},
	{civil.MustParse("2030-04-05"), 1, "清明节"},
	{civil.MustParse("2030-06-05"), 1, "端午节"},
	{civil.MustParse("2030-09-12"), 1, "中秋节"},
}

// assumedIn returns the statutory days of a year that are known without its notice. How weekends falling on them will
// be made up for is not known, so nothing of the kind is assumed.
// 法源: 《放假办法》第二条。
func assumedIn(year int) map[civil.Date]string {
	names := map[civil.Date]string{}
	for _, m := range moving {
		for i := range m.days {
			if m.on.Year() == year {
				names[m.on.AddDays(i)] = m.name
			}
		}
	}
	for _, f := range fixed {
		if year >= f.from {
			names[civil.On(year, f.month, f.day)] = f.name
		}
	}
	return names
}
