package dossier

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
)

// A Part is one document of the file.
type Part struct {
	Name    string     // 补正告知书 凉科公开告〔2026〕1号
	Proves  string     // 证明内容
	Source  string     // 来源: 本机关制作, 申请人提交, 第三方提交, 案卷材料
	On      civil.Date // when it came about
	File    string     // the path in the archive package
	Content []byte
}

// Files opens the files of the blob store by their hash.
type Files func(ctx context.Context, hash string) (io.ReadCloser, error)

// Document lays a letter out as it goes on paper.
func Document(p casework.Print) docgen.Document {
	d := docgen.OfLetter(p.Letter, Seal(p))
	d.Letterhead = p.Letterhead
	return d
}

// Seal is the seal image of a paper, nil without one.
func Seal(p casework.Print) *docgen.Image {
	if len(p.Stamp) == 0 {
		return nil
	}
	return &docgen.Image{Data: p.Stamp, Width: float64(p.Width) / 10, Height: float64(p.Height) / 10}
}

// largestFile bounds one file of the evidence.
const largestFile = 500 << 20

// Parts are the documents of the file: forms, letters in their order, then what was filed, by day.
func Parts(ctx context.Context, x casework.Dossier, fonts *docgen.Fonts, files Files) ([]Part, error) {
	var parts []Part
	paper := func(p casework.Print, folder string, proves string) error {
		content, err := docgen.PDF(Document(p), fonts)
		if err != nil {
			return err
		}
		name := p.Kind.Name
		if p.Number != "" {
			name += " " + p.Number
		}
		parts = append(parts, Part{Name: name, Proves: proves, Source: "本机关制作", On: p.DatedOn, File: fmt.Sprintf("%s/%02d-%s.pdf", folder, len(parts)+1, plainName(name)), Content: content})
		return nil
	}
	for _, p := range x.Forms {
		if err := paper(p, "登记和审查", formProves[string(p.Kind.ID)]); err != nil {
			return nil, err
		}
	}
	for _, p := range x.Letters {
		if err := paper(p, "文书", "本机关于"+p.DatedOn.Chinese()+"出具"+p.Kind.Name+"："+p.Kind.When); err != nil {
			return nil, err
		}
	}
	for _, f := range x.Application.Facts {
		for i, hash := range f.Files {
			part, err := filed(ctx, files, f, i, hash, len(parts)+1)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// withOFD puts beside every form and letter the same paper as OFD, for archives that take in GB/T 33190.
func withOFD(x casework.Dossier, parts []Part, fonts *docgen.Fonts) ([]Part, error) {
	papers := slices.Concat(x.Forms, x.Letters)
	var all []Part
	for i, part := range parts {
		if all = append(all, part); i >= len(papers) {
			continue
		}
		content, err := docgen.OFD(Document(papers[i]), fonts)
		if err != nil {
			return nil, err
		}
		part.Name, part.File, part.Content = part.Name+"（OFD）", strings.TrimSuffix(part.File, ".pdf")+".ofd", content
		all = append(all, part)
	}
	return all, nil
}

// formProves say what the forms show.
var formProves = map[string]string{"L01": "申请的内容、形式要求和申请人", "L02": "收到申请的日期及其依据、答复期限", "L24a": "答复经过审核、保密审查和签发"}

// sources say from whom the files of a fact came.
var sources = map[application.Kind]string{
	application.Corrected: "申请人提交", application.ReasonsGiven: "申请人提交", application.Withdrawn: "申请人提交", application.FeePaid: "申请人提交",
	application.ThirdPartyAnswered: "第三方提交", application.AgencyAnswered: "其他机关提供",
}

// filed reads one file of a fact.
func filed(ctx context.Context, files Files, f application.Fact, i int, hash string, no int) (Part, error) {
	name := "材料"
	if i < len(f.Names) {
		name = plainName(f.Names[i])
	}
	part := Part{Name: f.Kind.Label() + "：" + name, Proves: f.Text, Source: "案卷材料", On: f.On, File: fmt.Sprintf("材料/%02d-%s", no, name)}
	if row, ok := decision.EvidenceOf(f.Evidence); ok {
		part.Name, part.Proves = row.Label+"："+name, row.Content
	}
	if source := sources[f.Kind]; source != "" {
		part.Source = source
	}
	content, err := files(ctx, hash)
	if err != nil {
		return part, err
	}
	defer func() { _ = content.Close() }()
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(content, largestFile)); err != nil {
		return part, err
	}
	part.Content = b.Bytes()
	return part, nil
}

// plainName makes a name safe on every file system.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, path.Base(strings.ReplaceAll(name, `\`, "/")))
	if runes := []rune(name); len(runes) > 80 {
		name = string(runes[:60]) + string(runes[len(runes)-16:])
	}
	return strings.Trim(name, ". ")
}
