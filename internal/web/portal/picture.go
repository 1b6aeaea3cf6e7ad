package portal

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web"
)

// picturePath is where the images of bodies stand, below the base path; bodies are stored with it.
const picturePath = "/images/"

// withPictures leads the images of a body to where the site is mounted.
func (p *Portal) withPictures(body string) string {
	if p.BasePath == "" {
		return body
	}
	return strings.ReplaceAll(body, `src="`+picturePath, `src="`+p.BasePath+picturePath)
}

// picture serves an image that the body of a visible record shows. The content belongs to the address for ever, the
// permission does not: caches ask each time.
func (p *Portal) picture(w http.ResponseWriter, r *http.Request) error {
	if p.Files == nil {
		return fault.New(fault.Unavailable, "图片暂时不能显示")
	}
	found, err := query.PublicPicture(p.DB.View(r.Context()), r.PathValue("hash"))
	if database.NotFound(err) {
		return fault.New(fault.NotFound, "没有这张图片，可能已经随信息撤下")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-cache")
	if web.NotModified(w, r, shortHash(found.Hash), time.Time{}) {
		return nil
	}
	b, err := p.Files.Open(r.Context(), blob.Hash(found.Hash))
	if err != nil {
		return err
	}
	defer b.Close()
	w.Header().Set("Content-Type", found.Type) // one of the kinds of images that the store has recognised
	if b.Size >= 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(b.Size, 10))
	}
	if _, err := io.Copy(w, b); err != nil {
		panic(http.ErrAbortHandler) // an image that is half sent must not look whole
	}
	return nil
}
