package delivery_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/query"
)

// telling finds what an answer must not say of us: versions, SQL, drivers, paths, stacks.
var telling = regexp.MustCompile(`(?i)s3cret|/var/lib|pq:|sqlite|select |goroutine|\.go:\d|panic|fiber|fasthttp|` + regexp.QuoteMeta(runtime.Version()))

// noise is the id of an error: random letters, which may be a word by chance.
var noise = regexp.MustCompile(`"id":"[A-Z2-7]{26}"`)

// TestL4ErrorsTellNothing asks for everything that the delivery listener describes, of a read side that fails and bundles that panic, in
// ways that are wrong besides.
func TestL4ErrorsTellNothing(t *testing.T) {
	s := newBroken(t, slog.New(slog.DiscardHandler), func() (*query.Page, error) { return nil, errors.New("pq: s3cret in /var/lib, SELECT 1") })
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(s.get(t, "/v1/openapi.json").body), &doc); err != nil || len(doc.Paths) < 20 {
		t.Fatalf("%d paths, %v", len(doc.Paths), err)
	}
	known := strings.NewReplacer("{site}", "demo", "{part}", "header", "{menu}", "main", "{type}", "article", "{locale}", "fr", "{item}", "solar")
	hole := regexp.MustCompile(`\{[^}]+\}`)
	failed := 0
	for path, methods := range doc.Paths {
		if path == "/metrics" || path == "/v1/openapi.json" || path == "/v1/events" || strings.HasPrefix(path, "/styleguide") {
			continue // for operators; the description, whose examples have queries; without an end; documentation for people
		}
		full := hole.ReplaceAllString(known.Replace(path), "one")
		for method := range methods {
			for _, target := range []string{full, full + "?q=%00&filter[title]='&page[size]=x", full + "/../%2e%2e/etc/passwd", full + "?" + strings.Repeat("a", 9000)} {
				res := s.do(t, strings.ToUpper(method), target)
				if res.status >= http.StatusInternalServerError {
					failed++
				}
				said := noise.ReplaceAllString(res.body, "")
				for name, values := range res.header {
					said += "\n" + name + ": " + strings.Join(values, ", ")
				}
				if res.status >= http.StatusBadRequest || strings.HasPrefix(path, "/i/") {
					if found := telling.FindString(said); found != "" {
						t.Errorf("%s %.80s: %d tells %q: %.300s", method, target, res.status, found, said)
					}
				}
				if res.header.Get("Server") != "" || res.header.Get("X-Powered-By") != "" {
					t.Errorf("%s %.80s names its server", method, target)
				}
			}
		}
	}
	if failed < 2 {
		t.Errorf("%d answers failed: the read side was to fail", failed)
	}
}
