package publishing

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// page is the work for one bundle: what stands on the pages of a site in a locale, for an audience.
type page struct {
	group    *group
	site     *site.Site
	tag      string
	audience string // "" is everybody
	menus    map[string]*menu.Menu
	notices  []notice

	record published.Record
	same   bool // the live record is what would be made: record is empty
	err    error
}

func (p *page) ref() published.Ref {
	return published.Ref{Kind: published.KindBundle, Key: published.AudienceKey(p.site.Key, p.tag, p.audience)}
}

// make makes the bundles of pages on all processors; a label that one site shows in one language leaves most of them as they were.
// The error is the first page's that has one.
func (c *Compiler) make(pages []*page, live map[published.Ref]string) error {
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for _, p := range pages {
		work.Go(func() error {
			p.make(&c.bundles, live[p.ref()])
			return nil // the first error is that of the first page, not of the first that was ready
		})
	}
	_ = work.Wait()
	for _, p := range pages {
		if p.err != nil {
			return fmt.Errorf("site %s, locale %s: %w", p.site.Key, p.tag, fault.InFolder(p.err, ReleaseDir))
		}
	}
	return nil
}

// make makes the record, unless it was made of the same before, and is live; live is the hash of the record that is.
func (p *page) make(before *made, live string) {
	r := &resolver{group: p.group, site: p.site, chain: p.site.Chain(p.tag), audience: cmp.Or(p.audience, menu.Anonymous)}
	b := r.bundle(p.menus, p.notices)
	b.Audience = p.audience
	view, look := r.view(b), p.group.following(p.site).Look
	of := ingredients(look.Release.Hash, b, view)
	if p.same = live != "" && before.hash(of) == live; p.same {
		return
	}
	rendered, err := look.fragments.Render(view)
	if err != nil {
		p.err = err
		return
	}
	b.Parts, b.Layouts, b.Slots = rendered.Parts, rendered.Layouts, rendered.Slots
	p.record = published.NewRecord(published.KindBundle, p.ref().Key, b)
	before.note(of, p.record.Hash())
}

// ingredients identifies all that a bundle is made of: the release, the bundle without its parts, and what templates are shown. Their menus
// are the bundle's.
func ingredients(release string, b *published.Bundle, view fragment.View) [sha256.Size]byte {
	view.Menus = nil
	doc, err := json.Marshal([]any{release, b, view})
	if err != nil {
		panic("publishing: a bundle that is no JSON: " + err.Error()) // it is our own type
	}
	return sha256.Sum256(doc)
}

// made knows the hashes of bundles by what they were made of. Where its newer half is full, the older one is forgotten.
type made struct {
	mu           sync.Mutex
	newer, older map[[sha256.Size]byte]string
}

// mostMade is how many bundles a half of made knows: with keys and hashes some 100 bytes each.
const mostMade = 1 << 16

// hash gives "" for what was not made yet.
func (m *made) hash(of [sha256.Size]byte) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if hash := m.newer[of]; hash != "" {
		return hash
	}
	return m.older[of]
}

func (m *made) note(of [sha256.Size]byte, hash string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.newer) >= mostMade || m.newer == nil {
		m.older, m.newer = m.newer, map[[sha256.Size]byte]string{}
	}
	m.newer[of] = hash
}
