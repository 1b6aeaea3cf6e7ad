package workbench

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"slices"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// A Kept is a file that was handed in with a form and is in the store of files.
type Kept struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// keptField is the name of the field in which a form carries what was received for a field of files.
func keptField(name string) string { return name + "_kept" }

// Keep puts what was handed in with a field into the store of files at once, and returns it with what an earlier sending
// of the same form left there, unless it was deselected. It is called before anything else of the form is judged: a form
// that is refused then shows its files as received, see [Form.Received]. What could not be kept is noted as a problem.
func (c *Call) Keep(f *Form, name string) []Kept {
	var list []Kept
	var slips []string
	add := func(k Kept, slip string) {
		if !slices.ContainsFunc(list, func(x Kept) bool { return x.Hash == k.Hash }) {
			list, slips = append(list, k), append(slips, slip)
		}
	}
	for _, slip := range f.All(keptField(name)) {
		k, err := c.redeem(slip)
		if err != nil {
			f.Add(name, "先前上传的文件已经失效，请重新选择")
			continue
		}
		add(k, slip)
	}
	for _, u := range f.Files(name, c.FileLimit()) {
		k, slip, err := c.keep(u)
		if err != nil {
			f.Add(name, u.Name+"："+fault.Message(err))
			continue
		}
		add(k, slip)
	}
	if f.kept == nil {
		f.kept = map[string][]Kept{}
	}
	f.kept[name] = list
	f.Values[keptField(name)] = slips
	delete(f.files, name) // it is kept once
	return list
}

func (c *Call) keep(u Upload) (k Kept, slip string, err error) {
	content, err := u.Open()
	if err != nil {
		return k, "", err
	}
	defer func() { _ = content.Close() }()
	ref, err := c.bench.Files.Put(c.Context(), content, blob.Limits{Size: c.FileLimit()})
	if err != nil {
		return k, "", err
	}
	k = Kept{Name: u.Name, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size}
	plain, err := json.Marshal(k)
	if err != nil {
		return k, "", err
	}
	sealed, err := c.bench.Desk.Keys.Seal(crypt.Sessions, c.slipPlace(), plain)
	return k, base64.RawURLEncoding.EncodeToString(sealed), err
}

// Kept is what was received for a field of files so far.
func (f *Form) Kept(name string) []Kept { return f.kept[name] }

// slipPlace binds a slip to the person who handed the file in: nobody names a file into a form that somebody else
// handed in.
func (c *Call) slipPlace() crypt.Place {
	return crypt.Place{Table: "form", Column: "kept", Row: string(c.By.Staff)}
}

// redeem reads a slip and makes sure that the file is still there.
func (c *Call) redeem(slip string) (k Kept, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(slip)
	if err != nil {
		return k, err
	}
	plain, err := c.bench.Desk.Keys.Open(crypt.Sessions, c.slipPlace(), sealed)
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(plain, &k); err != nil {
		return k, err
	}
	info, err := c.bench.Files.Stat(c.Context(), blob.Hash(k.Hash))
	if err == nil && info.Binned { // about to be taken away, since nothing named it for days
		err = fault.New(fault.NotFound, "文件已经失效")
	}
	return k, err
}

// Received draws a field for files under those that were received with an earlier sending of the form.
func (f *Form) Received(i ui.FileInput) templ.Component {
	slips, kept := f.All(keptField(i.Name)), f.kept[i.Name]
	if len(kept) == 0 || len(kept) != len(slips) {
		return f.FileInput(i)
	}
	box := ui.Checkboxes{Field: ui.Field{Name: keptField(i.Name), Label: "已经收到的文件", Hint: "不必重新选择；不要的取消勾选。"}}
	for n, k := range kept {
		box.Options = append(box.Options, ui.Option{Value: slips[n], Text: k.Name + "（" + Bytes(k.Size) + "）"})
	}
	return templ.Join(f.Checkboxes(box), f.FileInput(i))
}

// Enclosures draws the usual field for the papers that go with an entry; [Call.Keep] with the name files reads it.
func (c *Call) Enclosures(f *Form, label string) templ.Component {
	return f.Received(ui.FileInput{Field: ui.Field{Name: "files", Label: label, Hint: "扫描件或者电子文件，每个不超过" + Bytes(c.FileLimit()), Optional: true}, Multiple: true})
}

// Give answers with a file as a download under the name.
func (c *Call) Give(hash, name string) error {
	content, err := c.bench.Files.Open(c.Context(), blob.Hash(hash))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h := c.Writer().Header()
	h.Set("Content-Type", "application/octet-stream") // never shown by the browser: it may hold anything
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err = io.Copy(c.Writer(), content)
	return err
}
