package authoring_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
)

// mediaSamples are small files by their extension.
var mediaSamples = map[string]string{"pdf": "%PDF-1.4\n%%EOF\n", "png": smallPNG()}

func smallPNG() string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

// medium uploads a small file, and gives its id.
func (p *plane) medium(space, ext string) string {
	p.t.Helper()
	m, _, err := p.UploadMedium(p.t.Context(), root, authoring.NewMedium{Space: space, File: "file." + ext, Data: []byte(mediaSamples[ext])})
	if err != nil {
		p.t.Fatal(err)
	}
	return m.ID
}

const shot = "name: shot\nlabel: {en: Shot}\ntitle: name\nfields:\n  - {name: name, kind: text, label: {en: N}}\n" +
	"  - {name: cover, kind: media, accept: [image], label: {en: C}}\n  - {name: more, kind: media, many: true, localized: true, label: {en: M}}\n"

// problemsAt gives the codes of an error's problems by pointer.
func problemsAt(err error) map[string]string {
	out := map[string]string{}
	for _, p := range problemsIn(err) {
		out[p.Pointer] = p.Code
	}
	return out
}

func problemsIn(err error) (ps fault.Problems) {
	var f *fault.Error
	if errors.As(err, &ps) {
		return ps
	}
	if errors.As(err, &f) {
		return f.Problems
	}
	return nil
}

func codesOf(err error) (out string) {
	for _, p := range problemsIn(err) {
		out += p.Code + " "
	}
	return out
}

// TestMediaInEntries: a field shows media that are there, of its sort, and of a space that the entry sees (SECURITY A1); a medium that
// is shown stays.
func TestMediaInEntries(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"content-types/shot.yaml": shot})
		picture, doc, foreign := p.medium("one", "png"), p.medium("shared", "pdf"), p.medium("two", "png")
		create := func(space, cover string, more ...any) (string, error) {
			s, _, err := p.CreateEntry(t.Context(), root, authoring.NewEntry{
				Space: space, Type: "shot", Shared: map[string]any{"name": "A", "cover": cover}, Locales: docs{"en": {"more": more}},
			})
			if err != nil {
				return "", err
			}
			return s.Draft.ID, nil
		}
		_, err := create("one", doc, doc, foreign, "0192d3a0-0000-7000-8000-000000000009")
		want := map[string]string{"/shared/cover": "wrong_sort", "/locales/en/more/1": "unknown_medium", "/locales/en/more/2": "unknown_medium"}
		if diff := cmp.Diff(want, problemsAt(err)); diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if _, err = create("shared", picture); problemsAt(err)["/shared/cover"] != "unknown_medium" {
			t.Errorf("the shared space shows a site's medium: %v", err)
		}
		id, err := create("one", picture, doc)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.DeleteMedium(t.Context(), root, picture, 1)
		if !fault.Is(err, fault.Conflict) || len(problemsAt(err)) != 1 {
			t.Errorf("it is shown, and: %v", err)
		}
		u, err := p.MediumUses(t.Context(), root, doc, "", 10)
		if err != nil || len(u.Uses) != 1 || u.Uses[0].Pointer != "/locales/en/more/0" || u.Uses[0].Entry.Draft.ID != id {
			t.Errorf("%+v %v", u, err)
		}
		p.must(p.SaveEntry(t.Context(), root, id, authoring.SaveEntry{Version: 1, Patch: []byte(`{"shared":{"cover":null},"locales":{"en":{"more":null}}}`)}))
		if _, err := p.DeleteMedium(t.Context(), root, picture, 1); err != nil {
			t.Error(err)
		}
		s, _, err := p.RestoreRevision(t.Context(), root, id, 2, 1)
		if err != nil || s.Draft.Shared["cover"] != nil || s.Draft.Locales["en"]["more"] == nil {
			t.Errorf("an old revision comes back without what is gone: %+v %v", s, err)
		}
	})
}

