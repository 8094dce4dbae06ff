package app

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/portico-cms/portico/internal/authoring"
)

// numbers are what /metrics of the authoring listener shows.
type numbers struct{ behind, attempts, dead *prometheus.GaugeVec }

func (n *numbers) purge(target string, status authoring.PurgeStatus) {
	n.behind.WithLabelValues(target).Set(float64(status.Behind))
	n.attempts.WithLabelValues(target).Set(float64(status.Attempts))
	n.dead.WithLabelValues(target).Set(float64(status.Dead))
}

// authoringNumbers makes the numbers of the authoring plane, and what serves them.
func (s *Server) authoringNumbers() http.Handler {
	r := processNumbers()
	gauge := func(name, help string) *prometheus.GaugeVec {
		g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "portico", Subsystem: "purge", Name: name, Help: help}, []string{"target"})
		r.MustRegister(g)
		return g
	}
	s.numbers = numbers{
		behind:   gauge("behind", "Publications that a cache has not been told of yet."),
		attempts: gauge("failed_attempts", "Attempts to tell a cache that failed since the last one that did not."),
		dead:     gauge("dead_total", "Publications that a cache refused for good."),
	}
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{MaxRequestsInFlight: 2})
}

// processNumbers begins a registry with what every process has.
func processNumbers() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}
