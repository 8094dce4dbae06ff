package authoring_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// TestA7DeliveryKeysOpenNothingHere: a key is shown once, and the management API knows nobody by it.
func TestA7DeliveryKeysOpenNothingHere(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		made := s.do(request{http.MethodPost, siteOne + "/keys", `{"name":"web server"}`, with("Cookie", admin)})
		var key struct{ ID, Key string }
		if err := json.Unmarshal([]byte(made.body), &key); err != nil || made.status != http.StatusCreated || len(key.Key) != 47 ||
			made.header.Get("Cache-Control") != "private, no-store" || made.header.Get("Portico-Generation") != "2" {
			t.Fatalf("%d %s %v", made.status, made.body, made.header)
		}
		for _, h := range []map[string]string{
			with("Authorization", "Bearer "+key.Key), with("Cookie", "portico_session="+key.Key), with("Cookie", "portico_session="+strings.TrimPrefix(key.Key, "pds_")),
		} {
			for _, path := range []string{"/api/v1/me", siteOne, siteOne + "/keys", "/api/v1/menus"} {
				if got := s.do(request{http.MethodGet, path, "", h}); got.status != http.StatusUnauthorized {
					t.Errorf("%s: %d %s", path, got.status, got.body)
				}
			}
		}
		list := s.do(request{http.MethodGet, siteOne + "/keys", "", with("Cookie", admin)})
		if !strings.Contains(list.body, `"live":true`) || strings.Contains(list.body+s.log.String(), key.Key[4:]) || strings.Contains(list.body, "hash") {
			t.Errorf("TestL1: the list and the log: %s", list.body)
		}
		for range 2 { // trying again is no harm
			if got := s.do(request{http.MethodDelete, siteOne + "/keys/" + key.ID, "", with("Cookie", admin)}); got.status != http.StatusNoContent {
				t.Errorf("revoked: %d %s", got.status, got.body)
			}
		}
		if got := s.do(request{http.MethodDelete, siteOne + "/keys/none", "", with("Cookie", admin)}); got.status != http.StatusNotFound {
			t.Errorf("a key that is not there: %d", got.status)
		}
		for _, body := range []string{`{}`, `{"name":""}`, `{"name":"x","expiresAt":"2020-01-01T00:00:00Z"}`, `{"name":"x","expiresAt":"soon"}`, `{"name":"x","secret":"y"}`} {
			if got := s.do(request{http.MethodPost, siteOne + "/keys", body, with("Cookie", admin)}); got.status != http.StatusUnprocessableEntity || len(got.problem(t).Errors) == 0 {
				t.Errorf("%s: %d %s", body, got.status, got.body)
			}
		}
	})
}

// TestRegisterSite: a site by its life in HTTP.
func TestRegisterSite(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		doc := `{"key":"three","name":"Three","origins":["https://three.example"],"owner":"Team","brand":"red","locales":[{"tag":"en","home":"/"}]%s}`
		post := func(more string) answer {
			return s.do(request{http.MethodPost, "/api/v1/sites", fmt.Sprintf(doc, more), with("Cookie", admin)})
		}
		for more, want := range map[string]string{
			`,"parent":"none"`: "/parent", `,"theme":"x"`: "/theme", `,"locales":[]`: "/locales", `,"locales":[{"tag":3}]`: "/locales/0/tag", `,"x":1`: "/x",
			`,"owner":"\u0000"`: "/owner", `,"private":"yes"`: "/private",
		} {
			got := post(more)
			found := false
			for _, e := range got.problem(t).Errors {
				found = found || e.Pointer == want
			}
			if got.status != http.StatusUnprocessableEntity || !found {
				t.Errorf("%s: %d %s", more, got.status, got.body)
			}
		}
		made := post(`,"targetDate":"2027-01-31"`)
		if made.status != http.StatusCreated || made.header.Get("Location") != "/api/v1/sites/three" || made.header.Get("ETag") != `"1"` ||
			!strings.Contains(made.body, `"status":"planned"`) || !strings.Contains(made.body, `"targetDate":"2027-01-31"`) {
			t.Errorf("%d %v %s", made.status, made.header, made.body)
		}
		if got := post(""); got.status != http.StatusConflict {
			t.Errorf("again: %d %s", got.status, got.body)
		}
		three := "/api/v1/sites/three"
		if got := s.do(request{http.MethodDelete, three, "", with("Cookie", admin, "If-Match", `"1"`)}); got.status != http.StatusConflict {
			t.Errorf("deleted while it is planned: %d %s", got.status, got.body)
		}
		s.do(request{http.MethodPatch, three, `{"status":"retired"}`, with("Cookie", admin, "If-Match", `"1"`)})
		if got := s.do(request{http.MethodDelete, three, "", with("Cookie", admin, "If-Match", `"2"`)}); got.status != http.StatusNoContent || got.header.Get("Portico-Generation") != "4" {
			t.Errorf("deleted: %d %v %s", got.status, got.header, got.body)
		}
	})
}

