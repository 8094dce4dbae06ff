package authoring_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/follow"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

// followKey makes a key with one grant to read some types, and gives its address and its secret.
func (s *server) followKey(cookie, types string) (at, secret string) {
	s.t.Helper()
	got := s.do(request{http.MethodPost, "/api/v1/keys", `{"name":"node","expiresAt":"` + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) +
		`","grants":[{"actions":["read"],"types":[` + types + `],"sites":["*","shared"],"locales":["*"],"fields":["*"]}]}`, with("Cookie", cookie)})
	if got.status != http.StatusCreated {
		s.t.Fatalf("a key for %s: %d %s", types, got.status, got.body)
	}
	return "/api/v1/keys/" + text(got.get(s.t, "key.id")), text(got.get(s.t, "secret"))
}

// asking asks for what comes after a place, and gives the answer while it still waits.
func (s *server) asking(secret string, at published.Position) *http.Response {
	s.t.Helper()
	q := url.Values{"identity": {at.Identity}, "generation": {strconv.FormatInt(at.Generation, 10)}, "epoch": {at.Epoch}, "wait": {"20"}}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/api/v1/log?"+q.Encode(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+secret)
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatal(res, err)
	}
	return res
}

// TestStreamOfTheLogD4: nobody reads the log without the right to it, which no other right brings with it; a key that has it does
// nothing else; and one that is revoked gets nothing more, also where it waits already.
func TestStreamOfTheLogD4(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		_, everything := s.followKey(admin, `"*","@*"`)
		at, secret := s.followKey(admin, `"@log"`)
		for name, header := range map[string]map[string]string{
			"nobody": nil, "a false key": with("Authorization", "Bearer portico_"+strings.Repeat("A", 43)), "no key": with("Authorization", "Bearer x"),
			"another scheme": with("Authorization", "Basic "+secret), "two at once": with("Authorization", "Bearer "+secret, "Cookie", admin),
			"a key for all resources": with("Authorization", "Bearer "+everything), "a viewer": with("Cookie", s.as(identity.Viewer)),
			"an editor": with("Cookie", s.as(identity.Editor)), "a site manager": with("Cookie", s.as(identity.SiteManager)), "no role": with("Cookie", s.as("")),
		} {
			for _, query := range []string{"", "?wait=20", "?identity=x&generation=1&epoch=x"} {
				got := s.do(request{http.MethodGet, "/api/v1/log" + query, "", header})
				if got.status < 400 || got.status >= 500 || strings.Contains(got.body, "cursorKey") {
					t.Errorf("%s%s: %d %.100s", name, query, got.status, got.body)
				}
			}
		}
		for _, path := range []string{"/api/v1/sites", "/api/v1/entries/" + s.entryID("first"), "/api/v1/accounts", "/api/v1/audit", "/api/v1/settings"} {
			if got := s.do(request{http.MethodGet, path, "", with("Authorization", "Bearer "+secret)}); got.status != http.StatusForbidden && got.status != http.StatusNotFound &&
				strings.Contains(got.body, `"key"`) {
				t.Errorf("a key of the log reads %s: %d %.200s", path, got.status, got.body)
			}
		}
		page, err := s.logClient(secret).Page(t.Context(), published.Place{})
		if err != nil || !page.Whole || len(page.Records) == 0 {
			t.Fatal(err)
		}

		res := s.asking(secret, page.Head)
		defer res.Body.Close()
		if got := s.do(request{http.MethodDelete, at, "", with("Cookie", admin)}); got.status != http.StatusNoContent {
			t.Fatalf("revoke: %d %s", got.status, got.body)
		}
		s.publishedSomething(admin)
		if last, err := published.ReadPage(res.Body, func() {}); !errors.Is(err, io.ErrUnexpectedEOF) && (err != nil || last.Head != page.Head) {
			t.Errorf("a revoked key got %+v, %v", last, err) // the answer may have come to its end before
		}
		if _, err := s.logClient(secret).Page(t.Context(), published.Place{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a revoked key: %v", err)
		}
	})
}

func (s *server) logClient(secret string) *follow.Client {
	s.t.Helper()
	c, err := follow.New(follow.Options{URL: s.url, Key: secret})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// publishedSomething publishes an entry.
func (s *server) publishedSomething(cookie string) {
	s.t.Helper()
	id := s.entryID("first")
	got := s.do(request{http.MethodPatch, "/api/v1/entries/" + id, `{"locales":{"en":{"title":"Changed ` + strconv.FormatInt(time.Now().UnixNano(), 36) + `"}}}`,
		with("Cookie", cookie, "If-Match", `"`+s.version(cookie, id)+`"`, "Content-Type", "application/merge-patch+json")})
	if got.status == http.StatusOK {
		got = s.do(request{http.MethodPost, "/api/v1/entries/" + id + "/publish", "{}", with("Cookie", cookie, "If-Match", `"`+s.version(cookie, id)+`"`)})
	}
	if got.status != http.StatusOK {
		s.t.Fatalf("publish: %d %s", got.status, got.body)
	}
}

// TestLogWaits: who has everything is told as soon as there is more; who has not, at once; and what is asked for wrongly is refused.
func TestLogWaits(t *testing.T) {
	s := start(t, "", "")
	s.load()
	admin := s.as(identity.Administrator)
	_, secret := s.followKey(admin, `"@log"`)
	page, err := s.logClient(secret).Page(t.Context(), published.Place{})
	if err != nil {
		t.Fatal(err)
	}
	res := s.asking(secret, page.Head) // for 300 ms, as this server has it
	defer res.Body.Close()
	beats := 0
	same, err := published.ReadPage(res.Body, func() { beats++ })
	if err != nil || same.Head != page.Head || len(same.Records) > 0 || beats == 0 {
		t.Errorf("nothing new: %+v, %d signs of life, %v", same, beats, err)
	}
	news := s.asking(secret, page.Head)
	defer news.Body.Close()
	s.publishedSomething(admin)
	more, err := published.ReadPage(news.Body, func() {})
	if err == nil && more.Head == page.Head { // it was slow to publish
		news := s.asking(secret, page.Head)
		defer news.Body.Close()
		more, err = published.ReadPage(news.Body, func() {})
	}
	if err != nil || more.Whole || more.Head.Generation != page.Head.Generation+1 || len(more.Records) == 0 {
		t.Errorf("%+v, %v", more, err)
	}
	for _, query := range []string{
		"generation=-1", "generation=x", "wait=-1", "wait=26", "wait=x", "at=-5", "identity=" + strings.Repeat("x", 200), "kind=" + strings.Repeat("x", 200),
		"key=" + strings.Repeat("x", 2000), "generation=99999999999999999999",
	} {
		if got := s.do(request{http.MethodGet, "/api/v1/log?" + query, "", with("Authorization", "Bearer "+secret)}); got.status < 400 || got.status >= 500 {
			t.Errorf("%.40s: %d %.200s", query, got.status, got.body)
		}
	}
	for _, query := range []string{"kind=%00&key=%00", "identity=%FF&epoch='", "generation=9223372036854775807&at=9223372036854775807&kind=entry&key=x"} {
		if got := s.do(request{http.MethodGet, "/api/v1/log?" + query, "", with("Authorization", "Bearer "+secret)}); got.status >= 500 {
			t.Errorf("%.40s: %d %.200s", query, got.status, got.body)
		}
	}
}
