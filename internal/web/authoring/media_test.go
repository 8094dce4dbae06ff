package authoring_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func pngOf(t testing.TB, width int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 2))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// upload sends a file, and gives the answer.
func (s *server) upload(cookie, query, file string, headers ...string) answer {
	s.t.Helper()
	h := with(append([]string{"Cookie", cookie, "Content-Type", "application/octet-stream"}, headers...)...)
	return s.do(request{http.MethodPost, "/api/v1/media?" + query, file, h})
}

// TestMedia: a file is uploaded, found, read back, described, and deleted.
func TestMedia(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		got := s.upload(editor, "space=one&file=Gare%20de%20nuit.JPG", pngOf(t, 3))
		if got.status != http.StatusCreated || got.header.Get("ETag") != `"1"` || got.header.Get("Portico-Generation") == "" {
			t.Fatalf("%d %v %s", got.status, got.header, got.body)
		}
		id, file, path := text(got.get(t, "id")), text(got.get(t, "file")), text(got.get(t, "path"))
		if file != "Gare-de-nuit.png" || path != "/media/"+id+"/original/Gare-de-nuit.png" || text(got.get(t, "type")) != "image/png" {
			t.Errorf("%s", got.body)
		}
		at := "/api/v1/media/" + id
		if got := s.do(request{http.MethodGet, at + "/file", "", with("Cookie", editor)}); got.status != http.StatusOK ||
			!strings.HasPrefix(got.body, "\x89PNG") || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%d %v", got.status, got.header)
		}
		patched := s.call(editor, http.MethodPatch, at, `{"file":"../Bahnhof","alt":{"fr":"La gare","de":"Der Bahnhof 100%_"}}`, `"1"`, 200, nil)
		if text(patched.get(t, "file")) != "Bahnhof.png" || patched.header.Get("ETag") != `"2"` {
			t.Errorf("%s", patched.body)
		}
		s.call(editor, http.MethodPatch, at, `{"alt":{"en":"x"}}`, `"1"`, http.StatusPreconditionFailed, nil)
		s.call(editor, http.MethodPatch, at, `{"alt":{"english":"x"}}`, `"2"`, http.StatusUnprocessableEntity, nil)
		s.call(editor, http.MethodPatch, at, `{"sort":"video"}`, `"2"`, http.StatusUnprocessableEntity, nil)
		s.upload(editor, "space=shared&file=report.pdf", pdf)
		for query, want := range map[string]int{
			"": 2, "?space=one": 1, "?space=shared,one": 2, "?sort=document": 1, "?sort=video": 0, "?q=la%20GARE": 1, "?q=100%25_": 1, "?q=%25": 1, "?q=x_y": 0,
			"?page[size]=1": 1,
		} {
			var page struct{ Data []struct{ ID string } }
			s.call(editor, http.MethodGet, "/api/v1/media"+query, "", "", 200, &page)
			if len(page.Data) != want {
				t.Errorf("%s: %d media, want %d", query, len(page.Data), want)
			}
		}
		s.call(editor, http.MethodGet, "/api/v1/media?sort=smell", "", "", http.StatusUnprocessableEntity, nil)
		s.call(editor, http.MethodDelete, at, "", `"1"`, http.StatusPreconditionFailed, nil)
		s.call(editor, http.MethodDelete, at, "", `"2"`, http.StatusNoContent, nil)
		s.call(editor, http.MethodGet, at, "", "", http.StatusNotFound, nil)
		s.call(editor, http.MethodGet, at+"/file", "", "", http.StatusNotFound, nil)
	})
}

