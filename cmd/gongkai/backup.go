package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/backup"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/rekeying"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// PassphraseFlag reads a passphrase from a file, so that it never stands on a command line.
type PassphraseFlag struct {
	PassphraseFile string `type:"existingfile" placeholder:"FILE" help:"含有口令的文件；备份用它加密，恢复用它解密"`
}

func (f PassphraseFlag) passphrase() (string, error) {
	if f.PassphraseFile == "" {
		return "", nil
	}
	text, err := os.ReadFile(f.PassphraseFile)
	if err != nil {
		return "", fault.New(fault.Invalid, "口令文件 %s 读不出来", f.PassphraseFile)
	}
	return string(bytes.TrimRight(text, "\r\n")), nil
}

// A BackupCmd writes everything into one file while the platform runs.
type BackupCmd struct {
	ConfigFlags
	PassphraseFlag
	File    string `arg:"" help:"备份文件，不能已经存在"`
	WithKey bool   `help:"连同密钥文件一起备份（须加密）"`
}

// Run takes the backup of one moment.
func (c *BackupCmd) Run(io *IO) error {
	passphrase, err := c.passphrase()
	if err != nil {
		return err
	}
	return c.with(io, func(ctx context.Context, a *app.App) error {
		o := backup.Options{Suite: a.Keys.Suite(), Passphrase: passphrase, Spool: filepath.Join(a.Config.Data, "spool")}
		if c.WithKey {
			o.KeyFile = a.Config.KeyFile
		}
		m, err := backup.ToFile(ctx, c.File, backup.Deployment{DB: a.DB, Blobs: a.Blobs, Derived: store.SearchTables}, o)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.Err, "已备份%d张表、%d个文件到 %s\n", len(m.Tables), len(m.Blobs), c.File)
		for _, d := range m.Damaged {
			fmt.Fprintf(io.Err, "文件 %s 已损坏，没有备份：%s\n", d.Hash, d.Reason)
		}
		if len(m.Damaged) > 0 {
			return errFound
		}
		return nil
	})
}

// A RestoreCmd builds an empty installation from a backup, on the same or the other database.
type RestoreCmd struct {
	ConfigFlags
	PassphraseFlag
	File    string `arg:"" type:"existingfile" help:"备份文件"`
	WithKey bool   `help:"用备份中的密钥文件建立本机的密钥文件"`
}

// Run checks the whole backup, restores it in one transaction, proves the ledger and enters the restoration.
func (c *RestoreCmd) Run(io *IO) error {
	passphrase, err := c.passphrase()
	if err != nil {
		return err
	}
	loaded, err := c.load()
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	if c.WithKey {
		if err := c.takeKey(file, passphrase, loaded.KeyFile); err != nil {
			return err
		}
	} else if _, err := os.Lstat(loaded.KeyFile); errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Invalid, "本机还没有密钥文件 %s。备份中带有密钥文件的，加上 --with-key；没有的，先将封存的 keys.json 放到这里。另建的密钥解不开备份中的个人信息和附件", loaded.KeyFile)
	}
	return c.with(io, func(ctx context.Context, a *app.App) error {
		o := backup.Options{Suite: a.Keys.Suite(), Passphrase: passphrase, Spool: filepath.Join(a.Config.Data, "spool")}
		m, err := backup.Restore(ctx, file, backup.Deployment{DB: a.DB, Blobs: a.Blobs, Derived: store.SearchTables}, o)
		if err != nil {
			return err
		}
		if err := a.Indexer().Remake(ctx); err != nil {
			return err
		}
		if err := a.IndexRegister(ctx); err != nil {
			return err
		}
		proof, err := store.VerifyLedger(ctx, a.DB)
		if err != nil {
			return err
		}
		if len(proof.Breaks) > 0 {
			return fault.New(fault.Conflict, "已恢复，但备份中的台账不完整：%s", proof.Breaks[0].Text)
		}
		under, err := rekeying.Count(a.DB.View(ctx))
		if err != nil {
			return err
		}
		for id, values := range under {
			if !a.Keys.Has(id) {
				return fault.New(fault.Conflict, "已恢复，但本机的密钥文件中没有密钥 %s，%d项加密的内容解不开：请将原来的 keys.json 换到 %s", id, values, a.Config.KeyFile)
			}
		}
		err = a.DB.Write(ctx, ledger.Machine("console"), func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "restore", Subject: ledger.Subject{Kind: "backup", ID: m.CreatedAt.Format("2006-01-02T15:04:05Z")}})
			return nil
		})
		fmt.Fprintf(io.Err, "已恢复%s的备份：%d张表、%d个文件，台账%d条核对无误\n", m.CreatedAt.Format("2006-01-02 15:04"), len(m.Tables), len(m.Blobs), proof.Links)
		return err
	})
}

// takeKey makes the key file of this installation from the one in the backup. A key file that is there already is kept
// if it is the same, and never overwritten.
func (c *RestoreCmd) takeKey(file *os.File, passphrase, into string) error {
	text, err := backup.Key(file, passphrase)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, 0); err != nil {
		return err
	}
	if there, err := crypt.ReadKeyFile(into); err == nil && bytes.Equal(there, text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(into), 0o700); err != nil {
		return err
	}
	return crypt.WriteKeyFile(into, text)
}
