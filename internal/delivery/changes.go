package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/portico-cms/portico/internal/published"
)

// Limits of what is remembered of changes, so that a client that was away for a while learns exactly what it missed.
const (
	maxSiteKeys    = 64     // of one site in one change; where there are more, "site:" stands for all of it
	maxChanges     = 256    // publications
	maxChangedKeys = 50_000 // of all of them
)

// Change is what one step of the log changed of what sites serve: site → surrogate keys, sorted.
type Change struct {
	Generation int64
	Sites      map[string][]string
	size       int // keys of all sites
}

// changeLog remembers the newest changes.
type changeLog struct {
	mu     sync.Mutex
	list   []*Change
	size   int   // keys of all changes
	floor  int64 // what changed after this generation is known
	resets int64 // counts how often the read side began anew: then nothing is known to be the same
}

// Changes gives what changed in the generations from < g ≤ to, in order. ok is false where that is not known, and everything may
// have changed. resets counts how often the node's read side began anew, from another log.
func (n *Node) Changes(from, to int64) (list []*Change, ok bool, resets int64) {
	c := &n.changes
	c.mu.Lock()
	defer c.mu.Unlock()
	if from < c.floor || from > to {
		return nil, false, c.resets
	}
	for _, change := range c.list {
		if change.Generation > from && change.Generation <= to {
			list = append(list, change)
		}
	}
	return list, true, c.resets
}

func (c *changeLog) add(change *Change, reset bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if reset {
		c.list, c.size, c.floor = nil, 0, change.Generation
		c.resets++
		return
	}
	c.list, c.size = append(c.list, change), c.size+change.size
	for len(c.list) > maxChanges || c.size > maxChangedKeys {
		c.size, c.floor = c.size-c.list[0].size, c.list[0].Generation
		c.list[0] = nil
		c.list = c.list[1:]
	}
}

// gathering finds out what records change, before they are applied: the index still knows where a deleted entry was.
type gathering struct {
	index   Index
	direct  map[string]map[string]bool            // site → keys
	spaces  map[string]map[string]bool            // space → keys; "" is all spaces
	entries map[string]map[string]map[string]bool // content type → space → keys
	brands  map[string]bool                       // keys of tokens records
	all     bool                                  // everything of every site
}

func gather(index Index) *gathering {
	return &gathering{
		index: index, direct: map[string]map[string]bool{}, spaces: map[string]map[string]bool{},
		entries: map[string]map[string]map[string]bool{}, brands: map[string]bool{},
	}
}

func put(m map[string]map[string]bool, name string, keys ...string) {
	if m[name] == nil {
		m[name] = map[string]bool{}
	}
	for _, k := range keys {
		m[name][k] = true
	}
}

// see takes in one record of the log.
func (g *gathering) see(ctx context.Context, r *published.Record) error {
	switch r.Kind {
	case published.KindSite:
		put(g.direct, r.Key, published.SiteTag(r.Key))
	case published.KindBundle:
		site, _, _ := strings.Cut(r.Key, "/")
		put(g.direct, site, published.BundleTag(r.Key))
	case published.KindTokens:
		g.brands[r.Key] = true
	case published.KindType:
		put(g.spaces, "", published.TypeTag(r.Key))
	case published.KindLimited:
		g.all = g.all || !r.Deleted // its entries may have stood in answers for everybody until now; which it is, is told to nobody
	case published.KindMedia:
		return g.medium(r)
	case published.KindEntry:
		return g.entry(ctx, r)
	}
	return nil // what only nodes read, and assets, whose addresses change with them
}

// medium notes a medium of another name. Of one that is deleted, nobody here knows any more where it was.
func (g *gathering) medium(r *published.Record) error {
	var m struct{ Space string }
	if !r.Deleted {
		if err := json.Unmarshal(r.Body, &m); err != nil {
			return fmt.Errorf("medium %s of generation %d: %w", r.Key, r.Generation, err)
		}
	}
	put(g.spaces, m.Space, published.MediaTag(r.Key))
	return nil
}

func (g *gathering) entry(ctx context.Context, r *published.Record) error {
	var e struct{ Type, Space string }
	if r.Deleted {
		var err error
		if e.Type, e.Space, err = g.index.Origin(ctx, r.Key); err != nil {
			return err
		}
	} else if err := json.Unmarshal(r.Body, &e); err != nil {
		return fmt.Errorf("entry %s of generation %d: %w", r.Key, r.Generation, err)
	}
	if g.entries[e.Type] == nil {
		g.entries[e.Type] = map[string]map[string]bool{}
	}
	put(g.entries[e.Type], e.Space, published.EntryTag(r.Key))
	if e.Type != "" {
		put(g.entries[e.Type], e.Space, published.TypeTag(e.Type))
	}
	return nil
}

// told gives what changed in spaces, without entries for some audiences: no cache has them, and nobody else may know that they are there.
func (g *gathering) told(s *published.Snapshot) map[string]map[string]bool {
	for typ, spaces := range g.entries {
		if s.Limited[typ] != nil {
			continue
		}
		for space, keys := range spaces {
			put(g.spaces, space, slices.Collect(maps.Keys(keys))...)
		}
	}
	return g.spaces
}

// change gives what the sites of the new snapshot, and those that are gone, serve otherwise.
func (g *gathering) change(s *published.Snapshot) *Change {
	spaces := g.told(s)
	for key, view := range s.Sites {
		if g.all {
			put(g.direct, key, published.SiteTag(key))
		}
		if tokens := view.Site.TokensKey(); g.brands[tokens] {
			put(g.direct, key, published.TokensTag(tokens))
		}
		for space, keys := range spaces {
			if space == "" || slices.Contains(view.Site.Spaces, space) {
				put(g.direct, key, slices.Collect(maps.Keys(keys))...)
			}
		}
	}
	c := &Change{Generation: s.Generation, Sites: make(map[string][]string, len(g.direct))}
	for site, keys := range g.direct {
		list := slices.Sorted(maps.Keys(keys))
		if len(list) > maxSiteKeys || keys[published.SiteTag(site)] {
			list = []string{published.SiteTag(site)}
		}
		c.Sites[site] = list
		c.size += len(list)
	}
	return c
}

// Sees says whether the caller of a snapshot may see a site. Errors: fault.NotFound, and fault.Unavailable before the first publication.
func (n *Node) Sees(s *published.Snapshot, site string) error {
	_, err := n.site(s, site)
	return err
}

// Arrived gives a channel that is closed when the snapshot after this one is in place.
func (n *Node) Arrived() <-chan struct{} { return *n.arrived.Load() }
