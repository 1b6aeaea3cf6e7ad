package portal

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/docgen"
	"gongkai/internal/query"
	"gongkai/internal/web"
)

// mediaType is the type of what is made here; empty for what is not.
func mediaType(kind string) string {
	if kind == "html" {
		return "text/html; charset=utf-8"
	}
	return docgen.Form(kind).MediaType()
}

// recordPaper serves the record as a file to keep.
// 法源: 《条例》第二十四条。
func (p *Portal) recordPaper(at recordAddress) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		row, rec, err := p.current(r.Context(), at)
		if err != nil {
			return err
		}
		stand, err := p.standingWords(r.Context(), row, rec)
		if err != nil {
			return err
		}
		altered := row.AlteredOn.Start()
		if stand != "" {
			altered = time.Time{} // it changed when another document did
		}
		tag := fmt.Sprintf("%s-%d-%s-%x", row.Record, row.Version, at.Paper, crc32.ChecksumIEEE([]byte(stand)))
		w.Header().Set("Cache-Control", "no-cache")
		if web.NotModified(w, r, tag, altered) {
			return nil
		}
		var content []byte
		if source := p.absolute(recordPath(row.IndexNo)); at.Paper == "html" {
			content, err = alone(r.Context(), rec, row, stand, source)
		} else {
			content, err = p.write(r.Context(), at.Paper, document(rec, row, stand, source))
		}
		if err != nil {
			return err
		}
		send(w, mediaType(at.Paper), rec.Title+"."+at.Paper, content)
		return nil
	}
}

// standingWords says of a document that it does not stand, or not as it reads: a file outlives the page.
func (p *Portal) standingWords(ctx context.Context, row query.PublicationRow, rec disclosure.Record) (words string, err error) {
	if rec.Kind != disclosure.Normative && rec.Kind != disclosure.Rule {
		return "", nil
	}
	links, err := query.PortalLinks(p.DB.View(ctx), row.Record)
	return worthOf(rec, query.Effects(links, row.Record), p.today()).words(links), err
}

// current loads a visible record in its last version.
func (p *Portal) current(ctx context.Context, at recordAddress) (row query.PublicationRow, rec disclosure.Record, err error) {
	err = p.DB.Read(ctx, func(q *database.Query) (err error) {
		if row, err = published(q, at); err != nil {
			return err
		}
		if !row.Visible {
			return fault.New(fault.NotFound, "该信息已经撤回，不再提供下载")
		}
		rec, err = query.PortalVersion(q, row.Record, row.Version)
		return err
	})
	return row, rec, err
}

// write makes the file. A few are made at a time: others wait for their turn.
func (p *Portal) write(ctx context.Context, kind string, d docgen.Document) ([]byte, error) {
	select {
	case p.paper <- struct{}{}:
		defer func() { <-p.paper }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	content, err := docgen.Form(kind).Write(d, p.Fonts)
	var missing *docgen.MissingGlyphError
	if errors.As(err, &missing) {
		return nil, fault.New(fault.Invalid, "文中的“%c”没有可用的字体，不能生成 PDF 和 OFD。请下载 DOCX，或者在浏览器中打印网页", missing.Rune)
	}
	return content, err
}

// document is the record on paper: head, text, where it comes from.
func document(rec disclosure.Record, row query.PublicationRow, stand, at string) docgen.Document {
	d := docgen.Document{Title: rec.Title, Author: row.AgencyName}
	if stand != "" {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: "（" + strings.TrimSuffix(stand, "。") + "）", Style: docgen.Centre})
	}
	if rec.DocNo != "" {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: rec.DocNo, Style: docgen.Centre})
	}
	for _, b := range readBody(rec.Body) {
		if b.chart != nil {
			d.Blocks = append(d.Blocks, *b.chart)
			continue
		}
		if len(b.rows) > 0 {
			d.Blocks = append(d.Blocks, docgen.Table{Widths: widths(b.rows), Rows: b.rows, Header: b.head})
			continue
		}
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: b.text, Style: b.style})
	}
	for i, f := range rec.Files {
		text := f.Name
		if i == 0 {
			text = "附件：" + text
		}
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: text})
	}
	note := "索引号：" + row.IndexNo + "　发布机构：" + row.AgencyName + "　生成日期：" + date(row.FormedOn) + "　发布日期：" + date(row.PublishedOn)
	d.Blocks = append(d.Blocks, docgen.Paragraph{Text: note, Style: docgen.Small, Flush: true}, docgen.Paragraph{Text: "来源：" + at, Style: docgen.Small, Flush: true})
	return d
}

// widths gives every column of the table the same.
func widths(rows []docgen.Row) []int {
	n := 0
	for _, row := range rows {
		columns := 0
		for _, c := range row {
			columns += max(1, c.ColSpan)
		}
		n = max(n, columns)
	}
	list := make([]int, n)
	for i := range list {
		list[i] = 1
	}
	return list
}

// send hands out a file under its name.
func send(w http.ResponseWriter, mediaType, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	writeTo(w, content)
}

// disposition names the file in both ways that browsers know.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="file` + path.Ext(asciiOnly(name)) + `"; filename*=UTF-8''` + url.PathEscape(name)
}

func asciiOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' || r == '"' {
			return -1
		}
		return r
	}, s)
}

// recordFile serves an attachment of the current version.
func (p *Portal) recordFile(at recordAddress) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		_, rec, err := p.current(r.Context(), at)
		if err != nil {
			return err
		}
		for _, f := range rec.Files {
			if shortHash(f.Hash) == at.File {
				return p.attachment(w, r, f)
			}
		}
		return fault.New(fault.NotFound, "没有这个附件，可能已经在修订时更换")
	}
}

// attachment streams a file of the store. Content and name belong together for ever, the permission does not: caches ask
// each time.
func (p *Portal) attachment(w http.ResponseWriter, r *http.Request, f disclosure.File) error {
	if p.Files == nil {
		return fault.New(fault.Unavailable, "附件暂时不能下载")
	}
	w.Header().Set("Cache-Control", "no-cache")
	if web.NotModified(w, r, shortHash(f.Hash), time.Time{}) {
		return nil
	}
	b, err := p.Files.Open(r.Context(), blob.Hash(f.Hash))
	if err != nil {
		return err
	}
	defer b.Close()
	h := w.Header()
	h.Set("Content-Type", mediaTypeOf(f))
	h.Set("Content-Disposition", disposition(f.Name))
	if b.Size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(b.Size, 10))
	}
	if _, err := io.Copy(w, b); err != nil {
		panic(http.ErrAbortHandler) // a file that is damaged or half sent must not look whole
	}
	return nil
}

// mediaTypeOf never names a type that a browser would run.
func mediaTypeOf(f disclosure.File) string {
	ext := strings.ToLower(path.Ext(f.Name))
	if ext == "."+string(docgen.FormOFD) { // operating systems do not know it
		return docgen.FormOFD.MediaType()
	}
	t := mime.TypeByExtension(ext)
	for _, safe := range []string{"application/pdf", "application/vnd.", "application/msword", "image/png", "image/jpeg", "image/gif", "image/webp", "text/csv", "text/plain"} {
		if strings.HasPrefix(t, safe) {
			return t
		}
	}
	return "application/octet-stream"
}
