package published

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/weburl"
)

// Snapshot is what every page needs, as of one generation. It is built completely and then never changes; a new one shares
// with the one before whatever no record touched.
type Snapshot struct {
	ID         uint64 // see BundleView.ID
	Generation int64
	Number     string // the generation as a header has it
	Sites      map[string]*SiteView
	Keys       []string // of the sites, sorted
	Tokens     map[string]*Tokens
	Assets     map[string]*Asset
	Types      map[string]*Type // that everybody may ask for
	Limited    map[string]*Type // those for some audiences; see Readable
	SiteKeys   map[string]*SiteKeys
	Secrets    NodeSecrets

	TokenFiles  map[string]*TokenFiles
	Packages    map[string]*Package
	PackageTags map[string]*PackageTags
	Guides      map[string]*Guide // by brand
	Media       map[string]*Medium

	readable map[string]*Readable // by audience; "" is everybody
	caller   *caller              // nil for anybody; see For
}

// SiteView is a site with its bundles by locale.
type SiteView struct {
	Site       Site
	Generation int64  // of its record
	ID         uint64 // see BundleView.ID; it stands for the record, whatever the bundles are
	Bundles    map[string]*BundleView
}

// BundleView is a bundle as a node serves it, its generation and origin filled in.
type BundleView struct {
	Bundle
	Generation int64  // of its record
	ID         uint64 // names this among all that this process made: a cache key that outlives a publication, and another log
	Home       string // path of the home page, normalised
	Finder     *Finder
	Views      map[string]*LayoutView // by layout; all three are there
}

// Node is what a delivery node adds to what was published.
type Node struct {
	Origin string // scheme://host[:port] under which browsers reach it
}

// ids numbers what is made. A generation would not do as a name: after a database was replaced, the same one comes again with
// other contents.
var ids atomic.Uint64

// Empty is the snapshot before the first publication.
func Empty() *Snapshot {
	return &Snapshot{
		Number: "0", Sites: map[string]*SiteView{}, Tokens: map[string]*Tokens{}, Assets: map[string]*Asset{}, Types: map[string]*Type{},
		Limited: map[string]*Type{}, readable: readable(nil, nil),
		SiteKeys: map[string]*SiteKeys{}, TokenFiles: map[string]*TokenFiles{}, Packages: map[string]*Package{},
		PackageTags: map[string]*PackageTags{}, Guides: map[string]*Guide{}, Media: map[string]*Medium{},
	}
}

// Apply makes the snapshot of a generation from this one and the records that were written since. What is OnDisk is not
// its business; it is passed over. On an error this snapshot is untouched and stays good.
func (s *Snapshot) Apply(generation int64, records []Record, node Node) (*Snapshot, error) {
	next := &Snapshot{
		ID: ids.Add(1), Generation: generation, Number: strconv.FormatInt(generation, 10),
		Sites: maps.Clone(s.Sites), Tokens: maps.Clone(s.Tokens), Assets: maps.Clone(s.Assets), Types: maps.Clone(s.Types),
		SiteKeys: maps.Clone(s.SiteKeys), Secrets: s.Secrets,
		TokenFiles: maps.Clone(s.TokenFiles), Packages: maps.Clone(s.Packages), PackageTags: maps.Clone(s.PackageTags),
		Guides: maps.Clone(s.Guides), Media: maps.Clone(s.Media), Limited: maps.Clone(s.Limited),
	}
	bundles := map[string]map[string]*BundleView{} // site → locale; the sites whose bundles change
	read := readBundles(records, node)
	for i := range records {
		if err := next.apply(&records[i], read[i], bundles); err != nil {
			return nil, fmt.Errorf("record %s %s of generation %d: %w", records[i].Kind, records[i].Key, records[i].Generation, err)
		}
	}
	for key, changed := range bundles {
		view := next.Sites[key]
		if view == nil {
			continue // the site was deleted, and its bundles with it
		}
		copied := *view
		copied.Bundles = maps.Clone(view.Bundles)
		for tag, b := range changed {
			if b == nil {
				delete(copied.Bundles, tag)
			} else {
				copied.Bundles[tag] = b
			}
		}
		next.Sites[key] = &copied
	}
	next.Keys = slices.Sorted(maps.Keys(next.Sites))
	next.readable = readable(next.Types, next.Limited)
	return next, nil
}

