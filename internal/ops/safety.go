package ops

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/store"
)

// administrators checks that there is somebody for each of the three separated duties.
func (d *doctor) administrators(ctx context.Context) {
	const check = "people"
	view := d.db.View(ctx)
	var missing []string
	for _, role := range []agency.Role{agency.RoleSecurity, agency.RoleSystem, agency.RoleAudit} {
		there, err := store.AccountsWith(view, role)
		if err != nil {
			return // the schema is older, which was said before
		}
		if len(there) == 0 {
			missing = append(missing, role.String())
		}
	}
	switch {
	case len(missing) == 0:
		d.fine(check, "系统、安全、审计管理员都有人担任")
	case missing[0] == agency.RoleSecurity.String():
		d.warn(check, "还没有安全管理员，谁也不能登录", "执行 gongkai admin create 新建第一个安全管理员（--help 查看用法）")
	default:
		d.warn(check, "还没有"+strings.Join(missing, "、"), "由安全管理员在工作台“人员账号”中新增；三类管理员必须由不同的人担任")
	}
}

// guards checks that what keeps the ledger append-only is in place.
func (d *doctor) guards(ctx context.Context) {
	const check = "guards"
	missing, err := d.db.MissingGuards(ctx)
	switch {
	case err != nil:
		d.broken(check, "台账的保护无法检查："+fault.Message(err), "查看数据库的日志")
	case len(missing) > 0:
		d.broken(check, "台账、公开日志或者文书的防改保护被人拆除："+strings.Join(missing, "、"), "保留现场，执行 gongkai verify 找出被改动之处，立即报告本机关负责人")
	default:
		d.fine(check, "台账、公开日志和文书的防改保护完好")
	}
}
