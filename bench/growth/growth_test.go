package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPoints runs each kind once, small: every question is answered, and the report and the plot can be read.
func TestPoints(t *testing.T) {
	var results []result
	for _, s := range []series{{"menu items", []int{10}, measureMenu}, {"sites", []int{2}, measureSites}, {"entries", []int{20}, measureEntries}} {
		p, err := s.make(t.Context(), t.TempDir(), s.sizes[0])
		if err != nil || p.fresh <= 0 || p.kept <= 0 || p.start <= 0 || p.disk <= 0 {
			t.Fatalf("%s: %+v, %v", s.name, p, err)
		}
		p.size = s.sizes[0]
		results = append(results, result{s.name, []point{p}})
	}
	output := filepath.Join(t.TempDir(), "in", "growth.md")
	if err := write(output, results); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(output)
	if err != nil || strings.Count(string(text), "\n## ") != len(results) {
		t.Errorf("%v: %s", err, text)
	}
	svg, err := os.Open(strings.TrimSuffix(output, ".md") + ".svg")
	if err != nil {
		t.Fatal(err)
	}
	defer svg.Close()
	for d := xml.NewDecoder(svg); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
