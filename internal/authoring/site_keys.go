package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// shownKeys is how many keys of a site a list holds, the newest; the audit knows of older ones.
const shownKeys = 100

func keysOf(site string) identity.Target { return identity.Target{Type: identity.Sites, Site: site} }

// SiteKeys lists the delivery keys of a site, the newest first, those that were revoked or have expired too. Errors: fault.NotFound,
// fault.Forbidden.
func (a *Authoring) SiteKeys(ctx context.Context, actor Actor, key string) (keys []*site.DeliveryKey, err error) {
	if err := actor.reaches(identity.Manage, keysOf(key)); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := tx.Site(ctx, key); err != nil {
			return err
		}
		keys, err = tx.SiteKeys(ctx, key, shownKeys)
		return err
	})
	return keys, err
}

// CreateSiteKey makes a delivery key; expires may be nil. The key itself is in this answer and nowhere else. To change keys without
// an outage, make the second, let the site use it, then revoke the first. Errors: fault.NotFound, fault.Forbidden,
// fault.Unprocessable; fault.Conflict where as many are alive as may be.
func (a *Authoring) CreateSiteKey(
	ctx context.Context, actor Actor, key, name string, expires *time.Time,
) (token string, k *site.DeliveryKey, done Written, err error) {
	if err := actor.reaches(identity.Manage, keysOf(key)); err != nil {
		return "", nil, done, err
	}
	if expires != nil {
		at := expires.UTC().Truncate(time.Second)
		expires = &at
	}
	done, err = a.write(ctx, actor, "key of site "+key, func(p *publication) error {
		if _, err := p.tx.Site(ctx, key); err != nil {
			return err
		}
		token, k = site.NewDeliveryKey(key, name, actor.ID, p.log.At, expires)
		if err := k.Validate(p.log.At).Err(); err != nil {
			return err
		}
		live, err := p.tx.LiveSiteKeys(ctx, key, p.log.At)
		if err != nil {
			return err
		}
		if len(live) >= site.MostKeys {
			return fault.New(fault.Conflict, "site %q has %d keys, and that is the most: let it use the newer one, and revoke %q first",
				key, len(live), live[len(live)-1].Name)
		}
		return p.saveSiteKey(ctx, k, "site.key.create", nil)
	})
	if err != nil {
		return "", nil, Written{}, err
	}
	return token, k, done, nil
}

// RevokeSiteKey takes a key out of use. It opens nothing any more as soon as delivery nodes have seen it, which takes moments. One
// that was revoked before stays so. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) RevokeSiteKey(ctx context.Context, actor Actor, key, id string) (Written, error) {
	if err := actor.reaches(identity.Manage, keysOf(key)); err != nil {
		return Written{}, err
	}
	return a.write(ctx, actor, "key of site "+key, func(p *publication) error {
		k, err := p.tx.SiteKey(ctx, key, id)
		if err != nil || k.RevokedAt != nil {
			return err
		}
		before, at := siteKeyFacts(k), p.log.At
		k.RevokedAt = &at
		return p.saveSiteKey(ctx, k, "site.key.revoke", before)
	})
}

// siteKeyFacts are what the audit says of a key: never the key or its hash.
func siteKeyFacts(k *site.DeliveryKey) map[string]any {
	return map[string]any{"key": k.ID, "expiresAt": k.ExpiresAt, "revokedAt": k.RevokedAt}
}

// saveSiteKey saves a key, tells delivery nodes what opens the site now, and the audit what was done: never the key or its hash.
func (p *publication) saveSiteKey(ctx context.Context, k *site.DeliveryKey, action string, before any) error {
	if err := p.tx.SaveSiteKey(ctx, k); err != nil {
		return err
	}
	keys, err := p.tx.LiveSiteKeys(ctx, k.Site, p.log.At)
	if err != nil {
		return err
	}
	record, err := publishing.SiteKeys(k.Site, keys)
	if err != nil {
		return err
	}
	if err := p.add(ctx, []published.Record{record}, nil, published.KindKeys); err != nil {
		return err
	}
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Site: k.Site, Action: action, Subject: "site/" + k.Site,
		Detail: map[string]any{"key": k.ID, "name": k.Name, "expiresAt": k.ExpiresAt},
		Before: before, After: siteKeyFacts(k),
	})
}
