package dossier

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two kinds of pictures that are taken as evidence
	"image/png"

	"gongkai/fault"

	"github.com/signintech/gopdf"
)

// The part of the page that a picture may take, and how many pixels it may have.
const (
	pictureShare = 0.85
	mostPixels   = 120_000_000
)

// pictured puts a picture in the middle of a page of A4, as large as it can be.
func pictured(picture []byte) ([]byte, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > mostPixels/size.Height {
		return nil, fault.New(fault.Invalid, "图片不完整或者过大，不能转成页面")
	}
	out, err := pictureOnPage(picture, size)
	if err == nil || kind != "png" {
		return out, err
	}
	plain, err := plainPicture(picture) // interlaced, or of sixteen bits: a sort that the writer does not take
	if err != nil {
		return nil, err
	}
	return pictureOnPage(plain, size)
}

func plainPicture(picture []byte) ([]byte, error) {
	m, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	plain := image.NewNRGBA(m.Bounds())
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			plain.Set(x, y, m.At(x, y))
		}
	}
	var b bytes.Buffer
	err = png.Encode(&b, plain)
	return b.Bytes(), err
}

func pictureOnPage(picture []byte, size image.Config) ([]byte, error) {
	holder, err := gopdf.ImageHolderByBytes(picture)
	if err != nil {
		return nil, err
	}
	page := *gopdf.PageSizeA4
	scale := min(pictureShare*page.W/float64(size.Width), pictureShare*page.H/float64(size.Height))
	w, h := scale*float64(size.Width), scale*float64(size.Height)
	var pdf gopdf.GoPdf
	pdf.Start(gopdf.Config{PageSize: page})
	pdf.AddPage()
	if err := pdf.ImageByHolder(holder, (page.W-w)/2, (page.H-h)/2, &gopdf.Rect{W: w, H: h}); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = pdf.WriteTo(&b)
	return b.Bytes(), err
}
