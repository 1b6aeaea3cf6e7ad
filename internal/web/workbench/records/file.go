package records

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/publishing"
	"gongkai/internal/web/workbench"
)

// file gives out one attachment of the draft.
func (p pages) file(c *workbench.Call) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	for _, f := range v.Record.Files {
		if f.Hash == c.Path("hash") {
			return c.Give(f.Hash, f.Name)
		}
	}
	return fault.New(fault.NotFound, "没有找到这个附件")
}

func (p pages) stream(c *workbench.Call, hash string) error {
	content, err := p.Files.Open(c.Context(), blob.Hash(hash))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	_, err = io.Copy(c.Writer(), content)
	return err
}

// imageTypes are the images that bodies may show.
var imageTypes = []blob.Type{blob.PNG, blob.JPEG, blob.GIF, blob.WebP}

// largestImage bounds an image in a text.
const largestImage = 8 << 20

// takeImage keeps an image that was put into the editor and answers with where it stands.
func (p pages) takeImage(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	uploads := f.Files("image", largestImage)
	if len(uploads) == 0 {
		f.Add("image", "没有收到图片")
	}
	if err := fault.Of(f.Problems[:min(1, len(f.Problems))]); err != nil {
		return refuseImage(c, err)
	}
	content, err := uploads[0].Open()
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	src, err := p.keepPicture(c, content)
	if err != nil {
		return refuseImage(c, err)
	}
	return answer(c, http.StatusOK, map[string]string{"src": src})
}

// keepPicture keeps an image for the bodies of the agency's records and returns its address in them.
func (p pages) keepPicture(c *workbench.Call, content io.Reader) (string, error) {
	ref, err := p.Files.Put(c.Context(), content, blob.Limits{Size: largestImage, Types: imageTypes})
	if err != nil {
		return "", err
	}
	err = p.Desk.AddPicture(c.Context(), c.By, publishing.Picture{Agency: c.By.Agency, Hash: string(ref.Hash), Type: string(ref.Type), Size: ref.Size})
	return publishing.PicturePath + string(ref.Hash), err
}

func refuseImage(c *workbench.Call, err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	return answer(c, http.StatusUnprocessableEntity, map[string]string{"message": fault.Problems(err)[0].Message})
}

func answer(c *workbench.Call, status int, v any) error {
	c.Writer().Header().Set("Content-Type", "application/json; charset=utf-8")
	c.Writer().WriteHeader(status)
	return json.NewEncoder(c.Writer()).Encode(v)
}

// image gives out an image of the caller's agency.
func (p pages) image(c *workbench.Call) error {
	picture, err := p.Desk.Picture(c.Context(), c.By, c.Path("hash"))
	if err != nil {
		return err
	}
	c.Writer().Header().Set("Content-Type", picture.Type)
	return p.stream(c, picture.Hash)
}

// check screens what is being written and answers with a piece of a page: the editor asks while somebody types.
func (p pages) check(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	var have []disclosure.File
	id := disclosure.ID(f.Text("id"))
	if id != "" {
		v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, id)
		if err != nil {
			return err
		}
		have = v.Record.Files
	}
	r := read(c, f, have)
	r.ID = id
	r.Body = strings.TrimSpace(r.Body)
	found, err := p.Desk.Examine(c.Context(), c.By, r)
	if err != nil {
		return err
	}
	return c.Show(p.findingList(c, id, "", found, false))
}
