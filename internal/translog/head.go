package translog

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/ledger"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Keeper signs the heads of the log. Its key is made at the first start and lies in the database, sealed with the key
// file, so that all nodes sign with the same one and every backup has it.
type Keeper struct {
	DB   *database.DB
	Keys *crypt.Keyring

	signer   note.Signer
	verifier string
}

// A Head is a signed head of the tree.
type Head struct {
	Tree tlog.Tree
	Note string // the signed text (checkpoint)
}

// Place is where the signing key is sealed.
func Place(name string) crypt.Place {
	return crypt.Place{Table: "log_key", Column: "signer", Row: name}
}

// NewKeeper loads the key, and makes one for a log that has none.
func NewKeeper(ctx context.Context, db *database.DB, keys *crypt.Keyring) (_ *Keeper, err error) {
	k := &Keeper{DB: db, Keys: keys}
	return k, k.Begin(ctx)
}

// Begin loads the key, and makes one for a log that has none. A keeper that has its key already keeps it. It is called
// before the site opens, not by whoever only looks at a database: one that is to take a backup must stay empty.
func (k *Keeper) Begin(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "translog.Begin")
	if k.signer != nil {
		return nil
	}
	found, err := k.load(ctx)
	if err != nil || found {
		return err
	}
	if err := k.create(ctx); err != nil {
		return err
	}
	_, err = k.load(ctx)
	return err
}

func (k *Keeper) load(ctx context.Context) (found bool, err error) {
	var row struct {
		Name     string `db:"name"`
		Verifier string `db:"verifier"`
		Signer   []byte `db:"signer"`
	}
	err = k.DB.View(ctx).Get(&row, `SELECT name, verifier, signer FROM log_key ORDER BY name LIMIT 1`)
	if database.NotFound(err) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	secret, err := k.Keys.Open(crypt.Credentials, Place(row.Name), row.Signer)
	if err != nil {
		return false, err
	}
	defer clear(secret)
	k.verifier = row.Verifier
	k.signer, err = note.NewSigner(string(secret))
	return true, err
}

// create makes the key, and enters what went out before there was a log. Of several nodes that start at once the first is
// taken.
func (k *Keeper) create(ctx context.Context) error {
	var id [4]byte
	if _, err := rand.Read(id[:]); err != nil {
		return err
	}
	name := "gongkai-log-" + hex.EncodeToString(id[:])
	secret, verifier, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	sealed, err := k.Keys.Seal(crypt.Credentials, Place(name), []byte(secret))
	if err != nil {
		return err
	}
	return k.DB.Write(ctx, ledger.Machine("translog"), func(tx *database.Tx) error {
		n, err := tx.Exec(`INSERT INTO log_key (name, verifier, signer) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM log_key)`, name, verifier, sealed)
		if err != nil || n == 0 {
			return err
		}
		tx.Record(ledger.Entry{Verb: "create_log_key", Subject: ledger.Subject{Kind: "log_key", ID: name}, After: strconv.Quote(verifier)})
		_, err = mend(tx)
		return err
	})
}

// Verifier is the public key, as outsiders keep it.
func (k *Keeper) Verifier() string { return k.verifier }

// Head signs the tree as it is now.
func (k *Keeper) Head(r database.Reader) (h Head, err error) {
	defer fault.Wrap(&err, "translog.Head")
	size, err := Size(r)
	if err != nil {
		return h, err
	}
	if h.Tree, err = Tree(r, size); err != nil {
		return h, err
	}
	signed, err := note.Sign(&note.Note{Text: checkpoint(k.signer.Name(), h.Tree)}, k.signer)
	h.Note = string(signed)
	return h, err
}

// checkpoint is the text of a head: the name of the log, the number of leaves, the hash.
func checkpoint(origin string, t tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, t.N, t.Hash)
}

// OpenHead checks the signature of a head with the public key and reads it.
func OpenHead(signed, verifier string) (tlog.Tree, error) {
	v, err := note.NewVerifier(strings.TrimSpace(verifier))
	if err != nil {
		return tlog.Tree{}, fault.New(fault.Invalid, "日志公钥的格式不对")
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return tlog.Tree{}, fault.New(fault.Invalid, "日志签名头的签名不对：不是由这把公钥签出的，或者内容被改过")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != v.Name() || lines[3] != "" {
		return tlog.Tree{}, fault.New(fault.Invalid, "日志签名头的格式不对")
	}
	size, err1 := strconv.ParseInt(lines[1], 10, 64)
	hash, err2 := tlog.ParseHash(lines[2])
	if err1 != nil || err2 != nil || size < 0 {
		return tlog.Tree{}, fault.New(fault.Invalid, "日志签名头的格式不对")
	}
	return tlog.Tree{N: size, Hash: hash}, nil
}

// Remember stores the head as it is now, so that the log can be checked against its own past. It stores nothing when
// nothing was added.
func (k *Keeper) Remember(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "translog.Remember")
	h, err := k.Head(k.DB.View(ctx))
	if err != nil || h.Tree.N == 0 {
		return err
	}
	return k.DB.WriteUnrecorded(ctx, "translog", func(tx *database.Tx) error {
		_, err := tx.Exec(`INSERT INTO log_head (size, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING`, h.Tree.N, h.Note, tx.Now())
		return err
	})
}
