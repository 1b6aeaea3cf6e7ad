package fee_test

import (
	"testing"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/fee"
	"gongkai/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var on = civil.MustParse("2026-11-03")

type charge func(int, civil.Date) (fee.Fee, error)

func amount(t interface{ Fatal(...any) }, f charge, n int, on civil.Date) money.Fen {
	got, err := f(n, on)
	if err != nil {
		t.Fatal(err)
	}
	return got.Amount
}

// The amounts are those worked out by hand from the rates of 109号文第四条 and 第五条; 68 pages at 380元 is a fee that a
// city reported for 2025.
func TestAmounts(t *testing.T) {
	for _, tt := range []struct {
		basis fee.Basis
		n     int
		yuan  int64
	}{
		{fee.PerApplication, 0, 0}, {fee.PerApplication, 1, 0}, {fee.PerApplication, 10, 0}, {fee.PerApplication, 11, 100},
		{fee.PerApplication, 30, 2000}, {fee.PerApplication, 31, 2200}, {fee.PerApplication, 40, 4000},
		{fee.PerApplication, 41, 4300}, {fee.PerApplication, 50, 7000}, {fee.PerApplication, 51, 7400}, {fee.PerApplication, 100, 37000},
		{fee.PerPage, 0, 0}, {fee.PerPage, 30, 0}, {fee.PerPage, 31, 10}, {fee.PerPage, 68, 380}, {fee.PerPage, 100, 700},
		{fee.PerPage, 101, 720}, {fee.PerPage, 200, 2700}, {fee.PerPage, 201, 2740}, {fee.PerPage, 300, 6700},
	} {
		charge := map[fee.Basis]charge{fee.PerApplication: fee.PerApplications, fee.PerPage: fee.PerPages}[tt.basis]
		if got := amount(t, charge, tt.n, on); got != money.Yuan(tt.yuan) {
			t.Errorf("%v %d: %v元, want %d元", tt.basis, tt.n, got, tt.yuan)
		}
	}
}

func TestTiersOfThirtyThreeApplications(t *testing.T) {
	f, err := fee.PerApplications(33, on)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"第1至10件：免费", "第11至30件：每件100.00元，计2000.00元", "第31至33件：每件200.00元，计600.00元"}
	if diff := cmp.Diff(want, f.Describe()); diff != "" {
		t.Error(diff)
	}
	if f.String() != "按件：2600.00元" || f.Cite.String() != "109号文第四条" {
		t.Error(f, f.Cite)
	}
}

func TestNoFeeBefore109(t *testing.T) {
	for _, charge := range []charge{fee.PerApplications, fee.PerPages} {
		if got := amount(t, charge, 500, civil.MustParse("2020-12-31")); got != 0 {
			t.Errorf("%v元 on the last day before 109号文", got)
		}
		if got := amount(t, charge, 500, civil.MustParse("2021-01-01")); got == 0 {
			t.Error("no fee on the first day of 109号文")
		}
	}
}

func TestImpossibleNumbersAreRefused(t *testing.T) {
	for _, n := range []int{-1, 1_000_001} {
		for _, charge := range []charge{fee.PerApplications, fee.PerPages} {
			if f, err := charge(n, on); err == nil || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%d: %v, %v", n, f, err)
			}
		}
	}
}

// The oracle charges unit by unit, each at the rate of its own place.
func TestAgreesWithChargingUnitByUnit(t *testing.T) {
	perApplication := func(k int) money.Fen {
		switch {
		case k <= 10:
			return 0
		case k <= 30:
			return money.Yuan(100)
		default:
			return money.Yuan(int64(200 + (k-31)/10*100))
		}
	}
	perPage := func(k int) money.Fen {
		switch {
		case k <= 30:
			return 0
		case k <= 100:
			return money.Yuan(10)
		case k <= 200:
			return money.Yuan(20)
		default:
			return money.Yuan(40)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		for _, tt := range []struct {
			charge charge
			rate   func(int) money.Fen
		}{{fee.PerApplications, perApplication}, {fee.PerPages, perPage}} {
			f, err := tt.charge(n, on)
			if err != nil {
				t.Fatal(err)
			}
			if marginal := f.Amount - amount(t, tt.charge, n-1, on); marginal != tt.rate(n) {
				t.Fatalf("%v: unit %d costs %v, want %v", f.Basis, n, marginal, tt.rate(n))
			}
			next, sum := 1, money.Fen(0)
			for _, tier := range f.Tiers {
				if tier.From != next || tier.To < tier.From {
					t.Fatalf("tiers do not join: %+v", f.Tiers)
				}
				next, sum = tier.To+1, sum+tier.Amount
			}
			if next != n+1 || sum != f.Amount {
				t.Fatalf("tiers %+v do not make up %v", f.Tiers, f.Amount)
			}
		}
	})
}

func TestOneBasisForOneApplication(t *testing.T) {
	items, _ := fee.PerApplications(31, on)
	pages, _ := fee.PerPages(68, on)
	if _, err := fee.Chosen(items, pages); fault.KindOf(err) != fault.Unlawful || fault.Problems(err)[0].Cite.String() != "109号文第三条" {
		t.Errorf("both at once: %v", err)
	}
	if _, err := fee.Chosen(items, items); fault.KindOf(err) != fault.Conflict {
		t.Errorf("twice: %v", err)
	}
	for _, f := range []fee.Fee{items, pages} {
		if got, err := fee.Chosen(f); err != nil || got.Amount != f.Amount {
			t.Error(got, err)
		}
	}
	if got, err := fee.Chosen(); err != nil || got.Amount != 0 {
		t.Error(got, err)
	}
}
