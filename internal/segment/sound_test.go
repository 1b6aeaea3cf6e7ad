package segment_test

import (
	"strings"
	"testing"

	"gongkai/internal/segment"
)

func TestPinyinBecomesWords(t *testing.T) {
	for typed, want := range map[string]string{
		"nongcungonglu": "农村公路", "nong cun gong lu": "农村公路", "yingshanghuanjing": "营商环境", "zhengdibuchang": "征地补偿", "chongqing": "重庆",
		"xian": "", "zhengfuxinxigongkai": "政府信息公开", "NONGCUN": "农村", "xyz": "", "gdp": "", "农村": "", "": "", "a1": "", "dibao": "低保",
	} {
		got, ok := segment.ByPinyin(typed)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}

func TestHomophonesAreForgiven(t *testing.T) {
	for typed, want := range map[string]string{
		"农存公路": "农村公路", "营商寰境": "营商环境", "正地补偿": "征地补偿", "农村公路": "", "abc": "", "低": "", "政府信西公开": "政府信息公开",
	} {
		got, ok := segment.ByHomophone(typed)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}

func FuzzByPinyin(f *testing.F) {
	f.Add("nongcun")
	f.Add("xi'an")
	f.Add("lü")
	f.Fuzz(func(t *testing.T, typed string) {
		if got, ok := segment.ByPinyin(typed); ok && got == "" {
			t.Errorf("%q gives nothing", typed)
		}
		segment.ByHomophone(typed)
	})
}

func BenchmarkByPinyin(b *testing.B) {
	for b.Loop() {
		segment.ByPinyin(strings.Repeat("nongcungonglu", 3))
	}
}
