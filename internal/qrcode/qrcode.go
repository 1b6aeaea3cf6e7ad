// Package qrcode draws texts as pictures that telephones read: the secret of a second factor, the address of a page that is
// passed on.
//
// 《条例》第二十四条 asks for a platform from which information is taken away; an address on a screen is taken away by its
// picture. The package decides how the picture is drawn, without script or style, and leaves what stands in it to others.
package qrcode

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the zone around the code that scanners need, in cells.
const quiet = 4

// SVG draws the text, on white. The label is what those hear who do not see it.
func SVG(text, label string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("qrcode: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if code.At(x, y) == color.Black {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" role="img" aria-label="%[3]s" shape-rendering="crispEdges"><rect width="%[1]d" height="%[1]d" fill="#fff"/><path d="%[2]s" fill="#000"/></svg>`,
		size+2*quiet, path.String(), strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(label)), nil
}
