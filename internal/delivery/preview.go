package delivery

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Limits of previews. They are for few people, and must not be felt by visitors.
const (
	previewBytes   = 8 << 20 // of finished bodies
	mostPreviews   = 16      // compiled ones that are kept
	mostAsking     = 8       // tokens that are looked up at the same time
	mostCompiling  = 2       // previews that are compiled at the same time
	previewCompile = 5 * time.Second
)

// ErrNoPreview is the answer to whoever may not see a view, whatever the reason (SECURITY A7).
var ErrNoPreview = fault.New(fault.Forbidden, "this view needs a preview token for it")

// ErrNoDrafts is the answer of a node that has no drafts.
var ErrNoDrafts = fault.New(fault.Forbidden, "this node shows no drafts: ask one that runs the authoring plane too")

var errPreviewsBusy = fault.New(fault.Unavailable, "this node is busy with other previews: try again in a moment")

// Drafts opens previews. The authoring plane of the same process has them.
type Drafts interface {
	// OpenPreview gives what a token opens now on a site, in a view ("": the token's). Errors: fault.Forbidden.
	OpenPreview(ctx context.Context, token, site, view string) (published.Preview, error)
	// ExchangePreview takes a token back and gives another for it, once. Errors: fault.Forbidden.
	ExchangePreview(ctx context.Context, token string) (fresh string, expires time.Time, err error)
}

// Previews shows sites as they are not published yet, to those who have a token. Nothing of it is in the node's own snapshot, index or
// cache.
type Previews struct {
	node      *Node
	drafts    Drafts
	overlay   *overlay
	bodies    *otter.Cache[bodyKey, *Body]
	asking    chan struct{}
	compiling chan struct{}

	mu    sync.Mutex
	shown []*Preview // the one that was asked for last is last
}

// Preview is a site as it is shown to somebody. Its Node and Snapshot are asked as those of a node are.
type Preview struct {
	Node     *Node
	Snapshot *published.Snapshot

	stamp string
	of    uint64 // the node's snapshot that it was made of
}

// NewPreviews makes them over a node. dir is a folder for a copy of its index, made when content is first previewed.
func NewPreviews(n *Node, drafts Drafts, log published.Log, base PreviewBase, dir string) *Previews {
	return &Previews{
		node: n, drafts: drafts, overlay: newOverlay(n, log, base, dir), bodies: newBodies(previewBytes),
		asking: make(chan struct{}, mostAsking), compiling: make(chan struct{}, mostCompiling),
	}
}

// Close waits for what is under way, and takes the copy of the index away.
func (p *Previews) Close() error { return p.overlay.close() }

// Open gives a site as the token shows it, in a view ("": the token's). done must be called when the answer is written; where content
// is set, entries can be asked for until then. Errors: ErrNoPreview; fault.Unavailable where there is too much to do;
// fault.Unprocessable with what keeps the drafts from being shown.
func (p *Previews) Open(ctx context.Context, token, site, view string, content bool) (v *Preview, done func(), err error) {
	pv, err := p.ask(ctx, token, site, view)
	if err != nil {
		return nil, nil, err
	}
	if v, err = p.compiled(ctx, pv); err != nil {
		return nil, nil, err
	}
	v.Node.contact.Store(p.node.contact.Load())
	done = func() {}
	if content {
		done, err = p.overlay.open(ctx, pv)
	}
	return v, done, err
}

// Exchange gives another token for one, once, and says when it ends. Errors: ErrNoPreview, fault.Unavailable.
func (p *Previews) Exchange(ctx context.Context, token string) (fresh string, expires time.Time, err error) {
	release, err := turn(ctx, p.asking)
	if err != nil {
		return "", expires, err
	}
	defer release()
	fresh, expires, err = p.drafts.ExchangePreview(ctx, token)
	return fresh, expires, noPreview(err)
}

func (p *Previews) ask(ctx context.Context, token, site, view string) (published.Preview, error) {
	if token == "" {
		return nil, ErrNoPreview
	}
	release, err := turn(ctx, p.asking)
	if err != nil {
		return nil, err
	}
	defer release()
	pv, err := p.drafts.OpenPreview(ctx, token, site, view)
	return pv, noPreview(err)
}

func noPreview(err error) error {
	if fault.Is(err, fault.Forbidden) {
		return ErrNoPreview
	}
	return err
}

// turn waits for a place. Errors: fault.Unavailable where none comes free in time.
func turn(ctx context.Context, places chan struct{}) (release func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, errPreviewsBusy
	}
}

// compiled gives what stands on every page, compiled once for each state of the drafts.
func (p *Previews) compiled(ctx context.Context, pv published.Preview) (*Preview, error) {
	base := p.node.Snapshot()
	if v := p.kept(pv.Stamp(), base.ID); v != nil {
		return v, nil
	}
	release, err := turn(ctx, p.compiling)
	if err != nil {
		return nil, err
	}
	defer release()
	if v := p.kept(pv.Stamp(), base.ID); v != nil { // somebody else was waiting for it too
		return v, nil
	}
	ctx, cancel := context.WithTimeout(ctx, previewCompile)
	defer cancel()
	records, err := pv.Shared(ctx)
	if err != nil {
		return nil, err
	}
	for i := range records {
		records[i].Generation = base.Generation
	}
	snapshot, err := base.Apply(base.Generation, records, published.Node{Origin: p.node.Origin})
	if err != nil {
		return nil, err
	}
	v := &Preview{Node: p.nodeOf(pv, snapshot), Snapshot: snapshot, stamp: pv.Stamp(), of: base.ID}
	p.keep(v)
	return v, nil
}

// nodeOf makes a node that serves a preview. Its bodies are kept beside those of other previews: what they are made of has numbers
// that are never given twice.
func (p *Previews) nodeOf(pv published.Preview, snapshot *published.Snapshot) *Node {
	n := newNode(laidIndex{p.overlay}, p.node.Origin, p.node.staleAfter, p.bodies)
	n.view, n.isDraft = pv.View(), p.overlay.isLaid
	n.current.Store(snapshot)
	return n
}

// Asset gives a file that a preview made of which is kept: no generation has what a draft of the design system looks like. It is named
// by its content, so that only who was shown the preview can ask for it; browsers send no token for style sheets of another origin.
// Errors: fault.NotFound.
func (p *Previews) Asset(sha, file string) (*Body, error) {
	p.mu.Lock()
	shown := slices.Clone(p.shown)
	p.mu.Unlock()
	for _, v := range slices.Backward(shown) {
		if body, err := v.Node.Asset(v.Snapshot, sha, file); err == nil {
			return body, nil
		}
	}
	return nil, missing("file", "no such file")
}

func (p *Previews) kept(stamp string, of uint64) *Preview {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.IndexFunc(p.shown, func(v *Preview) bool { return v.stamp == stamp && v.of == of })
	if at < 0 {
		return nil
	}
	v := p.shown[at]
	p.shown = append(slices.Delete(p.shown, at, at+1), v)
	return v
}

func (p *Previews) keep(v *Preview) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.shown) == mostPreviews {
		p.shown = slices.Delete(p.shown, 0, 1)
	}
	p.shown = append(p.shown, v)
}
