package auth_test

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/boombuler/barcode/qr"

	"gongkai/internal/auth"
)

// The vectors of RFC 6238, appendix B (SHA-1), cut to six digits.
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func TestCodesOfTheStandard(t *testing.T) {
	for _, tt := range []struct {
		unix int64
		code string
	}{{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}} {
		step, ok := auth.CheckCode(rfcSecret, tt.code, time.Unix(tt.unix, 0), 0)
		if !ok || step != tt.unix/30 {
			t.Errorf("%d: step %d, %v", tt.unix, step, ok)
		}
	}
}

func TestCheckCode(t *testing.T) {
	at := time.Unix(1111111109, 0) // the last second but one of its step
	step := at.Unix() / 30
	for _, tt := range []struct {
		name, code string
		at         time.Time
		used       int64
		want       bool
	}{
		{"当前", "081804", at, 0, true},
		{"全角并带空格", "０８１ ８０４", at, 0, true},
		{"手机慢半分钟", "081804", at.Add(30 * time.Second), 0, true},
		{"手机慢一分半", "081804", at.Add(90 * time.Second), 0, false},
		{"手机快半分钟", "050471", at, 0, true},
		{"用过", "081804", at, step, false},
		{"用过更新的", "081804", at, step + 1, false},
		{"五位", "08180", at, 0, false},
		{"空", "", at, 0, false},
		{"字母", "O81804", at, 0, false},
		{"极长", strings.Repeat("081804", 10000), at, 0, false},
	} {
		if _, ok := auth.CheckCode(rfcSecret, tt.code, tt.at, tt.used); ok != tt.want {
			t.Errorf("%s: %v", tt.name, ok)
		}
	}
	if _, ok := auth.CheckCode("not base32!", "081804", at, 0); ok {
		t.Error("a broken secret takes a code")
	}
}

func TestEnrolment(t *testing.T) {
	e, err := auth.Enrol("凉州区: 公开", "clerk")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "otpauth" || u.Query().Get("secret") != e.Secret || u.Query().Get("issuer") != "凉州区  公开" {
		t.Errorf("%s, %v", e.URL, err)
	}
	again, _ := auth.Enrol("凉州区: 公开", "clerk")
	if again.Secret == e.Secret {
		t.Error("two enrolments share a secret")
	}
	svg, err := e.SVG()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(svg, "style=") || strings.Contains(svg, "script") || strings.Contains(svg, e.Secret) {
		t.Error("the picture holds what the policy of the page forbids")
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	comparePicture(t, e.URL, svg)
}

// comparePicture draws the path of the SVG and compares it with the modules of the code.
func comparePicture(t *testing.T, text, svg string) {
	t.Helper()
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	size := code.Bounds().Dx()
	drawn := image.NewGray(image.Rect(0, 0, size, size))
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h1v1h-1z`).FindAllStringSubmatch(svg, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		drawn.SetGray(x-4, y-4, color.Gray{255})
	}
	dark := 0
	for y := range size {
		for x := range size {
			r, _, _, _ := code.At(x, y).RGBA()
			if (r == 0) != (drawn.GrayAt(x, y).Y == 255) {
				t.Fatalf("module %d,%d differs", x, y)
			}
			if r == 0 {
				dark++
			}
		}
	}
	if dark == 0 {
		t.Error("an empty picture")
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, digests := auth.NewRecoveryCodes("st_1")
	if len(codes) != 10 || len(digests) != 10 {
		t.Fatal(codes, digests)
	}
	typed := strings.ToLower(strings.ReplaceAll(codes[2], "-", " "))
	rest, ok := auth.UseRecoveryCode("st_1", typed, digests)
	if !ok || len(rest) != 9 || len(digests) != 10 {
		t.Errorf("%v %d", ok, len(rest))
	}
	if _, ok := auth.UseRecoveryCode("st_1", codes[2], rest); ok {
		t.Error("a code works twice")
	}
	if _, ok := auth.UseRecoveryCode("st_2", codes[3], digests); ok {
		t.Error("a code works for somebody else")
	}
	for _, hostile := range []string{"", "-", digests[0], strings.Repeat("A", 1<<16)} {
		if _, ok := auth.UseRecoveryCode("st_1", hostile, digests); ok {
			t.Errorf("%.20q accepted", hostile)
		}
	}
	if bytes.Contains([]byte(strings.Join(digests, "")), []byte(codes[0])) {
		t.Error("codes are stored as they are")
	}
}
