package auth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/internal/segment"
	"gongkai/law"

	"github.com/alexedwards/argon2id"
	"github.com/ccojocar/zxcvbn-go"
	"golang.org/x/crypto/argon2"
)

// longestPassword bounds what is hashed and measured, in bytes.
const longestPassword = 128

// A Hasher makes and compares hashes of passwords with argon2id. Each takes tens of megabytes, so only so many run at
// once; the others wait.
type Hasher struct {
	params argon2id.Params
	slots  chan struct{}
	decoy  string // compared against when there is no such account, so that both take the same time
}

// HashParams are what production uses: 19 MiB, two passes, one lane (OWASP's first choice).
var HashParams = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// NewHasher makes a hasher that runs at most so many hashes at once.
func NewHasher(params argon2id.Params, concurrent int) (*Hasher, error) {
	decoy := newDecoy(params)
	if _, _, _, err := argon2id.DecodeHash(decoy); err != nil {
		return nil, fmt.Errorf("auth: hashing: %w", err)
	}
	return &Hasher{params: params, slots: make(chan struct{}, max(concurrent, 1)), decoy: decoy}, nil
}

// newDecoy writes a hash that costs as much to compare as any other and belongs to no password: salt and key are random.
// It is not computed, so that the program starts without the time and memory of a hash.
func newDecoy(params argon2id.Params) string {
	random := func(n uint32) string {
		b := make([]byte, n)
		_, _ = rand.Read(b) // never fails
		return base64.RawStdEncoding.EncodeToString(b)
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, params.Memory, params.Iterations, params.Parallelism,
		random(params.SaltLength), random(params.KeyLength))
}

// Hash returns the hash that is stored.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if len(password) > longestPassword {
		return "", tooLong()
	}
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	hash, err := argon2id.CreateHash(password, &h.params)
	fault.Wrap(&err, "auth.Hash")
	return hash, err
}

// Verify reports whether the password belongs to the hash, and whether the hash should be made anew because the
// parameters have changed. An empty hash, as of an unknown account, costs the same time and never matches.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (match, stale bool, err error) {
	known := hash != ""
	if !known {
		hash = h.decoy
	}
	if len(password) > longestPassword {
		password, known = "", false
	}
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	match, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		fault.Wrap(&err, "auth.Verify")
		return false, false, err
	}
	return match && known, match && known && *params != h.params, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &fault.Error{Kind: fault.Unavailable, Message: "登录的人太多，请稍后再试", Err: ctx.Err()}
	}
}

func (h *Hasher) leave() { <-h.slots }

func tooLong() error {
	return fault.New(fault.Invalid, "密码不得超过%d个字节", longestPassword)
}

// commonWords are what people here build passwords from, beside what zxcvbn knows: pinyin, office words, keyboard walks.
var commonWords = []string{
	"gongkai", "zhengwu", "zhengfu", "xinxi", "zwgk", "xxgk", "zfxxgk", "bangong", "bangongshi", "mima", "wode", "woaini",
	"woaizhongguo", "zhongguo", "beijing", "gansu", "wuwei", "liangzhou", "guanli", "guanliyuan", "yonghu", "denglu", "ceshi",
	"admin", "administrator", "root", "password", "passwd", "welcome", "huanying", "qwerty", "qazwsx", "1qaz2wsx", "asdfgh",
	"zxcvbn", "iloveyou", "5201314", "123456", "654321", "111111", "888888", "666666", "woshi", "xitong", "anquan", "shenji",
	"kejiju", "jiaoyuju", "caizhengju", "gonganju", "minzhengju", "sifaju", "weijianju", "nongyeju", "shuiliju", "jiaotongju", "zhujianju",
	"huanbaoju", "shichangju", "shuiwuju", "rensheju", "fagaiju", "tongjiju", "xinfangju", "wenlvju", "shangwuju", "shenjiju", "zhengfuban",
	"keji", "jiaoyu", "caizheng", "gongan", "minzheng", "jiankang", "nongye", "jiaotong", "xinfang", "renshe", "quzhengfu", "jiedaoban",
	"政府", "公开", "政务", "信息", "密码", "管理员", "中国", "我爱你", "办公室",
}

// The bar for passwords.
const (
	classesWanted = 3 // of capitals, small letters, digits, others
	scoreWanted   = 3 // of zxcvbn's 0 to 4
	measured      = 64
	shortestWord  = 3
)

// CheckPassword returns everything that is wrong with a new password. personal is what others know of its owner: name,
// account, agency; 汉字 in it are also looked for as pinyin.
// 法源: GB/T 22239。
func CheckPassword(password string, minLength int, personal ...string) []fault.Problem {
	var problems []fault.Problem
	wrong := func(format string, args ...any) {
		problems = append(problems, fault.Problem{Field: "password", Message: fmt.Sprintf(format, args...), Cite: law.Citation{}})
	}
	length := utf8.RuneCountInString(password)
	if length < minLength {
		wrong("密码至少%d个字符", minLength)
	}
	if len(password) > longestPassword {
		return append(problems, fault.Problem{Field: "password", Message: fault.Message(tooLong())})
	}
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		wrong("密码含有不能输入的字符")
	}
	if classes(password) < classesWanted {
		wrong("密码应至少包含大写字母、小写字母、数字、其他字符中的三类")
	}
	if len(problems) > 0 {
		return problems
	}
	words := append(spell(personal), commonWords...)
	if rest := withoutWords(password, words); rest < minLength-2 {
		wrong("密码由姓名、单位名、常用词或者键盘顺序组成，容易被猜到")
	} else if zxcvbn.PasswordStrength(string([]rune(password)[:min(length, measured)]), words).Score < scoreWanted {
		wrong("密码容易被猜到，请换成更长、没有规律的密码")
	}
	return problems
}

func classes(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case r >= 'A' && r <= 'Z':
			upper = 1
		case r >= 'a' && r <= 'z':
			lower = 1
		case r >= '0' && r <= '9':
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// spell returns the words, each also as pinyin in full and by initials: 张三 is zhangsan and zs.
func spell(words []string) []string {
	var all []string
	for _, w := range words {
		w = strings.ToLower(strings.TrimSpace(w))
		all = append(all, w)
		var syllables []string
		for _, r := range w {
			if s := segment.Syllable(r); s != "" {
				syllables = append(syllables, s)
			}
		}
		if len(syllables) == 0 {
			continue
		}
		var initials strings.Builder
		for _, s := range syllables {
			initials.WriteString(s[:1])
		}
		all = append(all, strings.Join(syllables, ""), initials.String())
		for i := range len(syllables) - 1 { // 武威市科技局 also as weishi, keji …
			all = append(all, syllables[i]+syllables[i+1])
		}
	}
	return all
}

// plain undoes the usual disguises of letters.
var plain = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// withoutWords returns how many characters the password has when each word that it holds counts as one.
func withoutWords(password string, words []string) int {
	shortest := utf8.RuneCountInString(password)
	for _, text := range []string{strings.ToLower(password), plain.Replace(strings.ToLower(password))} {
		for _, w := range words {
			if len(w) >= shortestWord {
				text = strings.ReplaceAll(text, w, "\x00")
			}
		}
		shortest = min(shortest, utf8.RuneCountInString(text))
	}
	return shortest
}
