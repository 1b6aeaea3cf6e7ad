package administering

import (
	"context"
	"iter"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// ResealStaff brings phones, e-mails and second factors of staff under the active key after a rotation, and returns how
// many values it sealed anew. A second factor that is just being set up is dropped: the person scans again.
// 法源: GB/T 22239。
func (d *Desk) ResealStaff(ctx context.Context) (changed int, err error) {
	defer fault.Wrap(&err, "administering.ResealStaff")
	err = d.DB.Write(ctx, ledger.Machine("keys"), func(tx *database.Tx) error {
		changed = 0
		all, err := store.AllAccounts(tx)
		if err != nil {
			return err
		}
		for _, a := range all {
			n, err := d.reseal(tx.Context(), &a)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			changed += n
			if err := store.UpdateAccount(tx, a); err != nil {
				return err
			}
		}
		if changed > 0 {
			record(tx, "", "reseal_staff", "keys", d.Keys.Active().String(), nil, changed)
		}
		return nil
	})
	return changed, err
}

// reseal seals the values of one account anew where they are under an old key.
func (d *Desk) reseal(ctx context.Context, a *auth.Account) (changed int, err error) {
	if len(a.NextFactor) > 0 && !d.Keys.Current(a.NextFactor) {
		a.NextFactor, changed = nil, 1
	}
	n, err := d.Keys.Reseal(ctx, sealedOf(a), func(v crypt.SealedValue, _ []byte) error {
		switch v.Place.Column {
		case "phone":
			a.Phone = v.Sealed
		case "email":
			a.Email = v.Sealed
		case "factor":
			a.Factor = v.Sealed
		}
		return nil
	})
	return changed + n, err
}

// sealedOf lists the sealed values of the account with their places.
func sealedOf(a *auth.Account) iter.Seq2[crypt.SealedValue, error] {
	return func(yield func(crypt.SealedValue, error) bool) {
		for _, v := range []crypt.SealedValue{
			{Purpose: crypt.Fields, Place: contactPlace("phone", a.Staff), Sealed: a.Phone},
			{Purpose: crypt.Fields, Place: contactPlace("email", a.Staff), Sealed: a.Email},
			{Purpose: crypt.Credentials, Place: factorPlace(a.Staff), Sealed: a.Factor},
		} {
			if len(v.Sealed) > 0 && !yield(v, nil) {
				return
			}
		}
	}
}
