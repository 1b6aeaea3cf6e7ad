package administering_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

// clock is a clock that the tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// office is the agency that runs the deployment of the tests.
var office = agency.Agency{
	USCC: "11620602013932130J", Code: "qzfb", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County,
	Kind: agency.Department, Region: "620602", Competent: true,
}

// A world is a deployment with its first administrator and the people that the tests open.
type world struct {
	*administering.Desk
	clock *clock
	first auth.Account
	t     *testing.T
}

// eachEngine runs f in a fresh world on each engine.
func eachEngine(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, c.now()); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		hasher, err := auth.NewHasher(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 2)
		if err != nil {
			t.Fatal(err)
		}
		w := &world{Desk: &administering.Desk{DB: db, Hasher: hasher, Keys: keys, Site: "凉州区政府信息公开"}, clock: c, t: t}
		if w.first, _, err = w.CreateFirstAdministrator(t.Context(), administering.First{Agency: office, Login: "anquan", Name: "安全员甲"}); err != nil {
			t.Fatal(err)
		}
		f(t, w)
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(c.now))
}

// as returns the person as an actor who has done what must be done first.
func (w *world) as(a auth.Account) auth.Actor {
	w.t.Helper()
	tree, err := w.Tree(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return a.Actor(tree, "10.0.0.7", auth.Nothing)
}

// person opens an account with the roles and returns it with its first password.
func (w *world) person(of agency.ID, login string, roles ...agency.Role) (auth.Account, string) {
	w.t.Helper()
	id, password, err := w.CreateAccount(w.t.Context(), w.as(w.first), administering.Person{
		Agency: of, Login: login, Name: "某人" + login, Roles: agency.RolesOf(roles...), Phone: "13800138000", Email: login + "@example.cn",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.account(id), password
}

func (w *world) account(id auth.StaffID) auth.Account {
	w.t.Helper()
	a, err := store.Account(w.DB.View(w.t.Context()), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// bureau adds the science bureau under the office.
func (w *world) bureau() agency.ID {
	w.t.Helper()
	system, _ := w.person(w.first.Agency, "xitong", agency.RoleSystem)
	id, err := w.CreateAgency(w.t.Context(), w.as(system), agency.Agency{
		USCC: "12620600MB0523338C", Code: "kjj", Name: "武威市凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: w.first.Agency,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// refused checks that err is of the kind and says so.
func refused(t *testing.T, what string, err error, kind fault.Kind, message string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(fault.Message(err), message) {
		t.Errorf("%s: got %v, want kind %d and %q", what, err, kind, message)
	}
}

// verbs returns the verbs in the ledger, newest first.
func (w *world) verbs() string {
	w.t.Helper()
	links, _, err := store.SearchLedger(w.DB.View(w.t.Context()), store.LedgerFilter{Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, l := range links {
		all = append(all, l.Verb)
	}
	return strings.Join(all, " ")
}

const goodPassword, otherPassword = "Tu7-kew-Moor-9x", "Plum4!hazel_Dove"

func TestAgencies(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		upper, err := store.AccountByLogin(w.DB.View(ctx), "xitong")
		if err != nil {
			t.Fatal(err)
		}
		own, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		officer, _ := w.person(kjj, "kjjjb", agency.RoleOfficer)
		a, err := store.Agency(w.DB.View(ctx), kjj)
		if err != nil || a.Name != "武威市凉州区科学技术局" || a.ID != kjj {
			t.Fatal(a, err)
		}
		twin := a
		twin.ID, twin.Code = "", "kjj2"
		_, err = w.CreateAgency(ctx, w.as(upper), twin)
		refused(t, "代码已被使用", err, fault.Invalid, "统一社会信用代码已被使用")
		_, err = w.CreateAgency(ctx, w.as(officer), agency.Agency{Superior: kjj})
		refused(t, "经办人新增机关", err, fault.Forbidden, "系统管理员")
		_, err = w.CreateAgency(ctx, w.as(own), agency.Agency{Name: "自立门户"})
		refused(t, "下级自立门户", err, fault.Forbidden, "主管部门")
		_, err = w.CreateAgency(ctx, w.as(upper), agency.Agency{Superior: w.first.Agency})
		refused(t, "空白的机关", err, fault.Invalid, "有内容需要修改")

		renamed := a
		renamed.Name = "武威市凉州区科学技术和工业信息化局"
		if err := w.AlterAgency(ctx, w.as(own), renamed); err != nil {
			t.Error(err)
		}
		free := renamed
		free.Superior = ""
		refused(t, "下级摆脱主管部门", w.AlterAgency(ctx, w.as(own), free), fault.Forbidden, "主管部门的系统管理员")
		moved := renamed
		moved.Code = "kxj"
		refused(t, "改网址", w.AlterAgency(ctx, w.as(upper), moved), fault.Invalid, "网址代码")
		closed := renamed
		closed.Closed = true
		if err := w.AlterAgency(ctx, w.as(upper), closed); err != nil {
			t.Error(err)
		}
		_, _, err = w.CreateAccount(ctx, w.as(w.first), administering.Person{Agency: kjj, Login: "late", Name: "晚来者", Roles: agency.RolesOf(agency.RoleOfficer)})
		refused(t, "撤并的机关不进人", err, fault.Invalid, "已撤并")
		if verbs := w.verbs(); strings.Count(verbs, "alter_agency") != 2 || strings.Count(verbs, "create_agency") != 2 {
			t.Errorf("ledger: %s", verbs)
		}
	})
}

func TestSectionsGuideSettingsRegions(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		system, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		officer, _ := w.person(kjj, "kjjjb", agency.RoleOfficer)

		id, err := w.SaveSection(ctx, w.as(system), agency.Section{Agency: kjj, Name: "办公室", Office: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.SaveSection(ctx, w.as(system), agency.Section{Agency: kjj, Name: "法规股", Office: true})
		refused(t, "第二个工作机构", err, fault.Unlawful, "只能指定一个")
		_, err = w.SaveSection(ctx, w.as(system), agency.Section{Agency: w.first.Agency, Name: "偷设"})
		refused(t, "别的机关的股室", err, fault.Forbidden, "其他机关")
		if _, err := w.SaveSection(ctx, w.as(system), agency.Section{ID: id, Agency: kjj, Name: "综合办公室", Office: true}); err != nil {
			t.Error(err)
		}
		sections, err := store.Sections(w.DB.View(ctx), kjj)
		if err != nil || len(sections) != 1 || sections[0].Name != "综合办公室" || !sections[0].Office {
			t.Errorf("%+v, %v", sections, err)
		}

		gaps, err := w.SaveGuide(ctx, w.as(officer), agency.Guide{Agency: kjj, OfficeName: "办公室", Channels: []agency.Channel{{Kind: agency.ChannelFax, Open: true, How: "0935-2212345"}}})
		if err != nil || len(gaps) != 5 {
			t.Errorf("gaps %v, %v", gaps, err)
		}
		_, err = w.SaveGuide(ctx, w.as(officer), agency.Guide{Agency: kjj, Channels: []agency.Channel{{Kind: agency.ChannelMail, Reason: "没有人手"}}})
		refused(t, "关闭邮寄", err, fault.Unlawful, "不得关闭")
		g, err := store.Guide(w.DB.View(ctx), kjj)
		if err != nil || g.OfficeName != "办公室" || len(g.Channels) != 1 || g.ReviewedOn.String() != "2026-11-23" {
			t.Errorf("%+v, %v", g, err)
		}
		if empty, err := store.Guide(w.DB.View(ctx), w.first.Agency); err != nil || !empty.ReviewedOn.IsZero() {
			t.Errorf("%+v, %v", empty, err)
		}

		settings, err := store.Settings(w.DB.View(ctx), kjj, g.ReviewedOn)
		if err != nil {
			t.Fatal(err)
		}
		settings.Remedies.Court, settings.Access.LockAfter = "武威市凉州区人民法院", 3
		if err := w.AlterSettings(ctx, w.as(system), kjj, settings); err != nil {
			t.Fatal(err)
		}
		stored, err := store.Settings(w.DB.View(ctx), kjj, g.ReviewedOn)
		if err != nil || stored.Remedies.Court != "武威市凉州区人民法院" || stored.Access.LockAfter != 5 {
			t.Errorf("系统管理员改了登录安全：%+v, %v", stored, err)
		}
		refused(t, "系统管理员改登录安全", w.AlterAccess(ctx, w.as(system), kjj, settings.Access), fault.Forbidden, "安全管理员")
		if err := w.AlterAccess(ctx, w.as(w.first), kjj, settings.Access); err != nil {
			t.Error(err)
		}
		settings.Review.Order = []agency.Stage{agency.StageSign}
		refused(t, "取消保密审查", w.AlterSettings(ctx, w.as(system), kjj, settings), fault.Unlawful, "保密审查")

		if err := w.SaveRegion(ctx, w.as(system), agency.Region{Code: "620602000000", Name: "凉州区"}); err != nil {
			t.Error(err)
		}
		refused(t, "行政区划代码", w.SaveRegion(ctx, w.as(system), agency.Region{Code: "6206", Name: "凉州区"}), fault.Invalid, "6位")
		regions, err := store.Regions(w.DB.View(ctx))
		if p, ok := regions.Find("620602"); err != nil || !ok || p.Name != "凉州区" {
			t.Errorf("%+v, %v", regions, err)
		}
	})
}

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
			"经办人看别人登录":   func(a auth.Actor) error { _, err := w.SessionsOf(ctx, a, w.first.Staff); return err },
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
		if a := w.account(local.Staff); a.Name != "改名" || a.Roles != agency.RolesOf(agency.RoleAudit) || len(a.Phone) != 0 || a.Login != "kjjxt" {
			t.Errorf("%+v", a)
		}
		if _, err := w.RestoreAccount(ctx, w.as(second), w.first.Staff); err != nil || w.account(w.first.Staff).Disabled {
			t.Error(err)
		}
	})
}

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
