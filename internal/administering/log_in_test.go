package administering_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
)

func TestLogIn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		clerk, first := w.person(kjj, "clerk", agency.RoleOfficer)
		const from = "10.1.2.3"

		staff, waiting, err := w.LogIn(ctx, " Clerk ", first, from)
		if staff != clerk.Staff || waiting != auth.NewPassword || err != nil {
			t.Fatalf("%s %d %v", staff, waiting, err)
		}
		by, err := w.Who(ctx, auth.LogIn{Staff: staff}, from)
		if err != nil || by.Waiting != auth.NewPassword || auth.Can(by, auth.RegisterCase, kjj) == nil {
			t.Errorf("首次登录未改密码就能办理：%+v %v", by, err)
		}
		refused(t, "弱密码", w.ChangePassword(ctx, by, first, "Kejiju@2026!"), fault.Invalid, "猜到")
		refused(t, "原密码", w.ChangePassword(ctx, by, "wrong", goodPassword), fault.Invalid, "原密码")
		refused(t, "不改", w.ChangePassword(ctx, by, first, first), fault.Invalid, "最近用过")
		if err := w.ChangePassword(ctx, by, first, goodPassword); err != nil {
			t.Fatal(err)
		}
		if by, err = w.Who(ctx, auth.LogIn{Staff: staff}, from); err != nil || auth.Can(by, auth.RegisterCase, kjj) != nil {
			t.Errorf("%+v %v", by, err)
		}
		_, _, err = w.LogIn(ctx, "clerk", first, from)
		refused(t, "旧密码", err, fault.Forbidden, "登录名或者密码不对")
		_, _, unknown := w.LogIn(ctx, "nobody", goodPassword, from)
		if fault.Message(err) != fault.Message(unknown) {
			t.Errorf("an unknown account is told apart: %v, %v", err, unknown)
		}
		if _, waiting, err := w.LogIn(ctx, "clerk", goodPassword, from); waiting != auth.Nothing || err != nil {
			t.Errorf("%d %v", waiting, err)
		}
		if a := w.account(staff); a.Failures != 0 || !a.LastLogin.Equal(w.clock.now()) {
			t.Errorf("%+v", a)
		}

		w.clock.pass(90 * 24 * time.Hour)
		if _, waiting, err := w.LogIn(ctx, "clerk", goodPassword, from); waiting != auth.NewPassword || err != nil {
			t.Errorf("满九十天：%d %v", waiting, err)
		}
		refused(t, "换回旧密码", w.ChangePassword(ctx, by, goodPassword, goodPassword), fault.Invalid, "最近用过")
		if err := w.ChangePassword(ctx, by, goodPassword, otherPassword); err != nil {
			t.Error(err)
		}
		for _, verb := range []string{"log_in", "log_in_failed", "change_password", "change_password_failed"} {
			if !strings.Contains(" "+w.verbs()+" ", " "+verb+" ") {
				t.Errorf("%s is not in the ledger: %s", verb, w.verbs())
			}
		}
	})
}

func TestLock(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		clerk, first := w.person(kjj, "clerk", agency.RoleOfficer)
		for range 5 {
			_, _, err := w.LogIn(ctx, "clerk", "wrong", "10.1.2.3")
			refused(t, "错误密码", err, fault.Forbidden, "不对")
		}
		_, _, err := w.LogIn(ctx, "clerk", first, "10.1.2.3")
		refused(t, "锁定后密码正确", err, fault.Forbidden, "不对")
		w.clock.pass(30*time.Minute - time.Millisecond)
		_, _, err = w.LogIn(ctx, "clerk", first, "10.1.2.3")
		refused(t, "锁定将满", err, fault.Forbidden, "不对")
		w.clock.pass(time.Millisecond)
		if _, _, err := w.LogIn(ctx, "clerk", first, "10.1.2.3"); err != nil {
			t.Errorf("锁定已满：%v", err)
		}
		for range 5 {
			_, _, _ = w.LogIn(ctx, "clerk", "wrong", "10.1.2.3")
		}
		if err := w.UnlockAccount(ctx, w.as(w.first), clerk.Staff); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.LogIn(ctx, "clerk", first, "10.1.2.3"); err != nil {
			t.Errorf("解锁后：%v", err)
		}
		if err := w.StopAccount(ctx, w.as(w.first), clerk.Staff); err != nil {
			t.Fatal(err)
		}
		_, _, err = w.LogIn(ctx, "clerk", first, "10.1.2.3")
		refused(t, "停用", err, fault.Forbidden, "不对")
		_, err = w.Who(ctx, auth.LogIn{Staff: clerk.Staff}, "")
		refused(t, "停用后旧会话", err, fault.Forbidden, "请先登录")
	})
}

// Twenty guesses at once count as twenty: the lock cannot be slipped past by hurrying.
func TestGuessesAtOnceAreAllCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		_, first := w.person(w.bureau(), "clerk", agency.RoleOfficer)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, _, err := w.LogIn(t.Context(), "clerk", "wrong", "10.1.2.3"); fault.KindOf(err) != fault.Forbidden {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		_, _, err := w.LogIn(t.Context(), "clerk", first, "10.1.2.3")
		refused(t, "锁定", err, fault.Forbidden, "不对")
		if n := strings.Count(w.verbs(), "log_in_failed"); n != 21 {
			t.Errorf("%d failures in the ledger", n)
		}
	})
}

