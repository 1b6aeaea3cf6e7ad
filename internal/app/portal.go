package app

import (
	"context"
	"io"
	"net/http"
	"net/netip"

	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/web/portal"
)

// portal makes the public face.
func (a *App) portal() *portal.Portal {
	return portal.New(portal.Options{
		DB: a.DB, Cases: a.casework(), Complaints: a.supervising(), Files: a.Blobs, Calendar: a.Calendar,
		Keep: func(ctx context.Context, r io.Reader, most int64) (string, error) {
			ref, err := a.Blobs.Put(ctx, r, blob.Limits{Size: most})
			return string(ref.Hash), err
		},
		BasePath: a.Config.BasePath, URL: a.origin(), Log: a.PublicLog, Fonts: a.Fonts,
		Caller: func(r *http.Request) netip.Addr { return auth.Caller(r, network(a.Config.Proxies)) },
	})
}
