package main

import (
	"context"
	"encoding/json"
	"fmt"

	"gongkai/internal/app"
	"gongkai/internal/crypt"
	"gongkai/internal/rekeying"
)

// A KeysCmd looks after the keys that seal personal data.
type KeysCmd struct {
	List   KeysListCmd   `cmd:"" help:"列出密钥，以及各密钥下还有多少条加密数据"`
	Rotate KeysRotateCmd `cmd:"" help:"启用一把新密钥，并把全部加密数据改用新密钥（平台可以同时运行）"`
	Reseal KeysResealCmd `cmd:"" help:"把还在旧密钥下的数据改用当前密钥（中断后可再次运行）"`
}

// A KeysListCmd lists the keys.
type KeysListCmd struct {
	ConfigFlags
	JSON bool `help:"输出JSON，每行一把密钥"`
}

// Run prints one line for each key, oldest first.
func (c *KeysListCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		keys, err := crypt.Keys(a.Config.KeyFile)
		if err != nil {
			return err
		}
		under, err := rekeying.Count(a.DB.View(ctx))
		if err != nil {
			return err
		}
		for _, k := range keys {
			if c.JSON {
				err = json.NewEncoder(io.Out).Encode(map[string]any{"id": k.ID.String(), "created_at": k.CreatedAt, "active": k.Active, "values": under[k.ID]})
			} else {
				state := "旧密钥"
				if k.Active {
					state = "当前密钥"
				}
				_, err = fmt.Fprintf(io.Out, "%s %s %s %d条\n", k.ID, k.CreatedAt.Format("2006-01-02"), state, under[k.ID])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// A KeysRotateCmd changes the key.
type KeysRotateCmd struct{ ConfigFlags }

// Run adds a key to the file and seals everything anew.
func (c *KeysRotateCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		id, err := crypt.AddKey(a.Config.KeyFile, a.DB.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(io.Err, "已启用新密钥 %s。请立即备份密钥文件 %s\n", id, a.Config.KeyFile)
		ring, err := crypt.OpenKeyFile(a.Config.KeyFile, a.Keys.Suite())
		if err != nil {
			return err
		}
		return reseal(ctx, io, a, ring)
	})
}

// A KeysResealCmd goes on with a change of keys.
type KeysResealCmd struct{ ConfigFlags }

// Run seals anew what is not under the active key.
func (c *KeysResealCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error { return reseal(ctx, io, a, a.Keys) })
}

func reseal(ctx context.Context, io *IO, a *app.App, ring *crypt.Keyring) error {
	n, err := rekeying.Reseal(ctx, a.DB, ring, nil)
	if err != nil {
		fmt.Fprintf(io.Err, "已改用新密钥%d条，其余未完成；排除问题后运行 gongkai keys reseal 继续\n", n)
		return err
	}
	fmt.Fprintf(io.Out, "%d条加密数据已改用密钥 %s\n", n, ring.Active())
	fmt.Fprintln(io.Err, "旧密钥仍保留在密钥文件中：以前存入的文件用它们加密。")
	return nil
}
