package authoring

import (
	"context"
	"fmt"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// IdentifyKey gives whom a key acts for: its owner, within its grants and what the owner may do now. It asks the database each time, so
// that a revoked key and a suspended owner count at once. Error: fault.Unauthenticated.
func (a *Authoring) IdentifyKey(ctx context.Context, secret string) (Actor, error) {
	hash, err := identity.HashKey(secret)
	if err != nil {
		return Actor{}, err
	}
	var key *identity.Key
	var owner *identity.Account
	var access *identity.Access
	err = a.store.View(ctx, func(tx Tx) (err error) {
		if key, err = tx.KeyByHash(ctx, hash); err != nil {
			return err
		}
		if owner, err = tx.Account(ctx, key.Owner); err != nil {
			return err
		}
		access, err = accessOf(ctx, tx, owner)
		return err
	})
	switch {
	case err != nil && !fault.Is(err, fault.NotFound):
		return Actor{}, err
	case err != nil || !key.Live(a.now()) || owner.Suspended():
		return Actor{}, fault.New(fault.Unauthenticated, "this key opens nothing: it is unknown, revoked or too old, or its owner is suspended")
	}
	if key.Touch(a.now()) {
		if err := a.store.Touch(ctx, func(tx Tx) error { return tx.TouchKey(ctx, hash, *key.UsedAt) }); err != nil {
			return Actor{}, err
		}
	}
	return Actor{ID: owner.ID, Name: owner.Name, Via: key.ID, Access: identity.Limited(key.Grants, access)}, nil
}

// NewKey is a key that somebody wants.
type NewKey struct {
	Name      string
	Grants    []identity.Grant
	ExpiresAt time.Time
}

// CreateKey makes a key of the actor's own. secret is for them, once. Errors: fault.Forbidden for a key that asks, and for grants that
// exceed what the actor may do; fault.Unprocessable; fault.Conflict where there are too many.
func (a *Authoring) CreateKey(ctx context.Context, actor Actor, want NewKey) (secret string, key *identity.Key, err error) {
	if err := actor.inPerson(); err != nil {
		return "", nil, err
	}
	if secret, key, err = identity.NewKey(actor.ID, want.Name, want.Grants, want.ExpiresAt, a.now()); err != nil {
		return "", nil, err
	}
	if err := mayGrant(actor, key.Grants); err != nil {
		return "", nil, err
	}
	err = a.update(ctx, actor, func(tx Tx) error {
		if n, err := tx.CountKeys(ctx, actor.ID, a.now()); err != nil || n >= identity.MaxKeys {
			return firstOf(err, fault.New(fault.Conflict, "you have %d keys: revoke some first", identity.MaxKeys))
		}
		if err := tx.SaveKey(ctx, key); err != nil {
			return err
		}
		return tellKey(ctx, tx, actor, key, "create", nil, keyFacts(key))
	})
	if err != nil {
		return "", nil, err
	}
	return secret, key, nil
}

// mayGrant refuses grants that hold a right which the actor has not. Error: fault.Forbidden with the pointer of each.
func mayGrant(actor Actor, grants []identity.Grant) error {
	var ps fault.Problems
	for i := range grants {
		if right, more := identity.Limited(grants[i:i+1], nil).Exceeds(actor.Access); more {
			ps.Add(fault.Problem{
				Pointer: fmt.Sprintf("/grants/%d", i), Code: "exceeds", Message: fmt.Sprintf("you may not %s %s yourself", right.Action, right.Target),
			})
		}
	}
	if len(ps) > 0 {
		return &fault.Error{Code: fault.Forbidden, Message: "you cannot give rights that you do not have", Problems: ps}
	}
	return nil
}

// Keys lists keys, the newest first: the actor's own where owner is "", else those of an account, or of all where it is "*". before is
// the id of the last one of the page before. Errors: fault.Forbidden.
func (a *Authoring) Keys(ctx context.Context, actor Actor, owner, before string, limit int) (list []*identity.Key, err error) {
	if owner == "" {
		owner = actor.ID
	}
	if owner != actor.ID || actor.ID == "" {
		if err := actor.may(identity.Read, people); err != nil {
			return nil, err
		}
	}
	if owner == identity.Any {
		owner = ""
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		list, err = tx.KeysOf(ctx, owner, before, pageSize(limit))
		return err
	})
	return list, err
}

