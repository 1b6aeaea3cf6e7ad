package money_test

import (
	"testing"

	"gongkai/money"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		in      string
		yuan    money.Fen
		wanyuan money.Fen
		ok      [2]bool
	}{
		{"2000", 200000, 2000000000, [2]bool{true, true}},
		{"2,000.50", 200050, 2000500000, [2]bool{true, true}},
		{"24252.311082", 0, 24252311082, [2]bool{false, true}},
		{"0.000001", 0, 1, [2]bool{false, true}},
		{"0.0000001", 0, 0, [2]bool{false, false}},
		{"-18", -1800, -18000000, [2]bool{true, true}},
		{"1.10000000", 110, 1100000, [2]bool{true, true}},
		{"", 0, 0, [2]bool{}}, {"1.", 0, 0, [2]bool{}}, {".5", 0, 0, [2]bool{}}, {"1,00", 0, 0, [2]bool{}},
		{"251000元", 0, 0, [2]bool{}}, {"1e5", 0, 0, [2]bool{}}, {"99999999999999999999", 0, 0, [2]bool{}},
	} {
		for i, parse := range []func(string) (money.Fen, error){money.ParseYuan, money.ParseWanyuan} {
			want := [2]money.Fen{tt.yuan, tt.wanyuan}[i]
			got, err := parse(tt.in)
			if (err == nil) != tt.ok[i] || got != want {
				t.Errorf("unit %d: %q = %d, %v; want %d, ok %v", i, tt.in, got, err, want, tt.ok[i])
			}
		}
	}
}

func TestEveryAmountIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Fen(rapid.Int64Range(-1<<62, 1<<62).Draw(t, "fen"))
		if got, err := money.ParseYuan(amount.String()); err != nil || got != amount {
			t.Fatalf("%s 元 read back as %d, %v", amount, got, err)
		}
		if got, err := money.ParseWanyuan(amount.Wanyuan()); err != nil || got != amount {
			t.Fatalf("%s 万元 read back as %d, %v", amount.Wanyuan(), got, err)
		}
	})
}

func FuzzParseYuan(f *testing.F) {
	f.Add("2,000.50")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := money.ParseYuan(s); err == nil {
			if back, err := money.ParseYuan(got.String()); err != nil || back != got {
				t.Errorf("%q read as %d, back as %d (%v)", s, got, back, err)
			}
		}
	})
}
