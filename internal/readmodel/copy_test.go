package readmodel

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

// TestCopy: a copy is as far as the file was, and from then on each is written by itself.
func TestCopy(t *testing.T) {
	m := openTest(t, t.TempDir())
	entry := func(id, title string) published.Record {
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "article", Space: "shared", Key: id, Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": title}}},
		})
	}
	put(t, m, 1, siteOf("one", "fr"), entry("a", "A"), entry("b", "B"))
	dir := filepath.Join(t.TempDir(), "preview")
	c, err := m.CopyTo(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if state, err := c.State(t.Context()); err != nil || state != (delivery.State{Identity: "log", Generation: 1}) {
		t.Errorf("%+v %v", state, err)
	}
	err = c.Write(t.Context(), false, func(put func(published.Record) error) (delivery.State, string, error) {
		return delivery.State{Identity: "log", Generation: 1}, "", put(entry("a", "draft"))
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	each := func(r published.Record) error {
		got = append(got, r.Key+" "+string(r.Body))
		return nil
	}
	if err := m.EntryRecords(t.Context(), []string{"a", "none"}, each); err != nil {
		t.Fatal(err)
	}
	a := entry("a", "A")
	if diff := cmp.Diff([]string{"a " + string(a.Body)}, got); diff != "" {
		t.Errorf("what is published has changed: %s", diff)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if c, err = m.CopyTo(t.Context(), dir); err != nil { // over one that is there
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
