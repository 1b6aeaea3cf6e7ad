package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"gongkai/internal/job"
	"gongkai/internal/web"

	"github.com/VictoriaMetrics/metrics"
)

// askQueue bounds the time that a reader of metrics waits for the database.
const askQueue = 2 * time.Second

// measure adds the numbers of the parts to the metrics.
func (a *App) measure(set *metrics.Set) {
	set.RegisterMetricsWriter(web.WritePools(func() web.Pools { w, r := a.DB.Pools(); return web.Pools{"write": w, "read": r} }))
	set.RegisterMetricsWriter(a.writeQueue)
}

// writeQueue tells how the queue stands: the jobs by state, and for how many seconds the oldest due job has been waiting.
// While the database does not answer, the numbers are absent and the probe of readiness says why.
func (a *App) writeQueue(w io.Writer) {
	ctx, cancel := context.WithTimeout(context.Background(), askQueue)
	defer cancel()
	h, err := job.Inspect(a.DB.View(ctx), a.DB.Now())
	if err != nil {
		a.Log.Warn("app: the queue cannot be measured", "err", err)
		return
	}
	for _, s := range []struct {
		state string
		jobs  int
	}{{"dead", h.Dead}, {"ready", h.Ready}, {"running", h.Running}, {"waiting", h.Waiting}} {
		metrics.WriteGaugeUint64(w, fmt.Sprintf("gongkai_jobs{state=%q}", s.state), uint64(s.jobs))
	}
	metrics.WriteGaugeFloat64(w, "gongkai_job_oldest_seconds", h.Oldest.Seconds())
}
