package screen

import "strings"

// luhn reports whether the digits satisfy the check of ISO/IEC 7812.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

func saysCard(label string) bool {
	return containsAny(label, "卡号", "银行", "账号", "帐号", "账户", "帐户", "一卡通", "信用卡", "借记卡", "储蓄", "存折", "农行", "工行", "建行", "中行", "信用社", "开户")
}

// cardGroups are the ways in which people break the number of a card up.
func cardGroups(sizes []int) bool {
	switch joinSizes(sizes) {
	case "16", "17", "18", "19", "4-4-4-4", "4-4-4-4-3", "4-4-4-4-2", "4-4-4-4-1", "6-13", "6-10", "4-4-4-7", "6-4-4-5", "4-6-6", "4-4-11":
		return true
	}
	return len(sizes) >= 15
}

// findBankCard finds numbers of cards: 62 is UnionPay, whose cards have 16 or 19 digits, rarely 17 or 18; 4 and 5 are the
// international ones of 16 digits and 9558 an old one of 19, which count under a name that says so.
func findBankCard(v *sight) []Hit {
	var hits []Hit
	v.runs(16, 19, func(r run) {
		if !isDigits(r.digits) || !cardGroups(r.sizes) || len(r.sizes) >= 15 && !r.maximal || !luhn(r.digits) || v.fraction(r) {
			return
		}
		label, n := v.label(r.from), len(r.digits)
		named := saysCard(label)
		switch {
		case strings.HasPrefix(r.digits, "62") && (n == 16 || n == 19):
			if !named && containsAny(label, otherNumbers...) {
				return
			}
		case strings.HasPrefix(r.digits, "62"), strings.HasPrefix(r.digits, "9558") && n == 19,
			n == 16 && (r.digits[0] == '4' || r.digits[0] >= '5' && r.digits[0] <= '5'):
			if !named {
				return
			}
		default:
			return
		}
		if !named && amount(v.after(r.to, 4)) {
			return
		}
		hits = append(hits, Hit{Start: r.from, End: r.to, Write: masked(v.text[r.from:r.to], 4, 4)})
	})
	return hits
}

// findBankAccount finds account numbers that are not a card's; whether one is a person's only a person can tell.
func findBankAccount(v *sight) []Hit {
	var hits []Hit
	v.runs(12, 30, func(r run) {
		if !isDigits(r.digits) || !r.maximal || !containsAny(v.label(r.from), "账号", "帐号", "卡号", "银行账户", "银行帐户", "存折") {
			return
		}
		hits = append(hits, Hit{Start: r.from, End: r.to, Write: masked(v.text[r.from:r.to], 4, 4)})
	})
	return hits
}
