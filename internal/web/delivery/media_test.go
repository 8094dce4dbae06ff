package delivery_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

const (
	filmID  = "0192d3a0-0000-7000-8000-000000000001"
	paperID = "0192d3a0-0000-7000-8000-000000000002"
	filmAt  = "/media/" + filmID + "/original/Der%20Film-%C3%A9.mp4"
)

// cinema is a group with a film of three pieces, a paper, and a story that shows the film.
func cinema() (log *fixedLog, film string) {
	film = strings.Repeat("0123456789", 25)
	l := demo()
	piece := func(id string, n int64, b string) published.Record {
		return published.Record{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(id, n), Body: []byte(b)}
	}
	at := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	shown := map[string]any{"$media": filmID, "url": filmAt, "type": "video/mp4", "alt": map[string]any{"en": "A film", "de": "Ein Film"}}
	inner := map[string]any{"$type": "figure", "$key": "a", "film": shown}
	l.publish(
		piece(filmID, 0, film[:100]), piece(filmID, 1, film[100:200]), piece(filmID, 2, film[200:]), piece(paperID, 0, "%PDF"),
		published.NewRecord(published.KindMedia, filmID, published.Medium{
			Space: "shared", File: "Der Film-é.mp4", Type: "video/mp4", Sort: "video", Size: 250, SHA256: "abc", PieceSize: 100, CreatedAt: at,
		}),
		published.NewRecord(published.KindMedia, paperID, published.Medium{
			Space: "shared", File: "paper.pdf", Type: "application/pdf", Sort: "document", Size: 4, SHA256: "def", PieceSize: 100, CreatedAt: at,
		}),
		published.NewRecord(published.KindType, "scene", published.Type{
			Name: "scene", Title: "title", Fields: []published.Field{
				{Name: "title", Kind: "text", Localized: true}, {Name: "film", Kind: "media"}, {Name: "more", Kind: "media", Many: true, Localized: true},
				{Name: "blocks", Kind: "blocks", Many: true, Components: []string{"figure"}},
			},
			Components: map[string][]published.Field{"figure": {{Name: "film", Kind: "media"}}},
		}),
		published.NewRecord(published.KindEntry, "scene1", published.Entry{
			ID: "scene1", Type: "scene", Space: "shared", Key: "scene1", Version: 1, Shared: map[string]any{"film": shown, "blocks": []any{inner}},
			Locales: map[string]published.EntryDoc{
				"fr": {Fields: map[string]any{"title": "Une", "more": []any{shown, map[string]any{"$media": "gone"}}}, PublishedAt: at},
				"en": {Fields: map[string]any{"title": "One"}, PublishedAt: at},
			},
		}),
	)
	return l, film
}

// TestMedia: a medium comes whole, in the range that is asked for, or not again, in pieces from the disk.
func TestMedia(t *testing.T) {
	log, film := cinema()
	app, _, _ := follow(t, log)
	s := listen(t, app)
	for _, c := range []struct {
		headers []string
		status  int
		body    string
		rng     string
	}{
		{nil, 200, film, ""},
		{[]string{"Range", "bytes=0-9"}, 206, film[:10], "bytes 0-9/250"},
		{[]string{"Range", "bytes=95-204"}, 206, film[95:205], "bytes 95-204/250"},
		{[]string{"Range", "bytes=240-"}, 206, film[240:], "bytes 240-249/250"},
		{[]string{"Range", "bytes=240-9999"}, 206, film[240:], "bytes 240-249/250"},
		{[]string{"Range", "bytes=-7"}, 206, film[243:], "bytes 243-249/250"},
		{[]string{"Range", "bytes=-999"}, 206, film, "bytes 0-249/250"},
		{[]string{"Range", "bytes=250-"}, 416, "", "bytes */250"},
		{[]string{"Range", "bytes=-0"}, 416, "", "bytes */250"},
		{[]string{"Range", "bytes=9-3"}, 200, film, ""},
		{[]string{"Range", "bytes=0-1,5-6"}, 200, film, ""},
		{[]string{"Range", "bytes=99999999999999999999-"}, 200, film, ""},
		{[]string{"Range", "lines=1-2"}, 200, film, ""},
		{[]string{"Range", "bytes=0-9", "If-Range", `"abc"`}, 206, film[:10], "bytes 0-9/250"},
		{[]string{"Range", "bytes=0-9", "If-Range", `"old"`}, 200, film, ""},
		{[]string{"If-None-Match", `"x", W/"abc"`}, 304, "", ""},
		{[]string{"If-None-Match", `"x"`}, 200, film, ""},
	} {
		got := s.get(t, filmAt, c.headers...)
		if got.status != c.status || got.status < 400 && got.body != c.body || got.header.Get("Content-Range") != c.rng {
			t.Errorf("%v: %d %q, %d bytes", c.headers, got.status, got.header.Get("Content-Range"), len(got.body))
		}
		if got.status == 416 && strings.Contains(got.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%v: an error is kept for ever", c.headers)
		}
	}
	head := s.do(t, http.MethodHead, filmAt)
	if head.status != 200 || head.header.Get("Content-Length") != "250" || head.body != "" {
		t.Errorf("%d %v", head.status, head.header)
	}
	if again := s.get(t, filmAt); again.body != film {
		t.Error("a connection is not whole after HEAD")
	}
}

