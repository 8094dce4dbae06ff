package app_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/store"
)

// TestKillJob: kill -9 in the middle of a job loses no row and does none twice: another process goes on where it was.
func TestKillJob(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, url := t.TempDir(), newURL(t)
			args := []string{"--sample", "--data-dir", dir, "--database-url", url, "--log-level", "warn"}
			p := serve(t, args...)
			c := p.setup()
			var rows []map[string]any
			for i := range 300 {
				res := c.article(fmt.Sprintf("Tâche %d", i))
				if res.status != http.StatusCreated {
					t.Fatalf("%d %s", res.status, res.body)
				}
				rows = append(rows, map[string]any{"id": res.get("id")})
			}
			res := c.send(http.MethodPost, "/api/v1/jobs", "application/json", "", map[string]any{"kind": "publish", "entries": rows})
			if res.status != http.StatusAccepted {
				t.Fatalf("%d %s", res.status, res.body)
			}
			location := res.header.Get("Location")
			job := func(field string) any { return c.send(http.MethodGet, location, "", "", nil).get(field) }
			p.waitFor("the first piece", func() bool { done, _ := job("done").(float64); return done > 0 })
			p.kill()

			p = serve(t, args...)
			c.base = p.authoring
			p.waitFor("the end of the job", func() bool { return job("state") == "done" })
			if done, failed := job("done"), job("failed"); done != 300.0 || failed != 0.0 {
				t.Errorf("%v done, %v failed", done, failed)
			}
			if code := p.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, p.out)
			}
			acts := published(t, url, dir)
			for _, r := range rows {
				if id, _ := r["id"].(string); acts["entry/"+id] != 1 {
					t.Errorf("entry %v was published %d times", r["id"], acts["entry/"+id])
				}
			}
		})
	}
}

// TestScheduledKill: what was planned goes out once, though the process that would have done it was killed before.
func TestScheduledKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"--sample", "--data-dir", dir, "--log-level", "warn"}
	p := serve(t, args...)
	c := p.setup()
	res := c.article("Demain")
	id, _ := res.get("id").(string)
	at := time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339Nano)
	res = c.send(http.MethodPost, "/api/v1/entries/"+id+"/schedule", "application/json", `"1"`, map[string]any{"action": "publish", "at": at})
	if res.status != http.StatusOK || res.get("status.fr") != "scheduled" {
		t.Fatalf("%d %s", res.status, res.body)
	}
	p.kill()
	p = serve(t, args...)
	c.base = p.authoring
	p.waitFor("the publication", func() bool {
		return c.send(http.MethodGet, "/api/v1/entries/"+id, "", "", nil).get("status.fr") == "published"
	})
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.out)
	}
	if n := published(t, "", dir)["entry/"+id]; n != 1 {
		t.Errorf("published %d times", n)
	}
}

// article creates a draft that could be published.
func (c *client) article(title string) response {
	return c.send(http.MethodPost, "/api/v1/entries", "application/json", "", map[string]any{
		"space": "shared", "type": "article", "shared": map[string]any{"publishedOn": "2026-11-21"},
		"locales": map[string]any{"fr": map[string]any{"title": title, "summary": "Court", "body": "Long"}},
	})
}

// published counts, from the audit of a database, how often each entry was published.
func published(t *testing.T, url, dir string) map[string]int {
	t.Helper()
	s, err := store.Open(url, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	counts := map[string]int{}
	err = s.View(t.Context(), func(tx authoring.Tx) error {
		lines, err := tx.AuditLines(context.Background(), authoring.AuditFilter{Action: "entry.publish", Limit: 100000})
		for _, l := range lines {
			counts[l.Subject]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}
