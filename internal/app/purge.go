package app

import (
	"context"
	"net/http"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/purge"
	webdelivery "github.com/portico-cms/portico/internal/web/delivery"
)

// loadPurging reads which caches are told of publications; nil where none is, or this process does not publish.
func loadPurging(cfg *config.Config) (*purge.Config, error) {
	if cfg.PurgeConfig == "" || !cfg.Plane.Authors() {
		return nil, nil //nolint:nilnil // no cache is no error
	}
	return purge.Load(cfg.PurgeConfig, os.Getenv)
}

// purgeInBackground tells each cache of publications: a slow one keeps no other waiting. Of all authoring nodes one tells it.
func (s *Server) purgeInBackground(ctx context.Context) {
	if s.purging == nil {
		return
	}
	plan := s.purging.Plan()
	for _, target := range s.purging.Targets {
		s.background(func() {
			s.repeat(ctx, "purge "+target.Name(), workEvery, nil, func(ctx context.Context) (bool, error) {
				status, worked, err := s.authoring.PurgeDue(ctx, target, plan)
				if err == nil {
					s.numbers.purge(target.Name(), status)
				}
				return worked, err
			})
		})
	}
}

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

// deliveryOptions gives what the delivery listener is made of.
func (s *Server) deliveryOptions() webdelivery.Options {
	rate := s.cfg.QueryRate
	if rate == 0 {
		rate = -1
	}
	return webdelivery.Options{
		Node: s.node, Logger: s.logger, Showcase: s.cfg.Showcase, TrustedProxies: s.cfg.TrustedProxies, Stopping: s.stopping,
		Metrics: processNumbers(), Previews: s.previews,
		Limits: webdelivery.Limits{
			Queries: s.cfg.QuerySlots, QueriesPerSecond: rate, Listeners: s.cfg.MaxListeners, ListenersPerNetwork: s.cfg.ListenersPer,
		},
	}
}
