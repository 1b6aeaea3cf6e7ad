package store

import (
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// staffColumns are in the order of the arguments that staffArgs gives.
const staffColumns = `agency, id, section, login, name, roles, disabled, phone, email, password, password_at, must_change,
	failures, locked_till, factor, next_factor, factor_step, recovery, subject, last_login`

// staffRow is a row of the table staff.
type staffRow struct {
	Agency     string           `db:"agency"`
	ID         string           `db:"id"`
	Section    string           `db:"section"`
	Login      string           `db:"login"`
	Name       string           `db:"name"`
	Roles      string           `db:"roles"`
	Disabled   bool             `db:"disabled"`
	Phone      []byte           `db:"phone"`
	Email      []byte           `db:"email"`
	Password   string           `db:"password"`
	PasswordAt database.Instant `db:"password_at"`
	MustChange bool             `db:"must_change"`
	Failures   int              `db:"failures"`
	LockedTill database.Instant `db:"locked_till"`
	Factor     []byte           `db:"factor"`
	NextFactor []byte           `db:"next_factor"`
	FactorStep int64            `db:"factor_step"`
	Recovery   string           `db:"recovery"`
	Subject    string           `db:"subject"`
	LastLogin  database.Instant `db:"last_login"`
}

func (r staffRow) account() (auth.Account, error) {
	roles, err := agency.ParseRoles(r.Roles)
	return auth.Account{
		Staff: auth.StaffID(r.ID), Agency: agency.ID(r.Agency), Section: agency.SectionID(r.Section), Login: r.Login, Name: r.Name,
		Roles: roles, Disabled: r.Disabled, Phone: r.Phone, Email: r.Email, Password: r.Password, PasswordAt: r.PasswordAt.Time,
		MustChange: r.MustChange, Failures: r.Failures, LockedTill: r.LockedTill.Time, Factor: r.Factor, NextFactor: r.NextFactor,
		FactorStep: r.FactorStep, Recovery: strings.Fields(r.Recovery), Subject: r.Subject, LastLogin: r.LastLogin.Time,
	}, err
}

// staffArgs are the values of the columns. Byte columns are never null.
func staffArgs(a auth.Account) []any {
	bytes := func(b []byte) []byte {
		if b == nil {
			return []byte{}
		}
		return b
	}
	return []any{
		string(a.Agency), string(a.Staff), string(a.Section), a.Login, a.Name, a.Roles.Encode(), a.Disabled, bytes(a.Phone), bytes(a.Email),
		a.Password, a.PasswordAt, a.MustChange, a.Failures, a.LockedTill, bytes(a.Factor), bytes(a.NextFactor), a.FactorStep,
		strings.Join(a.Recovery, " "), a.Subject, a.LastLogin,
	}
}

// Account loads a person's account.
func Account(r database.Reader, id auth.StaffID) (_ auth.Account, err error) {
	defer fault.Wrap(&err, "store.Account(%s)", id)
	return oneAccount(r, `SELECT `+staffColumns+` FROM staff WHERE id = $1`, string(id))
}

// AccountByLogin loads the account with the log-in name.
func AccountByLogin(r database.Reader, login string) (_ auth.Account, err error) {
	defer fault.Wrap(&err, "store.AccountByLogin")
	return oneAccount(r, `SELECT `+staffColumns+` FROM staff WHERE login = $1`, login)
}

// AccountBySubject loads the account that is tied to an identity of single sign-on.
func AccountBySubject(r database.Reader, subject auth.Identity) (_ auth.Account, err error) {
	defer fault.Wrap(&err, "store.AccountBySubject")
	return oneAccount(r, `SELECT `+staffColumns+` FROM staff WHERE subject = $1`, subject.String())
}

func oneAccount(r database.Reader, query string, arg any) (auth.Account, error) {
	var row staffRow
	if err := r.Get(&row, query, arg); err != nil {
		return auth.Account{}, err
	}
	return row.account()
}

// Accounts loads the accounts of the agency, by name, stopped ones last.
func Accounts(r database.Reader, of agency.ID) (_ []auth.Account, err error) {
	defer fault.Wrap(&err, "store.Accounts(%s)", of)
	return manyAccounts(r, `SELECT `+staffColumns+` FROM staff WHERE agency = $1 ORDER BY disabled, name, id`, string(of))
}

// AccountsWith loads the accounts of the whole deployment that hold the role and are not stopped.
func AccountsWith(r database.Reader, role agency.Role) (_ []auth.Account, err error) {
	defer fault.Wrap(&err, "store.AccountsWith(%s)", role.Code())
	return manyAccounts(r, `SELECT `+staffColumns+` FROM staff WHERE disabled = 0 AND ' ' || roles || ' ' LIKE $1 ORDER BY agency, id`, "% "+role.Code()+" %")
}

func manyAccounts(r database.Reader, query string, args ...any) ([]auth.Account, error) {
	var rows []staffRow
	if err := r.Select(&rows, query, args...); err != nil {
		return nil, err
	}
	all := make([]auth.Account, 0, len(rows))
	for _, row := range rows {
		a, err := row.account()
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// InsertAccount stores a new account.
func InsertAccount(tx *database.Tx, a auth.Account) (err error) {
	defer fault.Wrap(&err, "store.InsertAccount(%s)", a.Staff)
	_, err = tx.Exec(`INSERT INTO staff (`+staffColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`, staffArgs(a)...)
	return err
}

// UpdateAccount stores a changed account. People do not move between agencies: they get a new account there.
func UpdateAccount(tx *database.Tx, a auth.Account) (err error) {
	defer fault.Wrap(&err, "store.UpdateAccount(%s)", a.Staff)
	n, err := tx.Exec(`UPDATE staff SET section = $3, login = $4, name = $5, roles = $6, disabled = $7, phone = $8, email = $9,
		password = $10, password_at = $11, must_change = $12, failures = $13, locked_till = $14, factor = $15, next_factor = $16,
		factor_step = $17, recovery = $18, subject = $19, last_login = $20 WHERE id = $2 AND agency = $1`, staffArgs(a)...)
	return mustChange(n, err)
}

// OldPasswords returns the hashes of the newest n passwords of the person, the one in use among them.
func OldPasswords(r database.Reader, id auth.StaffID, n int) (hashes []string, err error) {
	defer fault.Wrap(&err, "store.OldPasswords(%s)", id)
	err = r.Select(&hashes, `SELECT hash FROM old_password WHERE staff = $1 ORDER BY set_at DESC LIMIT $2`, string(id), n)
	return hashes, err
}

// KeepPassword remembers the hash of a password that was set, and forgets all but the newest so many.
func KeepPassword(tx *database.Tx, id auth.StaffID, hash string, at time.Time, keep int) (err error) {
	defer fault.Wrap(&err, "store.KeepPassword(%s)", id)
	_, err = tx.Exec(`INSERT INTO old_password (staff, set_at, hash) VALUES ($1, $2, $3) ON CONFLICT (staff, set_at) DO UPDATE SET hash = $3`, string(id), at, hash)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM old_password WHERE staff = $1 AND set_at NOT IN
		(SELECT set_at FROM old_password WHERE staff = $1 ORDER BY set_at DESC LIMIT $2)`, string(id), keep)
	return err
}
