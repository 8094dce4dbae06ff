package authoring

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

// Line is an entry as one line of NDJSON, as it is exported and imported.
type Line struct {
	ID       string                    `json:"id,omitempty"` // a new one where it is left out
	Space    string                    `json:"space"`
	Type     string                    `json:"type"`
	Key      string                    `json:"key,omitempty"` // the id where it is left out
	Shared   map[string]any            `json:"shared,omitempty"`
	Locales  map[string]map[string]any `json:"locales,omitempty"`
	Publish  []string                  `json:"publish,omitempty"`  // locales that are published as they stand here
	Archived []string                  `json:"archived,omitempty"` // locales that are out of use
	Version  int64                     `json:"version,omitempty"`  // of the draft that the line was made of; 0 where that is not known
}

// LinesScope says which entries are exported as lines, and of what view.
type LinesScope struct {
	Type, Space string   // "" is every one
	Published   bool     // what is published, not the drafts
	IDs         []string // these alone; nil: all
}

// ExportLines writes the entries that the actor may read, and of them the fields that they may read, as lines of NDJSON ordered by
// id, as they were at one moment. No more than a page of entries is in memory. Errors: fault.Forbidden for who may read nothing;
// fault.Invalid for a type that is none.
func (a *Authoring) ExportLines(ctx context.Context, actor Actor, scope LinesScope, w io.Writer) (lines int, err error) {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err = a.store.View(ctx, func(tx Tx) error {
		m, err := a.modelIn(ctx, tx)
		if err != nil {
			return err
		}
		if err := a.mayAnywhere(ctx, tx, actor, identity.Read); err != nil {
			return err
		}
		if scope.Type != "" && m.Type(scope.Type) == nil {
			return &fault.Error{Code: fault.Invalid, Message: "there is no such content type",
				Problems: fault.Problems{{Pointer: "type", Code: "unknown_type", Message: "there is no content type " + quoteShort(scope.Type)}}}
		}
		return scope.each(ctx, tx, func(s *content.Stored) error {
			t := m.Type(s.Draft.Type)
			if t == nil {
				return nil
			}
			visible, err := readable(actor, t, s)
			if err != nil {
				return nil //nolint:nilerr // what is not for the actor is not there
			}
			line := lineOf(s, visible, scope.Published)
			if line == nil {
				return nil
			}
			lines++
			return enc.Encode(line)
		})
	})
	if err == nil {
		err = out.Flush()
	}
	return lines, err
}

// each visits the entries that are meant, ordered by id. What is named and not there, or in the trash, is left out.
func (s LinesScope) each(ctx context.Context, tx Tx, visit func(*content.Stored) error) error {
	if s.IDs == nil {
		return eachIn(ctx, tx, content.Filter{Type: s.Type, Space: s.Space}, visit)
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(s.IDs))) {
		e, err := tx.Entry(ctx, id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if e.Trashed() || s.Type != "" && e.Draft.Type != s.Type || s.Space != "" && e.Draft.Space != s.Space {
			continue
		}
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}

// lineOf gives an entry as a line; nil where nothing of it is published, and that was asked for. A draft's line publishes what is
// published just so, and no change that somebody has only saved.
func lineOf(s, visible *content.Stored, published bool) *Line {
	e := visible.Draft
	var publish, archived []string
	if published {
		if e = visible.Published; e == nil {
			return nil
		}
		publish = s.Live()
	} else {
		for _, tag := range s.Live() {
			if s.Served(tag) == content.StatusPublished {
				publish = append(publish, tag)
			}
		}
		for _, tag := range s.Draft.Tags() {
			if s.Workflow[tag].Archived {
				archived = append(archived, tag)
			}
		}
	}
	return &Line{e.ID, s.Draft.Space, s.Draft.Type, s.Draft.Key, e.Shared, e.Locales, publish, archived, s.Version}
}

// mayAnywhere refuses who may do none of some actions to any entry of any type in any space.
func (a *Authoring) mayAnywhere(ctx context.Context, tx Tx, actor Actor, actions ...identity.Action) error {
	if actor.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	m, err := a.modelIn(ctx, tx)
	if err != nil {
		return err
	}
	sites, err := tx.Sites(ctx)
	if err != nil {
		return err
	}
	spaces := []string{site.Shared}
	for _, s := range sites {
		spaces = append(spaces, s.Key)
	}
	for _, t := range m.Types() {
		for _, space := range spaces {
			for _, action := range actions {
				if actor.Access.MaySomewhere(action, t.Name(), space) {
					return nil
				}
			}
		}
	}
	return actor.forbidden(actions[0], identity.Target{Type: "entries"})
}
