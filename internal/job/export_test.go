package job

import "context"

// Step runs what is due now and waits for it, as Run does with its ticker.
func (r *Runner) Step(ctx context.Context) {
	r.tick(ctx)
	r.round(ctx, ctx)
	r.running.Wait()
}

// Start claims what is due now and does not wait for it.
func (r *Runner) Start(ctx context.Context) { r.round(ctx, ctx) }

// IsPermanent and IsUnsure say how a failure is marked.
var (
	IsPermanent = permanent
	IsUnsure    = unsure
)