// TestMenuEditing: a menu by its life in HTTP.
func TestMenuEditing(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		const legal = "/api/v1/menus/one/legal"
		item := func(id string) string {
			return `{"id":"` + id + `","label":{"en":"` + id + `"},"url":"https://x.example/"}`
		}
		version := 0
		do := func(method, path, body string, status int) answer {
			t.Helper()
			got := s.do(request{method, path, body, with("Cookie", editor, "If-Match", fmt.Sprintf(`"%d"`, version))})
			if got.status != status {
				t.Fatalf("%s %s %s: %d %s", method, path, body, got.status, got.body)
			}
			if status < 300 && method != http.MethodGet {
				_, _ = fmt.Sscanf(got.header.Get("ETag"), `"%d"`, &version)
			}
			return got
		}
		do(http.MethodPost, "/api/v1/menus", `{"space":"one","name":"legal","items":[`+item("a")+`]}`, 201)
		do(http.MethodPost, "/api/v1/menus", `{"space":"one","name":"other"}`, 422)
		do(http.MethodPost, "/api/v1/menus", `{"space":"none","name":"legal"}`, 422)
		do(http.MethodPut, legal, `{"items":[`+item("a")+`,`+item("b")+`]}`, 200)
		do(http.MethodPut, legal, `{"items":[{"id":"a","label":{"en":"x"},"colour":"red"}]}`, 422)
		do(http.MethodPut, legal, `{"items":[{"id":"a","label":{"en":"\u0000"},"url":"https://x.example/"}]}`, 422)
		do(http.MethodPut, legal, `{"items":`+strings.Repeat(`[{"items":`, 3000)+`[]`+strings.Repeat(`}]`, 3000)+`}`, 422)
		do(http.MethodPost, legal+"/items", `{"item":`+item("c")+`,"parent":"a"}`, 201)
		do(http.MethodPost, legal+"/items", `{"item":`+item("d")+`,"index":9}`, 422)
		do(http.MethodPost, legal+"/items/c/move", `{"index":0}`, 200)
		do(http.MethodPost, legal+"/items/none/move", `{}`, 404)
		do(http.MethodDelete, legal+"/items/b", "", 200)
		do(http.MethodGet, legal+"/revisions/1", "", 200)
		do(http.MethodPost, legal+"/revert", "", 409)
		do(http.MethodPost, legal+"/publish", "", 200)
		if got := do(http.MethodPost, legal+"/revisions/2/restore", "", 200); !strings.Contains(got.body, `"id":"b"`) || strings.Contains(got.body, `"id":"c"`) {
			t.Errorf("restored %s", got.body)
		}
		if got := do(http.MethodGet, legal+"/changes", "", 200); !strings.Contains(got.body, `"id":"c","removed":true`) || !strings.Contains(got.body, `"id":"b","added":true`) {
			t.Errorf("changes %s", got.body)
		}
		if got := do(http.MethodPost, legal+"/revert", "", 200); !strings.Contains(got.body, `"id":"c"`) {
			t.Errorf("reverted %s", got.body)
		}
		if got := do(http.MethodGet, legal+"/check", "", 200); !strings.Contains(got.body, `"severity":"warning"`) || !strings.Contains(got.body, `"pointer":"/items/a/label/fr"`) {
			t.Errorf("check %s", got.body)
		}
		do(http.MethodDelete, legal, "", 204)
		do(http.MethodGet, legal, "", 404)
	})
}
