package authoring

import (
	"context"
	"errors"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// errUnchanged ends a transaction in which nothing turned out to be different: it is rolled back, and no generation is used.
var errUnchanged = errors.New("authoring: nothing changed")

// publication collects what one write compiles, inside its transaction.
type publication struct {
	a       *Authoring
	tx      Tx
	actor   Actor
	model   *schema.Model // in force; nil until model() is asked
	log     published.Publication
	records []published.Record
	pending int               // bytes of records that hold has added
	coming  *group            // while lines are imported: the entries that there will be
	changed bool              // there is a publication even where no record differs
	sites   []*site.Stored    // nil until registry() is asked
	served  []*content.Stored // entries whose published documents changed, before compile; see relink
}

// registry gives the sites as they are when a write first asks: entries are written after them.
func (p *publication) registry(ctx context.Context) (_ []*site.Stored, err error) {
	if p.sites == nil {
		p.sites, err = p.tx.Sites(ctx)
	}
	return p.sites, err
}

// Written says what a write made.
type Written struct {
	Sequence   int64 // of the write: a list of drafts may ask for at least this one
	Generation int64 // of the publication that it made, or the newest there is where it made none
}

// write runs change in one transaction, and publishes what it compiled.
func (a *Authoring) write(ctx context.Context, actor Actor, summary string, change func(*publication) error) (done Written, err error) {
	err = a.update(ctx, actor, func(tx Tx) error {
		p := &publication{a: a, tx: tx, actor: actor, log: published.Publication{Author: actor.ID, At: a.now(), Summary: summary}}
		if err := change(p); err != nil {
			return err
		}
		if err := p.relink(ctx); err != nil {
			return err
		}
		done.Sequence = tx.Sequence()
		if len(p.records) == 0 && !p.changed {
			done.Generation, err = tx.Generation(ctx)
			return err
		}
		if err := p.lock(ctx); err != nil {
			return err
		}
		done.Generation = p.log.Generation
		return tx.Append(ctx, p.log, latest(p.records))
	})
	return done, err
}

// lock takes the generation of this publication, once.
func (p *publication) lock(ctx context.Context) (err error) {
	if p.log.Generation == 0 {
		p.log.Generation, err = p.tx.Lock(ctx)
	}
	return err
}

// mostPending is how many bytes of records a publication of many entries holds, before it writes them.
const mostPending = 8 << 20

// hold puts the record of one of many entries into the publication. Nothing of it can be taken back but the whole write.
func (p *publication) hold(ctx context.Context, r published.Record) error {
	p.records = append(p.records, r)
	if p.pending += len(r.Body); p.pending < mostPending {
		return nil
	}
	if err := p.lock(ctx); err != nil {
		return err
	}
	if err := p.tx.Put(ctx, p.log.Generation, latest(p.records)); err != nil {
		return err
	}
	p.records, p.pending, p.changed = nil, 0, true
	return nil
}

// latest leaves out records that were compiled again later in the same write.
func latest(records []published.Record) []published.Record {
	last := make(map[published.Ref]int, len(records))
	for i := range records {
		last[records[i].Ref()] = i
	}
	out := make([]published.Record, 0, len(last))
	for i := range records {
		if last[records[i].Ref()] == i {
			out = append(out, records[i])
		}
	}
	return out
}

// publish is write for what is a publication as a whole: where nothing turns out to be different, nothing is written. It returns
// the generation: the newest there is where nothing changed.
func (a *Authoring) publish(
	ctx context.Context, actor Actor, summary string, change func(*publication) error,
) (generation int64, err error) {
	done, err := a.write(ctx, actor, summary, func(p *publication) error {
		if generation, err = p.tx.Generation(ctx); err != nil {
			return err
		}
		err := change(p)
		if err == nil && len(p.records) == 0 && !p.changed {
			return errUnchanged
		}
		return err
	})
	if errors.Is(err, errUnchanged) {
		return generation, nil
	}
	return done.Generation, err
}

// unique keeps the last of the records that were compiled more than once.
func (p *publication) unique() { p.records = latest(p.records) }

// shared compiles what stands on every page, as it is in the transaction now.
func (p *publication) shared(ctx context.Context) error {
	in, err := p.sharedInput(ctx)
	if err != nil {
		return err
	}
	return p.compileShared(ctx, in)
}

func (p *publication) compileShared(ctx context.Context, in publishing.Shared) error {
	live, err := p.tx.Hashes(ctx, append([]published.Kind{published.KindAsset}, publishing.SharedKinds...)...)
	if err != nil {
		return err
	}
	records, err := p.a.compiler.Changes(in, live)
	p.records = append(p.records, records...)
	return err
}

func (p *publication) sharedInput(ctx context.Context) (in publishing.Shared, err error) {
	sites, err := p.tx.Sites(ctx)
	if err != nil {
		return in, err
	}
	for _, s := range sites {
		in.Sites = append(in.Sites, &s.Site)
	}
	if err := p.looks(ctx, &in); err != nil {
		return in, err
	}
	menus, err := p.tx.Menus(ctx)
	if err != nil {
		return in, err
	}
	for _, m := range menus {
		if m.Published != nil {
			in.Menus = append(in.Menus, m.Published)
		}
	}
	if in.Hosts, err = p.hosts(ctx); err != nil {
		return in, err
	}
	if err := p.noticed(ctx, &in); err != nil {
		return in, err
	}
	err = p.linked(ctx, &in)
	return in, err
}

// add keeps the records that differ from what is published. complete are the kinds of which records has all.
func (p *publication) add(ctx context.Context, records []published.Record, complete []published.Kind, more ...published.Kind) error {
	hashes, err := p.tx.Hashes(ctx, append(more, complete...)...)
	if err != nil {
		return err
	}
	p.records = append(p.records, publishing.Changed(records, hashes, complete...)...)
	return nil
}

// secrets publishes what delivery nodes share.
func (p *publication) secrets(ctx context.Context) error {
	key, err := p.tx.CursorKey(ctx)
	if err != nil {
		return err
	}
	record := published.NewRecord(published.KindNode, "secrets", published.NodeSecrets{CursorKey: key})
	return p.add(ctx, []published.Record{record}, nil, published.KindNode)
}

var kindsOfModel = []published.Kind{published.KindType, published.KindLimited}
