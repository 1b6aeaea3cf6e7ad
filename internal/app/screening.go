package app

import (
	"gongkai/internal/screening"
)

// screener examines records before they go out. It is one for the whole program: the sandbox in which it reads PDF files
// is started at the first one and then kept.
func (a *App) screener() *screening.Screener {
	a.screenOnce.Do(func() { a.screens = &screening.Screener{DB: a.DB, Files: a.Blobs, Log: a.Log} })
	return a.screens
}
