package app

import (
	"context"

	"gongkai/internal/database"
	"gongkai/internal/job"

	"github.com/prometheus/client_golang/prometheus"
)

// queueCollector tells how the queue stands.
type queueCollector struct {
	db     *database.DB
	jobs   *prometheus.Desc
	oldest *prometheus.Desc
}

func newQueueCollector(db *database.DB) queueCollector {
	return queueCollector{
		db:     db,
		jobs:   prometheus.NewDesc("gongkai_jobs", "Jobs of the queue, by state.", []string{"state"}, nil),
		oldest: prometheus.NewDesc("gongkai_job_oldest_seconds", "How long the oldest due job has been waiting.", nil, nil),
	}
}

// Describe implements [prometheus.Collector].
func (c queueCollector) Describe(out chan<- *prometheus.Desc) { out <- c.jobs; out <- c.oldest }

// Collect implements [prometheus.Collector].
func (c queueCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), askQueue)
	defer cancel()
	h, err := job.Inspect(c.db.View(ctx), c.db.Now())
	if err != nil {
		out <- prometheus.NewInvalidMetric(c.jobs, err)
		return
	}
	for state, n := range map[string]int{"ready": h.Ready, "waiting": h.Waiting, "running": h.Running, "dead": h.Dead} {
		out <- prometheus.MustNewConstMetric(c.jobs, prometheus.GaugeValue, float64(n), state)
	}
	out <- prometheus.MustNewConstMetric(c.oldest, prometheus.GaugeValue, h.Oldest.Seconds())
}