// TestF1MediaHeaders: a browser takes a medium for what it is alone, nothing in it acts, and a document is saved, not shown.
func TestF1MediaHeaders(t *testing.T) {
	log, _ := cinema()
	app, _, _ := follow(t, log)
	s := listen(t, app)
	film, paper := s.get(t, filmAt), s.get(t, "/media/"+paperID+"/original/paper.pdf")
	for name, want := range map[string][2]string{
		"Content-Type":            {"video/mp4", "application/pdf"},
		"Content-Disposition":     {"inline; filename*=UTF-8''Der%20Film-%C3%A9.mp4", "attachment; filename*=UTF-8''paper.pdf"},
		"Etag":                    {`"abc"`, `"def"`},
		"Surrogate-Key":           {"media:" + filmID, "media:" + paperID},
		"X-Content-Type-Options":  {"nosniff", "nosniff"},
		"Content-Security-Policy": {"sandbox; default-src 'none'", "sandbox; default-src 'none'"},
		"Cache-Control":           {"public, max-age=31536000, immutable", "public, max-age=31536000, immutable"},
		"Accept-Ranges":           {"bytes", "bytes"},
	} {
		if got := [2]string{film.header.Get(name), paper.header.Get(name)}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestF3MediaNames: any other name leads to the medium's own, and what is no medium is not there.
func TestF3MediaNames(t *testing.T) {
	log, _ := cinema()
	app, _, f := follow(t, log)
	s := listen(t, app)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, name := range []string{"x.mp4", "..%2f..%2fetc", "%00", "page.html", "Der%20Film-%C3%A9.mp4%0d%0aX-Bad:1"} {
		res, err := client.Get("http://" + s.address + "/media/" + filmID + "/original/" + name)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusFound || !strings.HasSuffix(res.Header.Get("Location"), filmAt) || res.Header.Get("X-Bad") != "" {
			t.Errorf("%s: %d %v", name, res.StatusCode, res.Header)
		}
	}
	for _, path := range []string{
		"/media/none/original/x.mp4", "/media/" + filmID + "/small/x.mp4", "/media/" + filmID + "/original/", "/media/" + filmID,
		"/media/" + filmID + "/original/" + strings.Repeat("x", 3000),
	} {
		if got := s.get(t, path); got.status != http.StatusNotFound && got.status != http.StatusBadRequest {
			t.Errorf("%.80s: %d", path, got.status)
		}
	}
	if got := s.raw(t, "GET /media/"+filmID+"/original/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); got.status != http.StatusNotFound {
		t.Errorf("a broken escape: %d", got.status)
	}
	log.publish(
		published.Record{Kind: published.KindMedia, Key: filmID, Deleted: true},
		published.Record{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(filmID, 0), Deleted: true},
	)
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.get(t, filmAt); got.status != http.StatusNotFound {
		t.Errorf("a deleted medium: %d", got.status)
	}
}

// TestAlternativeTexts: an entry shows its media with the text of its own locale, or of the next in the chain.
func TestAlternativeTexts(t *testing.T) {
	log, _ := cinema()
	app, _, _ := follow(t, log)
	s := listen(t, app)
	for query, want := range map[string]string{"?locale=en": "A film", "?locale=fr&fallback=none": "", "?locale=fr&fallback=en": "A film"} {
		got := s.get(t, "/v1/sites/demo/entries/scene/scene1"+query)
		if got.status != 200 || strings.Contains(got.body, `"de"`) || !strings.Contains(got.body, `"film":{"$media":"`+filmID+`","alt":"`+want+`"`) {
			t.Errorf("%s: %d %s", query, got.status, got.body)
		}
		if n, alts := strings.Count(got.body, `"url"`), strings.Count(got.body, `"alt":"`+want+`"`); n != alts || n < 2 {
			t.Errorf("%s: %d media, %d texts: %s", query, n, alts, got.body)
		}
	}
}

// TestMediaAreBounded: who reads slowly takes a place, of which one network has some only, and gives it back.
func TestMediaAreBounded(t *testing.T) {
	log, film := cinema()
	app, _, _ := follow(t, log)
	s := listen(t, app)
	for range 400 { // each takes a place, and gives it back
		if got := s.get(t, filmAt, "Range", "bytes=0-9"); got.status != 206 || got.body != film[:10] {
			t.Fatalf("%d", got.status)
		}
	}
}