// TestMediaArePublished: an upload goes out at once in pieces, what is published of an entry describes its media, and follows when a
// medium is described otherwise.
func TestMediaArePublished(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(files{"content-types/shot.yaml": shot})
	large := "%PDF-1.4\n" + strings.Repeat("x", published.MediaPiece) + "\n%%EOF\n"
	m, done, err := p.UploadMedium(t.Context(), root, authoring.NewMedium{Space: "shared", File: "large.pdf", Data: []byte(large)})
	if err != nil {
		t.Fatal(err)
	}
	body := func(kind published.Kind, key string) (out []byte, err error) {
		err = p.store.View(t.Context(), func(tx authoring.Tx) (err error) {
			out, err = tx.RecordBody(t.Context(), published.Ref{Kind: kind, Key: key})
			return err
		})
		return out, err
	}
	first, _ := body(published.KindMediaPiece, published.MediaPieceKey(m.ID, 0))
	second, _ := body(published.KindMediaPiece, published.MediaPieceKey(m.ID, 1))
	if string(first)+string(second) != large || done.Generation == 0 {
		t.Errorf("the pieces have %d and %d bytes", len(first), len(second))
	}
	picture := p.medium("shared", "png")
	id := p.put(authoring.NewEntry{Space: "shared", Type: "shot", Shared: map[string]any{"name": "A", "cover": picture}, Locales: docs{"en": {"more": []any{m.ID}}}})
	p.must(p.PublishEntry(t.Context(), root, id, 0, []string{"en"}))
	shown := func() (cover, more map[string]any) {
		t.Helper()
		src, err := body(published.KindEntry, id)
		var e published.Entry
		if err != nil || json.Unmarshal(src, &e) != nil {
			t.Fatal(err)
		}
		cover, _ = e.Shared["cover"].(map[string]any)
		list, _ := e.Locales["en"].Fields["more"].([]any)
		more, _ = list[0].(map[string]any)
		return cover, more
	}
	cover, more := shown()
	want := map[string]any{
		"$media": picture, "url": "/media/" + picture + "/original/file.png", "type": "image/png", "width": 4.0, "height": 3.0, "alt": map[string]any{},
	}
	if diff := cmp.Diff(want, cover); diff != "" || more["width"] != nil {
		t.Errorf("%s %v", diff, more)
	}
	if _, _, err := p.PatchMedium(t.Context(), root, picture, 1, []byte(`{"file":"Gare","alt":{"fr":"La gare"}}`)); err != nil {
		t.Fatal(err)
	}
	want["url"], want["alt"] = "/media/"+picture+"/original/Gare.png", map[string]any{"fr": "La gare"}
	if cover, _ = shown(); cmp.Diff(want, cover) != "" {
		t.Error(cmp.Diff(want, cover))
	}
	p.must(p.UnpublishEntry(t.Context(), root, id, 0, nil))
	p.must(p.SaveEntry(t.Context(), root, id, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"more":null}}}`)}))
	if _, err := p.DeleteMedium(t.Context(), root, m.ID, 1); err != nil {
		t.Fatal(err)
	}
	for n := range int64(2) {
		if _, err := body(published.KindMediaPiece, published.MediaPieceKey(m.ID, n)); !fault.Is(err, fault.NotFound) {
			t.Errorf("piece %d is still there: %v", n, err)
		}
	}
}

// TestImportOfMedia: an import checks every file as an upload does (SECURITY D2), and bytes never change under an id.
func TestImportOfMedia(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(files{"content-types/shot.yaml": shot})
	const id = "0192d3a0-0000-7000-8000-000000000001"
	item := func(id, rest string) string { return "  - {id: " + id + ", space: one, " + rest + "}\n" }
	folder := func(list string, files map[string]string) error {
		fsys := fstest.MapFS{"media/list.yaml": {Data: []byte("media:\n" + list)}}
		for name, src := range files {
			fsys["media/"+name] = &fstest.MapFile{Data: []byte(src)}
		}
		_, err := p.ImportFS(t.Context(), root, fsys)
		return err
	}
	good := map[string]string{id + ".png": mediaSamples["png"]}
	for name, c := range map[string]struct {
		list  string
		files map[string]string
		code  string
	}{
		"no file":         {item(id, "file: a.png"), map[string]string{}, "missing_file"},
		"no id":           {item("../x", "file: a.png"), good, "bad_id"},
		"HTML":            {item(id, "file: a.png"), map[string]string{id + ".png": "<script>"}, "unknown_type"},
		"not listed":      {item(id, "file: a.png"), map[string]string{id + ".png": mediaSamples["png"], "b.png": "x"}, "unlisted"},
		"twice":           {item(id, "file: a.png") + item(id, "file: b.png"), good, "repeated"},
		"a bad text":      {item(id, "file: a.png, alt: {xx-: y}"), good, "bad_locale"},
		"an unknown site": {strings.Replace(item(id, "file: a.png"), "one", "none", 1), good, "unknown_site"},
	} {
		if err := folder(c.list, c.files); err == nil || !strings.Contains(codesOf(err), c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := folder(item(id, "file: a.png, alt: {en: Night}"), good); err != nil {
		t.Fatal(err)
	}
	m, err := p.Medium(t.Context(), root, id)
	if err != nil || m.File != "a.png" || m.Alt["en"] != "Night" || m.Sort != media.Image {
		t.Errorf("%+v %v", m, err)
	}
	if err := folder(item(id, "file: b.png, alt: {en: Day}"), good); err != nil {
		t.Fatal(err)
	}
	if m, err = p.Medium(t.Context(), root, id); err != nil || m.File != "b.png" || m.Alt["en"] != "Day" || m.Version != 2 {
		t.Errorf("%+v %v", m, err)
	}
	if err := folder(item(id, "file: b.pdf"), map[string]string{id + ".pdf": mediaSamples["pdf"]}); err == nil || !strings.Contains(codesOf(err), "another_medium") {
		t.Errorf("other bytes: %v", err)
	}
}