func TestSecondFactor(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		const from = "10.1.2.3"
		audit, first := w.person(w.first.Agency, "shenji", agency.RoleAudit)
		by := func(code bool) auth.Actor {
			t.Helper()
			a, err := w.Who(ctx, auth.LogIn{Staff: audit.Staff, Code: code}, from)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		_, err := w.BeginFactor(ctx, by(false))
		refused(t, "先改密码", err, fault.Forbidden, "修改密码")
		if err := w.ChangePassword(ctx, by(false), first, goodPassword); err != nil {
			t.Fatal(err)
		}
		if by(false).Waiting != auth.NewFactor {
			t.Fatalf("管理员可以不设动态码：%+v", by(false))
		}
		e, err := w.BeginFactor(ctx, by(false))
		if err != nil {
			t.Fatal(err)
		}
		code := func() string {
			t.Helper()
			c, err := totp.GenerateCode(e.Secret, w.clock.now())
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		_, err = w.ConfirmFactor(ctx, by(false), "000000")
		refused(t, "错误的码", err, fault.Invalid, "动态验证码")
		recovery, err := w.ConfirmFactor(ctx, by(false), code())
		if err != nil || len(recovery) != 10 {
			t.Fatal(recovery, err)
		}
		if a := w.account(audit.Staff); strings.Contains(string(a.Factor), e.Secret) || strings.Contains(strings.Join(a.Recovery, " "), recovery[0]) {
			t.Error("secrets are stored in plain text")
		}

		if _, waiting, err := w.LogIn(ctx, "shenji", goodPassword, from); waiting != auth.SecondFactor || err != nil {
			t.Fatalf("%d %v", waiting, err)
		}
		if w.account(audit.Staff).LastLogin != (time.Time{}) {
			t.Error("half a log-in counts as one")
		}
		refused(t, "半登录改密码", w.ChangePassword(ctx, by(false), goodPassword, otherPassword), fault.Forbidden, "动态验证码")
		_, err = w.BeginFactor(ctx, by(false))
		refused(t, "半登录换动态码", err, fault.Forbidden, "动态验证码")
		_, err = w.GiveCode(ctx, audit.Staff, code(), from)
		refused(t, "设置时用过的码", err, fault.Invalid, "已经用过")
		w.clock.pass(30 * time.Second)
		if waiting, err := w.GiveCode(ctx, audit.Staff, code(), from); waiting != auth.Nothing || err != nil {
			t.Errorf("%d %v", waiting, err)
		}
		_, err = w.GiveCode(ctx, audit.Staff, code(), from)
		refused(t, "重放", err, fault.Invalid, "已经用过")
		if _, err := w.GiveCode(ctx, audit.Staff, strings.ToLower(recovery[3]), from); err != nil {
			t.Errorf("恢复码：%v", err)
		}
		_, err = w.GiveCode(ctx, audit.Staff, recovery[3], from)
		refused(t, "用过的恢复码", err, fault.Invalid, "动态验证码")

		w.clock.pass(time.Hour)
		for range 5 {
			_, _ = w.GiveCode(ctx, audit.Staff, "123456", from)
		}
		_, err = w.GiveCode(ctx, audit.Staff, code(), from)
		refused(t, "猜码也会锁定", err, fault.Invalid, "动态验证码")
		if err := w.ResetFactor(ctx, w.as(w.first), audit.Staff); err != nil {
			t.Fatal(err)
		}
		if by(true).Waiting != auth.NewFactor {
			t.Error("重置后不必重设")
		}
		_, err = w.GiveCode(ctx, audit.Staff, recovery[0], from)
		refused(t, "重置后旧恢复码", err, fault.Invalid, "动态验证码")
	})
}

func TestSingleSignOn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		clerk, _ := w.person(w.bureau(), "clerk", agency.RoleOfficer)
		other, _ := w.person(clerk.Agency, "other", agency.RoleOfficer)
		identity := auth.Identity{Issuer: "https://sso.example", Subject: "u-1"}
		_, err := w.LogInBySSO(ctx, identity, "10.1.2.3")
		refused(t, "未关联", err, fault.Forbidden, "还没有对应的账号")
		if err := w.TieSubject(ctx, w.as(w.first), clerk.Staff, identity); err != nil {
			t.Fatal(err)
		}
		refused(t, "一个身份两个账号", w.TieSubject(ctx, w.as(w.first), other.Staff, identity), fault.Conflict, "另一个账号")
		refused(t, "自己给自己关联", w.TieSubject(ctx, w.as(other), other.Staff, auth.Identity{Issuer: "x", Subject: "y"}), fault.Forbidden, "安全管理员")
		staff, err := w.LogInBySSO(ctx, identity, "10.1.2.3")
		if err != nil || staff != clerk.Staff {
			t.Fatal(staff, err)
		}
		if by, err := w.Who(ctx, auth.LogIn{Staff: staff, SSO: true}, ""); err != nil || by.Waiting != auth.Nothing {
			t.Errorf("%+v %v", by, err)
		}
		for range 5 {
			_, _, _ = w.LogIn(ctx, "clerk", "wrong", "10.6.6.6")
		}
		if _, err := w.LogInBySSO(ctx, identity, "10.1.2.3"); err != nil {
			t.Errorf("别人猜密码锁住了统一登录：%v", err)
		}
		_, err = w.LogInBySSO(ctx, auth.Identity{Issuer: "https://evil.example", Subject: "u-1"}, "10.1.2.3")
		refused(t, "别的签发者", err, fault.Forbidden, "还没有对应的账号")
		if err := w.StopAccount(ctx, w.as(w.first), clerk.Staff); err != nil {
			t.Fatal(err)
		}
		_, err = w.LogInBySSO(ctx, identity, "10.1.2.3")
		refused(t, "停用", err, fault.Forbidden, "")
	})
}
