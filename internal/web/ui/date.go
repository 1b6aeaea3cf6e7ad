package ui

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
)

// ReadDate reads what was entered in the three fields of a [DateInput]. It returns the input to show again and, if
// there is no problem, the date; an empty optional field is the zero date.
func ReadDate(form url.Values, field Field) (DateInput, civil.Date, []fault.Problem) {
	part := func(name string) string { return strings.TrimSpace(form.Get(field.Name + "-" + name)) }
	input := DateInput{Field: field, Year: part("year"), Month: part("month"), Day: part("day")}
	message := ""
	switch written := input.Year + input.Month + input.Day; {
	case written == "" && field.Optional:
		return input, civil.Date{}, nil
	case written == "":
		message = "请填写" + field.Label
	default:
		if date, err := civil.Parse(input.iso()); err == nil {
			return input, date, nil
		}
		message = field.Label + "不是有效的日期，请按年、月、日填写，如 2026 年 11 月 3 日"
	}
	input.Error = message
	return input, civil.Date{}, []fault.Problem{{Field: field.Name, Message: message}}
}

// iso writes the parts as a date; parts that are no numbers give a text that is none.
func (d DateInput) iso() string {
	year, errYear := strconv.Atoi(d.Year)
	month, errMonth := strconv.Atoi(d.Month)
	day, errDay := strconv.Atoi(d.Day)
	if errYear != nil || errMonth != nil || errDay != nil {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}
