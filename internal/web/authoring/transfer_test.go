package authoring_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// TestTransfer: what was exported is imported again, and nothing of it stays on the disk.
func TestTransfer(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := with("Cookie", s.as(identity.Editor))
		got := s.do(request{"GET", "/api/v1/entries/export?type=article", "", editor})
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/x-ndjson" || strings.Count(got.body, "\n") != 2 {
			t.Fatalf("%d %v %s", got.status, got.header, got.body)
		}
		editor["Content-Type"] = "application/x-ndjson"
		changed := strings.ReplaceAll(got.body, `"title":"Second"`, `"title":"Other"`)
		done := s.do(request{"POST", "/api/v1/entries/import", changed, editor})
		want := `{"lines":2,"created":0,"updated":1,"unchanged":1,"published":1,"dryRun":false}`
		if done.status != http.StatusOK || strings.TrimSpace(done.body) != want || done.header.Get("Portico-Generation") != "2" {
			t.Errorf("%d %s", done.status, done.body)
		}
		rows := s.do(request{"POST", "/api/v1/entries/import?dryRun=true&rows=true", changed, editor})
		if !strings.Contains(rows.body, `"rows":[{"number":1,"id":"`) || strings.Count(rows.body, `"state":"unchanged","published":false`) != 2 {
			t.Errorf("%d %s", rows.status, rows.body)
		}
		bad := s.do(request{"POST", "/api/v1/entries/import", "{}\n" + changed + "x\n", editor})
		p := bad.problem(t)
		if bad.status != http.StatusUnprocessableEntity || len(p.Errors) < 2 || p.Errors[0].Pointer != "/lines/4" || !strings.HasPrefix(p.Errors[0].Message, "line 4: ") {
			t.Errorf("%d %s", bad.status, bad.body)
		}
		for path, status := range map[string]int{"/api/v1/entries/export?type=poem": 400, "/api/v1/entries/export?view=all": 422} {
			if got := s.do(request{"GET", path, "", editor}); got.status != status {
				t.Errorf("%s: %d %s", path, got.status, got.body)
			}
		}
		if left, err := filepath.Glob(filepath.Join(s.dir, "transfer-*")); err != nil || len(left) > 0 {
			t.Errorf("left: %v %v", left, err)
		}
	})
}

// TestBodyLimits: every route but one takes a megabyte, whatever a request says of the length of its body; and a request that is
// refused before its body was read does not let the body pass for another request.
func TestBodyLimits(t *testing.T) {
	s := start(t, "", "")
	s.load()
	cookie := s.as(identity.Editor)
	line := `{"space":"shared","type":"article","key":"k%d","locales":{"en":{"title":"T","body":"` + strings.Repeat("x ", 1000) + `"}}}` + "\n"
	var b strings.Builder
	for n := range 1500 {
		fmt.Fprintf(&b, line, n)
	}
	for _, chunked := range []bool{false, true} {
		for path, want := range map[string]int{"/api/v1/entries": 413, "/api/v1/sessions": 413, "/api/v1/entries/import?dryRun=true": 200} {
			if want == http.StatusRequestEntityTooLarge && !chunked {
				continue // TestBodyLimit
			}
			var body io.Reader = strings.NewReader(b.String())
			if chunked {
				body = io.MultiReader(body) // of no known length
			}
			req, err := http.NewRequest(http.MethodPost, s.url+path, body)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Cookie", cookie)
			req.Header.Set("Content-Type", "application/json")
			res, err := client.Do(req)
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			text, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if res.StatusCode != want {
				t.Errorf("%s, chunked %v: %d %.200s", path, chunked, res.StatusCode, text)
			}
		}
	}
	inner := "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	for _, path := range []string{"/api/v1/entries/import", "/api/v1/entries", "/nowhere"} {
		for _, extra := range []string{"", "Content-Encoding: gzip\r\n", "Sec-Fetch-Site: cross-site\r\n"} {
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, extra, len(inner), inner)
			fmt.Fprint(conn, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
			all, _ := io.ReadAll(bufio.NewReader(conn))
			_ = conn.Close()
			if strings.Contains(string(all), `"ok"`) {
				t.Errorf("%s %s: the body was carried out:\n%s", path, extra, all)
			}
		}
	}
}
