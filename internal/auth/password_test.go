package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/auth"

	"github.com/alexedwards/argon2id"
)

// cheap parameters keep the tests quick; production's are auth.HashParams.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func hasher(t testing.TB) *auth.Hasher {
	t.Helper()
	h, err := auth.NewHasher(cheap, 2)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestCheckPassword(t *testing.T) {
	for _, tt := range []struct {
		name, password string
		ok             bool
	}{
		{"长而无规律", "Tu7-kew-Moor-9x", true},
		{"含汉字的长句", "黄羊河Q7沿岸有三棵树", true},
		{"空", "", false},
		{"太短", "aB3$x", false},
		{"只有小写和数字", "plover9crag7dune", false},
		{"Password123!", "Password123!", false},
		{"单位拼音加年份", "Liangzhou@2026", false},
		{"部门拼音", "KejiJu@2026!", false},
		{"姓名拼音加生日", "Zhangsan@1985", false},
		{"姓名首字母加登录名", "Zs_zhangsan88", false},
		{"伪装的admin", "@dm1n@dm1n!A", false},
		{"键盘", "Qwerty!234567", false},
		{"重复", "Aa1!Aa1!Aa1!", false},
		{"政务拼音", "Zhengwu_gongkai1", false},
		{"控制字符", "Tu7-kew\x00-Moor-9x", false},
		{"不是文字", "Tu7-kew\xff-Moor-9x", false},
		{"极长", strings.Repeat("Ab1-", 100), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problems := auth.CheckPassword(tt.password, 10, "张三", "zhangsan", "武威市凉州区科技局", "科技局")
			if (len(problems) == 0) != tt.ok {
				t.Errorf("%q: %v", tt.password, problems)
			}
		})
	}
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("Tu7-kew-Moor-9x", "张三")
	f.Add(strings.Repeat("(", 60), "")
	f.Fuzz(func(t *testing.T, password, name string) {
		if len(auth.CheckPassword(password, 10, name)) == 0 && len([]rune(password)) < 10 {
			t.Errorf("%q is short", password)
		}
	})
}

func TestHasher(t *testing.T) {
	h := hasher(t)
	ctx := t.Context()
	hash, err := h.Hash(ctx, "Tu7-kew-Moor-9x")
	if err != nil || strings.Contains(hash, "Tu7") {
		t.Fatal(hash, err)
	}
	for _, tt := range []struct {
		name, password, hash string
		want                 bool
	}{
		{"对", "Tu7-kew-Moor-9x", hash, true},
		{"错", "Tu7-kew-Moor-9y", hash, false},
		{"空密码", "", hash, false},
		{"没有这个账号", "Tu7-kew-Moor-9x", "", false},
		{"没有这个账号而密码碰巧是陪衬", "no account has this password", "", false},
		{"极长的密码", strings.Repeat("x", 1<<20), hash, false},
	} {
		if got, _, err := h.Verify(ctx, tt.password, tt.hash); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
	if _, err := h.Hash(ctx, strings.Repeat("x", 1<<20)); err == nil {
		t.Error("a password of a megabyte was hashed")
	}
	stronger, err := auth.NewHasher(argon2id.Params{Memory: 128, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if ok, stale, err := stronger.Verify(ctx, "Tu7-kew-Moor-9x", hash); !ok || !stale || err != nil {
		t.Errorf("an old hash: %v %v %v", ok, stale, err)
	}
	if _, _, err := h.Verify(ctx, "x", "not a hash"); err == nil {
		t.Error("a broken hash is no error")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	refused := 0
	for range 50 { // a free slot and an ended context are picked from by chance
		if _, _, err := h.Verify(ended, "x", hash); err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("a caller who has left is still served")
	}
}

func TestLockAfterFailures(t *testing.T) {
	rules := agency.DefaultSettings(civil.MustParse("2026-11-23")).Access
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	var a auth.Account
	for i := range rules.LockAfter {
		if a.Locked(at) {
			t.Fatalf("locked after %d failures", i)
		}
		a = a.Failed(at, rules)
	}
	until := at.Add(time.Duration(rules.LockMinutes) * time.Minute)
	for _, tt := range []struct {
		name string
		at   time.Time
		want bool
	}{{"立即", at, true}, {"到期前一刻", until.Add(-time.Millisecond), true}, {"到期", until, false}, {"时钟回拨", at.Add(-time.Hour), true}} {
		if got := a.Locked(tt.at); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if again := a.Failed(at, rules); again.LockedTill != a.LockedTill || again.Failures != a.Failures {
		t.Error("failures while locked prolong the lock, so anybody could keep a person out for ever")
	}
	if after := a.Failed(until, rules); after.Locked(until) || after.Failures != 1 {
		t.Errorf("the first failure after the lock: %+v", after)
	}
	if fine := a.Succeeded(until); fine.Failures != 0 || fine.Locked(at) {
		t.Errorf("after success: %+v", fine)
	}
}

func TestWhatAPersonMustDoFirst(t *testing.T) {
	rules := agency.DefaultSettings(civil.MustParse("2026-11-23")).Access
	set := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	last := set.Add(time.Duration(rules.MaxAgeDays) * 24 * time.Hour)
	officer := auth.Account{Password: "x", PasswordAt: set, Roles: agency.RolesOf(agency.RoleOfficer)}
	with := func(change func(*auth.Account)) auth.Account { a := officer; change(&a); return a }
	strict := rules
	strict.SecondFactor = true
	for _, tt := range []struct {
		name  string
		a     auth.Account
		at    time.Time
		rules agency.Access
		code  bool
		want  auth.Waiting
	}{
		{"平常", officer, last.Add(-time.Millisecond), rules, false, auth.Nothing},
		{"满九十天", officer, last, rules, false, auth.NewPassword},
		{"初次登录", with(func(a *auth.Account) { a.MustChange = true }), set, rules, false, auth.NewPassword},
		{"有动态码未输入", with(func(a *auth.Account) { a.Factor = []byte{1} }), last, rules, false, auth.SecondFactor},
		{"有动态码已输入而密码过期", with(func(a *auth.Account) { a.Factor = []byte{1} }), last, rules, true, auth.NewPassword},
		{"管理员必须设动态码", with(func(a *auth.Account) { a.Roles = agency.RolesOf(agency.RoleAudit) }), set, rules, false, auth.NewFactor},
		{"全员必须设动态码", officer, set, strict, false, auth.NewFactor},
		{"只用统一登录的人没有密码可过期", auth.Account{Roles: officer.Roles}, last, rules, true, auth.Nothing},
	} {
		if got := tt.a.Waits(tt.at, tt.rules, tt.code); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	h, err := auth.NewHasher(auth.HashParams, 2)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if ok, _, err := h.Verify(b.Context(), "Tu7-kew-Moor-9x", ""); ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
