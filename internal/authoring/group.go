package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// group is what an import's entries are checked against: the places of those that the database holds, and the sites. An export
// asks it how to name an entry.
type group struct {
	there   map[place]content.Place  // entries of the database, in the trash too
	purged  map[string]bool          // ids of entries that are gone for good
	parents map[string]string        // of every site; "" for none
	ids     map[place]string         // of every entry there will be, by key
	byID    map[string]content.Place // the same, by id
	names   map[place]string         // the same, by type and key alone; "" where several have the key
}

// place is where an entry stands.
type place struct{ space, typ, key string }

func newGroup() *group {
	return &group{
		there: map[place]content.Place{}, purged: map[string]bool{}, parents: map[string]string{}, ids: map[place]string{},
		byID: map[string]content.Place{}, names: map[place]string{},
	}
}

func loadGroup(ctx context.Context, tx Tx) (*group, error) {
	g := newGroup()
	places, err := tx.Places(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		if p.Purged {
			g.purged[p.ID] = true
			continue
		}
		g.there[place{p.Space, p.Type, p.Key}] = p
		if !p.Trashed {
			g.know(p)
		}
	}
	sites, err := tx.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range sites {
		g.parents[s.Key] = s.Parent
	}
	return g, nil
}

func (g *group) know(p content.Place) {
	g.ids[place{p.Space, p.Type, p.Key}], g.byID[p.ID] = p.ID, p
	name := place{typ: p.Type, key: p.Key}
	if other, taken := g.names[name]; taken && other != p.ID {
		g.names[name] = ""
		return
	}
	g.names[name] = p.ID
}

// identify gives every entry of a folder its id: the one it has in the database, the one in its file, or a new one.
func (g *group) identify(m *schema.Model, files *content.FileSet) (ids []string, problems fault.Problems) {
	ids = make([]string, files.Len())
	owners, singles := map[string]content.Place{}, map[place]content.Place{}
	for _, p := range g.there {
		owners[p.ID] = p
		if t := m.Type(p.Type); t != nil && t.Singleton() && !p.Trashed {
			singles[place{space: p.Space, typ: p.Type}] = p
		}
	}
	for n, h := range files.Heads() {
		refuse := func(pointer, code, format string, args ...any) {
			p := fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}
			problems = append(problems, files.Locate(n, fault.Problems{p})...)
		}
		if _, known := g.parents[h.Space]; !known && h.Space != site.Shared {
			refuse("", "unknown_site", "the space %.40q of this entry is neither shared nor a registered site", h.Space)
		}
		old, there := g.there[place{h.Space, h.Type, h.Key}]
		other, taken := owners[h.ID]
		switch {
		case !there && taken:
			refuse("/id", "taken", "entry %s/%s/%s has this id: an entry is not moved, and an id is never used again",
				other.Space, other.Type, other.Key)
		case !there && g.purged[h.ID]:
			refuse("/id", "taken", "an entry with this id was deleted for good, and an id is never used again: take the id out of the file")
		case there && h.ID != "" && h.ID != old.ID:
			refuse("/id", "taken", "this entry is there with id %s already: take the id out of the file", old.ID)
		}
		switch ids[n] = h.ID; {
		case there:
			ids[n] = old.ID
		case h.ID == "":
			ids[n] = content.NewID()
		}
		if single, ok := singles[place{space: h.Space, typ: h.Type}]; ok && single.ID != ids[n] {
			refuse("", "repeated", "there is one %s in each space, and in %s it is %q already", h.Type, h.Space, single.Key)
		}
		g.know(content.Place{ID: ids[n], Space: h.Space, Type: h.Type, Key: h.Key})
	}
	return ids, problems
}

// target finds the entry that an entry of a space means by type and id, or by type and key: the nearest of its own space, its
// parent's and the shared one, as on a site; else the only one there is.
func (g *group) target(space string, r schema.Ref) (id string, ok bool) {
	if p, ok := g.byID[r.Target]; ok && p.Type == r.Type {
		return p.ID, true
	}
	for _, near := range []string{space, g.parents[space], site.Shared} {
		if id, ok := g.ids[place{near, r.Type, r.Target}]; ok {
			return id, true
		}
	}
	id = g.names[place{typ: r.Type, key: r.Target}]
	return id, id != ""
}

// name gives how an entry of a space names another in a file: by its key where that leads to it, else by its id.
func (g *group) name(space string, r schema.Ref) string {
	p, ok := g.byID[r.Target]
	if !ok || p.Type != r.Type {
		return r.Target
	}
	if id, ok := g.target(space, schema.Ref{Type: r.Type, Target: p.Key}); ok && id == p.ID {
		return p.Key
	}
	return p.ID
}
