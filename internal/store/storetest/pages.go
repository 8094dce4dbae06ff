package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/published"
)

// sumOf is the checksum of what a reader holds.
func sumOf(records map[published.Ref]published.Record) string {
	var sum published.Checksum
	for _, r := range records {
		if !r.Deleted {
			sum.Add(r.Mark(), r.Hash())
		}
	}
	return sum.String()
}

func mustPublish(t *testing.T, s Store, records ...published.Record) {
	t.Helper()
	if _, err := publish(t.Context(), s, records...); err != nil {
		t.Fatal(err)
	}
}

// pages: who reads page by page, while others publish in between, ends up with what the log holds, and with its checksum; and no page
// is large.
func pages(t *testing.T, s Store) {
	var many []published.Record
	for i := range 2500 {
		many = append(many, record(fmt.Sprintf("m%04d", i), "x"))
	}
	mustPublish(t, s, many...)
	mustPublish(t, s, record("big1", strings.Repeat("b", 900<<10)), record("big2", strings.Repeat("b", 900<<10)), record("big3", "b"))
	held, sizes, place := map[published.Ref]published.Record{}, []int{}, published.Place{}
	for n := 0; ; n++ {
		page, err := s.Page(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		if page.Whole != (n == 0) {
			t.Errorf("page %d: whole %v", n, page.Whole)
		}
		for _, r := range page.Records {
			held[r.Ref()] = r
		}
		sizes, place = append(sizes, len(page.Records)), page.Next
		switch n {
		case 0: // one before the mark, one after it, one that is new, and one that goes
			mustPublish(t, s, record("m0001", "again"), record("m2000", "again"), record("new", "x"),
				published.Record{Kind: published.KindEntry, Key: "m0002", Deleted: true})
		case 2:
			mustPublish(t, s, record("m0001", "once more"))
		}
		if !page.Last() {
			continue
		}
		if got := sumOf(held); got != page.Checksum || page.Next.Position != page.Head || page.Head.Generation != 4 {
			t.Errorf("at %+v with the checksum %s; the log says %s", page.Head, got, page.Checksum)
		}
		break
	}
	if diff := cmp.Diff([]int{1000, 1000, 501, 5}, sizes); diff != "" {
		t.Errorf("sizes of pages: %s", diff)
	}
	page, err := s.Page(t.Context(), place)
	if err != nil || page.Whole || len(page.Records) > 0 || !page.Last() || page.Next != place {
		t.Errorf("at the end: %+v, %v", page, err)
	}
}

// forked: a position of another history is known as such, also where its generation was passed again.
func forked(t *testing.T, s Store) {
	mustPublish(t, s, record("a", "1"))
	mustPublish(t, s, record("a", "2"))
	page, err := s.Page(t.Context(), published.Place{})
	if err != nil {
		t.Fatal(err)
	}
	mustPublish(t, s, record("a", "3"))
	at := page.Head
	for name, c := range map[string]struct {
		change func(*published.Position)
		whole  bool
	}{
		"its own":          {func(*published.Position) {}, false},
		"another epoch":    {func(p *published.Position) { p.Epoch = "other" }, true},
		"no epoch":         {func(p *published.Position) { p.Epoch = "" }, true},
		"another identity": {func(p *published.Position) { p.Identity = "other" }, true},
		"not there yet":    {func(p *published.Position) { p.Generation = 4 }, true},
		"the next one":     {func(p *published.Position) { p.Generation = 3 }, true},
		"negative":         {func(p *published.Position) { p.Generation = -1 }, true},
		"the beginning":    {func(p *published.Position) { p.Generation, p.Epoch = 0, "" }, false},
	} {
		position := at
		c.change(&position)
		for _, after := range []*published.Mark{nil, {Generation: 1, Kind: published.KindEntry, Key: "a"}} {
			page, err := s.Page(t.Context(), published.Place{Position: position, After: after})
			if err != nil || page.Whole != c.whole || len(page.Records) != 1 || !page.Last() {
				t.Errorf("%s: %+v, %v", name, page, err)
			}
		}
	}
	same := func() (heads [2]published.Position) {
		for i := range heads {
			err := s.Update(t.Context(), func(tx authoring.Tx) error {
				generation, err := tx.Lock(t.Context())
				if err == nil {
					err = tx.Append(t.Context(), published.Publication{Generation: generation}, nil)
				}
				return err
			})
			page, perr := s.Page(context.WithoutCancel(t.Context()), published.Place{})
			if err != nil || perr != nil {
				t.Fatal(err, perr)
			}
			heads[i] = page.Head
		}
		return heads
	}
	if h := same(); h[0].Epoch == "" || h[0].Epoch == h[1].Epoch {
		t.Errorf("epochs %q, %q", h[0].Epoch, h[1].Epoch)
	}
}
