package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"gongkai/internal/web/ui/gallery"
)

// A GalleryCmd shows every component of the design system, in a browser or as files.
type GalleryCmd struct {
	To     string `type:"path" placeholder:"DIR" help:"写到这个目录，不开网址"`
	Listen string `default:"127.0.0.1:8081" placeholder:"ADDR" help:"监听的地址和端口，默认 ${default}"`
}

// Run serves the gallery until the program is asked to stop, or writes it to a folder.
func (c *GalleryCmd) Run(io *IO) error {
	if c.To != "" {
		// "." lets the pages find each other wherever the folder lies, opened from a disk as well.
		if err := gallery.Export(context.Background(), c.To, "."); err != nil {
			return err
		}
		fmt.Fprintf(io.Err, "已写到 %s，用浏览器打开其中的 index.html\n", c.To)
		return nil
	}
	graceful, _, release := stops(io)
	defer release()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: gallery.Handler(""), ReadHeaderTimeout: 5 * time.Second}
	closed := context.AfterFunc(graceful, func() { _ = server.Close() })
	defer closed()
	fmt.Fprintf(io.Err, "组件库：http://%s/\n", listener.Addr())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
