package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

// forgetPreviews is how long a preview token stays in lists after its end.
const forgetPreviews = 30 * 24 * time.Hour

// NewPreview is a preview token that somebody wants.
type NewPreview struct {
	Site, View, Name string
	ExpiresAt        *time.Time // nil: in identity.PreviewUsual
}

// mayPreview refuses who reads no drafts of a site. Errors: fault.Unauthenticated, fault.NotFound, fault.Forbidden.
func (a Actor) mayPreview(site string) error {
	if err := a.sees(identity.Target{Type: identity.Sites, Site: site}); err != nil {
		return err
	}
	if !a.Access.MayAnywhere(identity.Read) {
		return fault.New(fault.Forbidden, "your roles do not allow you to read drafts")
	}
	return nil
}

// CreatePreviewToken makes a token that shows a site in a view: "draft", "release:" and the id of a content release, or "design:" and that
// of a draft of the design system. It shows what the actor may read, as of when it is asked, and ends with them. The token itself is in
// this answer and nowhere else. Errors: fault.NotFound, fault.Forbidden, fault.Unprocessable; fault.Conflict where there are too many.
func (a *Authoring) CreatePreviewToken(
	ctx context.Context, actor Actor, n NewPreview,
) (secret string, t *identity.PreviewToken, err error) {
	if err := actor.mayPreview(n.Site); err != nil {
		return "", nil, err
	}
	want := identity.PreviewToken{Name: n.Name, Site: n.Site, View: n.View, Owner: actor.ID, KeyID: actor.Via}
	if secret, t, err = identity.NewPreviewToken(want, n.ExpiresAt, a.now()); err != nil {
		return "", nil, err
	}
	err = a.update(ctx, actor, func(tx Tx) error {
		if _, err := tx.Site(ctx, n.Site); err != nil {
			return err
		}
		if err := seesView(ctx, tx, actor, n.View); err != nil {
			return err
		}
		if held, err := tx.CountPreviewTokens(ctx, actor.ID, t.CreatedAt); err != nil || held >= identity.MaxPreviews {
			return firstOf(err, fault.New(fault.Conflict, "you have %d preview tokens: revoke some first", held))
		}
		if err := tx.ForgetPreviewTokens(ctx, t.CreatedAt.Add(-forgetPreviews)); err != nil {
			return err
		}
		if err := tx.SavePreviewToken(ctx, t); err != nil {
			return err
		}
		return tellPreview(ctx, tx, actor, t, "create", nil)
	})
	if err != nil {
		return "", nil, err
	}
	return secret, t, nil
}

// seesView refuses a view that there is not, or what is not for the actor. Errors: fault.Unprocessable, fault.Forbidden.
func seesView(ctx context.Context, tx Tx, actor Actor, view string) error {
	var err error
	if id, ok := published.ReleaseOf(view); ok {
		_, err = releaseFor(ctx, tx, actor, id)
	} else if id, ok := published.DesignOf(view); ok {
		err = seesDesign(ctx, tx, actor, id)
	} else if view != published.ViewDraft {
		err = fault.New(fault.NotFound, "there is no such view")
	}
	if fault.Is(err, fault.NotFound) {
		return fault.Problems{{
			Pointer: "/view", Code: "unknown_view",
			Message: "a view is draft, release: and the id of a content release, or design: and that of a draft of the design system, " +
				"that is there for you",
		}}
	}
	return err
}

// PreviewTokens lists preview tokens, the newest first, without the tokens themselves: the actor's own, or where all is set those of
// everybody, for who manages accounts. site "" is every site. Errors: fault.Forbidden.
func (a *Authoring) PreviewTokens(
	ctx context.Context, actor Actor, all bool, site, before string, limit int,
) (list []*identity.PreviewToken, err error) {
	owner := actor.ID
	switch {
	case actor.ID == "":
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	case all:
		if err := actor.may(identity.Read, people); err != nil {
			return nil, err
		}
		owner = ""
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		list, err = tx.PreviewTokens(ctx, owner, site, before, pageSize(limit))
		return err
	})
	return list, err
}

// RevokePreviewToken ends a token: one's own, or anybody's for who manages the site or accounts. One that has ended stays so. Errors:
// fault.NotFound, also where it is not for the actor.
func (a *Authoring) RevokePreviewToken(ctx context.Context, actor Actor, id string) error {
	if actor.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	return a.update(ctx, actor, func(tx Tx) error {
		t, err := tx.PreviewToken(ctx, id)
		if err != nil {
			return err
		}
		if t.Owner != actor.ID && actor.may(identity.Manage, keysOf(t.Site)) != nil && actor.may(identity.Manage, people) != nil {
			return fault.New(fault.NotFound, "no such preview token")
		}
		if t.RevokedAt != nil {
			return nil
		}
		before, at := previewFacts(t), a.now()
		t.RevokedAt = &at
		if err := tx.SavePreviewToken(ctx, t); err != nil {
			return err
		}
		return tellPreview(ctx, tx, actor, t, "revoke", before)
	})
}

// previewFacts are what the audit says of a token: never the token or its hash.
func previewFacts(t *identity.PreviewToken) map[string]any {
	out := map[string]any{"view": t.View, "expiresAt": t.ExpiresAt}
	if t.RevokedAt != nil {
		out["revokedAt"] = *t.RevokedAt
	}
	return out
}

func tellPreview(ctx context.Context, tx Tx, actor Actor, t *identity.PreviewToken, action string, before any) error {
	return tx.Audit(ctx, AuditEvent{
		Actor: actor, Site: t.Site, Action: "preview." + action, Subject: "preview/" + t.ID,
		Detail: map[string]any{"name": t.Name, "view": t.View, "owner": t.Owner, "expiresAt": t.ExpiresAt},
		Before: before, After: previewFacts(t),
	})
}
