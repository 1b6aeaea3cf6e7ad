package civil

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // the zone must be there on a machine without zone files
)

// Shanghai is the only zone in which gongkai counts days.
var Shanghai = mustZone("Asia/Shanghai")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // cannot happen: the zone is embedded by time/tzdata
	}
	return zone
}

// A Date is a day in Shanghai. The zero Date is no day at all; see [Date.IsZero].
// Dates compare with == and order with [Date.Before]; they are small enough to pass and store by value.
type Date struct {
	n int32 // days since 0001-01-01, plus one, so that the zero value is no day
}

// A Month is a month of a year, as in the monthly counting of fees (109号 按件).
type Month struct {
	Year  int
	Month time.Month
}

// unixDay is the number n of 1970-01-01.
const unixDay = 719163

// On returns the day with the given year, month and day of month. Values outside their range carry over as in
// time.Date, so On(2026, 1, 32) is the first of February; years must lie in 1 to 9999.
func On(year int, month time.Month, day int) Date {
	seconds := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	return Date{int32(floorDiv(seconds, 86400)) + unixDay}
}

// Of returns the day in Shanghai to which the instant belongs.
func Of(at time.Time) Date {
	year, month, day := at.In(Shanghai).Date()
	return On(year, month, day)
}

// Parse reads a date written 2026-11-03. It refuses days that do not exist.
func Parse(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("日期 %q 应写成 2026-11-03 的形式", clip(s))
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	if !okYear || !okMonth || !okDay || year == 0 {
		return Date{}, fmt.Errorf("日期 %q 应写成 2026-11-03 的形式", clip(s))
	}
	d := On(year, time.Month(month), day)
	if y, m, dd := d.YMD(); y != year || int(m) != month || dd != day {
		return Date{}, fmt.Errorf("没有 %s 这一天", s)
	}
	return d, nil
}

// MustParse is Parse for constants in tables and tests; it panics on a bad date.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// digits reads an unsigned decimal without signs or spaces.
func digits(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// clip keeps a bad input short enough to be shown.
func clip(s string) string {
	runes := []rune(s)
	if len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return s
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d.n == 0 }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.n < other.n }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.n > other.n }

// Compare orders dates for slices.SortFunc: negative, zero or positive.
func (d Date) Compare(other Date) int { return int(d.n) - int(other.n) }

// AddDays returns the day n natural days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return Date{d.n + int32(n)} }

// DaysSince returns the number of natural days from earlier to d.
func (d Date) DaysSince(earlier Date) int { return int(d.n - earlier.n) }

// AddMonths returns the same day of the month n months later; where that month is shorter, its last day, as terms
// counted in months end (《行政诉讼法》六个月起诉期限).
func (d Date) AddMonths(n int) Date {
	year, month, day := d.YMD()
	first := On(year, month+time.Month(n), 1)
	y, m, _ := first.YMD()
	last := On(y, m+1, 0).Day()
	return On(y, m, min(day, last))
}

// YMD returns the year, month and day of month. The zero Date has none and returns zeros.
func (d Date) YMD() (int, time.Month, int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	return d.utc().Date()
}

func (d Date) utc() time.Time { return time.Unix((int64(d.n)-unixDay)*86400, 0).UTC() }

// Year returns the year of d.
func (d Date) Year() int { y, _, _ := d.YMD(); return y }

// Day returns the day of the month of d.
func (d Date) Day() int { _, _, day := d.YMD(); return day }

// Month returns the month of the year to which d belongs.
func (d Date) Month() Month { y, m, _ := d.YMD(); return Month{y, m} }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday((int64(d.n) % 7)) }

// Start returns the first instant of d in Shanghai.
func (d Date) Start() time.Time {
	year, month, day := d.YMD()
	return time.Date(year, month, day, 0, 0, 0, 0, Shanghai)
}

// Number returns the count of days on which dates can index a table: consecutive days have consecutive numbers.
func (d Date) Number() int { return int(d.n) }

// String writes d as 2026-11-03; no day is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

func (d Date) append(b []byte) []byte {
	year, month, day := d.YMD()
	return append(b, byte('0'+year/1000%10), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
		byte('0'+int(month)/10), byte('0'+int(month)%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// Chinese writes d as documents do: 2026年11月3日.
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.YMD()
	return strconv.Itoa(year) + "年" + strconv.Itoa(int(month)) + "月" + strconv.Itoa(day) + "日"
}

// WeekdayChinese writes the day of the week as 周一 … 周日.
func (d Date) WeekdayChinese() string {
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[d.Weekday()]
}

// String writes m as 2026-11.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// First returns the first day of m.
func (m Month) First() Date { return On(m.Year, m.Month, 1) }

// Last returns the last day of m.
func (m Month) Last() Date { return On(m.Year, m.Month+1, 0) }

// MarshalJSON writes d as a string, no day as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return append(d.append([]byte{'"'}), '"'), nil
}

// UnmarshalJSON reads a string as written by MarshalJSON; null and "" are no day.
func (d *Date) UnmarshalJSON(b []byte) error {
	s := string(b)
	if s == "null" || s == `""` {
		*d = Date{}
		return nil
	}
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return fmt.Errorf("日期应是字符串，写成 \"2026-11-03\" 的形式")
	}
	parsed, err := Parse(s[1 : len(s)-1])
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores d as the text 2026-11-03, no day as the empty string, in every database.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value stored; null is no day.
func (d *Date) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case nil:
	case string:
		s = v
	case []byte:
		s = string(v)
	case time.Time:
		s = v.Format("2006-01-02")
	default:
		return fmt.Errorf("civil: cannot read a date from %T", src)
	}
	if s == "" {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
