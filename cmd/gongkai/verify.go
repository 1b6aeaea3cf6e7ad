package main

import (
	"context"
	"encoding/json"
	"fmt"

	"gongkai/internal/app"
	"gongkai/internal/blob"
	"gongkai/internal/store"
)

// A VerifyCmd proves that nothing was changed behind the program's back.
type VerifyCmd struct {
	ConfigFlags
	JSON bool `help:"输出JSON，每行一处问题"`
}

// damage is one line of the output.
type damage struct {
	Kind    string `json:"kind"` // ledger, file
	Where   string `json:"where"`
	Message string `json:"message"`
}

// Run checks every chain of the ledger and every stored file; exit code 1 when something is not as it was written.
func (c *VerifyCmd) Run(io *IO) error {
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
		for _, d := range found {
			if err := c.print(io, d); err != nil {
				return err
			}
		}
		fmt.Fprintf(io.Err, "核对了%d条台账链的%d条记录、%d个文件，发现%d处问题\n", proof.Chains, proof.Links, files, len(found))
		if len(found) > 0 {
			return errFound
		}
		return nil
	})
}

func (c *VerifyCmd) print(io *IO, d damage) error {
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(d)
	}
	_, err := fmt.Fprintf(io.Out, "%s：%s\n", d.Where, d.Message)
	return err
}
