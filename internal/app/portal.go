package app

import (
	"net/http"
	"net/netip"

	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web/portal"
	"gongkai/workday"
)

// portal makes the public face.
func (a *App) portal() *portal.Portal {
	calendar := func() *workday.Calendar { return a.Calendar }
	return portal.New(portal.Options{
		DB: a.DB, Cases: &casework.Desk{DB: a.DB, Keys: a.Keys, Calendar: calendar}, Files: a.Blobs, Calendar: calendar,
		BasePath: a.Config.BasePath, URL: a.origin(), Log: a.PublicLog,
		Caller: func(r *http.Request) netip.Addr { return auth.Caller(r, network(a.Config.Proxies)) },
	})
}
