package redact

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"

	"gongkai/internal/docread/inside"
)

// held reads from a photograph how the camera was held, 1 when it does not say.
func held(content []byte) uint16 {
	pos := 2
	for pos+10 < len(content) && content[pos] == 0xFF && content[pos+1] != 0xDA {
		size := int(binary.BigEndian.Uint16(content[pos+2:]))
		if size < 2 || pos+2+size > len(content) {
			return 1
		}
		if data := content[pos+4 : pos+2+size]; content[pos+1] == 0xE1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")) {
			return inside.Orientation(data[6:])
		}
		pos += 2 + size
	}
	return 1
}

// upright draws a picture as it is meant to be seen.
func upright(src image.Image, turn uint16) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	flat := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), src, b.Min, draw.Over)
	if turn <= 1 {
		return flat
	}
	size := image.Rect(0, 0, w, h)
	if turn >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch turn {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			out.SetRGBA(tx, ty, flat.RGBAAt(x, y))
		}
	}
	return out
}
