package app_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// TestKill: kill -9 at any moment loses no publication that was acknowledged, and no response ever mixes two of them.
func TestKill(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"--sample", "--data-dir", t.TempDir(), "--database-url", newURL(t), "--log-level", "warn"}
			p := serve(t, args...)
			c := p.setup()
			done := progress{}
			for range 6 {
				publishUntilKilled(p, c, &done)
				p = serve(t, args...)
				c.base = p.authoring
				checkAfterRestart(t, p, &done)
			}
		})
	}
}

// progress is what the publisher knows when the process dies under it.
type progress struct {
	tried        int    // number of the label that was sent last
	acknowledged int    // number of the label that was acknowledged last, or is known to be there
	generation   string // of that
}

// publish publishes the next label, and says whether that was acknowledged.
func (done *progress) publish(c *client) bool {
	done.tried++
	generation, ok := c.rename("suppliers", label(done.tried))
	if ok {
		done.acknowledged, done.generation = done.tried, generation
	}
	return ok
}

func label(n int) string { return fmt.Sprintf("Fournisseurs n° %d.", n) }

// publishUntilKilled publishes label after label until the process is killed under it, while a reader compares two sites. The
// first one says how long a publication takes on this machine now: the blow falls somewhere in the three after it.
func publishUntilKilled(p *process, c *client, done *progress) {
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reading.Add(1)
	go func() {
		defer reading.Done()
		for {
			select {
			case <-stop:
				return
			default:
				compareSites(p)
			}
		}
	}()
	begin := time.Now()
	if !done.publish(c) {
		p.t.Fatalf("nobody has killed it, and it does not publish\n%s", p.out)
	}
	time.AfterFunc(rand.N(3*time.Since(begin)), func() { _ = p.cmd.Process.Kill() })
	for done.publish(c) {
	}
	close(stop)
	reading.Wait()
	p.kill()
}

// compareSites: what two sites show at the same generation is of the same publication.
func compareSites(p *process) {
	one := p.get("/v1/sites/suppliers/menus/main?locale=fr")
	two := p.get("/v1/sites/corporate/fragments/header?locale=fr")
	if one.status != http.StatusOK || two.status != http.StatusOK || one.header.Get("Portico-Generation") != two.header.Get("Portico-Generation") {
		return
	}
	if a, b := labelIn(one.body), labelIn(two.body); a != b {
		p.t.Errorf("generation %s shows %q on one site and %q on another", one.header.Get("Portico-Generation"), a, b)
	}
}

// labelIn gives the number of the label that a body shows.
func labelIn(body []byte) string {
	_, rest, ok := bytes.Cut(body, []byte("Fournisseurs n° "))
	if !ok {
		return ""
	}
	number, _, _ := bytes.Cut(rest, []byte("."))
	return string(number)
}

func checkAfterRestart(t *testing.T, p *process, done *progress) {
	t.Helper()
	res := p.get("/v1/sites/suppliers/menus/main?locale=fr", "Portico-Min-Generation", done.generation)
	if res.status != http.StatusOK {
		t.Fatalf("after the restart: %d %s\n%s", res.status, res.body, p.out)
	}
	shown := labelIn(res.body)
	switch shown {
	case strconv.Itoa(done.acknowledged):
	case strconv.Itoa(done.tried): // committed, and killed before it could say so
		done.acknowledged = done.tried
	default:
		t.Fatalf("label %d was acknowledged, %d was under way, and %q is served", done.acknowledged, done.tried, shown)
	}
	for _, site := range []string{"corporate", "partners", "customer"} {
		header := p.get("/v1/sites/" + site + "/fragments/header?locale=fr")
		if got := labelIn(header.body); got != shown {
			t.Errorf("%s shows %q, suppliers %q", site, got, shown)
		}
	}
}
