package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// report writes everything as Markdown. Errors: those of writing.
func report(to io.Writer, o options, results []sizeResult) error {
	w := &sheet{to: to}
	w.print("# Portico and PocketBase, on the same content\n\n")
	w.print("%s, %d cores, %s. The same articles in %d locales, over HTTP on loopback; each server on one core (GOMAXPROCS=1), the load on\n",
		time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), len(locales))
	w.print("the other. PostgreSQL itself is not pinned. Ratios are of the same run, never of absolute times. docs/benchmarks.md says how.\n")
	for _, r := range results {
		w.print("\n# %d entries × %d locales\n", r.d.entries, len(locales))
		if o.alone {
			w.print("\nEach server while the others do not run, with all data on disk when it starts.\n")
		} else {
			w.reads(o, r)
		}
		w.writes(r)
		w.state(r)
	}
	if len(results) > 1 {
		w.growth(results)
	}
	return w.err
}

// sheet writes until the first error.
type sheet struct {
	to  io.Writer
	err error
}

func (w *sheet) print(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.to, format, args...)
	}
}

func (w *sheet) reads(o options, r sizeResult) {
	w.print("\n## Sites read\n\nwrk, %d connections, %d rounds of %s, the servers in turn; medians. ", connections, o.rounds, o.duration)
	w.print("Ratio = Portico / PocketBase of the same round\n(lowest–highest). ")
	w.print("Uncached: no question is asked twice. CPU is the server's own time for one request, in µs;\n")
	w.print("where others use the machine, its ratio (PocketBase / Portico) says more than that of requests per second.\n\n")
	w.print("| question | cache | Portico req/s | p99 ms | CPU | PocketBase req/s | p99 ms | CPU | **ratio** | ratio of CPU |\n")
	w.print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, one := range r.reads {
		cache := "uncached"
		if one.cached {
			cache = "cached"
		}
		if one.absent != nil {
			w.print("| %s | %s | not there yet ||||||||\n", one.subject, cache)
			continue
		}
		if slices.ContainsFunc(one.portico, func(s sample) bool { return s.repeat }) {
			cache += " (partly: it asked more than there are questions)"
		}
		low, mid, high := one.ratios()
		w.print("| %s | %s | %s | %s | **%.1f** (%.1f–%.1f) | %.1f |\n", one.subject, cache, samples(one.portico), samples(one.pocketbase),
			mid, low, high, medianOf(one.pocketbase, processor)/medianOf(one.portico, processor))
	}
}

// samples gives the cells of one server.
func samples(all []sample) string {
	refused := ""
	if share := medianOf(all, func(s sample) float64 { return 100 * float64(s.refused) / float64(s.requests) }); share > 0 {
		refused = fmt.Sprintf(" (refused %.0f %%)", share)
	}
	return fmt.Sprintf("%.1f%s | %.1f | %.0f", medianOf(all, rate), refused, medianOf(all, func(s sample) float64 { return ms(s.p99) }),
		medianOf(all, processor))
}

func rate(s sample) float64 { return s.rate }

// processor is the server's time for one request, in µs.
func processor(s sample) float64 { return float64((s.used.User + s.used.System).Nanoseconds()) / 1000 }

func medianOf(all []sample, value func(sample) float64) float64 {
	values := make([]float64, len(all))
	for i, s := range all {
		values[i] = value(s)
	}
	return server.Median(values)
}

// ratios compares the servers round by round.
func (r readResult) ratios() (low, mid, high float64) {
	values := make([]float64, len(r.portico))
	for i := range values {
		values[i] = r.portico[i].rate / r.pocketbase[i].rate
	}
	return slices.Min(values), server.Median(values), slices.Max(values)
}

var writeServers = []string{nameSQLite, namePostgres, namePeer}

func (w *sheet) writes(r sizeResult) {
	w.print("\n## Editors work\n\nOne client, one request after the other, the servers in turn: median and p99 in ms.\n")
	w.print("Ratio = PocketBase / Portico, so more is better for Portico.\n\n")
	w.print("| operation | %s | p99 | %s | p99 | %s | p99 | **ratio SQLite** | ratio PostgreSQL |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
		writeServers[0], writeServers[1], writeServers[2])
	for _, one := range r.writes {
		if one.each > 1 {
			continue
		}
		w.print("| %s |", one.operation)
		for _, name := range writeServers {
			w.print(" %s |", one.cell(name))
		}
		w.print(" **%s** | %s |\n", one.ratio(nameSQLite), one.ratio(namePostgres))
	}
	w.writeCPU(r)
	w.print("\n| %d entries at once, entries/s | %s | %s | %s | **ratio SQLite** | ratio PostgreSQL |\n|---|--:|--:|--:|--:|--:|\n",
		r.d.drafts, writeServers[0], writeServers[1], writeServers[2])
	for _, one := range r.writes {
		if one.each == 1 {
			continue
		}
		w.print("| %s |", one.operation)
		for _, name := range writeServers {
			w.print(" %s |", one.perSecond(name))
		}
		w.print(" **%s** | %s |\n", one.ratio(nameSQLite), one.ratio(namePostgres))
	}
}

