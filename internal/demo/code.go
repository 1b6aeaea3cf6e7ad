package demo

import "strings"

// uscc are the characters of GB 32100 in the order of their values.
const uscc = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// checked builds a 统一社会信用代码 for an invented agency from the eight characters before the organisation code and the
// eight of the organisation code, with both check characters (GB 11714, GB 32100).
func checked(front, org string) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += strings.IndexByte(letters, org[i]) * weight
	}
	check := "0123456789X"[(11-sum%11)%11]
	code := front + org + string(check)
	sum = 0
	weight := 1
	for i := range 17 {
		sum += strings.IndexByte(uscc, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + string(uscc[(31-sum%31)%31])
}