// RevokeKey ends a key: one's own, or one of an account that the actor may change. Errors: fault.NotFound, also where it is not for
// the actor; fault.Forbidden.
func (a *Authoring) RevokeKey(ctx context.Context, actor Actor, id string) error {
	if err := actor.inPerson(); err != nil {
		return err
	}
	return a.update(ctx, actor, func(tx Tx) error {
		key, err := a.keyOf(ctx, tx, actor, id)
		if err != nil || key.RevokedAt != nil {
			return err
		}
		before, now := keyFacts(key), a.now()
		key.RevokedAt = &now
		if err := tx.SaveKey(ctx, key); err != nil {
			return err
		}
		return tellKey(ctx, tx, actor, key, "revoke", before, keyFacts(key))
	})
}

// keyOf gives a key that the actor may end.
func (a *Authoring) keyOf(ctx context.Context, tx Tx, actor Actor, id string) (*identity.Key, error) {
	key, err := tx.Key(ctx, id)
	if err != nil || key.Owner == actor.ID {
		return key, err
	}
	if err := actor.sees(people); err != nil {
		return nil, err
	}
	if err := actor.managesPeople(); err != nil {
		return nil, err
	}
	owner, err := tx.Account(ctx, key.Owner)
	if err != nil {
		return nil, err
	}
	return key, a.mayChange(ctx, tx, actor, owner)
}

// RotateKey gives one of the actor's own keys another secret, and where expires is given another end; the secret before opens nothing
// from then on. Errors: fault.NotFound, also for somebody else's; fault.Conflict for a key that has ended; fault.Forbidden where the
// actor may not do any more what it is for.
func (a *Authoring) RotateKey(ctx context.Context, actor Actor, id string, expires *time.Time) (secret string, key *identity.Key,
	err error) {
	if err := actor.inPerson(); err != nil {
		return "", nil, err
	}
	err = a.update(ctx, actor, func(tx Tx) error {
		if key, err = tx.Key(ctx, id); err != nil {
			return err
		}
		switch {
		case key.Owner != actor.ID:
			return fault.New(fault.NotFound, "no such key")
		case !key.Live(a.now()):
			return fault.New(fault.Conflict, "this key has ended: make another one")
		}
		before := keyFacts(key)
		if expires != nil {
			if ps := identity.CheckExpiry(*expires, a.now()); len(ps) > 0 {
				return &fault.Error{Code: fault.Unprocessable, Message: "the key is refused", Problems: ps}
			}
			key.ExpiresAt = expires.UTC()
		}
		if err := mayGrant(actor, key.Grants); err != nil {
			return err
		}
		secret = key.Renew()
		if err := tx.SaveKey(ctx, key); err != nil {
			return err
		}
		return tellKey(ctx, tx, actor, key, "rotate", before, keyFacts(key))
	})
	if err != nil {
		return "", nil, err
	}
	return secret, key, nil
}

// keyFacts are what the audit says of a key: never the secret or its hash.
func keyFacts(key *identity.Key) map[string]any {
	out := map[string]any{"grants": key.Grants, "expiresAt": key.ExpiresAt}
	if key.RevokedAt != nil {
		out["revokedAt"] = *key.RevokedAt
	}
	return out
}

func tellKey(ctx context.Context, tx Tx, actor Actor, key *identity.Key, action string, before, after any) error {
	return tx.Audit(ctx, AuditEvent{
		Actor: actor, Action: "key." + action, Subject: "key/" + key.ID,
		Detail: map[string]any{"name": key.Name, "owner": key.Owner, "expiresAt": key.ExpiresAt}, Before: before, After: after,
	})
}
