package cases

import (
	"bytes"
	"context"
	"io"

	"gongkai/application"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/dossier"
	"gongkai/internal/web/workbench"
)

// blobs opens what the facts name.
func (p pages) blobs(ctx context.Context, hash string) (io.ReadCloser, error) {
	return p.Files.Open(ctx, blob.Hash(hash))
}

// archive gives out the archive package of a closed application.
// 法源: 《条例》第四十五条。
func (p pages) archive(c *workbench.Call) error {
	x, err := p.Desk.TakeDossier(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")), casework.ForArchive)
	if err != nil {
		return err
	}
	fonts, err := p.Fonts()
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := dossier.Archive(c.Context(), &content, x, fonts, p.blobs); err != nil {
		return err
	}
	download(c, "application/zip", "案卷 "+x.Application.Number+".zip", content.Bytes())
	return nil
}

// evidence gives out the bundle for 复议答复 or 应诉.
// 法源: 《行政复议法》第四十八条、《行政诉讼法》第六十七条第一款。
func (p pages) evidence(c *workbench.Call) error {
	x, err := p.Desk.TakeDossier(c.Context(), c.By, c.By.Agency, application.ID(c.Path("id")), casework.ForRemedy)
	if err != nil {
		return err
	}
	fonts, err := p.Fonts()
	if err != nil {
		return err
	}
	content, err := dossier.Bundle(c.Context(), x, fonts, p.blobs)
	if err != nil {
		return err
	}
	download(c, "application/pdf", "证据材料 "+x.Application.Number+".pdf", content)
	return nil
}
