package app

import (
	"net/http"

	"gongkai/internal/web"
)

// OpenAt is Open by a clock of the test.
var OpenAt = openAt

// Handler is the whole site below the base path.
func (a *App) Handler() (http.Handler, error) {
	return a.handler(&web.Failures{Logger: a.Log, API: "/api/", Renderer: &faces{}})
}
