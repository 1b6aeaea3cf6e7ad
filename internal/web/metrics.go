package web

import (
	"database/sql"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/pprof"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// numbers are the metrics of one server, in the text format of Prometheus.
type numbers struct {
	set    *metrics.Set
	routes sync.Map // routeKey → *metrics.Counter
	times  sync.Map // route → *metrics.PrometheusHistogram
}

// A routeKey is what requests are counted by.
type routeKey struct {
	method, route string
	status        int
}

// bounds of the histogram of requests, in seconds.
var bounds = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func newNumbers() *numbers {
	n := &numbers{set: metrics.NewSet()}
	n.set.RegisterMetricsWriter(metrics.WriteProcessMetrics)
	n.set.RegisterMetricsWriter(writeBuildInfo)
	return n
}

// answered counts a request.
func (n *numbers) answered(k routeKey, took time.Duration) {
	counter, ok := n.routes.Load(k)
	if !ok {
		counter, _ = n.routes.LoadOrStore(k, n.set.GetOrCreateCounter(fmt.Sprintf("gongkai_requests_total{method=%q,route=%q,status=\"%d\"}", k.method, k.route, k.status)))
	}
	counter.(*metrics.Counter).Inc()
	histogram, ok := n.times.Load(k.route)
	if !ok {
		histogram, _ = n.times.LoadOrStore(k.route, n.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("gongkai_request_seconds{route=%q}", k.route), bounds))
	}
	histogram.(*metrics.PrometheusHistogram).Update(took.Seconds())
}

// writeBuildInfo writes a gauge of one whose labels say what runs.
func writeBuildInfo(w io.Writer) {
	version, revision, goVersion := "unknown", "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	metrics.WriteGaugeUint64(w, fmt.Sprintf("gongkai_build_info{version=%q,revision=%q,go=%q}", version, revision, goVersion), 1)
}

// Metrics is where other parts add their numbers before the server runs: functions that write them.
func (s *Server) Metrics() *metrics.Set { return s.numbers.set }

// Pools are the pools of a database by their names.
type Pools map[string]sql.DBStats

// WritePools tells how the connections of the pools are used.
func WritePools(pools func() Pools) func(io.Writer) {
	return func(w io.Writer) {
		all := pools()
		for _, name := range slices.Sorted(maps.Keys(all)) {
			s, label := all[name], fmt.Sprintf("{pool=%q}", name)
			metrics.WriteGaugeUint64(w, "gongkai_database_connections_open"+label, uint64(s.OpenConnections))
			metrics.WriteGaugeUint64(w, "gongkai_database_connections_in_use"+label, uint64(s.InUse))
			metrics.WriteCounterUint64(w, "gongkai_database_waits_total"+label, uint64(s.WaitCount))
			metrics.WriteCounterFloat64(w, "gongkai_database_wait_seconds_total"+label, s.WaitDuration.Seconds())
		}
	}
}

// admin is what operators are served on their own listener.
func (s *Server) admin() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		s.numbers.set.WritePrometheus(w)
	})
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
