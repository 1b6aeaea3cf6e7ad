package cases

import (
	"context"
	"io"
	"strconv"
	"strings"

	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/dossier"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// blobs opens what the facts name.
func (p pages) blobs(ctx context.Context, hash string) (io.ReadCloser, error) {
	return p.Files.Open(ctx, blob.Hash(hash))
}

// archive keeps the archive package of a closed application, unless the one that is kept holds everything, and gives it
// out.
// 法源: 《条例》第四十五条。
func (p pages) archive(c *workbench.Call) error {
	id := application.ID(c.Path("id"))
	kept, err := p.Desk.StoreArchive(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return err
	}
	return p.givePackage(c, id, kept.Seq)
}

// stored gives out one of the packages that are kept.
func (p pages) stored(c *workbench.Call) error {
	number, ok := strings.CutSuffix(c.Path("file"), ".zip")
	seq, err := strconv.Atoi(number)
	if !ok || err != nil {
		return fault.New(fault.NotFound, "没有这个归档包")
	}
	return p.givePackage(c, application.ID(c.Path("id")), seq)
}

func (p pages) givePackage(c *workbench.Call, id application.ID, seq int) error {
	kept, number, err := p.Desk.TakePackage(c.Context(), c.By, c.By.Agency, id, seq)
	if err != nil {
		return err
	}
	file, err := p.blobs(c.Context(), kept.Hash)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	download(c, "application/zip", "案卷 "+number+"（第"+itoa(seq)+"次归档）.zip", content)
	return nil
}

// packagesPart lists the archive packages that are kept.
func (p pages) packagesPart(c *workbench.Call, id application.ID) (templ.Component, error) {
	all, err := p.Desk.Packages(c.Context(), c.By, c.By.Agency, id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	may := c.May(auth.ArchiveCase, c.By.Agency)
	var list ui.Files
	var facts ui.Facts
	for _, kept := range all {
		name, words := "第"+itoa(kept.Seq)+"次归档", kept.On.Chinese()+"，"+kept.Author+"保存"
		list.Items = append(list.Items, ui.File{Link: ui.Link{Text: name + "（" + words + "）", Href: c.URL(casePath(id) + "/archives/" + itoa(kept.Seq) + ".zip")}, Kind: "ZIP", Size: workbench.Bytes(kept.Size), Digest: kept.Hash})
		facts.Items = append(facts.Items, ui.Fact{Name: name, Text: words + "，" + workbench.Bytes(kept.Size) + "，摘要 " + kept.Hash})
	}
	var t templ.Component = facts
	if may {
		t = list
	}
	return templ.Join(t, sheet.Paragraph{Text: "归档后自动保存，重新办理后再归档的另存一份，旧的保留。摘要记在台账上；下载的文件用 gongkai verify --dossier 核对。"}), nil
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
