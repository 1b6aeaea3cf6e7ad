package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/fault"
	"gongkai/internal/qrcode"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// TOTP as every authenticator app does it (RFC 6238): six digits, thirty seconds, SHA-1; one step to either side is
// taken, for clocks that go wrong.
const (
	factorPeriod = 30
	factorSkew   = 1
	factorSecret = 20
)

// An Enrolment is a second factor being set up.
type Enrolment struct {
	Secret string // base32, to be typed where the picture cannot be scanned
	URL    string // otpauth://
}

// Enrol makes a new secret for the account, shown in the app under the name of the site.
func Enrol(site, login string) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: strings.ReplaceAll(site, ":", " "), AccountName: strings.ReplaceAll(login, ":", " "), SecretSize: factorSecret, Period: factorPeriod, Digits: otp.DigitsSix})
	if err != nil {
		return Enrolment{}, fmt.Errorf("auth: second factor: %w", err)
	}
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, nil
}

// SVG draws the QR code of the enrolment.
func (e Enrolment) SVG() (string, error) { return qrcode.SVG(e.URL, "动态验证码二维码") }

// CheckCode reports whether the code is right at the instant, and its time step. A step that is not after used was
// used already: a code read over the shoulder does not work twice.
func CheckCode(secret, code string, at time.Time, used int64) (step int64, ok bool) {
	code = strings.Map(digit, code)
	if len(code) != otp.DigitsSix.Length() {
		return 0, false
	}
	now := at.Unix() / factorPeriod
	for try := now - factorSkew; try <= now+factorSkew; try++ {
		want, err := totp.GenerateCode(secret, time.Unix(try*factorPeriod, 0))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && try > used {
			step, ok = try, true
		}
	}
	return step, ok
}

// digit keeps digits, full-width ones too, and drops the rest.
func digit(r rune) rune {
	if r >= '０' && r <= '９' {
		r -= '０' - '0'
	}
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// Recovery codes have eighty random bits, so a fast digest of them is enough.
const (
	recoveryCodes = 10
	recoveryBytes = 10
)

// NewRecoveryCodes returns codes to be shown once, and their digests to be stored.
func NewRecoveryCodes(staff StaffID) (codes, digests []string) {
	for range recoveryCodes {
		random := make([]byte, recoveryBytes)
		_, _ = rand.Read(random) // never fails
		code := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random)
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		digests = append(digests, recoveryDigest(staff, code))
	}
	return codes, digests
}

// UseRecoveryCode returns the digests without that of the code, or false if the code is none of them.
func UseRecoveryCode(staff StaffID, code string, digests []string) (rest []string, ok bool) {
	digest := recoveryDigest(staff, code)
	at := slices.IndexFunc(digests, func(d string) bool { return subtle.ConstantTimeCompare([]byte(d), []byte(digest)) == 1 })
	if at < 0 {
		return digests, false
	}
	return slices.Delete(slices.Clone(digests), at, at+1), true
}

func recoveryDigest(staff StaffID, code string) string {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	sum := sha256.Sum256([]byte(string(staff) + "\x00" + code))
	return hex.EncodeToString(sum[:])
}

// ErrCode is the answer to a wrong or used code.
var ErrCode error = fault.New(fault.Invalid, "动态验证码不对、已经用过，或者账号因多次输错已暂时锁定。请等待下一个验证码再输入；仍然不行的，请联系本机关安全管理员")
