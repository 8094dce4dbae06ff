package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// group is what an import's entries are checked against: those that the database holds, and the sites.
type group struct {
	byPlace map[place]*content.Stored
	byID    map[string]*content.Stored
	parents map[string]string // of every site; "" for none
	ids     map[place]string  // of every entry there will be, by key and by id
}

// place is where an entry stands; key may be its id.
type place struct{ space, typ, key string }

func newGroup() *group {
	return &group{
		byPlace: map[place]*content.Stored{}, byID: map[string]*content.Stored{}, parents: map[string]string{}, ids: map[place]string{},
	}
}

func loadGroup(ctx context.Context, tx Tx) (*group, error) {
	g := newGroup()
	all, err := tx.Entries(ctx, content.Filter{})
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		g.byPlace[placeOf(s.Draft)], g.byID[s.Draft.ID] = s, s
		g.know(s.Draft)
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

func placeOf(e *content.Entry) place { return place{e.Space, e.Type, e.Key} }

func (g *group) know(e *content.Entry) {
	g.ids[placeOf(e)] = e.ID
	g.ids[place{e.Space, e.Type, e.ID}] = e.ID
}

// identify gives every entry of a folder its id: the one it has in the database, the one in its file, or a new one. stored are
// the entries that are there already, nil where there is none.
func (g *group) identify(files []*content.File) (stored []*content.Stored, problems fault.Problems) {
	stored = make([]*content.Stored, len(files))
	for n, file := range files {
		e, s := file.Entry, g.byPlace[placeOf(file.Entry)]
		refuse := func(pointer, code, format string, args ...any) {
			p := fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}
			problems = append(problems, file.Locate(fault.Problems{p})...)
		}
		if _, known := g.parents[e.Space]; !known && e.Space != site.Shared {
			refuse("", "unknown_site", "the space %.40q of this entry is neither shared nor a registered site", e.Space)
		}
		switch other := g.byID[e.ID]; {
		case s == nil && other != nil:
			refuse("/id", "taken", "entry %s/%s/%s has this id: an entry is not moved, and an id is never used again",
				other.Draft.Space, other.Draft.Type, other.Draft.Key)
		case s != nil && e.ID == "":
			e.ID = s.Draft.ID
		case s != nil && e.ID != s.Draft.ID:
			refuse("/id", "taken", "this entry is there with id %s already: take the id out of the file", s.Draft.ID)
		case e.ID == "":
			e.ID = content.NewID()
		}
		stored[n] = s
		g.know(e)
	}
	return stored, problems
}

// target finds the entry that an entry of a space means by type and key, or by type and id: the nearest of its own space, its
// parent's and the shared one, as on a site; else the only one there is.
func (g *group) target(space string, r schema.Ref) (id string, ok bool) {
	for _, near := range []string{space, g.parents[space], site.Shared} {
		if id, ok := g.ids[place{near, r.Type, r.Target}]; ok {
			return id, true
		}
	}
	for p, other := range g.ids {
		if p.typ == r.Type && p.key == r.Target {
			if id != "" && id != other {
				return "", false
			}
			id = other
		}
	}
	return id, id != ""
}

// unique finds addresses that two entries of a space would have, and second entries of types that allow one. Those of the
// folder are compared with each other and with what is published and not in the folder.
func (g *group) unique(m *schema.Model, files []*content.File) (problems fault.Problems) {
	type address struct{ space, typ, locale, slug string }
	owners, singles := map[address]*content.Entry{}, map[place]*content.Entry{}
	ours := map[string]bool{}
	for _, file := range files {
		ours[file.Entry.ID] = true
	}
	for _, s := range g.byID {
		if ours[s.Draft.ID] {
			continue
		}
		singles[place{space: s.Draft.Space, typ: s.Draft.Type}] = s.Draft
		for tag, slug := range slugs(m.Type(s.Draft.Type), s.Published) {
			owners[address{s.Draft.Space, s.Draft.Type, tag, slug}] = s.Draft
		}
	}
	for _, file := range files {
		e, t := file.Entry, m.Type(file.Entry.Type)
		if other := singles[place{space: e.Space, typ: e.Type}]; other != nil && t.Singleton() {
			problems = append(problems, file.Locate(fault.Problems{{Code: "repeated",
				Message: fmt.Sprintf("there is one %s in each space, and in %s it is %q already", e.Type, e.Space, other.Key)}})...)
		}
		for tag, slug := range slugs(t, e) {
			at := address{e.Space, e.Type, tag, slug}
			if other := owners[at]; other != nil {
				problems = append(problems, file.Locate(fault.Problems{{Pointer: slugPointer(t, tag), Code: "repeated",
					Message: fmt.Sprintf("the address %q is that of %s/%s already", slug, other.Type, other.Key)}})...)
			}
			owners[at] = e
		}
	}
	return problems
}

// slugs gives the addresses of an entry by locale; "" is the locale of a shared one.
func slugs(t *schema.Type, e *content.Entry) map[string]string {
	out := map[string]string{}
	if t == nil || t.Slug() == nil || e == nil {
		return out
	}
	add := func(tag string, doc map[string]any) {
		if slug, ok := doc[t.Slug().Name()].(string); ok {
			out[tag] = slug
		}
	}
	if !t.Slug().Localized() {
		add("", e.Shared)
		return out
	}
	for tag, doc := range e.Locales {
		add(tag, doc)
	}
	return out
}

func slugPointer(t *schema.Type, tag string) string {
	if tag == "" {
		return "/shared/" + t.Slug().Name()
	}
	return "/locales/" + tag + "/" + t.Slug().Name()
}