// TestF1UploadsAreRefused: what is no medium, or more than one thing, is refused whatever its sender says that it is, and nothing of
// it is kept.
func TestF1UploadsAreRefused(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	s.core.LimitMedia(1000)
	before := storetest.Dump(t, s.dbURL, s.dir)
	for name, c := range map[string]struct {
		query, file, media string
		status             int
	}{
		"HTML as PNG":        {"space=one&file=x.png", "<!doctype html><script>alert(1)</script>", "image/png", 422},
		"SVG":                {"space=one&file=x.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>`, "application/octet-stream", 422},
		"nothing":            {"space=one&file=x.png", "", "image/png", 422},
		"PNG and HTML":       {"space=one&file=x.png", pngOf(t, 2) + "<script>", "image/png", 422},
		"an unknown site":    {"space=none&file=x.png", pngOf(t, 2), "image/png", 422},
		"no space":           {"file=x.png", pngOf(t, 2), "image/png", 422},
		"a form":             {"space=one", "a=b", "application/x-www-form-urlencoded", 415},
		"a form of parts":    {"space=one", "--x--", "multipart/form-data; boundary=x", 415},
		"text":               {"space=one", "x", "text/plain", 415},
		"more than is taken": {"space=one&file=x.png", pngOf(t, 2) + strings.Repeat("\x00", 1000), "image/png", 413},
	} {
		if got := s.upload(editor, c.query, c.file, "Content-Type", c.media); got.status != c.status {
			t.Errorf("%s: %d %.300s", name, got.status, got.body)
		}
	}
	if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
		t.Errorf("something was kept: %s", diff)
	}
}

// TestA1MediaOfAnotherSite: who writes for one site reads, uploads, changes and deletes nothing of another.
func TestA1MediaOfAnotherSite(t *testing.T) {
	s := start(t, "", "")
	s.load()
	one := s.assigned("one", identity.Assignment{Role: identity.Editor, Sites: []string{"one"}, Locales: []string{"fr"}})
	admin := s.as(identity.Administrator)
	id := text(s.upload(admin, "space=two&file=x.png", pngOf(t, 2)).get(t, "id"))
	shared := text(s.upload(admin, "space=shared&file=x.png", pngOf(t, 2)).get(t, "id"))
	at := "/api/v1/media/" + id
	before := storetest.Dump(t, s.dbURL, s.dir)
	for _, path := range []string{at, at + "/file", at + "/uses"} {
		s.call(one, http.MethodGet, path, "", "", http.StatusNotFound, nil)
	}
	s.call(one, http.MethodPatch, at, `{"alt":{"fr":"x"}}`, `"1"`, http.StatusNotFound, nil)
	s.call(one, http.MethodDelete, at, "", `"1"`, http.StatusNotFound, nil)
	s.call(one, http.MethodPatch, "/api/v1/media/"+shared, `{"alt":{"fr":"x"}}`, `"1"`, http.StatusForbidden, nil)
	s.call(one, http.MethodGet, "/api/v1/media?space=two", "", "", http.StatusForbidden, nil)
	for _, space := range []string{"two", "shared"} {
		if got := s.upload(one, "space="+space, pngOf(t, 2)); got.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", space, got.status, got.body)
		}
	}
	if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
	var page struct{ Data []struct{ ID string } }
	s.call(one, http.MethodGet, "/api/v1/media", "", "", 200, &page)
	if len(page.Data) != 1 || page.Data[0].ID != shared {
		t.Errorf("they see %v", page.Data)
	}
	mine := text(s.upload(one, "space=one", pngOf(t, 2)).get(t, "id"))
	s.call(one, http.MethodPatch, "/api/v1/media/"+mine, `{"alt":{"fr":"Oui"}}`, `"1"`, 200, nil)
	s.call(one, http.MethodPatch, "/api/v1/media/"+mine, `{"alt":{"de":"Nein"}}`, `"2"`, http.StatusForbidden, nil)
}

// TestUploadOnce: a repeated upload is carried out once, and its key stands for these bytes alone.
func TestUploadOnce(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	first := s.upload(editor, "space=one&file=a.png", pngOf(t, 2), "Idempotency-Key", "k1")
	again := s.upload(editor, "space=one&file=a.png", pngOf(t, 2), "Idempotency-Key", "k1")
	if again.status != http.StatusCreated || again.body != first.body || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %s, before %s", again.status, again.body, first.body)
	}
	if other := s.upload(editor, "space=one&file=a.png", pngOf(t, 3), "Idempotency-Key", "k1"); other.status != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", other.status, other.body)
	}
	var page struct{ Data []json.RawMessage }
	s.call(editor, http.MethodGet, "/api/v1/media", "", "", 200, &page)
	if len(page.Data) != 1 {
		t.Errorf("%d media", len(page.Data))
	}
}
