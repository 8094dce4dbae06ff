package delivery

import (
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics registers this listener's numbers, which are counted anyway, and serves the registry. No label names a site: who may read
// this learns of no private one.
func (s *server) metrics(r *prometheus.Registry) fiber.Handler {
	gauge := func(name, help string, f func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "portico", Subsystem: "delivery", Name: name, Help: help}, f)
	}
	counter := func(name, help string, f func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "portico", Subsystem: "delivery", Name: name, Help: help}, f)
	}
	r.MustRegister(
		s.usage,
		gauge("generation", "Generation that is served.", func() float64 { return float64(s.Node.Snapshot().Generation) }),
		gauge("log_age_seconds", "Seconds since the publication log was last followed to its end; -1 is never.", func() float64 {
			if age, ok := s.Node.Age(); ok {
				return age.Seconds()
			}
			return -1
		}),
		gauge("queries_running", "Content queries that are being answered from the index.", func() float64 { return float64(len(s.slots.busy)) }),
		gauge("queries_waiting", "Content queries that wait for their turn.", func() float64 { return float64(s.slots.waiting.Load()) }),
		counter("queries_shed_total", "Content queries refused with 503 because too many were under way.",
			func() float64 { return float64(s.slots.shed.Load()) }),
		counter("queries_limited_total", "Content queries refused with 429 because their caller asked too many.",
			func() float64 { return float64(s.rates.limited.Load()) }),
		counter("parts_plain_total", "Parts served without what their page sent (bc, alt, returnTo), because too many such were asked for.",
			func() float64 { return float64(s.own.shed.Load()) }),
		gauge("listeners", "Open streams of change signals.", func() float64 { n, _ := s.listeners.count(); return float64(n) }),
		counter("listeners_dropped_total", "Streams ended because their reader was too slow.",
			func() float64 { _, n := s.listeners.count(); return float64(n) }),
		gauge("generation_waiters", "Requests that wait for a generation.", func() float64 { return float64(s.waiting.Load()) }),
	)
	return adaptor.HTTPHandler(promhttp.HandlerFor(r, promhttp.HandlerOpts{MaxRequestsInFlight: 2}))
}
