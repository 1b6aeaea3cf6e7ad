package main

import (
	"fmt"
	"io"
	"strings"
)

// longBatch is from how many files on a batch shows its progress.
const longBatch = 20

// A progress is a bar on a terminal; elsewhere it shows nothing.
type progress struct {
	w      io.Writer
	total  int
	filled int
	shown  bool
}

const barWidth = 40

func newProgress(w io.Writer, total int) *progress {
	if total < longBatch || !onTerminal(w) {
		w = nil
	}
	return &progress{w: w, total: total, filled: -1}
}

// show draws the bar when it grows.
func (p *progress) show(done int) {
	if p.w == nil || p.total == 0 {
		return
	}
	filled := done * barWidth / p.total
	if p.shown && filled == p.filled {
		return
	}
	p.filled, p.shown = filled, true
	fmt.Fprintf(p.w, "\r核查 [%s%s] %d/%d", strings.Repeat("█", filled), strings.Repeat("░", barWidth-filled), done, p.total)
}

// clear takes the bar away before other lines.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
