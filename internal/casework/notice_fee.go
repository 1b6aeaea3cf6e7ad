package casework

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/fee"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// A Charge is a fee notice: on which basis, and for how many pages.
type Charge struct {
	Basis  fee.Basis
	Pages  int
	On     civil.Date
	Until  civil.Date
	Number string // 文号 of the notice
	Text   string // why the number or frequency is beyond reason
	Files  []Enclosure
}

// Price says what an application costs on each basis today, for the form.
func Price(ordinal, pages int, basis fee.Basis, on civil.Date) (f fee.Fee, err error) {
	if basis == fee.PerPage {
		return fee.PerPages(pages, on)
	}
	with, err := fee.PerApplications(ordinal, on)
	if err != nil || ordinal == 0 {
		return with, err
	}
	before, err := fee.PerApplications(ordinal-1, on)
	with.Amount -= before.Amount
	return with, err
}

// NoticeFee enters the fee notice with the amount that follows from the how manieth of the month the application is, or
// from its pages. What is within the free range is not charged, and both bases at once never.
// 法源: 《条例》第四十二条第一款、109号文第三条、109号文第四条、109号文第五条、109号文第六条。
func (d *Desk) NoticeFee(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, c Charge) (err error) {
	defer fault.Wrap(&err, "casework.NoticeFee(%s)", id)
	return d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if c.On.After(tx.Today()) {
			return fault.Of([]fault.Problem{{Field: "on", Message: "日期不能晚于今天"}})
		}
		reading, settings, err := policy(tx, of, tx.Today())
		if err != nil {
			return err
		}
		if !settings.Fee.Collected {
			return fault.Of([]fault.Problem{{Message: "本机关没有设置收取信息处理费，请先由系统管理员在设置中填写收款单位和账号", Cite: law.Fees.Art(6)}})
		}
		f, err := d.charge(tx, file, c, reading)
		if err != nil {
			return err
		}
		return d.add(tx, file.Application, f)
	})
}

// charge is the fact of the notice.
func (d *Desk) charge(tx *database.Tx, file store.ApplicationFile, c Charge, reading deadline.Policy) (application.Fact, error) {
	a := file.Application
	n, err := ordinal(tx, a, file.IDDigest, a.Clock(d.Calendar(a.Agency), reading, tx.Today()).ReceivedOn)
	if err != nil {
		return application.Fact{}, err
	}
	price, err := Price(n, c.Pages, c.Basis, c.On)
	if err != nil {
		return application.Fact{}, fault.Of([]fault.Problem{{Field: "pages", Message: fault.Message(err)}})
	}
	if price.Amount <= 0 {
		return application.Fact{}, fault.Of([]fault.Problem{{Field: "basis", Message: "没有超过免费的范围，不得收费：" + strings.Join(price.Describe(), "；"), Cite: price.Cite}})
	}
	text := c.Basis.String() + "计收，" + strings.Join(price.Describe(), "；")
	if reason := strings.TrimRight(strings.TrimSpace(c.Text), "。；，"); reason != "" {
		text = reason + "；" + text
	}
	f := application.Fact{Kind: application.FeeNoticed, On: c.On, By: tx.By().ID, Until: c.Until, Number: c.Number, Amount: price.Amount, Text: text}
	f = enclose(f, c.Files)
	return f, nil
}
