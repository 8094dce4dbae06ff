package authoring_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

// listen opens a stream of events and gives its lines. As a browser does, it comes back when the stream ends, until it is refused
// or the test is over.
func (s *server) listen(cookie, query, last string) <-chan string {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	lines := make(chan string, 10000)
	done := make(chan struct{})
	s.t.Cleanup(func() { cancel(); <-done })
	go func() {
		defer close(done)
		defer close(lines)
		for ctx.Err() == nil && s.stream(ctx, cookie, query, &last, lines) {
		}
	}()
	return lines
}

// stream reads one stream to its end; it says whether there was one.
func (s *server) stream(ctx context.Context, cookie, query string, last *string, lines chan<- string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/api/v1/events"+query, nil)
	if err != nil {
		return false
	}
	req.Header.Set("Cookie", cookie)
	req.Header.Set("Last-Event-ID", *last)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		return false
	}
	for scan := bufio.NewScanner(res.Body); scan.Scan(); {
		if id, ok := strings.CutPrefix(scan.Text(), "id: "); ok {
			*last = id
		}
		lines <- scan.Text()
	}
	return true
}

// until waits for a line that has a text, and gives the lines before it too.
func until(t *testing.T, lines <-chan string, text string) (seen string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		select {
		case line, ok := <-lines:
			seen += line + "\n"
			if strings.Contains(line, text) {
				return seen
			}
			if !ok {
				t.Fatalf("the stream ended before %q:\n%s", text, seen)
			}
		case <-deadline:
			t.Fatalf("no %q:\n%s", text, seen)
		}
	}
}

// TestEvents: who listens learns of changes that are for them, of who is where, and misses nothing in between.
func TestEvents(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		two := s.assigned("two", identity.Assignment{Role: identity.Viewer, Sites: []string{"two"}, Locales: []string{"*"}})
		all, some := s.listen(editor, "", ""), s.listen(two, "", "")
		until(t, all, "event: ready")
		begin := until(t, some, "event: ready")
		hidden, _ := s.create(editor, "one", "For one")
		shown, _ := s.create(editor, "two", "For two")
		seen := until(t, all, shown)
		if !strings.Contains(seen, hidden) || strings.Contains(seen, "For one") {
			t.Errorf("the editor saw %s", seen)
		}
		if seen = until(t, some, shown); strings.Contains(seen, hidden) {
			t.Errorf("the reader of site two saw %s", seen)
		}
		id := ""
		for _, line := range strings.Split(begin, "\n") {
			if rest, ok := strings.CutPrefix(line, "id: "); ok && id == "" {
				id = rest
			}
		}
		until(t, s.listen(editor, "", id), hidden) // comes back, and misses nothing

		restored := s.listen(editor, "", "9223372036854775807") // of a database that a backup was brought back into
		until(t, restored, "event: ready")
		after, _ := s.create(editor, "one", "After the backup")
		until(t, restored, after)

		people := s.listen(editor, "?entry="+shown, "")
		until(t, people, `"present":[]`)
		put := s.do(request{http.MethodPut, "/api/v1/entries/" + shown + "/presence", `{"client":"tab1","field":"/locales/en/title"}`, with("Cookie", two)})
		if put.status != http.StatusOK || !strings.Contains(put.body, "tab1") {
			t.Fatalf("presence: %d %s", put.status, put.body)
		}
		until(t, people, `"field":"/locales/en/title"`)
		s.do(request{http.MethodDelete, "/api/v1/entries/" + shown + "/presence/tab1", "", with("Cookie", two)})
		until(t, people, `"present":[]`)
	})
}

// TestEventsEndWithTheSessionS1: a stream ends when its session does.
func TestEventsEndWithTheSessionS1(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	lines := s.listen(editor, "", "")
	until(t, lines, "event: ready")
	s.do(request{http.MethodDelete, "/api/v1/sessions/current", "", with("Cookie", editor)})
	s.create(s.as(identity.Administrator), "one", "After")
	for line := range lines { // ends with the stream, or the test's time
		if strings.Contains(line, "entry.create") {
			t.Errorf("told after the session had ended: %s", line)
		}
	}
}
