package intake

import (
	"html"
	"strings"
)

// PlacePictures gives the pictures of the body their addresses on the site, by the name of their file. One without an
// address is taken out of the body.
func (d *Draft) PlacePictures(addresses map[string]string) {
	for _, f := range d.Files {
		if !f.Body {
			continue
		}
		old := `<img src="` + html.EscapeString(f.Name) + `"`
		if address := addresses[f.Name]; address != "" {
			d.Record.Body = strings.ReplaceAll(d.Record.Body, old, `<img src="`+html.EscapeString(address)+`"`)
			continue
		}
		for {
			i := strings.Index(d.Record.Body, old)
			if i < 0 {
				break
			}
			end := strings.IndexByte(d.Record.Body[i:], '>')
			if end < 0 {
				break
			}
			d.Record.Body = d.Record.Body[:i] + d.Record.Body[i+end+1:]
		}
	}
}
