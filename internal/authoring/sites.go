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

// CreateSite registers a site, given as JSON, and publishes it. It returns the site and the generation. Errors: fault.Forbidden;
// fault.Unprocessable with a problem for each field; fault.Conflict where the key is, or was, another site's.
func (a *Authoring) CreateSite(ctx context.Context, actor Actor, doc []byte) (s *site.Stored, generation int64, err error) {
	s = &site.Stored{}
	if !actor.Access.MaySomewhere(identity.Create, identity.Sites, "") { // before anything is said of the document
		t := identity.Target{Type: identity.Sites}
		return nil, 0, firstOf(actor.may(identity.Create, t), actor.forbidden(identity.Create, t))
	}
	if err := mergePatch(&s.Site, doc); err != nil {
		return nil, 0, err
	}
	key := s.Key[:min(len(s.Key), 80)] // longer ones are nobody's
	if err := actor.may(identity.Create, identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, 0, err
	}
	s.Normalize()
	if err := s.Validate().Err(); err != nil {
		return nil, 0, err
	}
	generation, err = a.publish(ctx, actor, "site "+s.Key, func(p *publication) error {
		if err := p.freeSiteKey(ctx, s.Key); err != nil {
			return err
		}
		if _, err := p.tx.Site(ctx, s.Key); !fault.Is(err, fault.NotFound) {
			return firstOf(err, fault.New(fault.Conflict, "there is a site %q already", s.Key))
		}
		return p.saveSite(ctx, s, &site.Site{}, "site.create")
	})
	if err != nil {
		return nil, 0, err
	}
	return s, generation, nil
}

// freeSiteKey refuses a key that a site had which was deleted: roles that were given for that one would count for the other.
func (p *publication) freeSiteKey(ctx context.Context, key string) error {
	gone, err := p.tx.AuditLines(ctx, AuditFilter{Action: siteDeleted, Subject: "site/" + key, Limit: 1})
	if err == nil && len(gone) > 0 {
		return fault.New(fault.Conflict, "a site that was deleted had the key %q: choose another one, because a key is not used again", key)
	}
	return err
}

// PatchSite changes a site by a JSON merge patch (RFC 7396) against the version that the caller has seen, and publishes it:
// the registry has no drafts. It returns the site and the generation. Errors: fault.NotFound, fault.Stale,
// fault.Unprocessable with a problem for each field, fault.Conflict for another key.
func (a *Authoring) PatchSite(
	ctx context.Context, actor Actor, key string, version int64, patch []byte,
) (s *site.Stored, generation int64, err error) {
	if err := actor.reaches(identity.Update, identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, 0, err
	}
	generation, err = a.publish(ctx, actor, "site "+key, func(p *publication) error {
		if s, err = p.siteAt(ctx, key, version); err != nil {
			return err
		}
		before := s.Site
		if err := mergePatch(&s.Site, patch); err != nil {
			return err
		}
		if s.Key != key {
			return fault.New(fault.Conflict, "the key of a site cannot be changed")
		}
		return p.saveSite(ctx, s, &before, "site.save")
	})
	if err != nil {
		return nil, 0, err
	}
	return s, generation, nil
}

func (p *publication) siteAt(ctx context.Context, key string, version int64) (*site.Stored, error) {
	s, err := p.tx.Site(ctx, key)
	if err == nil && s.Version != version {
		err = fault.New(fault.Stale, "site %q was saved by somebody else in between; load it again", key)
	}
	return s, err
}

// saveSite checks, saves and compiles a site, and tells of it.
func (p *publication) saveSite(ctx context.Context, s *site.Stored, before *site.Site, action string) (err error) {
	s.Normalize()
	ps := s.Validate()
	if s.Parent != before.Parent && s.Parent != "" && p.actor.sees(identity.Target{Type: identity.Sites, Site: s.Parent}) != nil {
		ps.Add(fault.Problem{Pointer: "/parent", Code: "unknown_parent", Message: "the parent is not a registered site, or not for you"})
	}
	if s.Channel != before.Channel {
		ps = append(ps, p.pinned(ctx, &s.Site)...)
	}
	if err := ps.Err(); err != nil {
		return err
	}
	if s.Version, err = p.tx.SaveSite(ctx, &s.Site, s.Version); err != nil {
		return err
	}
	p.changed = true
	if err := p.shared(ctx); err != nil {
		return err
	}
	was, is := mergeDiff(before, s.Site)
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Site: s.Key, Action: action, Subject: "site/" + s.Key, Detail: map[string]any{"version": s.Version},
		Before: was, After: is,
	})
}
