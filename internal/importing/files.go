package importing

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/intake"
	"gongkai/internal/publishing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Files are where the files of the table lie and where they go.
type Files struct {
	Folder *os.Root    // nil for a table without files
	Blobs  *blob.Store // nil where files are only looked at
	Read   intake.Options
}

// open reads a file of the folder. Its path is taken relative to the folder and cannot leave it.
func (f Files) open(name string) ([]byte, error) {
	name = strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")
	if f.Folder == nil {
		return nil, fault.New(fault.Invalid, "没有附件目录，找不到文件“%s”", name)
	}
	data, err := f.Folder.ReadFile(path.Clean(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.Invalid, "附件目录里没有文件“%s”", name)
	case err != nil:
		return nil, fault.New(fault.Invalid, "文件“%s”读不出来，或者在附件目录之外", name)
	}
	return data, nil
}

// gather puts the files of the line into the store and its pictures into the body.
func (f Files) gather(ctx context.Context, r *row, old *publishing.OldRecord) error {
	if name := r.values["body_file"]; name != "" {
		if err := f.body(ctx, r, old, name); err != nil {
			return err
		}
	}
	for _, entry := range r.list("files", ";；\n") {
		name, shown, _ := strings.Cut(entry, "|")
		if err := f.attach(ctx, r, old, name, shown); err != nil {
			return err
		}
	}
	if strings.Contains(old.Record.Body, "<") {
		return f.place(ctx, r, old)
	}
	return nil
}

// body reads the text from a file of its own. What such a file says of itself is not believed: the table does.
func (f Files) body(ctx context.Context, r *row, old *publishing.OldRecord, name string) error {
	data, err := f.open(name)
	if err != nil {
		r.wrong("body_file", "%s", fault.Message(err))
		return nil
	}
	draft, err := intake.Read(ctx, name, data, f.Read)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.wrong("body_file", "正文文件“%s”：%s", name, fault.Message(err))
		return nil
	}
	addresses := map[string]string{}
	for _, file := range draft.Files {
		if file.Body {
			address, err := f.picture(ctx, old, file.Data)
			if err != nil {
				return err
			}
			addresses[file.Name] = address
		} else if err := f.keep(ctx, r, old, file.Name, file.Data); err != nil {
			return err
		}
	}
	draft.PlacePictures(addresses)
	old.Record.Body = draft.Record.Body
	return nil
}

func (f Files) attach(ctx context.Context, r *row, old *publishing.OldRecord, name, shown string) error {
	data, err := f.open(name)
	if err != nil {
		r.wrong("files", "%s", fault.Message(err))
		return nil
	}
	if shown = strings.TrimSpace(shown); shown == "" {
		shown = path.Base(strings.ReplaceAll(name, `\`, "/"))
	} else if path.Ext(shown) == "" {
		shown += path.Ext(name)
	}
	return f.keep(ctx, r, old, shown, data)
}

// keep puts an attachment into the store.
func (f Files) keep(ctx context.Context, r *row, old *publishing.OldRecord, shown string, data []byte) error {
	if f.Blobs == nil {
		return nil
	}
	ref, err := f.Blobs.Put(ctx, bytes.NewReader(data), blob.Limits{})
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		r.wrong("files", "附件“%s”：%s", shown, fault.Message(err))
		return nil
	}
	file := disclosure.File{Name: shown, Hash: string(ref.Hash), Type: strings.TrimPrefix(ref.Type.Ext(), "."), Size: ref.Size}
	for _, have := range old.Record.Files {
		if have.Hash == file.Hash {
			return nil
		}
	}
	old.Record.Files = append(old.Record.Files, file)
	return nil
}

// picture puts an image into the store and returns its address on the site.
func (f Files) picture(ctx context.Context, old *publishing.OldRecord, data []byte) (string, error) {
	if f.Blobs == nil {
		return "", nil
	}
	ref, err := f.Blobs.Put(ctx, bytes.NewReader(data), blob.Limits{Types: []blob.Type{blob.PNG, blob.JPEG, blob.GIF, blob.WebP}})
	if err != nil {
		return "", err
	}
	old.Pictures = append(old.Pictures, publishing.Picture{Agency: old.Record.Agency, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size})
	return publishing.PicturePath + string(ref.Hash), nil
}

// place brings the pictures and attachments that the body shows by relative addresses in from the folder.
func (f Files) place(ctx context.Context, r *row, old *publishing.OldRecord) error {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(old.Record.Body), root)
	if err != nil {
		r.wrong("body", "正文的标签嵌套过深或已损坏")
		return nil
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	changed := false
	for n := range root.Descendants() {
		for i := range n.Attr {
			a := &n.Attr[i]
			if !(n.DataAtom == atom.Img && a.Key == "src") && !(n.DataAtom == atom.A && a.Key == "href") || !local(a.Val) {
				continue
			}
			did, err := f.bring(ctx, r, old, n, a)
			if err != nil {
				return err
			}
			changed = changed || did
		}
	}
	if !changed {
		return nil
	}
	var out strings.Builder
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if err := html.Render(&out, c); err != nil {
			return err
		}
	}
	old.Record.Body = out.String()
	return nil
}

// local reports an address within the old site.
func local(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && u.Path != "" && !strings.HasPrefix(u.Path, publishing.PicturePath)
}

// bring puts one file of the body into the store. A link that leads to no file of the folder becomes text: on the new
// site it would lead nowhere.
func (f Files) bring(ctx context.Context, r *row, old *publishing.OldRecord, n *html.Node, a *html.Attribute) (changed bool, err error) {
	u, err := url.Parse(a.Val)
	if err != nil {
		return false, nil
	}
	data, err := f.open(u.Path)
	if err != nil {
		if n.DataAtom == atom.Img {
			r.wrong("body", "正文中的图片：%s", fault.Message(err))
			return false, nil
		}
		a.Key = "data-old" // goes with cleaning
		return true, nil
	}
	if n.DataAtom == atom.A {
		a.Key = "data-old"
		shown := path.Base(u.Path)
		if text := strings.TrimSpace(textOf(n)); text != "" && len(text) < 200 {
			shown = text
			if path.Ext(shown) == "" {
				shown += path.Ext(u.Path)
			}
		}
		return true, f.keep(ctx, r, old, shown, data)
	}
	address, err := f.picture(ctx, old, data)
	if fault.KindOf(err) == fault.Invalid && err != nil {
		r.wrong("body", "正文中的图片“%s”：%s", u.Path, fault.Message(err))
		return false, nil
	}
	a.Val = address
	return true, err
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
