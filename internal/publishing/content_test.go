package publishing_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// TestEntry: only what is published goes out, with its Markdown rendered and cleaned; an entry of which nothing is, is a deletion.
func TestEntry(t *testing.T) {
	c, f := newCompiler(), read(t, nil)
	article := f.Model.Type("article")
	at := time.Date(2026, 11, 21, 13, 0, 0, 0, time.FixedZone("", 3600))
	draft := &content.Entry{
		ID: "0192d3a0-0000-7000-8000-000000000001", Space: "shared", Type: "article", Key: "a", Shared: map[string]any{"order": 2.0},
		Locales: map[string]map[string]any{
			"en": {"title": "New", "body": "**x** <b onclick=\"alert(1)\">y</b>"}, "fr": {"title": "Secret"},
		},
	}
	s := &content.Stored{Version: 3, Draft: draft, UpdatedAt: at}

	if r := c.Entry(article, s, nil); !r.Deleted || r.Key != draft.ID || r.Kind != published.KindEntry {
		t.Errorf("a draft is %+v", r)
	}
	if err := s.Publish([]string{"en"}, at); err != nil {
		t.Fatal(err)
	}
	r := c.Entry(article, s, nil)
	var got published.Entry
	if err := json.Unmarshal(r.Body, &got); err != nil {
		t.Fatal(err)
	}
	utc := at.UTC()
	want := published.Entry{
		ID: draft.ID, Type: "article", Space: "shared", Key: "a", Version: 3, UpdatedAt: utc, Shared: map[string]any{"order": 2.0}, HTML: got.HTML, Text: got.Text,
		Locales: map[string]published.EntryDoc{"en": {
			Fields: draft.Locales["en"], HTML: map[string]any{"body": "<p><strong>x</strong> y</p>\n"}, Text: map[string]any{"body": "x y"}, PublishedAt: utc,
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if string(c.Entry(article, s, nil).Body) != string(r.Body) {
		t.Error("the same entry made other bytes")
	}
}

// TestAudiences: a type that is for some visitors only is a record that nodes tell apart, with their names.
func TestAudiences(t *testing.T) {
	m, err := schema.FromFiles(map[string][]byte{
		"offer.yaml": []byte("name: offer\nlabel: {en: Offer}\ntitle: t\naudiences: [partner]\nfields:\n  - {name: t, kind: text, label: {en: T}}\n"),
		"news.yaml":  []byte("name: news\nlabel: {en: News}\ntitle: t\nfields:\n  - {name: t, kind: text, label: {en: T}}\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	c := newCompiler()
	got := map[published.Ref]string{}
	for _, r := range c.Model(m) {
		var body published.Type
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		got[r.Ref()] = strings.Join(body.Audiences, " ")
	}
	want := map[published.Ref]string{{Kind: published.KindType, Key: "news"}: "", {Kind: published.KindLimited, Key: "offer"}: "partner"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := c.DraftModel(m); len(got) != 2 {
		t.Errorf("drafts: %v", got)
	}
}
