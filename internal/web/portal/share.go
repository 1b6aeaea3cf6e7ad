package portal

import (
	"net/http"
	"strings"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/qrcode"
	"gongkai/internal/query"
	"gongkai/internal/web"
)

// recordCode serves the address of the record as a picture, for a telephone to take and pass on.
// 法源: 《条例》第二十四条。
func (p *Portal) recordCode(at recordAddress) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var row query.PublicationRow
		err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
			row, err = published(q, at)
			return err
		})
		if err != nil {
			return err
		}
		address := p.absolute(recordPath(row.IndexNo))
		if !complete(address) {
			return fault.New(fault.NotFound, "没有找到这个页面")
		}
		w.Header().Set("Cache-Control", "public, max-age=86400")
		if web.NotModified(w, r, "code-"+row.Record, row.PublishedOn.Start()) {
			return nil
		}
		picture, err := qrcode.SVG(address, "本页网址的二维码")
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "image/svg+xml")
		writeTo(w, []byte(picture))
		return nil
	}
}

// complete reports whether an address can be opened from elsewhere.
func complete(address string) bool { return strings.HasPrefix(address, "http") }
