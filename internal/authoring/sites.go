package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

// Sites lists the registry, ordered by key.
func (a *Authoring) Sites(ctx context.Context, actor Actor) (sites []*site.Stored, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Sites}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		sites, err = tx.Sites(ctx)
		return err
	})
	return slices.DeleteFunc(sites, func(s *site.Stored) bool {
		return actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) != nil
	}), err
}

// Site gives one site. Errors: fault.NotFound.
func (a *Authoring) Site(ctx context.Context, actor Actor, key string) (s *site.Stored, err error) {
	if err := actor.sees(identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		s, err = tx.Site(ctx, key)
		return err
	})
	return s, err
}

// PatchSite changes a site by a JSON merge patch (RFC 7396) against the version that the caller has seen, and publishes it:
// the registry has no drafts. It returns the site and the generation. Errors: fault.NotFound, fault.Stale,
// fault.Unprocessable with a problem for each field, fault.Conflict for another key.
func (a *Authoring) PatchSite(
	ctx context.Context, actor Actor, key string, version int64, patch []byte,
) (s *site.Stored, generation int64, err error) {
	if err := actor.may(identity.Update, identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, 0, err
	}
	generation, err = a.publish(ctx, actor, "site "+key, func(p *publication) error {
		if s, err = p.tx.Site(ctx, key); err != nil {
			return err
		}
		if s.Version != version {
			return fault.New(fault.Stale, "site %q was saved by somebody else in between; load it again", key)
		}
		if err := mergePatch(&s.Site, patch); err != nil {
			return err
		}
		if s.Key != key {
			return fault.New(fault.Conflict, "the key of a site cannot be changed")
		}
		s.Normalize()
		if err := s.Validate().Err(); err != nil {
			return err
		}
		if s.Version, err = p.tx.SaveSite(ctx, &s.Site, version); err != nil {
			return err
		}
		p.changed = true
		if err := p.shared(ctx); err != nil {
			return err
		}
		return p.tx.Audit(ctx, AuditEvent{
			Actor: actor, Site: key, Action: "site.save", Subject: "site/" + key, Detail: map[string]any{"version": s.Version},
		})
	})
	if err != nil {
		return nil, 0, err
	}
	return s, generation, nil
}
