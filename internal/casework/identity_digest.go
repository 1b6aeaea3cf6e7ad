package casework

import (
	"encoding/json"

	"gongkai/applicant"
	"gongkai/internal/crypt"
)

// IdentityDigest is the digest by which the same applicant is found again, made of the particulars as they are sealed.
func IdentityDigest(keys *crypt.Keyring, particulars []byte) (crypt.Digest, error) {
	var who applicant.Applicant
	if err := json.Unmarshal(particulars, &who); err != nil {
		return "", err
	}
	return keys.Digest(identityKind(who.Identity.Kind), who.Identity.Normal())
}
