package web

import (
	"database/sql"
	"net/http"
	"net/http/pprof"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the numbers of one server.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gongkai_requests_total", Help: "Requests answered, by route pattern and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gongkai_request_seconds", Help: "Time to answer, by route pattern.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), buildInfo())
	return m
}

// buildInfo is a gauge of one whose labels say what runs.
func buildInfo() prometheus.Collector {
	version, revision, goVersion := "unknown", "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "gongkai_build_info", Help: "What runs.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision, "go": goVersion},
	})
	g.Set(1)
	return g
}

// Metrics is where other parts add their numbers before the server runs.
func (s *Server) Metrics() prometheus.Registerer { return s.metrics.registry }

// Pools are the pools of a database by their names.
type Pools map[string]sql.DBStats

// PoolCollector tells how the connections of the pools are used.
func PoolCollector(pools func() Pools) prometheus.Collector { return poolCollector(pools) }

type poolCollector func() Pools

var poolDescs = map[string]*prometheus.Desc{
	"open":   prometheus.NewDesc("gongkai_database_connections_open", "Connections open.", []string{"pool"}, nil),
	"in_use": prometheus.NewDesc("gongkai_database_connections_in_use", "Connections in use.", []string{"pool"}, nil),
	"waits":  prometheus.NewDesc("gongkai_database_waits_total", "Times that a connection was waited for.", []string{"pool"}, nil),
	"waited": prometheus.NewDesc("gongkai_database_wait_seconds_total", "Time waited for connections.", []string{"pool"}, nil),
}

// Describe implements [prometheus.Collector].
func (c poolCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range poolDescs {
		out <- d
	}
}

// Collect implements [prometheus.Collector].
func (c poolCollector) Collect(out chan<- prometheus.Metric) {
	for name, s := range c() {
		out <- prometheus.MustNewConstMetric(poolDescs["open"], prometheus.GaugeValue, float64(s.OpenConnections), name)
		out <- prometheus.MustNewConstMetric(poolDescs["in_use"], prometheus.GaugeValue, float64(s.InUse), name)
		out <- prometheus.MustNewConstMetric(poolDescs["waits"], prometheus.CounterValue, float64(s.WaitCount), name)
		out <- prometheus.MustNewConstMetric(poolDescs["waited"], prometheus.CounterValue, s.WaitDuration.Seconds(), name)
	}
}

// admin is what operators are served on their own listener.
func (s *Server) admin() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	if s.options.Pprof {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}
