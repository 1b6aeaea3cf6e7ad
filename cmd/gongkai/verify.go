package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/blob"
	"gongkai/internal/logaudit"
	"gongkai/internal/store"
	"gongkai/internal/tidying"
)

// A VerifyCmd proves that nothing was changed behind the program's back.
type VerifyCmd struct {
	ConfigFlags
	URL     string `help:"核对一个公开的网页：它的内容、它在公开日志中的登记、日志有没有被改写" placeholder:"网址"`
	Key     string `help:"公开日志的公钥；不写时用记住的，第一次用网站自己给出的" placeholder:"公钥"`
	Memory  string `help:"记住核对过的签名头的文件，默认在用户的设置目录里" type:"path" placeholder:"文件"`
	Full    bool   `help:"取下整个公开日志，确认没有隐瞒关于这个网页的登记"`
	Dossier string `help:"核对一个案卷归档包：清单中的每个文件都在、没有被改动、也没有多出来的" type:"existingfile" placeholder:"文件"`
	Mend    bool   `help:"先把公开日志中完全没有登记的信息补登进去，并注明补登日期（只在升级前就有公开信息、核对提示没有登记时使用）"`
	JSON    bool   `help:"输出JSON，每行一处问题"`
}

// damage is one line of the output.
type damage struct {
	Kind    string `json:"kind"` // ledger, file, log
	Where   string `json:"where"`
	Message string `json:"message"`
}

// Run checks every chain of the ledger, every stored file and the transparency log; exit code 1 when something is not as it was written.
func (c *VerifyCmd) Run(io *IO) error {
	switch {
	case c.URL != "":
		return c.page(io)
	case c.Dossier != "":
		return c.dossier(io)
	}
	return c.with(io, func(ctx context.Context, a *app.App) error {
		proof, err := store.VerifyLedger(ctx, a.DB)
		if err != nil {
			return err
		}
		var found []damage
		for _, b := range proof.Breaks {
			found = append(found, damage{"ledger", fmt.Sprintf("%s#%d", b.Chain, b.Seq), b.Text})
		}
		files := 0
		err = a.Blobs.Verify(ctx, func(info blob.Info, wrong error) error {
			if files++; wrong != nil {
				found = append(found, damage{"file", string(info.Hash), wrong.Error()})
			}
			return nil
		})
		if err != nil {
			return err
		}
		lost, err := tidying.Missing(ctx, a.DB, a.Keys, a.Blobs)
		if err != nil {
			return err
		}
		for _, l := range lost {
			found = append(found, damage{"file", string(l.Hash), "文件不见了：" + l.Column + " 引用它，文件库中没有"})
		}
		if c.Mend {
			entered, err := a.PublicLog.Mend(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(io.Err, "公开日志补登了%d条\n", entered)
		}
		public, err := a.PublicLog.Check(ctx)
		if err != nil {
			return err
		}
		for _, b := range public.Breaks {
			found = append(found, damage{"log", b.Where, b.Text})
		}
		for _, d := range found {
			if err := c.print(io, d); err != nil {
				return err
			}
		}
		fmt.Fprintf(io.Err, "核对了%d条台账链的%d条记录、%d个文件、公开日志的%d条登记和%d条信息，发现%d处问题\n", proof.Chains, proof.Links, files, public.Leaves, public.Records, len(found))
		if len(found) > 0 {
			return errFound
		}
		return nil
	})
}

// page checks a page as an outsider does; the installation is not needed.
func (c *VerifyCmd) page(io *IO) error {
	file := c.Memory
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return fault.New(fault.Invalid, "请用 --memory 指明记住签名头的文件")
		}
		file = filepath.Join(dir, "gongkai", "witness.json")
	}
	memory, err := logaudit.OpenMemory(file)
	if err != nil {
		return err
	}
	auditor := &logaudit.Auditor{Client: http.DefaultClient, Key: c.Key, Memory: memory, Full: c.Full}
	res, err := auditor.Page(context.Background(), c.URL)
	if err != nil {
		return err
	}
	if err := memory.Save(); err != nil {
		return err
	}
	for _, note := range res.Notes {
		fmt.Fprintln(io.Err, note)
	}
	for _, text := range res.Problems {
		if err := c.print(io, damage{"page", res.URL, text}); err != nil {
			return err
		}
	}
	if len(res.Problems) > 0 {
		return errFound
	}
	fmt.Fprintf(io.Err, "%s 与公开日志一致：关于它有%d条登记，日志共%d条\n", res.Index, res.Acts, res.Size)
	return nil
}

func (c *VerifyCmd) print(io *IO, d damage) error {
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(d)
	}
	_, err := fmt.Fprintf(io.Out, "%s：%s\n", d.Where, d.Message)
	return err
}
