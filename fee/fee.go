package fee

import (
	"fmt"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/money"
)

// A Basis is the way in which an application is charged.
type Basis int

// The two bases, of which an agency chooses one for each application.
const (
	PerApplication Basis = iota // 按件
	PerPage                     // 按量
)

// String names the basis as notices do.
func (b Basis) String() string {
	if b == PerPage {
		return "按量"
	}
	return "按件"
}

// A Tier is a range of applications or pages charged at one rate.
type Tier struct {
	From, To int       // the first and the last unit of the tier that was used
	Rate     money.Fen // for each unit
	Amount   money.Fen // for the units From to To
}

// A Fee is an amount and how it comes about.
type Fee struct {
	Basis  Basis
	Units  int // applications of the month, or pages
	Amount money.Fen
	Tiers  []Tier // in ascending order, free ones included; empty for no units and where there was no fee
	Cite   law.Citation
}

// most is the largest number of units computed: beyond any register, and far from the range of an amount.
const most = 1_000_000

// PerApplications computes the fee for n applications that one applicant filed with one agency in one calendar month,
// under the rules of the day. The fee of one more application is the difference to n-1.
// A negative n or one above a million is Invalid.
// 法源: 《条例》第四十二条第一款、109号文第四条。
func PerApplications(n int, on civil.Date) (Fee, error) {
	free, step := law.On(law.FreeApplications, on), law.On(law.TierStep, on)
	if err := check(n, "件数"); err != nil || free.Unit == law.Nothing {
		return Fee{Basis: PerApplication, Units: n}, err
	}
	f := Fee{Basis: PerApplication, Units: n, Cite: free.Cite}
	f.add(free.Int(), 0)
	rate := money.Fen(law.On(law.FirstTierRate, on).Value)
	top := law.On(law.FirstTierTop, on).Int()
	for f.add(top, rate) {
		rate += money.Fen(step.Value)
		top += law.On(law.TierWidth, on).Int()
	}
	return f, nil
}

// PerPages computes the fee for n pages supplied for one application, under the rules of the day.
// A negative n or one above a million is Invalid.
// 法源: 《条例》第四十二条第一款、109号文第五条。
func PerPages(n int, on civil.Date) (Fee, error) {
	free := law.On(law.FreePages, on)
	if err := check(n, "页数"); err != nil || free.Unit == law.Nothing {
		return Fee{Basis: PerPage, Units: n}, err
	}
	f := Fee{Basis: PerPage, Units: n, Cite: free.Cite}
	f.add(free.Int(), 0)
	f.add(law.On(law.PageTier1Top, on).Int(), money.Fen(law.On(law.PageTier1Rate, on).Value))
	f.add(law.On(law.PageTier2Top, on).Int(), money.Fen(law.On(law.PageTier2Rate, on).Value))
	f.add(n, money.Fen(law.On(law.PageTier3Rate, on).Value))
	return f, nil
}

// add charges the units after the last tier up to top and reports whether any are left.
func (f *Fee) add(top int, rate money.Fen) bool {
	from := 1
	if len(f.Tiers) > 0 {
		from = f.Tiers[len(f.Tiers)-1].To + 1
	}
	to := min(top, f.Units)
	if from > to {
		return false
	}
	t := Tier{From: from, To: to, Rate: rate, Amount: money.Fen(to-from+1) * rate}
	f.Tiers = append(f.Tiers, t)
	f.Amount += t.Amount
	return to < f.Units
}

func check(n int, what string) error {
	if n < 0 || n > most {
		return fault.New(fault.Invalid, "%s应在0至%d之间，不能是%d", what, most, n)
	}
	return nil
}

// Chosen returns the one fee that an application may be charged. Asking for both bases at once is Unlawful; for
// neither, there is no fee.
// 法源: 109号文第三条。
func Chosen(fees ...Fee) (Fee, error) {
	var chosen Fee
	bases := map[Basis]bool{}
	for _, f := range fees {
		bases[f.Basis] = true
		chosen = f
	}
	if len(bases) > 1 {
		return Fee{}, fault.Breach(law.Fees.Art(3), "同一件申请只能按件或者按量中选择一种方式计费，不得并用")
	}
	if len(fees) > 1 {
		return Fee{}, fault.New(fault.Conflict, "同一件申请重复计费")
	}
	return chosen, nil
}

// String writes the basis and the whole amount: 按件：2600.00元.
func (f Fee) String() string { return fmt.Sprintf("%s：%s元", f.Basis, f.Amount) }

// Describe writes one line for each tier, for the notice and for the screen.
func (f Fee) Describe() []string {
	unit := map[Basis]string{PerApplication: "件", PerPage: "页"}[f.Basis]
	var lines []string
	for _, t := range f.Tiers {
		if t.Rate == 0 {
			lines = append(lines, fmt.Sprintf("第%d至%d%s：免费", t.From, t.To, unit))
			continue
		}
		lines = append(lines, fmt.Sprintf("第%d至%d%s：每%s%s元，计%s元", t.From, t.To, unit, unit, t.Rate, t.Amount))
	}
	return lines
}
