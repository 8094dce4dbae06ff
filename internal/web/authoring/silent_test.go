package authoring_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// inside is what an error must not show: SQL and databases, files and their places, Go's types and packages, versions, addresses.
var inside = regexp.MustCompile(`(?i)\b(select|insert into|delete from|update) .*\b(from|where|values|set)\b|sqlite|sqlstate|postgres|pgx|gorm|constraint failed|no such (table|column)|relation "` +
	`|\.go\b|/internal/|/tmp/|/home/|/root/|/usr/|\.db\b|goroutine|panic|runtime error|nil pointer|strconv\.|json: |unmarshal|go (struct|value|type)\b|interface ?\{|map\[string\]` +
	`|\b(u?int(8|16|32|64)|float64|\[\]byte)\b|\*(authoring|content|schema|identity|fault)\.|huma|fiber|fasthttp|7\.8\.9-test|\bgo1\.\d|127\.0\.0\.1`)

// noise are random texts, in which anything may stand.
var noise = regexp.MustCompile(`"id":"[A-Z0-9]{26}"`)

// TestSilentErrorsL4: whatever is sent to any route, by whoever may use it, errors speak of the request and not of what is behind the
// server; and none is ours.
func TestSilentErrorsL4(t *testing.T) {
	bodies := []string{
		"", "{", "null", "[]", "3", `"x"`, `{}`, `{"id":3}`, `{"a":{"b":{"c":[1,2,{}]}}}`, "\x00\x01", "<xml>", "a,b\n\"", "--x\r\n\r\n", `{"name":["x"],"entries":{"a":1},"items":"x","body":7,"roles":3}`,
		`{"space":"' OR 1=1 --","type":"article'; DROP TABLE entries","key":"../../etc/passwd","locales":{"en":{"title":{"$ref":"x"}}}}`,
		`{"version":1e400,"at":"never","expiresAt":"0000-00-00T00:00:00Z","by":"\u0000","site":"\u0000","locale":"\u0000","parent":"\u0000","kind":"\u0000"}`,
		`{"email":{"$ne":null},"password":{"$gt":""},"token":["x"],"name":null,"grants":[{"actions":3}],"questions":[[]]}`, strings.Repeat("[", 20000), `{"patch":"x","query":[],"item":3,"client":{},"field":9}`,
	}
	ids := []string{
		"x", "0", "-1", "%00", "%ff", "%27%20OR%201=1--", "..%2f..%2fetc%2fpasswd", "01920000-0000-7000-8000-000000000001", "01920000-0000-7000-8000-00000000000z", "9223372036854775808", strings.Repeat("9", 300), "é", "%s%d%n",
	}
	queries := []string{"", "?limit=x&page[size]=x&page[after]=x", "?type=%00&locale=%00&space=%27&q=%22", "?type=article&filter[title]=1&sort=%27&fields=%00", "?from=x&to=%00", "?view=x&mode=x&dryRun=x&autosave=x&force=x", "?type=article&page[after]=" + strings.Repeat("A", 200) + "&parent=%00&before=x&subject=%00"}
	parameter := regexp.MustCompile(`:[A-Za-z]+`)
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		s.siteKeyID()
		s.subject()
		asked := 0
		ask := func(name string, r request) {
			got := s.do(r)
			asked++
			shown := noise.ReplaceAllString(got.body, "")
			if got.status < 400 {
				return
			}
			if path, _, _ := strings.Cut(r.path, "?"); path != "" { // "instance" repeats the address
				shown = strings.ReplaceAll(shown, path, "")
			}
			if found := inside.FindString(shown); found != "" || got.status >= 500 {
				t.Errorf("%s %.100s, body %.100q: %d tells of %q: %.600s", name, r.path, r.body, got.status, found, got.body)
			}
			got.header.Del("X-Request-Id")
			for header, values := range got.header {
				if slices.Contains([]string{"Server", "X-Powered-By"}, header) || inside.MatchString(strings.Join(values, " ")) {
					t.Errorf("%s: %s: %v", name, header, values)
				}
			}
		}
		for _, name := range s.routes() {
			method, path, _ := strings.Cut(name, " ")
			if !strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, "/api/v1/events") || strings.Contains(path, "/sessions") || strings.Contains(path, "/me/") {
				continue
			}
			header := func(media string) map[string]string {
				return with("Cookie", admin, "If-Match", `"99"`, "Content-Type", media)
			}
			if strings.Contains(path, ":") {
				for _, id := range ids {
					ask(name, request{method, parameter.ReplaceAllString(path, id), "", header("application/json")})
				}
			}
			if method == http.MethodGet {
				for _, query := range queries {
					ask(name, request{method, s.fill(path) + query, "", header("application/json")})
				}
				continue
			}
			if p, ok := policies[name]; ok {
				path = p.path
			}
			if strings.Contains(name, "/:id/suspend") || method == http.MethodDelete || strings.Contains(name, "password") {
				continue // they read no body, or are limited
			}
			for _, body := range bodies {
				ask(name, request{method, s.fill(path), body, header("application/json")})
			}
			for _, media := range []string{"application/xliff+xml", "application/x-ndjson", "text/plain; charset=\x80"} {
				for _, body := range []string{bodies[9], bodies[11], fmt.Sprintf("<?xml version=\"1.0\" encoding=\"utf-16\"?><!DOCTYPE x [<!ENTITY e SYSTEM %q>]><x>&e;</x>", "file:///etc/passwd")} {
					ask(name, request{method, s.fill(path), body, header(media)})
				}
			}
		}
		if asked < 1000 {
			t.Errorf("only %d requests were made", asked)
		}
	})
}
