package casework

import (
	"context"
	"crypto"
	"crypto/rand"
	"encoding/pem"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// signaturePEM is the type of the block of a signature file; the certificate follows it.
const signaturePEM = "SM2 SIGNATURE"

func signingPlace(of agency.ID) crypt.Place {
	return crypt.Place{Table: "letter_setting", Column: "signing", Row: string(of)}
}

// A signingKey is a private key with the certificate of its public half.
type signingKey struct {
	key         *sm2.PrivateKey
	certificate *smx509.Certificate
}

// readKey reads a private key (PKCS #8) and its certificate from PEM.
func readKey(text []byte) (k signingKey, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "PRIVATE KEY":
			parsed, err := smx509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return k, fault.New(fault.Invalid, "私钥读不出来，应当是没有口令的PKCS#8格式")
			}
			if k.key, _ = parsed.(*sm2.PrivateKey); k.key == nil {
				return k, fault.New(fault.Invalid, "私钥不是SM2密钥")
			}
		case "CERTIFICATE":
			if k.certificate != nil {
				continue // of the authority
			}
			if k.certificate, err = smx509.ParseCertificate(block.Bytes); err != nil {
				return k, fault.New(fault.Invalid, "证书读不出来")
			}
		}
	}
	if k.key == nil || k.certificate == nil {
		return k, fault.New(fault.Invalid, "文件中应当有SM2私钥（PRIVATE KEY）和证书（CERTIFICATE）")
	}
	public, ok := k.key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(k.certificate.PublicKey) {
		return k, fault.New(fault.Invalid, "私钥和证书不是一对")
	}
	return k, nil
}

// SetSigningKey keeps the key with which the agency signs its letters, sealed; nil takes it away.
// 法源: 《在线政务服务规定》第九条。
func (d *Desk) SetSigningKey(ctx context.Context, by auth.Actor, of agency.ID, text []byte) (err error) {
	defer fault.Wrap(&err, "casework.SetSigningKey(%s)", of)
	sealed, subject := []byte{}, ""
	if text != nil {
		k, err := readKey(text)
		if err != nil {
			return fault.Of([]fault.Problem{{Field: "signing", Message: fault.Message(err)}})
		}
		if today := civil.Of(d.DB.Now()); today.Before(civil.Of(k.certificate.NotBefore)) || today.After(civil.Of(k.certificate.NotAfter)) {
			return fault.Of([]fault.Problem{{Field: "signing", Message: "证书不在有效期内（" + civil.Of(k.certificate.NotBefore).Chinese() + "至" + civil.Of(k.certificate.NotAfter).Chinese() + "）"}})
		}
		subject = k.certificate.Subject.CommonName
		if sealed, err = d.Keys.Seal(crypt.Fields, signingPlace(of), text); err != nil {
			return err
		}
	}
	return d.act(ctx, by, auth.AlterLetters, of, func(tx *database.Tx) error {
		body, _, err := store.LetterSetting(tx, of)
		if err != nil {
			return err
		}
		if body == "" {
			body = "{}"
		}
		if err := store.SaveLetterSetting(tx, of, body, sealed); err != nil {
			return err
		}
		enterSetting(tx, of, "set_signing_key", map[string]any{"subject": subject})
		return nil
	})
}

// signer is the name in the certificate of the sealed key, empty without one.
func (d *Desk) signer(of agency.ID, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	text, err := d.Keys.Open(crypt.Fields, signingPlace(of), sealed)
	if err != nil {
		return "", err
	}
	k, err := readKey(text)
	if err != nil {
		return "", err
	}
	return k.certificate.Subject.CommonName, nil
}

// SignPaper signs the file of a letter and returns the signature file, with the certificate. Without a key it is
// NotFound.
// 法源: 《在线政务服务规定》第九条。
func (d *Desk) SignPaper(ctx context.Context, by auth.Actor, of agency.ID, paper []byte) (file []byte, err error) {
	defer fault.Wrap(&err, "casework.SignPaper(%s)", of)
	if err := auth.Can(by, auth.Unmask, of); err != nil { // as for printing
		return nil, err
	}
	_, sealed, err := store.LetterSetting(d.DB.View(ctx), of)
	if err != nil {
		return nil, err
	}
	if len(sealed) == 0 {
		return nil, fault.New(fault.NotFound, "本机关没有设置电子签名的密钥")
	}
	text, err := d.Keys.Open(crypt.Fields, signingPlace(of), sealed)
	if err != nil {
		return nil, err
	}
	k, err := readKey(text)
	if err != nil {
		return nil, err
	}
	signature, err := k.key.Sign(rand.Reader, paper, sm2.NewSM2SignerOption(true, nil))
	if err != nil {
		return nil, err
	}
	file = pem.EncodeToMemory(&pem.Block{Type: signaturePEM, Bytes: signature})
	return append(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.certificate.Raw})...), nil
}

// CheckSignature checks a signature file against the file that it signs and returns the name in its certificate. Whether
// the certificate is to be trusted is for whoever reads it.
func CheckSignature(paper, file []byte) (subject string, err error) {
	var signature []byte
	var certificate *smx509.Certificate
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case signaturePEM:
			signature = block.Bytes
		case "CERTIFICATE":
			if certificate, err = smx509.ParseCertificate(block.Bytes); err != nil {
				return "", fault.New(fault.Invalid, "签名文件中的证书读不出来")
			}
		}
	}
	if signature == nil || certificate == nil {
		return "", fault.New(fault.Invalid, "不是签名文件")
	}
	if err := certificate.CheckSignature(smx509.SM2WithSM3, paper, signature); err != nil {
		return "", fault.New(fault.Invalid, "签名与文件不符：文件在签名之后被改动，或者签名不是它的")
	}
	return certificate.Subject.CommonName, nil
}
