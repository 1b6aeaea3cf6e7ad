package administering

import (
	"context"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// A Person is what a security administrator enters of somebody.
type Person struct {
	Agency  agency.ID
	Section agency.SectionID
	Login   string // not changed by [Desk.AlterAccount]
	Name    string
	Roles   agency.Roles
	Phone   string
	Email   string
}

// accountText is what the ledger says of an account: no secret, ways to reach the person masked.
type accountText struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Section  string `json:"section,omitempty"`
	Roles    string `json:"roles"`
	Disabled bool   `json:"disabled,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
}

func (d *Desk) describe(a auth.Account) (accountText, error) {
	phone, email, err := d.Reach(a)
	return accountText{
		Login: a.Login, Name: a.Name, Section: string(a.Section), Roles: a.Roles.String(), Disabled: a.Disabled, Phone: phone.String(), Email: email.String(),
	}, err
}

// recordAccount enters what became of an account.
func (d *Desk) recordAccount(tx *database.Tx, verb string, before, after auth.Account) error {
	var was any
	if before.Staff != "" {
		text, err := d.describe(before)
		if err != nil {
			return err
		}
		was = text
	}
	is, err := d.describe(after)
	if err != nil {
		return err
	}
	record(tx, after.Agency, verb, "account", string(after.Staff), was, is)
	return nil
}

// CreateAccount opens an account and returns the password for the first log-in, which is shown once, kept nowhere and
// must be changed.
// 法源: GB/T 22239。
func (d *Desk) CreateAccount(ctx context.Context, by auth.Actor, p Person) (_ auth.StaffID, password string, err error) {
	defer fault.Wrap(&err, "administering.CreateAccount")
	if err := auth.Can(by, auth.AlterStaff, p.Agency); err != nil {
		return "", "", err
	}
	password, hash, err := d.firstPassword(ctx)
	if err != nil {
		return "", "", err
	}
	var a auth.Account
	err = d.act(ctx, by, auth.AlterStaff, p.Agency, func(tx *database.Tx) error {
		a, err = d.openAccount(tx, p, hash)
		return err
	})
	if err != nil {
		return "", "", taken(err, "login", "登录名已被使用")
	}
	return a.Staff, password, nil
}

func (d *Desk) firstPassword(ctx context.Context) (password, hash string, err error) {
	password = newPassword()
	hash, err = d.Hasher.Hash(ctx, password)
	return password, hash, err
}

// openAccount checks and stores a new account with its entry in the ledger.
func (d *Desk) openAccount(tx *database.Tx, p Person, hash string) (auth.Account, error) {
	a := auth.Account{
		Staff: auth.StaffID(tx.NewID("st")), Agency: p.Agency, Section: p.Section, Login: strings.TrimSpace(p.Login), Name: p.Name, Roles: p.Roles,
		Password: hash, PasswordAt: tx.Now(), MustChange: true,
	}
	if err := checkAccount(tx, a); err != nil {
		return a, err
	}
	if err := d.sealPerson(&a, p); err != nil {
		return a, err
	}
	if err := store.InsertAccount(tx, a); err != nil {
		return a, err
	}
	if err := d.recordAccount(tx, "create_account", auth.Account{}, a); err != nil {
		return a, err
	}
	return a, store.KeepPassword(tx, a.Staff, hash, tx.Now(), 1)
}

func checkAccount(r database.Reader, a auth.Account) error {
	home, err := store.Agency(r, a.Agency)
	if err != nil {
		return err
	}
	problems := a.Check(home)
	if a.Section != "" {
		sections, err := store.Sections(r, a.Agency)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(sections, func(s agency.Section) bool { return s.ID == a.Section && !s.Closed }) {
			problems = append(problems, fault.Problem{Field: "section", Message: "没有这个股室"})
		}
	}
	return fault.Of(problems)
}

func (d *Desk) sealPerson(a *auth.Account, p Person) (err error) {
	if a.Phone, err = d.sealContact("phone", a.Staff, p.Phone); err != nil {
		return err
	}
	a.Email, err = d.sealContact("email", a.Staff, p.Email)
	return err
}
