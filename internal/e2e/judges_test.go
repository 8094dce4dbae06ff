package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// valid: html-validate finds nothing in any page of the sample, with every layout.
func (g *group) valid(t *testing.T) {
	dir := t.TempDir()
	pages := 0
	for _, layout := range g.layouts(t) {
		for _, site := range g.sites {
			for _, l := range site.Locales {
				address := g.page(t, &groupPage{site: site.Key, locale: l.Tag, layout: layout})
				name := fmt.Sprintf("%s-%s-%s.html", site.Key, l.Tag, layout)
				if err := os.WriteFile(filepath.Join(dir, name), []byte(fetch(t, address)), 0o600); err != nil {
					t.Fatal(err)
				}
				pages++
			}
		}
	}
	g.htmlValidate(t, dir, pages)
}

// htmlValidate runs the validator on the pages of a folder.
func (g *group) htmlValidate(t *testing.T, dir string, pages int) {
	t.Helper()
	cmd := exec.Command("node", "node_modules/html-validate/bin/html-validate.mjs", "--config", "html-validate.json", "--formatter", "json="+dir+"/found.json", dir+"/*.html")
	cmd.Dir = repository(t, "tools/browser")
	said, err := cmd.CombinedOutput() // it ends with 1 where it finds something
	out, readErr := os.ReadFile(filepath.Join(dir, "found.json"))
	if readErr != nil {
		t.Fatalf("html-validate: %v: %s", err, said)
	}
	var results []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line                      int
		}
	}
	if jsonErr := json.Unmarshal(out, &results); jsonErr != nil {
		t.Fatalf("html-validate: %v, %v: %s", err, jsonErr, out)
	}
	known := map[string]bool{}
	for _, r := range results {
		for _, m := range r.Messages {
			if key := m.RuleID + m.Selector; !known[key] {
				known[key] = true
				t.Errorf("%s: %s: %s (%s)", filepath.Base(r.FilePath), m.RuleID, m.Message, m.Selector)
			}
		}
	}
	if err != nil && len(known) == 0 {
		t.Errorf("html-validate on %d pages: %v", pages, err)
	}
}

// performance asks lighthouse for its mark for speed too, which depends on the machine and on what else runs there.
var performance = flag.Bool("performance", false, "demand 100 of lighthouse's performance (make bench-lighthouse)")

// lighthouse: a page that holds the shared parts alone has 100 of 100 for accessibility, and loses nothing to what lighthouse
// sees without a clock. With -performance the whole mark is 100 as well, in the best of three runs.
func (g *group) lighthouse(t *testing.T) {
	address := g.page(t, &groupPage{site: "customer", locale: "fr"})
	said := g.judge(t, address).below(untimed...)
	for _, low := range said {
		t.Error("lighthouse:", low)
	}
	if !*performance {
		return
	}
	for range 3 {
		r := g.judge(t, address)
		t.Logf("performance %.0f on a machine that lighthouse gives %.0f: %s", 100*r.Categories["performance"].Score,
			r.Environment.BenchmarkIndex, strings.Join(r.below(timed...), ", "))
		if r.Categories["performance"].Score == 1 {
			return
		}
	}
	t.Error("lighthouse: performance is below 100")
}

// The audits that make the mark for speed, and those of them and beside them that say the same on every machine.
var (
	timed   = []string{"first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time", "cumulative-layout-shift"}
	untimed = []string{"unsized-images", "uses-text-compression", "no-document-write", "uses-passive-event-listeners", "non-composited-animations",
		"legacy-javascript", "duplicated-javascript", "unminified-css", "unminified-javascript", "font-display", "viewport"}
)

// lighthouseReport is what a test reads of lighthouse's report.
type lighthouseReport struct {
	Categories  map[string]struct{ Score float64 }
	Environment struct{ BenchmarkIndex float64 }
	Audits      map[string]struct {
		Score        *float64
		DisplayValue string
	}
}

// below names what lost points: a mark for accessibility that is not whole, and which of the given audits lost any. An audit that a
// version of lighthouse does not have is named too, or a change of version would pass in silence.
func (r *lighthouseReport) below(audits ...string) (low []string) {
	if score := r.Categories["accessibility"].Score; score < 1 {
		low = append(low, fmt.Sprintf("accessibility has %.0f", 100*score))
	}
	for _, name := range audits {
		switch a, found := r.Audits[name]; {
		case !found:
			low = append(low, name+" is not an audit")
		case a.Score != nil && *a.Score < 1:
			low = append(low, fmt.Sprintf("%s %.2f %s", name, *a.Score, a.DisplayValue))
		}
	}
	return low
}

func (g *group) judge(t *testing.T, address string) *lighthouseReport {
	t.Helper()
	cmd := exec.Command("node", "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json", "--output-path=stdout",
		"--only-categories=performance,accessibility", "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-component-update")
	cmd.Dir = repository(t, "tools/browser")
	cmd.Env = append(os.Environ(), "CHROME_PATH=chromium", "HOME="+t.TempDir())
	if path, err := exec.LookPath("chromium"); err == nil {
		cmd.Env = append(cmd.Env, "CHROME_PATH="+path)
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("lighthouse: %v", err)
	}
	r := &lighthouseReport{}
	if err := json.Unmarshal(out, r); err != nil || len(r.Categories) != 2 {
		t.Fatalf("lighthouse: %v: %.300s", err, out)
	}
	return r
}
