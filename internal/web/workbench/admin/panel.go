package admin

import (
	"fmt"
	"time"

	"gongkai/internal/auth"
	"gongkai/internal/ops"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// panels are what administrators see first.
func (p pages) panels() []workbench.Panel {
	return []workbench.Panel{
		{Title: "平台", Action: auth.ViewOperation, Order: 80, Draw: p.operationPanel},
		{Title: "人员", Action: auth.AlterStaff, Order: 81, Draw: p.staffPanel},
		{Title: "台账", Action: auth.VerifyLedger, Order: 82, Draw: p.ledgerPanel},
	}
}

// operationPanel shows failed jobs and what the doctor finds wrong.
func (p pages) operationPanel(c *workbench.Call) (templ.Component, error) {
	h, _, err := p.Desk.Jobs(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	broken, warned := 0, 0
	for _, f := range p.Examine(c.Context()) {
		switch f.Severity {
		case ops.Broken:
			broken++
		case ops.Warning:
			warned++
		}
	}
	health := ui.Stat{Label: "运行状况", Value: "正常", Href: c.URL("/workbench/health")}
	switch {
	case broken > 0:
		health.Value, health.Unit, health.Tone = itoa(broken), "处故障", ui.Bad
	case warned > 0:
		health.Value, health.Unit, health.Tone = itoa(warned), "处需要注意", ui.Caution
	}
	jobs := ui.Stat{Label: "失败的任务", Value: itoa(h.Dead), Unit: "项", Href: c.URL("/workbench/jobs")}
	if h.Dead > 0 {
		jobs.Tone = ui.Bad
	}
	calendar := ui.Stat{Label: "节假日", Value: "已载入", Href: c.URL("/workbench/holidays"), Note: fmt.Sprintf("%d年", c.Today().Year())}
	if !p.Almanac().National().Known(c.Today().Year()) {
		calendar.Value, calendar.Tone = "未载入", ui.Bad
	}
	return ui.Stats{Items: []ui.Stat{health, jobs, calendar, {Label: "机关", Value: itoa(len(c.By.Tree.All())), Unit: "个", Href: c.URL(agenciesPath)}}}, nil
}

// idleAccount is after how long without a log-in an account is looked at.
const idleAccount = 90 * 24 * time.Hour

// staffPanel counts accounts that want something.
func (p pages) staffPanel(c *workbench.Call) (templ.Component, error) {
	var all, locked, fresh, idle int
	for _, a := range c.By.Tree.All() {
		if !c.May(auth.ViewStaff, a.ID) {
			continue
		}
		list, err := p.Desk.Accounts(c.Context(), c.By, a.ID)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			switch {
			case x.Disabled:
				continue
			case x.Locked(c.Now()):
				locked++
			case x.MustChange:
				fresh++
			}
			if all++; !x.LastLogin.IsZero() && c.Now().Sub(x.LastLogin) > idleAccount {
				idle++
			}
		}
	}
	lock := ui.Stat{Label: "已锁定", Value: itoa(locked), Unit: "个"}
	if locked > 0 {
		lock.Tone = ui.Bad
	}
	return ui.Stats{Items: []ui.Stat{{Label: "在用账号", Value: itoa(all), Unit: "个", Href: c.URL("/workbench/people")}, lock,
		{Label: "尚未首次登录", Value: itoa(fresh), Unit: "个"}, {Label: "90天没有登录", Value: itoa(idle), Unit: "个", Note: "请核对是否仍然需要"}}}, nil
}

// ledgerPanel leads to the ledger.
func (p pages) ledgerPanel(c *workbench.Call) (templ.Component, error) {
	return cardGrid([]templ.Component{
		ui.Card{Link: ui.Link{Text: "查询台账", Href: c.URL(ledgerPath)}, Words: "登录、账号、权限和业务办理的全部记录"},
		ui.Card{Link: ui.Link{Text: "登录失败", Href: c.URL(ledgerPath + "?verb=log_in_failed")}, Words: "查看是否有人在猜密码"},
		ui.Card{Link: ui.Link{Text: "查看完整个人信息的记录", Href: c.URL(ledgerPath + "?verb=unmask")}, Words: "谁看过申请人的完整信息，因为什么"},
		ui.Card{Link: ui.Link{Text: "校验台账", Href: c.URL(ledgerPath + "/verify")}, Words: "找出被改动、删除或者插入的记录"},
	}), nil
}
