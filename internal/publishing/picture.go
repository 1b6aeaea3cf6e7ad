package publishing

import (
	"context"
	"regexp"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// PicturePath is where the images in bodies stand, below the base path.
const PicturePath = "/images/"

// pictures are the addresses of images in a sanitised body.
var pictures = regexp.MustCompile(`src="` + PicturePath + `([a-z0-9]+:[0-9a-f]{64})"`)

// PicturesIn returns the hashes of the images that the body shows.
func PicturesIn(body string) []string {
	var hashes []string
	for _, m := range pictures.FindAllStringSubmatch(body, -1) {
		hashes = append(hashes, m[1])
	}
	return hashes
}

// A Picture is an image that may stand in the bodies of the agency's records.
type Picture = store.Picture

// Picture finds an image of the actor's agency.
func (d *Desk) Picture(ctx context.Context, by auth.Actor, hash string) (Picture, error) {
	if err := auth.Can(by, auth.ViewRecord, by.Agency); err != nil {
		return Picture{}, err
	}
	p, err := store.PictureOf(d.DB.View(ctx), by.Agency, hash)
	if database.NotFound(err) {
		err = fault.New(fault.NotFound, "没有这张图片")
	}
	return p, err
}

// AddPicture notes an image that was put into the store of files, for the bodies of the agency's records.
func (d *Desk) AddPicture(ctx context.Context, by auth.Actor, p Picture) (err error) {
	defer fault.Wrap(&err, "publishing.AddPicture(%s)", p.Hash)
	return d.act(ctx, by, auth.DraftRecord, p.Agency, func(tx *database.Tx) error {
		if err := store.AddPicture(tx, p); err != nil {
			return err
		}
		enter(tx, p.Agency, "add_picture", "picture", p.Hash, nil, map[string]any{"type": p.Type, "size": p.Size})
		return nil
	})
}
