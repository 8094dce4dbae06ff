package e2e

import (
	"encoding/json"
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

// lighthouse: a page that holds the shared parts alone has 100 of 100 for performance and accessibility. On a machine that does
// other things too, the best of three runs counts.
func (g *group) lighthouse(t *testing.T) {
	address := g.page(t, &groupPage{site: "customer", locale: "fr"})
	var said string
	for range 3 {
		if said = g.scores(t, address); said == "" {
			return
		}
	}
	t.Error(said)
}

func (g *group) scores(t *testing.T, address string) string {
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
	var report struct {
		Categories map[string]struct{ Score float64 }
		Audits     map[string]struct {
			Score        *float64
			DisplayValue string
		}
	}
	if err := json.Unmarshal(out, &report); err != nil || len(report.Categories) != 2 {
		t.Fatalf("lighthouse: %v: %.300s", err, out)
	}
	var low []string
	for name, c := range report.Categories {
		if c.Score < 1 {
			low = append(low, fmt.Sprintf("%s has %.0f", name, 100*c.Score))
		}
	}
	if len(low) == 0 {
		return ""
	}
	for name, a := range report.Audits {
		if a.Score != nil && *a.Score < 1 {
			low = append(low, fmt.Sprintf("%s %.2f %s", name, *a.Score, a.DisplayValue))
		}
	}
	return "lighthouse: " + strings.Join(low, ", ")
}
