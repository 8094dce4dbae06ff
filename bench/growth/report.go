package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"time"
)

// result is how one thing grew.
type result struct {
	name   string
	points []point
}

func middle(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

func report(w io.Writer, results []result) {
	fmt.Fprintf(w, "# Growth of a delivery node\n\n%s, %d cores, %s. docs/benchmarks.md says what is measured.\n",
		time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version())
	for _, r := range results {
		fmt.Fprintf(w, "\n## %s\n\n| %[1]s | from nothing, ms | start from disk, ms | new question, µs | kept answer, µs |", r.name)
		fmt.Fprintln(w, " list, µs | heap, MB | disk, MB |")
		fmt.Fprintln(w, "|--:|--:|--:|--:|--:|--:|--:|--:|")
		for _, p := range r.points {
			fmt.Fprintln(w, p.row())
		}
	}
}

// row is a point as a row of the table.
func (p *point) row() string {
	list := "–"
	if p.list > 0 {
		list = micros(p.list)
	}
	return fmt.Sprintf("| %d | %.0f | %.1f | %s | %s | %s | %.1f | %.1f |", p.size, millis(p.apply), millis(p.start), micros(p.fresh),
		micros(p.kept), list, float64(p.memory)/1e6, float64(p.disk)/1e6)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func micros(d time.Duration) string {
	return fmt.Sprintf("%.1f", float64(d)/float64(time.Microsecond))
}

// line is a curve of the plot: times in µs, by size.
type line struct {
	name, colour string
	xs, ys       []float64
}

// plot draws the times of questions over the sizes, both axes by powers of ten.
func plot(results []result) []byte {
	colours := []string{"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b"}
	var lines []line
	for _, r := range results {
		for _, one := range []struct {
			name string
			of   func(point) time.Duration
		}{
			{"new question", func(p point) time.Duration { return p.fresh }}, {"kept answer", func(p point) time.Duration { return p.kept }},
			{"list", func(p point) time.Duration { return p.list }},
		} {
			l := line{name: r.name + ": " + one.name, colour: colours[len(lines)%len(colours)]}
			for _, p := range r.points {
				if d := one.of(p); d > 0 {
					l.xs, l.ys = append(l.xs, math.Log10(float64(p.size))), append(l.ys, math.Log10(float64(d)/1000))
				}
			}
			if len(l.xs) > 0 {
				lines = append(lines, l)
			}
		}
	}
	return draw(lines)
}

func draw(lines []line) []byte {
	const width, height, left, bottom, right = 900.0, 480.0, 70.0, 50.0, 240.0
	const decadesX, lowY, decadesY = 6.0, -2.0, 6.0
	x := func(v float64) float64 { return left + v/decadesX*(width-left-right) }
	y := func(v float64) float64 { return height - bottom - (v-lowY)/decadesY*(height-bottom-20) }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12">`+"\n",
		width, height)
	fmt.Fprintf(&b, `<title>Time of a question, by size</title><rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", width, height)
	for d := 0.0; d <= decadesX; d++ {
		fmt.Fprintf(&b, `<path d="M%.1f %.1fV%.1f" stroke="#ddd"/><text x="%[1]f" y="%.1f" text-anchor="middle">10^%.0f</text>`+"\n",
			x(d), y(lowY), y(lowY+decadesY), height-bottom+20, d)
	}
	for d := lowY; d <= lowY+decadesY; d++ {
		fmt.Fprintf(&b, `<path d="M%.1f %.1fH%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%g µs</text>`+"\n",
			x(0), y(d), x(decadesX), left-8, y(d)+4, math.Pow(10, d))
	}
	for i, l := range lines {
		fmt.Fprintf(&b, `<path fill="none" stroke="%s" stroke-width="2" d="`, l.colour)
		for j := range l.xs {
			fmt.Fprintf(&b, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[j == 0], x(l.xs[j]), y(l.ys[j]))
		}
		fmt.Fprintf(&b, `"/><text x="%.1f" y="%d" fill="%s">%s</text>`+"\n", width-right+20, 40+20*i, l.colour, l.name)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}
