package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/change"
	"github.com/portico-cms/portico/internal/token/lint"
)

// DesignPreview is what a draft would change.
type DesignPreview struct {
	DesignDraftView

	Next      string         // version that it would get; "" where nothing is different
	Changes   *change.List   // computed values and files
	Findings  []lint.Finding // of the lints; errors keep it from being released
	Sites     []*DesignSite  // that show its base, with a brand that is concerned
	Fragments []string       // whose style rules use a token that is concerned
}

// PreviewDesignDraft says what a draft would change: computed values in every context, the version that follows, what the lints say,
// and the sites and fragments that are concerned. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) PreviewDesignDraft(ctx context.Context, actor Actor, id string) (*DesignPreview, error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	v := &DesignPreview{DesignDraftView: *o.view, Sites: []*DesignSite{}, Fragments: []string{}}
	if v.Changes, err = designsystem.Changes(o.base, o.release); err != nil {
		return nil, err
	}
	if v.Changes.Level != change.None {
		if v.Next, err = designsystem.NextVersion(o.base.Version, v.Changes.Level); err != nil {
			return nil, err
		}
	}
	if v.Findings, err = o.release.Findings(); err != nil {
		return nil, err
	}
	v.Fragments = append(v.Fragments, o.release.FragmentsUsing(properties(v.Changes))...)
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		sites, err := tx.Sites(ctx)
		sites = slices.DeleteFunc(sites, func(s *site.Stored) bool { return !concerns(v.Changes, s.Brand) })
		if base := d.numbered(v.Base); base != nil {
			v.Sites = d.viewFor(actor, base, sites).Sites
		}
		return err
	})
	return v, err
}

// properties gives the names of the custom properties of tokens that changed: of composites those of their parts too.
func properties(list *change.List) (names []string) {
	seen := map[string]bool{}
	for _, c := range list.Changes {
		if c.Type == "" { // a file, a context, a part of the design system
			continue
		}
		path := strings.Split(c.Path, ".")
		all := designsystem.Properties(path, c.Type)
		if c.Kind == "type" {
			all = append(all, designsystem.Properties(path, token.Type(c.From))...)
		}
		for _, name := range all {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// concerns says whether sites of a brand have something of the changes.
func concerns(list *change.List, brand string) bool {
	return slices.ContainsFunc(list.Changes, func(c change.Change) bool {
		for _, part := range strings.Split(c.Where, ", ") {
			if of, ok := strings.CutPrefix(part, "brand "); ok {
				return of == brand
			}
		}
		return true
	})
}

// PublishDesignDraft makes a release of a draft, whose version follows from what is different and may be raised, and lets channels stand
// for it. The draft is gone then. Errors: fault.NotFound, fault.Forbidden, fault.Stale; fault.Conflict where nothing is different, where
// another release was made on the same base since the draft was begun, and where the version exists; fault.Unprocessable with what the
// lints or the templates refuse, and for a version that is too low.
func (a *Authoring) PublishDesignDraft(
	ctx context.Context, actor Actor, id string, version int64, wanted string, channels []string,
) (v *DesignReleaseView, done Written, err error) {
	o, err := a.openDraft(ctx, actor, identity.Publish, id)
	if err != nil {
		return nil, done, err
	}
	if o.view.Version != version {
		return nil, done, staleDraft()
	}
	for _, name := range channels {
		if !slices.Contains(site.Channels, name) {
			return nil, done, fault.Problems{{Pointer: "/channels", Code: "bad_value", Message: "a channel is " + strings.Join(site.Channels, ", ")}}
		}
	}
	next, err := o.next(wanted)
	if err == nil {
		err = a.checkDesign(next) // outside of the transaction: it takes its time
	}
	if err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "design-system "+next.Name+" "+next.Version, func(p *publication) error {
		v, err = p.releaseDraft(ctx, o, next, channels)
		return err
	})
	return v, done, err
}

// next gives the release with its version.
func (o *openedDraft) next(wanted string) (*designsystem.Release, error) {
	list, err := designsystem.Changes(o.base, o.release)
	if err != nil {
		return nil, err
	}
	if list.Level == change.None {
		return nil, errNothingNew
	}
	version, err := designsystem.NextVersion(o.base.Version, list.Level)
	if err != nil {
		return nil, err
	}
	if wanted != "" {
		if err := designsystem.Raised(o.base.Version, version, wanted); err != nil {
			return nil, err
		}
		version = wanted
	}
	return o.base.WithFiles(o.view.Files, version)
}

// checkDesign gives what keeps a release from being made.
func (a *Authoring) checkDesign(r *designsystem.Release) error {
	if err := lintErrors(r); err != nil {
		return err
	}
	if _, err := a.compiler.Look(r); err != nil {
		return err
	}
	return fragment.Check(r, nil)
}

// releaseDraft adds the release, in the order in which releases are made: of two drafts on one base the first one goes out.
func (p *publication) releaseDraft(
	ctx context.Context, o *openedDraft, next *designsystem.Release, channels []string,
) (*DesignReleaseView, error) {
	draft, err := p.designDraft(ctx, o.view.ID, o.view.Version)
	if err != nil {
		return nil, err
	}
	d, err := designsIn(ctx, p.tx)
	if err != nil {
		return nil, err
	}
	for _, f := range d.list {
		switch {
		case f.Base == draft.Base && f.Number > draft.Seen:
			return nil, fault.New(fault.Conflict, "version %s was released on the same base in between: make a draft on top of that one", f.Version)
		case f.Name == next.Name && f.Version == next.Version:
			return nil, fault.New(fault.Conflict, "version %s exists already, and a release never changes: give a higher one", f.Version)
		}
	}
	f, d, err := p.saveDesign(ctx, &Files{
		Origin: OriginDraft, Name: next.Name, Version: next.Version, Hash: next.Hash, Files: next.Files(), Author: p.actor.ID, Base: draft.Base,
	})
	if err != nil {
		return nil, err
	}
	if err := p.tx.DeleteDesignDraft(ctx, draft.ID, draft.Version); err != nil {
		return nil, err
	}
	if err := p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "design-system.release", Subject: "design-system/" + f.Name + "@" + f.Version,
		Detail: map[string]any{"base": o.view.BaseVersion, "draft": draft.ID, "name": draft.Name},
		Before: map[string]any{"version": o.view.BaseVersion}, After: map[string]any{"version": f.Version, "hash": f.Hash},
	}); err != nil {
		return nil, err
	}
	if err := p.moveChannels(ctx, d, f, channels...); err != nil {
		return nil, err
	}
	if err := p.designPublished(ctx); err != nil {
		return nil, err
	}
	sites, err := p.tx.Sites(ctx)
	return d.viewFor(p.actor, f, sites), err
}
