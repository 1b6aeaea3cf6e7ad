package main

import (
	"context"
	"fmt"

	"gongkai/internal/web/ui/gallery"
)

// A GalleryCmd writes every component of the design system as pages.
type GalleryCmd struct {
	To string `required:"" type:"path" placeholder:"DIR" help:"写到哪个目录"`
}

// Run exports the gallery.
func (c *GalleryCmd) Run(io *IO) error {
	if err := gallery.Export(context.Background(), c.To, ""); err != nil {
		return err
	}
	fmt.Fprintf(io.Err, "已写到 %s，用浏览器打开其中的 index.html\n", c.To)
	return nil
}
