package delivery_test

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

const (
	hiddenKey  = "pds_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	expiredKey = "pds_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
	demosKey   = "pds_CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
)

func keyed(keys map[string]*time.Time, site string) published.Record {
	var body published.SiteKeys
	for key, expires := range keys {
		sum := sha256.Sum256([]byte(key))
		body.Keys = append(body.Keys, published.SiteKey{Hash: sum[:], ExpiresAt: expires})
	}
	return published.NewRecord(published.KindKeys, site, body)
}

// TestPrivateSite: who has its key gets a private site, for themselves alone; a revoked key ends with the next publication.
func TestPrivateSite(t *testing.T) {
	log := demo()
	past, soon := time.Now().Add(-time.Minute), time.Now().Add(time.Hour)
	log.publish(keyed(map[string]*time.Time{hiddenKey: &soon, expiredKey: &past}, "hidden"), keyed(map[string]*time.Time{demosKey: nil}, "demo"))
	app, _, f := follow(t, log)
	s := listen(t, app)
	paths := []string{"", "/bundle", "/fragments", "/fragments/header", "/menus", "/menus/main", "/entries/article", "/entries/article/one", "/tokens.css", "/tokens.json", "/generation", "/graphql?query={site{key}}"}
	for _, below := range paths {
		for _, scheme := range []string{"Bearer ", "bearer ", "BEARER "} {
			got := s.get(t, "/v1/sites/hidden"+below, "Authorization", scheme+hiddenKey)
			if got.status != http.StatusOK || got.header.Get("Cache-Control") != "private, no-store" || got.header.Get("Surrogate-Key") != "" {
				t.Errorf("%s%s: %d %v", scheme, below, got.status, got.header)
			}
		}
		if public, keyed := s.get(t, "/v1/sites/demo"+below), s.get(t, "/v1/sites/demo"+below, "Authorization", "Bearer "+demosKey); public.body != keyed.body ||
			public.header.Get("Cache-Control") != keyed.header.Get("Cache-Control") {
			t.Errorf("TestG3: %s of a public site is another with a key: %v", below, keyed.header)
		}
	}
	etag := s.get(t, "/v1/sites/hidden/bundle", "Authorization", "Bearer "+hiddenKey).header.Get("ETag")
	if got := s.get(t, "/v1/sites/hidden/bundle", "Authorization", "Bearer "+hiddenKey, "If-None-Match", etag); got.status != http.StatusNotModified {
		t.Errorf("an SDK that has it already gets %d", got.status)
	}
	if list := s.get(t, "/v1/sites", "Authorization", "Bearer "+hiddenKey); strings.Contains(list.body, "hidden") {
		t.Error("a private site is in the list that everybody shares")
	}
	if got := s.get(t, "/i/hidden/header/fr", "Authorization", "Bearer "+hiddenKey); !strings.Contains(got.body, "portico-skeleton") || got.status != 200 {
		t.Errorf("/i pastes a private site: %s", got.body)
	}
	log.publish(published.Record{Kind: published.KindKeys, Key: "hidden", Deleted: true})
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, below := range paths {
		if got := s.get(t, "/v1/sites/hidden"+below, "Authorization", "Bearer "+hiddenKey); got.status != http.StatusNotFound {
			t.Errorf("%s with a revoked key: %d", below, got.status)
		}
	}
}

// TestA7DeliveryOpensToItsKeysOnly: whatever else is sent, a private site looks like one that is not there, to the byte.
func TestA7DeliveryOpensToItsKeysOnly(t *testing.T) {
	log := demo()
	past := time.Now().Add(-time.Minute)
	log.publish(keyed(map[string]*time.Time{hiddenKey: nil, expiredKey: &past}, "hidden"), keyed(map[string]*time.Time{demosKey: nil}, "demo"))
	app, _, _ := follow(t, log)
	s := listen(t, app)
	for name, headers := range map[string][]string{
		"nothing":              nil,
		"another site's key":   {"Authorization", "Bearer " + demosKey},
		"an expired key":       {"Authorization", "Bearer " + expiredKey},
		"a session's token":    {"Authorization", "Bearer " + strings.TrimPrefix(hiddenKey, "pds_")},
		"a management key":     {"Authorization", "Bearer pmk_" + strings.TrimPrefix(hiddenKey, "pds_")},
		"a key in a cookie":    {"Cookie", "portico_session=" + hiddenKey},
		"a basic key":          {"Authorization", "Basic " + hiddenKey},
		"a key with more":      {"Authorization", "Bearer " + hiddenKey + "A"},
		"a key with less":      {"Authorization", "Bearer " + hiddenKey[:46]},
		"a key in other case":  {"Authorization", "Bearer " + strings.ToLower(hiddenKey)},
		"a hash":               {"Authorization", "Bearer pds_" + strings.Repeat("\xff", 43)},
		"nothing but the word": {"Authorization", "Bearer"},
	} {
		for _, below := range []string{"", "/bundle", "/fragments/header", "/entries/article", "/entries/article/one", "/tokens.css", "/generation"} {
			hidden, missing := s.get(t, "/v1/sites/hidden"+below, headers...), s.get(t, "/v1/sites/nobody"+below, headers...)
			hidden.header.Del("Date")
			missing.header.Del("Date")
			if diff := cmp.Diff(missing, hidden, cmp.AllowUnexported(response{})); diff != "" || hidden.status != http.StatusNotFound {
				t.Errorf("%s at %s: (-missing +hidden)\n%s", name, below, diff)
			}
		}
	}
	for _, query := range []string{"?key=" + hiddenKey, "?access_token=" + hiddenKey} {
		if got := s.get(t, "/v1/sites/hidden/bundle"+query); got.status != http.StatusNotFound || strings.Contains(got.body, "pds_") {
			t.Errorf("a key in the address: %d %s", got.status, got.body)
		}
	}
}
