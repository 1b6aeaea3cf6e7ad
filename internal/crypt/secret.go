package crypt

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// A Secret is personal data in plain text on its way between the database and a screen. However it is printed, logged
// or encoded, only its masked form comes out; [Secret.Reveal] is the one way to the plain text.
type Secret struct {
	kind  Kind
	plain *string // a pointer, so that fmt shows an address where it cannot call Format (unexported fields)
}

// NewSecret keeps the value.
func NewSecret(kind Kind, plain string) Secret { return Secret{kind, &plain} }

// Kind returns what sort of data it is.
func (s Secret) Kind() Kind { return s.kind }

// IsZero says whether there is nothing to hide.
func (s Secret) IsZero() bool { return s.plain == nil || *s.plain == "" }

// Reveal returns the plain text. Every call that ends on a screen belongs in the ledger.
func (s Secret) Reveal() string {
	if s.plain == nil {
		return ""
	}
	return *s.plain
}

// Equal compares kind and plain text.
func (s Secret) Equal(other Secret) bool { return s.kind == other.kind && s.Reveal() == other.Reveal() }

// String returns the masked form.
func (s Secret) String() string { return Mask(s.kind, s.Reveal()) }

// Format writes the masked form for every verb and flag.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue logs the masked form.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText encodes the masked form.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON encodes the masked form.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// Value refuses: a secret reaches the database only sealed.
func (s Secret) Value() (driver.Value, error) {
	return nil, errors.New("crypt: a Secret must be sealed before it is stored")
}

// Mask hides what identifies a person and leaves what a clerk needs to tell two entries apart: the family name, the
// first six and last four characters of a number, the first three and last four digits of a mobile phone, the first
// letter and the domain of an e-mail, an address down to the county. What is too short to mask so is hidden whole.
func Mask(kind Kind, plain string) string {
	s := strings.TrimSpace(plain)
	if s == "" {
		return ""
	}
	switch kind {
	case Name:
		return maskName(s)
	case IDNumber, USCC:
		return maskMiddle(s, 6, 4)
	case Phone:
		if digits := normalisePhone(s); mobile(digits) {
			return maskMiddle(digits, 3, 4)
		}
		return maskMiddle(s, 0, 3)
	case Email:
		return maskEmail(s)
	case Address:
		return maskAddress(s)
	}
	return hidden
}

const hidden = "****"

// maskMiddle keeps so many characters at either end, if at least four are hidden between them.
func maskMiddle(s string, head, tail int) string {
	runes := []rune(s)
	if len(runes) < head+tail+4 {
		return hidden
	}
	return string(runes[:head]) + strings.Repeat("*", len(runes)-head-tail) + string(runes[len(runes)-tail:])
}

// doubleSurnames are the family names of two characters that are met today (复姓).
const doubleSurnames = "欧阳 上官 司马 诸葛 司徒 皇甫 尉迟 公孙 慕容 长孙 宇文 令狐 夏侯 东方 端木 南宫 独孤 呼延 闻人 轩辕 澹台 申屠 太史 完颜 "

func maskName(s string) string {
	runes := []rune(s)
	keep := 1
	if len(runes) > 2 && strings.Contains(doubleSurnames, string(runes[:2])+" ") {
		keep = 2
	}
	if len(runes) == 1 {
		return "*"
	}
	return string(runes[:keep]) + strings.Repeat("*", min(len(runes)-keep, 4))
}

func maskEmail(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 2 {
		return hidden
	}
	first, _ := utf8.DecodeRuneInString(s)
	return string(first) + "***" + s[at:]
}

// countyLength is the number of characters within which an address names its county, such as 新疆维吾尔自治区….
const countyLength = 24

// maskAddress keeps an address as far as its county, else its city, and no further.
func maskAddress(s string) string {
	runes := []rune(s)
	city := 0
	for i, r := range runes[:min(len(runes), countyLength)] {
		switch r {
		case '县', '旗':
			return string(runes[:i+1]) + hidden
		case '区':
			if i < 2 || strings.ContainsRune("治小社园校地矿", runes[i-1]) {
				continue
			}
			return string(runes[:i+1]) + hidden
		case '市', '州', '盟':
			if i >= 2 && city == 0 {
				city = i + 1
			}
		case '路', '街', '道', '号', '镇', '乡', '村':
			return string(runes[:city]) + hidden
		}
	}
	return string(runes[:city]) + hidden
}
