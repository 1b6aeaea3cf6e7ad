package database

import (
	"context"
	"sync"
)

// turns lets one goroutine of the process at a time act in the name of each chain. On PostgreSQL two recorded
// transactions of one chain cannot both commit; taking turns is cheaper than running the loser again.
type turns struct {
	mu    sync.Mutex
	lines map[string]*line
}

// line is the queue before one chain.
type line struct {
	turn    chan struct{} // holds one token while nobody is inside
	waiting int           // including the one inside
}

// enter waits for the chain's turn and returns the function that passes it on.
func (t *turns) enter(ctx context.Context, chain string) (leave func(), err error) {
	l := t.join(chain)
	select {
	case <-l.turn:
		return func() { l.turn <- struct{}{}; t.part(chain, l) }, nil
	case <-ctx.Done():
		t.part(chain, l)
		return nil, ctx.Err()
	}
}

func (t *turns) join(chain string) *line {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines == nil {
		t.lines = map[string]*line{}
	}
	l := t.lines[chain]
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		t.lines[chain] = l
	}
	l.waiting++
	return l
}

func (t *turns) part(chain string, l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.waiting--; l.waiting == 0 {
		delete(t.lines, chain)
	}
}
