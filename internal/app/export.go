package app

import (
	"context"
	"net/http"
	"time"

	"gongkai/internal/auth"
	"gongkai/internal/sitecopy"
	"gongkai/internal/web"
	"gongkai/internal/web/portal"
)

// Export writes the portal as files into the folder, drawn by the handlers that serve it.
func (a *App) Export(ctx context.Context, dir string, now time.Time, progress func(files int)) (sitecopy.Result, error) {
	public := a.portal()
	failures := &web.Failures{Renderer: public, Logger: a.Log}
	base := a.Config.BasePath
	site := http.StripPrefix(base, web.Redirects(base, failures.Routes(auth.NewMux(a.open(public), auth.Guard{Fail: failures.Fail}))))
	from, err := public.CopyFrom(ctx)
	if err != nil {
		return sitecopy.Result{}, err
	}
	return sitecopy.Copy(ctx, sitecopy.Options{Handler: site, BasePath: base, Offline: portal.OfflinePath, Live: portal.LivePaths, Start: from, Dir: dir, Now: now, Progress: progress})
}
