package portal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongkai/law"

	lru "github.com/hashicorp/golang-lru/v2"
)

// A captcha is a sum in words, which screen readers read as everybody else does. The token is signed, holds no answer,
// and is good for one form.
type captcha struct {
	Question string // 七加五等于几？
	Token    string
}

// captchas makes and checks them. Tokens that were used are remembered until they would have ended anyway, by each
// node for itself.
type captchas struct {
	key  []byte
	now  func() time.Time
	mu   sync.Mutex
	used *lru.Cache[string, struct{}]
}

const (
	captchaLife  = 2 * time.Hour // a person may look for papers between reading and sending
	captchasKept = 20_000
)

func newCaptchas(key []byte, now func() time.Time) *captchas {
	used, err := lru.New[string, struct{}](captchasKept)
	if err != nil {
		panic("portal: " + err.Error()) // only for a size below one
	}
	return &captchas{key: key, now: now, used: used}
}

// draw makes a question whose answer is from 1 to 19.
func (c *captchas) draw() captcha {
	a, b := 1+random(9), 1+random(9)
	question, answer := law.Numeral(a)+"加"+law.Numeral(b)+"等于几？", a+b
	if random(2) == 0 && a != b {
		a, b = max(a, b), min(a, b)
		question, answer = law.Numeral(a)+"减"+law.Numeral(b)+"等于几？", a-b
	}
	body := make([]byte, 16)
	binary.BigEndian.PutUint64(body, uint64(c.now().Add(captchaLife).Unix()))
	rand.Read(body[8:]) // never fails
	return captcha{Question: question, Token: encode(append(body, c.sign(body, answer)...))}
}

func random(n int64) int {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		panic("portal: " + err.Error()) // crypto/rand never fails
	}
	return int(v.Int64())
}

func (c *captchas) sign(body []byte, answer int) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write(body)
	mac.Write([]byte(strconv.Itoa(answer)))
	return mac.Sum(nil)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// fits reports whether the answer is that of the token, which is in time.
func (c *captchas) fits(token, answer string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 16+sha256.Size {
		return false
	}
	n, ok := readAnswer(answer)
	if !ok || !hmac.Equal(raw[16:], c.sign(raw[:16], n)) {
		return false
	}
	return c.now().Unix() <= int64(binary.BigEndian.Uint64(raw))
}

// right reports whether the answer is that of the token, which is in time and was not used. A right answer uses it up.
func (c *captchas) right(token, answer string) bool {
	if !c.fits(token, answer) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used.Contains(token) {
		return false
	}
	c.used.Add(token, struct{}{})
	return true
}

// readAnswer reads a small number in digits of any width or in Chinese.
func readAnswer(s string) (int, bool) {
	s = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(s))
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 0
	}
	return law.ParseNumeral(s)
}
