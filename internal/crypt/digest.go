package crypt

import (
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/fault"
)

// A Kind is what sort of personal data a value is. It decides how the value is normalised and how it is masked.
type Kind string

// The kinds.
const (
	Name     Kind = "name"      // 姓名 or 名称
	IDNumber Kind = "id_number" // 公民身份号码 and other 证件号码
	USCC     Kind = "uscc"      // 统一社会信用代码
	Phone    Kind = "phone"     // mobile or fixed line
	Email    Kind = "email"
	Address  Kind = "address"
	Other    Kind = "other"
)

// Normalise writes the value so that two ways of writing the same thing become equal: full-width characters become
// half-width for every kind; the rest depends on the kind. Digests are made of the result.
func Normalise(kind Kind, value string) string {
	s := norm.NFKC.String(strings.ToValidUTF8(value, "\uFFFD"))
	switch kind {
	case IDNumber, USCC:
		return strings.ToUpper(keep(s, func(r rune) bool { return !blank(r) && !dash(r) }))
	case Phone:
		return normalisePhone(s)
	case Email:
		return strings.ToLower(keep(s, func(r rune) bool { return !blank(r) }))
	case Name:
		return strings.ToUpper(strings.Map(func(r rune) rune {
			switch {
			case blank(r):
				return -1
			case strings.ContainsRune("•‧∙⋅・･", r):
				return '·'
			}
			return r
		}, s))
	case Address:
		return strings.ToUpper(strings.Map(func(r rune) rune {
			switch {
			case blank(r) || strings.ContainsRune(",，、。.;；", r):
				return -1
			case dash(r):
				return '-'
			}
			return r
		}, s))
	}
	return strings.TrimFunc(s, blank)
}

// normalisePhone keeps the digits and, before an extension, one #; the country code of China is left out.
func normalisePhone(s string) string {
	var b strings.Builder
	extension := false
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0 && strings.HasPrefix(s[i:], "+86"):
			b.WriteString("00")
		case (r == '转' || r == '#') && !extension && b.Len() > 0:
			b.WriteByte('#')
			extension = true
		}
	}
	digits := strings.TrimSuffix(b.String(), "#")
	if rest, ok := strings.CutPrefix(digits, "0086"); ok {
		if rest != "" && rest[0] != '0' && !mobile(rest) { // +86 935 … is written 0935 … at home
			rest = "0" + rest
		}
		return rest
	}
	if rest, ok := strings.CutPrefix(digits, "86"); ok && mobile(rest) {
		return rest
	}
	return digits
}

func mobile(digits string) bool { return len(digits) == 11 && digits[0] == '1' }

func keep(s string, wanted func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if wanted(r) {
			return r
		}
		return -1
	}, s)
}

// blank says whether r is white space or a character without width, as comes along when text is copied from a page.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

func dash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

// A Digest stands for a value in a column that is searched for exact equality, such as gm-1a2b3c4d-…: suite, key id
// and keyed hash. The empty Digest stands for no value and is never found.
type Digest string

// Digest returns the digest of the value under the active key: equal exactly when the normalised values are equal.
// Values of different kinds never have equal digests. A value that is empty when normalised has the empty digest.
func (k *Keyring) Digest(kind Kind, value string) (_ Digest, err error) {
	defer fault.Wrap(&err, "crypt.Digest")
	return k.digest(keyUse{k.Active(), k.suite, Search}, kind, value)
}

// Digests returns the digests of the value under every key and suite, the active one first: what to look for while
// a rotation is under way. It is empty for a value that is empty when normalised.
func (k *Keyring) Digests(kind Kind, value string) (_ []Digest, err error) {
	defer fault.Wrap(&err, "crypt.Digests")
	if Normalise(kind, value) == "" {
		return nil, nil
	}
	keys := k.keys()
	uses := []keyUse{{keys.active, k.suite, Search}}
	for _, id := range keys.order {
		for _, suite := range []Suite{Std, GM} {
			if use := (keyUse{id, suite, Search}); use != uses[0] {
				uses = append(uses, use)
			}
		}
	}
	all := make([]Digest, len(uses))
	for i, use := range uses {
		if all[i], err = k.digest(use, kind, value); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (k *Keyring) digest(use keyUse, kind Kind, value string) (Digest, error) {
	normal := Normalise(kind, value)
	if normal == "" {
		return "", nil
	}
	sum, err := k.mac(use, []byte(string(kind)+"\x00"+normal))
	if err != nil {
		return "", err
	}
	return Digest(use.suite.String() + "-" + use.id.String() + "-" + hex.EncodeToString(sum)), nil
}