func (s *Snapshot) apply(r *Record, read readBundle, bundles map[string]map[string]*BundleView) error {
	switch r.Kind {
	case KindSite:
		return s.applySite(r)
	case KindBundle:
		return applyBundle(r, read, bundles)
	case KindTokens:
		return applyTo(s.Tokens, r, func(t *Tokens) { t.Generation, t.ID = r.Generation, ids.Add(1) })
	case KindAsset:
		return applyTo(s.Assets, r, func(a *Asset) { a.SHA, a.Generation = r.Key, r.Generation })
	case KindType:
		return applyTo(s.Types, r, func(*Type) {})
	case KindLimited:
		return applyTo(s.Limited, r, func(*Type) {})
	case KindKeys:
		return applyTo(s.SiteKeys, r, func(*SiteKeys) {})
	case KindTokenFiles:
		return applyTo(s.TokenFiles, r, func(t *TokenFiles) { t.ID = ids.Add(1) })
	case KindPackage:
		return applyTo(s.Packages, r, func(*Package) {})
	case KindGuide:
		return applyTo(s.Guides, r, func(g *Guide) { g.ID = ids.Add(1) })
	case KindPackageTags:
		return applyTo(s.PackageTags, r, func(*PackageTags) {})
	case KindMedia:
		return applyTo(s.Media, r, func(*Medium) {})
	case KindNode:
		s.Secrets = NodeSecrets{}
		if r.Deleted {
			return nil
		}
		return json.Unmarshal(r.Body, &s.Secrets)
	}
	return nil // entries, and kinds of a newer version
}

func applyTo[T any](m map[string]*T, r *Record, name func(*T)) error {
	if r.Deleted {
		delete(m, r.Key)
		return nil
	}
	v := new(T)
	m[r.Key] = v
	err := json.Unmarshal(r.Body, v)
	name(v)
	return err
}

func (s *Snapshot) applySite(r *Record) error {
	if r.Deleted {
		delete(s.Sites, r.Key)
		return nil
	}
	view := &SiteView{Generation: r.Generation, ID: ids.Add(1), Bundles: map[string]*BundleView{}}
	if old := s.Sites[r.Key]; old != nil {
		view.Bundles = old.Bundles
	}
	s.Sites[r.Key] = view
	return json.Unmarshal(r.Body, &view.Site)
}

// readBundle is a record of a bundle as it was read, or why it could not be.
type readBundle struct {
	view *BundleView // nil for what is deleted, and for records of other kinds
	err  error
}

// readBundles reads the bundles among records, by their index, on all processors: nine tenths of the work of a publication that changes
// what stands on every page.
func readBundles(records []Record, node Node) []readBundle {
	out := make([]readBundle, len(records))
	var next atomic.Int64
	var readers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(records)) {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(records); i = int(next.Add(1)) - 1 {
				if records[i].Kind == KindBundle && !records[i].Deleted {
					out[i] = readOne(&records[i], node)
				}
			}
		})
	}
	readers.Wait()
	return out
}

// readOne reads the bundle of a record. A record that makes the reader panic is an error, as every other that cannot be read: nobody
// above a goroutine of its own could keep the process alive (SECURITY X2).
func readOne(r *Record, node Node) (out readBundle) {
	out.err = fault.Guard(func() (err error) {
		out.view, err = newBundleView(r, node)
		return err
	})
	return out
}

func applyBundle(r *Record, read readBundle, bundles map[string]map[string]*BundleView) error {
	site, tag := splitKey(r.Key)
	if bundles[site] == nil {
		bundles[site] = map[string]*BundleView{}
	}
	bundles[site][tag] = read.view
	return read.err
}

// newBundleView reads a bundle, and fills in what this node knows.
func newBundleView(r *Record, node Node) (*BundleView, error) {
	bundle, err := parseBundle(r.Body)
	if err != nil {
		return nil, err
	}
	view := &BundleView{Bundle: *bundle, Generation: r.Generation, ID: ids.Add(1)}
	generation := strconv.FormatInt(r.Generation, 10)
	fill := func(seg Segment) (string, bool) {
		switch seg.Slot {
		case SlotGeneration:
			return generation, true
		case SlotOrigin:
			return node.Origin, true
		}
		return "", false
	}
	for _, parts := range append(slices.Collect(maps.Values(view.Layouts)), view.Parts, Parts(view.Slots)) {
		for name, part := range parts {
			parts[name] = part.Compact(fill)
		}
	}
	for i := range view.Assets {
		view.Assets[i].URL = node.Origin + view.Assets[i].URL
	}
	view.Home = homePath(view.Languages, view.Locale)
	view.Finder = NewFinder(view.Menus)
	view.Views = view.layouts()
	return view, nil
}

func homePath(languages []Language, tag string) string {
	for _, l := range languages {
		if u, err := url.Parse(l.URL); err == nil && l.Locale == tag {
			return weburl.NormalizePath(u.EscapedPath())
		}
	}
	return "/"
}

// BundleKey is the key of a bundle record of visitors of whom nothing is known.
func BundleKey(site, locale string) string { return site + "/" + locale }

// AudienceKey is the key of an audience's bundle record; for the audience "" it is BundleKey.
func AudienceKey(site, locale, audience string) string {
	return BundleKey(site, VariantOf(locale, audience))
}

// VariantOf names a bundle within its site: by its locale, and its audience where it has one.
func VariantOf(locale, audience string) string {
	if audience == "" {
		return locale
	}
	return locale + "/" + audience
}

func splitKey(key string) (site, tag string) {
	site, tag, _ = strings.Cut(key, "/")
	return site, tag
}
