package delivery

import (
	"bytes"
	"maps"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/portico-cms/portico/internal/published"
)

// usage counts the answers that hold something of the design system, by its version and by who asked: so that who wants to end a version
// learns whether anybody has it still. A count is looked up once an answer, or once for all that the front gives of one, and costs no
// allocation then. What callers write becomes no label: versions come from what is published, clients from a list.
type usage struct {
	mu     sync.Mutex // of who adds
	counts atomic.Pointer[map[use]*atomic.Uint64]
}

// use is a version of the design system, and what asked for it.
type use struct{ version, client string }

// Clients that a request can come from, besides package managers by their names.
const (
	clientDirect    = "direct"    // it says nothing: a browser, a proxy, a program
	clientAssembler = "assembler" // SSI and ESI
	clientOther     = "other"     // an SDK that is not known here
)

// sdks are what the parameter sdk says before a slash: "java/1.4.0".
var sdks = []string{"java", "dotnet", "php", "js"}

// mostUses bounds the counts; what comes then is counted under the version "other".
const mostUses = 1000

// usageValue names the count of a request's answer among what a request carries.
const usageValue = "usage"

// of gives the count of a use.
func (u *usage) of(version, client string) *atomic.Uint64 {
	if counts := u.counts.Load(); counts != nil {
		if n := (*counts)[use{version, client}]; n != nil {
			return n
		}
	}
	return u.add(version, client)
}

func (u *usage) add(version, client string) *atomic.Uint64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	next := map[use]*atomic.Uint64{}
	if counts := u.counts.Load(); counts != nil {
		next = maps.Clone(*counts)
	}
	if len(next) >= mostUses {
		version = "other"
	}
	key := use{strings.Clone(version), client}
	if next[key] == nil {
		next[key] = &atomic.Uint64{}
	}
	u.counts.Store(&next)
	return next[key]
}

// used counts an answer to a request for a site, and lets the front count those that it gives in its place.
func (s *server) used(c *fiber.Ctx, snapshot *published.Snapshot, client string) {
	site := snapshot.Sites[c.Params("site")]
	if site == nil || site.Site.DesignSystem.Version == "" {
		return
	}
	n := s.usage.of(site.Site.DesignSystem.Version, client)
	n.Add(1)
	c.Context().SetUserValue(usageValue, n)
}

// client gives who asks, by the parameter sdk.
func client(c *fiber.Ctx) string {
	name, _, _ := bytes.Cut(c.Context().QueryArgs().Peek("sdk"), []byte("/"))
	if len(name) == 0 {
		return clientDirect
	}
	for _, known := range sdks {
		if string(name) == known {
			return known
		}
	}
	return clientOther
}

var usageNumber = prometheus.NewDesc("portico_delivery_design_system_answers_total",
	"Answers with something of the design system, by its version and by the package manager or SDK that asked.",
	[]string{"version", "client"}, nil)

// Describe implements prometheus.Collector.
func (u *usage) Describe(to chan<- *prometheus.Desc) { to <- usageNumber }

// Collect implements prometheus.Collector.
func (u *usage) Collect(to chan<- prometheus.Metric) {
	counts := u.counts.Load()
	if counts == nil {
		return
	}
	for key, n := range *counts {
		to <- prometheus.MustNewConstMetric(usageNumber, prometheus.CounterValue, float64(n.Load()), key.version, key.client)
	}
}