// writeCPU tells what each operation costs a server in all. One client that waits sees half of it: Portico brings lists of drafts and the
// read side up to date behind its answer.
func (w *sheet) writeCPU(r sizeResult) {
	w.print("\nProcessor time of the server for one, in ms, with what it does behind the answer, ")
	w.print("and with what prepares it: a save reads first, and many are made before they are published.\n\n")
	w.print("| operation | %s | %s | %s | **ratio SQLite** | ratio PostgreSQL |\n|---|--:|--:|--:|--:|--:|\n",
		writeServers[0], writeServers[1], writeServers[2])
	for _, one := range r.writes {
		w.print("| %s |", one.operation)
		for _, name := range writeServers {
			if len(one.took[name]) == 0 {
				w.print(" – |")
				continue
			}
			w.print(" %.2f |", ms(one.used[name]))
		}
		w.print(" **%s** | %s |\n", one.ratioOfCPU(nameSQLite), one.ratioOfCPU(namePostgres))
	}
}

func (r writeResult) ratioOfCPU(name string) string {
	if r.used[name] == 0 || r.used[namePeer] == 0 || len(r.took[name]) == 0 || len(r.took[namePeer]) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(r.used[namePeer])/float64(r.used[name]))
}

func (r writeResult) perSecond(name string) string {
	switch took := r.took[name]; {
	case r.absent[name] != nil:
		return absent
	case len(took) == 0:
		return "–"
	default:
		return fmt.Sprintf("%.0f", float64(r.each)/took[0].Seconds())
	}
}

const absent = "not there yet"

// cell gives median and p99 of one server, as two cells where there are any.
func (r writeResult) cell(name string) string {
	took := r.took[name]
	switch {
	case r.absent[name] != nil:
		return absent + " |"
	case len(took) == 0:
		return "– |"
	}
	sorted := slices.Sorted(slices.Values(took))
	p99 := sorted[min(len(sorted)-1, int(math.Ceil(0.99*float64(len(sorted))))-1)]
	return fmt.Sprintf("%.2f | %.2f", ms(median(took)), ms(p99))
}

func (r writeResult) ratio(name string) string {
	ours, theirs := r.took[name], r.took[namePeer]
	if len(ours) == 0 || len(theirs) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(median(theirs))/float64(median(ours)))
}

func median(took []time.Duration) time.Duration {
	values := make([]float64, len(took))
	for i, t := range took {
		values[i] = float64(t)
	}
	return time.Duration(server.Median(values))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (w *sheet) state(r sizeResult) {
	w.print("\n## Loading, memory, start\n\n")
	w.print("Loading is `portico import` of a folder, and PocketBase's batches of 1,000 records (four make an entry).\n")
	w.print("Start is from the start of the process to the first entry served:\n")
	w.print("first it builds the read side from the publication log, then that is on disk.\n\n")
	w.print("| server | entries/s loaded | memory of the import, MB | memory of the server, MB | first start, ms | start, ms |\n")
	w.print("|---|--:|--:|--:|--:|--:|\n")
	for _, s := range r.state {
		first, importing := "–", "–"
		if s.ready > 0 {
			first, importing = fmt.Sprintf("%.0f", ms(s.ready)), fmt.Sprintf("%d", s.loading.memory>>20)
		}
		w.print("| %s | %.0f | %s | %d | %s | %.0f |\n", s.server, float64(r.d.entries)/s.loading.took.Seconds(), importing,
			s.memory>>20, first, ms(s.again))
	}
}

// growth tells how much slower everything is with more entries.
func (w *sheet) growth(results []sizeResult) {
	first, last := results[0], results[len(results)-1]
	allowed := math.Log(float64(last.d.entries)) / math.Log(float64(first.d.entries))
	w.print("\n# Growth from %d to %d entries\n\nHow many times longer one operation takes. Logarithmic growth is **%.2f**.\n\n",
		first.d.entries, last.d.entries, allowed)
	w.print("| operation | %s | %s | %s |\n|---|--:|--:|--:|\n", writeServers[0], writeServers[1], writeServers[2])
	for i, one := range first.writes {
		if one.each > 1 {
			continue
		}
		w.print("| %s |", one.operation)
		for _, name := range writeServers {
			before, after := one.took[name], last.writes[i].took[name]
			if len(before) == 0 || len(after) == 0 {
				w.print(" – |")
				continue
			}
			w.print(" %.2f |", float64(median(after))/float64(median(before)))
		}
		w.print("\n")
	}
	for i, one := range first.reads {
		if one.cached || one.absent != nil || last.reads[i].absent != nil {
			continue
		}
		w.print("| %s (CPU) | %.2f | – | %.2f |\n", one.subject, medianOf(last.reads[i].portico, processor)/medianOf(one.portico, processor),
			medianOf(last.reads[i].pocketbase, processor)/medianOf(one.pocketbase, processor))
	}

	w.print("| start from disk |")
	for _, name := range writeServers {
		w.print(" %s |", again(first, last, name))
	}
	w.print("\n")
}

// again is how many times longer a server takes to start from disk.
func again(first, last sizeResult, name string) string {
	of := func(r sizeResult) float64 {
		i := slices.IndexFunc(r.state, func(s stateResult) bool { return s.server == name })
		if i < 0 {
			return 0
		}
		return ms(r.state[i].again)
	}
	if of(first) == 0 || of(last) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", of(last)/of(first))
}
