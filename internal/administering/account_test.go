package administering_test

import (
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
)

func TestAccounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		by := w.as(w.first)
		clerk, _ := w.person(kjj, "clerk", agency.RoleOfficer, agency.RoleOffice)

		phone, email, err := w.Reach(clerk)
		if err != nil || phone.Reveal() != "13800138000" || email.Reveal() != "clerk@example.cn" || strings.Contains(string(clerk.Phone), "138") {
			t.Errorf("%v %v %v", phone, email, err)
		}
		for _, tt := range []struct {
			name    string
			p       administering.Person
			kind    fault.Kind
			message string
		}{
			{"同名登录", administering.Person{Agency: kjj, Login: "clerk", Name: "乙", Roles: agency.RolesOf(agency.RoleOfficer)}, fault.Conflict, "登录名已被使用"},
			{"三员合一", administering.Person{Agency: kjj, Login: "super", Name: "乙", Roles: agency.Administrators}, fault.Unlawful, "不同的人"},
			{"管理员办业务", administering.Person{Agency: kjj, Login: "super", Name: "乙", Roles: agency.RolesOf(agency.RoleSystem, agency.RoleOfficer)}, fault.Unlawful, "不得同时"},
			{"局里设主管部门人员", administering.Person{Agency: kjj, Login: "super", Name: "乙", Roles: agency.RolesOf(agency.RoleCompetent)}, fault.Unlawful, "主管部门"},
			{"登录名带引号", administering.Person{Agency: kjj, Login: "a' or '1'='1", Name: "乙", Roles: agency.RolesOf(agency.RoleOfficer)}, fault.Invalid, "登录名"},
			{"没有这个股室", administering.Person{Agency: kjj, Section: "se_x", Login: "super", Name: "乙", Roles: agency.RolesOf(agency.RoleOfficer)}, fault.Invalid, "股室"},
			{"没有这个机关", administering.Person{Agency: "ag_x", Login: "super", Name: "乙", Roles: agency.RolesOf(agency.RoleOfficer)}, fault.Forbidden, "其他机关"},
		} {
			_, _, err := w.CreateAccount(ctx, by, tt.p)
			refused(t, tt.name, err, tt.kind, tt.message)
		}
		for name, act := range map[string]func(auth.Actor) error{
			"经办人开账号": func(a auth.Actor) error {
				_, _, err := w.CreateAccount(ctx, a, administering.Person{Agency: kjj})
				return err
			},
			"经办人给自己加角色": func(a auth.Actor) error {
				return w.AlterAccount(ctx, a, clerk.Staff, administering.Person{Name: "x", Roles: agency.RolesOf(agency.RoleSigner)})
			},
			"经办人重置别人密码":  func(a auth.Actor) error { _, err := w.ResetPassword(ctx, a, w.first.Staff); return err },
			"经办人停用安全员":   func(a auth.Actor) error { return w.StopAccount(ctx, a, w.first.Staff) },
			"经办人踢人":      func(a auth.Actor) error { return w.RevokeSession(ctx, a, w.first.Staff, "") },
			"经办人看别人登录":   func(a auth.Actor) error { _, err := w.SessionsOf(ctx, a, w.first.Staff, ""); return err },
			"经办人重置别人动态码": func(a auth.Actor) error { return w.ResetFactor(ctx, a, w.first.Staff) },
		} {
			refused(t, name, act(w.as(clerk)), fault.Forbidden, "")
		}
		refused(t, "改自己的角色", w.AlterAccount(ctx, by, w.first.Staff, administering.Person{Name: "x", Roles: agency.RolesOf(agency.RoleAudit)}), fault.Forbidden, "自己的角色")
		refused(t, "停用自己", w.StopAccount(ctx, by, w.first.Staff), fault.Forbidden, "自己")
		refused(t, "重置自己的动态码", w.ResetFactor(ctx, by, w.first.Staff), fault.Forbidden, "自己")

		second, _ := w.person(w.first.Agency, "anquan2", agency.RoleSecurity)
		if err := w.StopAccount(ctx, w.as(second), w.first.Staff); err != nil {
			t.Error(err)
		}
		local, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		refused(t, "最后一名安全管理员", w.AlterAccount(ctx, w.as(w.account(w.first.Staff)), second.Staff, administering.Person{Name: "x", Roles: agency.RolesOf(agency.RoleAudit)}), fault.Invalid, "唯一的安全管理员")
		if err := w.AlterAccount(ctx, w.as(second), local.Staff, administering.Person{Name: "改名", Roles: agency.RolesOf(agency.RoleAudit)}); err != nil {
			t.Error(err)
		}
		if entry := w.after("create_account", clerk.Staff); !strings.Contains(entry, "138****8000") || strings.Contains(entry, "13800138000") || strings.Contains(entry, "clerk@") {
			t.Errorf("the ledger says %s", entry)
		}
		if a := w.account(local.Staff); a.Name != "改名" || a.Roles != agency.RolesOf(agency.RoleAudit) || len(a.Phone) != 0 || a.Login != "kjjxt" {
			t.Errorf("%+v", a)
		}
		if _, err := w.RestoreAccount(ctx, w.as(second), w.first.Staff); err != nil || w.account(w.first.Staff).Disabled {
			t.Error(err)
		}
	})
}

func TestFirstAdministrator(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		if w.first.Roles != agency.RolesOf(agency.RoleSecurity) || !w.first.MustChange {
			t.Errorf("%+v", w.first)
		}
		_, _, err := w.CreateFirstAdministrator(ctx, administering.First{Agency: office, Login: "second", Name: "乙"})
		refused(t, "第二次", err, fault.Conflict, "anquan")
		password, err := w.ResetAdministrator(ctx, "anquan")
		if err != nil || len(auth.CheckPassword(password, 10, "安全员甲", "anquan")) > 0 {
			t.Errorf("%q %v", password, err)
		}
		again, err := w.ResetAdministrator(ctx, "anquan")
		if err != nil || again == password {
			t.Errorf("%q %v", again, err)
		}
		if _, _, err = w.LogIn(ctx, "anquan", password, ""); err == nil {
			t.Error("an old password works after a reset")
		}
		if _, waiting, err := w.LogIn(ctx, "anquan", again, ""); err != nil || waiting != auth.NewPassword {
			t.Errorf("%d %v", waiting, err)
		}
		_, err = w.ResetAdministrator(ctx, "nobody")
		refused(t, "没有这个人", err, fault.NotFound, "没有")
		clerk, _ := w.person(w.first.Agency, "clerk", agency.RoleOfficer)
		_, err = w.ResetAdministrator(ctx, clerk.Login)
		refused(t, "不是管理员", err, fault.NotFound, "没有")
	})
}

// Hashes made with weaker parameters are made anew at the next log-in.
func TestHashesAreRenewed(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		clerk, first := w.person(w.bureau(), "clerk", agency.RoleOfficer)
		stronger, err := auth.NewHasher(argon2id.Params{Memory: 128, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 1)
		if err != nil {
			t.Fatal(err)
		}
		w.Hasher = stronger
		for range 2 {
			if _, _, err := w.LogIn(t.Context(), "clerk", first, ""); err != nil {
				t.Fatal(err)
			}
		}
		if a := w.account(clerk.Staff); a.Password == clerk.Password || !strings.Contains(a.Password, "m=128") || !a.PasswordAt.Equal(clerk.PasswordAt) {
			t.Errorf("%+v", a)
		}
	})
}
