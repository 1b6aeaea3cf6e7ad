package auth

import (
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/fault"
)

// An Account is a person's way into the workbench. Secrets and personal data in it are hashed or
// sealed.
type Account struct {
	Staff    StaffID
	Agency   agency.ID
	Section  agency.SectionID // the 股室, where there is one
	Login    string           // name to log in with: small letters, digits, dot, hyphen; unique on the deployment
	Name     string           // 姓名
	Roles    agency.Roles
	Disabled bool // left or stopped; kept because the ledger names it

	Password   string    // argon2id hash; empty for accounts that come by single sign-on alone
	PasswordAt time.Time // when it was set
	MustChange bool      // it was set by somebody else
	Failures   int       // wrong passwords or codes in a row
	LockedTill time.Time // locked by failures until then

	Phone, Email []byte // sealed by internal/crypt

	Factor     []byte   // sealed TOTP secret; empty for none
	NextFactor []byte   // sealed TOTP secret that is being set up
	FactorStep int64    // the last time step whose code was used
	Recovery   []string // digests of unused recovery codes
	Subject    string   // issuer and subject of single sign-on, empty for none
	LastLogin  time.Time
}

// Check returns what is wrong with the description of the account in its agency.
func (a Account) Check(home agency.Agency) []fault.Problem {
	problems := agency.CheckRolesIn(home, a.Roles)
	if !validLogin(a.Login) {
		problems = append(problems, fault.Problem{Field: "login", Message: "登录名应为3至40位小写字母、数字、点和连字符，以字母开头"})
	}
	if name := strings.TrimSpace(a.Name); name == "" || name != a.Name || utf8.RuneCountInString(name) > 40 || strings.ContainsAny(name, "\r\n\t<>") {
		problems = append(problems, fault.Problem{Field: "name", Message: "请填写姓名（40字以内）"})
	}
	if home.Closed {
		problems = append(problems, fault.Problem{Field: "agency", Message: home.Name + "已撤并，不能新增人员"})
	}
	return problems
}

func validLogin(s string) bool {
	return len(s) >= 3 && len(s) <= 40 && s[0] >= 'a' && s[0] <= 'z' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// Locked reports whether failures keep the account closed at the instant.
func (a Account) Locked(at time.Time) bool { return at.Before(a.LockedTill) }

// Failed returns the account after a wrong password or code. The last allowed failure locks it for a time; the count
// starts anew after the lock has run out, so that a guess too many locks again only after as many more.
func (a Account) Failed(at time.Time, rules agency.Access) Account {
	if a.Locked(at) {
		return a
	}
	if !a.LockedTill.IsZero() {
		a.Failures, a.LockedTill = 0, time.Time{}
	}
	if a.Failures++; a.Failures >= rules.LockAfter {
		a.LockedTill = at.Add(time.Duration(rules.LockMinutes) * time.Minute)
	}
	return a
}

// Succeeded returns the account after a log-in that is complete.
func (a Account) Succeeded(at time.Time) Account {
	a.Failures, a.LockedTill, a.LastLogin = 0, time.Time{}, at
	return a
}

// Expired reports whether the password is older than the rules allow.
func (a Account) Expired(at time.Time, rules agency.Access) bool {
	return a.Password != "" && !at.Before(a.PasswordAt.Add(time.Duration(rules.MaxAgeDays)*24*time.Hour))
}

// NeedsFactor reports whether the person must have a second factor: administrators always, others by the rules.
// Single sign-on brings its own.
// 法源: GB/T 22239。
func (a Account) NeedsFactor(rules agency.Access) bool {
	return rules.SecondFactor || a.Roles.Any(agency.Administrators)
}

// Waits returns what the person must do before work, when the password was right and code says whether the second
// factor was given too.
func (a Account) Waits(at time.Time, rules agency.Access, code bool) Waiting {
	switch {
	case len(a.Factor) > 0 && !code:
		return SecondFactor
	case a.MustChange || a.Expired(at, rules):
		return NewPassword
	case a.NeedsFactor(rules) && len(a.Factor) == 0:
		return NewFactor
	}
	return Nothing
}

// Actor returns the person as actor in the tree, calling from the address.
func (a Account) Actor(tree *agency.Tree, address string, waiting Waiting) Actor {
	return Actor{Staff: a.Staff, Name: a.Name, Agency: a.Agency, Roles: a.Roles, Tree: tree, Address: address, Waiting: waiting}
}

// Unlocked returns the account without its failures.
func (a Account) Unlocked() Account {
	a.Failures, a.LockedTill = 0, time.Time{}
	return a
}

// WithoutFactor returns the account without second factor and recovery codes.
func (a Account) WithoutFactor() Account {
	a.Factor, a.NextFactor, a.FactorStep, a.Recovery = nil, nil, 0, nil
	return a
}
