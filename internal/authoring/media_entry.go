package authoring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// mediaTarget begins the target of a content.Use that is a medium and not an entry: "media:" and its id.
const mediaTarget = "media:"

// mediaUses gives the media that an entry shows.
func mediaUses(t *schema.Type, e *content.Entry) (out []content.Use) {
	for _, f := range content.Media(t, e) {
		out = append(out, content.Use{Source: e.ID, Pointer: f.Pointer, Target: mediaTarget + f.ID})
	}
	return out
}

// checkMedia gives the places of an entry that show a medium which is not there, is of another site, or of a sort that the field does
// not take. A medium of another site is told apart from none nowhere (SECURITY A1).
func (p *publication) checkMedia(ctx context.Context, t *schema.Type, e *content.Entry) (ps fault.Problems, err error) {
	found := content.Media(t, e)
	if len(found) == 0 {
		return nil, nil
	}
	spaces, err := p.spacesOf(ctx, e.Space)
	if err != nil {
		return nil, err
	}
	all, err := shownMedia(ctx, p.tx, found)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		m := all[f.ID]
		switch {
		case m == nil || !slices.Contains(spaces, m.Space):
			ps.Add(fault.Problem{
				Pointer: f.Pointer, Code: "unknown_medium", Message: fmt.Sprintf("there is no medium %.80s in %s", f.ID, strings.Join(spaces, ", ")),
			})
		case !slices.Contains(f.Field.Accept(), string(m.Sort)):
			ps.Add(fault.Problem{
				Pointer: f.Pointer, Code: "wrong_sort",
				Message: fmt.Sprintf("%s is of the sort %s, and here go: %s", m.File, m.Sort, strings.Join(f.Field.Accept(), ", ")),
			})
		}
	}
	return ps, nil
}

// spacesOf gives the spaces from which an entry of a space takes media: its own, its parent's and the shared one.
func (p *publication) spacesOf(ctx context.Context, space string) ([]string, error) {
	if space == site.Shared {
		return []string{site.Shared}, nil
	}
	s, err := p.tx.Site(ctx, space)
	if fault.Is(err, fault.NotFound) {
		return []string{site.Shared}, nil // that there is no such site is told elsewhere
	}
	if err != nil {
		return nil, err
	}
	return s.Spaces(), nil
}

// shownMedia loads media by id.
func shownMedia(ctx context.Context, tx Tx, found []content.FoundMedium) (map[string]*media.Medium, error) {
	ids := make([]string, 0, len(found))
	for _, f := range found {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	all, err := tx.MediaByID(ctx, slices.Compact(ids))
	out := make(map[string]*media.Medium, len(all))
	for _, m := range all {
		out[m.ID] = m
	}
	return out, err
}

// entryRecord compiles an entry with the media that it shows as they are now.
func (a *Authoring) entryRecord(ctx context.Context, tx Tx, t *schema.Type, s *content.Stored) (r published.Record, err error) {
	var shown map[string]*media.Medium
	if t != nil && s.Published != nil && t.Holds("media") {
		if shown, err = shownMedia(ctx, tx, content.Media(t, s.Published)); err != nil {
			return r, err
		}
	}
	return a.compiler.Entry(t, s, shown), nil
}
