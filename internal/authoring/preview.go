package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// errNoPreview is what every token gets that does not open what was asked for, whatever the reason (SECURITY A7).
var errNoPreview = fault.New(fault.Forbidden, "this view needs a preview token for it")

// previewPage is how many entries a preview reads at a time.
const previewPage = 200

// preview is what a token opens: its owner, with what they may read now, and where they look.
type preview struct {
	a     *Authoring
	actor Actor
	site  string
	view  string
	stamp string
}

// OpenPreview gives what a preview token opens on a site, in a view ("": the token's). The database is asked each time: whose token it
// is may have lost rights since, or it was revoked. Errors: fault.Forbidden, always the same.
func (a *Authoring) OpenPreview(ctx context.Context, secret, siteKey, view string) (published.Preview, error) {
	hash, err := identity.HashPreviewToken(secret)
	if err != nil {
		return nil, errNoPreview
	}
	pv := &preview{a: a, site: siteKey}
	err = a.store.View(ctx, func(tx Tx) error {
		t, err := tx.PreviewTokenByHash(ctx, hash)
		if err != nil {
			return err
		}
		if !t.Live(a.now()) || t.Site != siteKey || view != "" && view != t.View {
			return errNoPreview
		}
		if pv.actor, err = a.previewer(ctx, tx, t); err != nil {
			return err
		}
		if err := pv.actor.mayPreview(t.Site); err != nil {
			return err
		}
		pv.view = t.View
		if err := seesView(ctx, tx, pv.actor, t.View); err != nil {
			return err
		}
		pv.stamp, err = pv.stampIn(ctx, tx, t)
		return err
	})
	switch fault.CodeOf(err) {
	case "":
		return pv, nil
	case fault.NotFound, fault.Forbidden, fault.Unauthenticated, fault.Unprocessable:
		return nil, errNoPreview
	}
	return nil, err
}

// previewer gives the owner of a token with what they may do now; where a key made it, no more than the key allows, which must be
// alive. Errors: fault.Forbidden, fault.NotFound.
func (a *Authoring) previewer(ctx context.Context, tx Tx, t *identity.PreviewToken) (Actor, error) {
	actor, err := a.actorNow(ctx, tx, t.Owner)
	if err != nil || t.KeyID == "" {
		return actor, err
	}
	key, err := tx.Key(ctx, t.KeyID)
	if err != nil {
		return actor, err
	}
	if !key.Live(a.now()) {
		return actor, errNoPreview
	}
	return actor.limited(key.Grants, true), nil
}

// stampIn names the state of all drafts, and what the owner may do: previews with the same stamp are the same.
func (pv *preview) stampIn(ctx context.Context, tx Tx, t *identity.PreviewToken) (string, error) {
	sequence, err := tx.LastSequence(ctx)
	if err != nil {
		return "", err
	}
	grants, _ := pv.actor.Access.Limits()
	doc, err := json.Marshal([]any{pv.site, pv.view, t.Owner, grants, sequence}) // roles do not change without a write
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:16]), nil
}

// ExchangePreview takes a token back and gives another secret for it, once, for a browser's cookie: what somebody was sent is worth
// nothing after that. Errors: fault.Forbidden, always the same.
func (a *Authoring) ExchangePreview(ctx context.Context, secret string) (fresh string, expires time.Time, err error) {
	hash, err := identity.HashPreviewToken(secret)
	if err != nil {
		return "", expires, errNoPreview
	}
	err = a.store.View(ctx, func(tx Tx) error { // guesses do not wait for the write lock
		_, err := tx.PreviewTokenByHash(ctx, hash)
		return err
	})
	if err == nil {
		err = a.store.Update(ctx, func(tx Tx) error {
			t, err := tx.PreviewTokenByHash(ctx, hash)
			if err != nil {
				return err
			}
			owner, err := a.previewer(ctx, tx, t)
			if err != nil {
				return err
			}
			if !t.Live(a.now()) {
				return errNoPreview
			}
			before := previewFacts(t)
			if fresh, err = t.Exchange(a.now()); err != nil {
				return err
			}
			expires = t.ExpiresAt
			if err := tx.SavePreviewToken(ctx, t); err != nil {
				return err
			}
			return tellPreview(ctx, tx, owner, t, "exchange", before)
		})
	}
	switch fault.CodeOf(err) {
	case "":
		return fresh, expires, nil
	case fault.NotFound, fault.Forbidden:
		return "", expires, errNoPreview
	}
	return "", expires, err
}

// Site implements published.Preview.
func (pv *preview) Site() string { return pv.site }

// View implements published.Preview.
func (pv *preview) View() string { return pv.view }

// Stamp implements published.Preview.
func (pv *preview) Stamp() string { return pv.stamp }

// Shared implements published.Preview.
func (pv *preview) Shared(ctx context.Context) (records []published.Record, err error) {
	if id, ok := published.DesignOf(pv.view); ok {
		return pv.a.TryDesign(ctx, pv.actor, id, pv.site, everyLocale)
	}
	err = pv.a.store.View(ctx, func(tx Tx) error {
		w, err := pv.world(ctx, tx)
		if err != nil {
			return err
		}
		in, err := w.p.sharedInput(ctx)
		if err != nil {
			return err
		}
		if in.Menus, err = w.menus(ctx); err != nil {
			return err
		}
		in.Entries = nil
		if err := w.p.linked(ctx, &in); err != nil {
			return err
		}
		for _, list := range [][]*content.Stored{in.Entries, in.Notices} {
			for n, s := range list {
				list[n], _ = w.overlay(s)
			}
		}
		records, err = pv.a.compiler.Site(in, pv.site)
		return err
	})
	return records, err
}

// Entries implements published.Preview.
func (pv *preview) Entries(ctx context.Context, each func(published.Record) error) error {
	if _, ok := published.DesignOf(pv.view); ok {
		return nil // the look is another, the content is not
	}
	return pv.a.store.View(ctx, func(tx Tx) error {
		w, err := pv.world(ctx, tx)
		if err != nil {
			return err
		}
		put := func(some []*content.Stored) error {
			for _, s := range some {
				if next, ok := w.overlay(s); ok {
					r, err := pv.a.entryRecord(ctx, tx, w.model.Type(s.Draft.Type), next)
					if err != nil {
						return err
					}
					if err := each(r); err != nil {
						return err
					}
				}
			}
			return nil
		}
		if w.release != nil {
			var ids []string
			for _, i := range w.release.Items {
				if i.Entry != "" {
					ids = append(ids, i.Entry)
				}
			}
			some, err := tx.EntriesByID(ctx, ids)
			if err != nil {
				return err
			}
			return put(some)
		}
		for after := ""; ; {
			some, err := tx.Unsettled(ctx, w.site.Spaces(), after, previewPage)
			if err != nil || len(some) == 0 {
				return err
			}
			if err := put(some); err != nil {
				return err
			}
			after = some[len(some)-1].Draft.ID
		}
	})
}

// previewWorld is what a preview must know of the database.
type previewWorld struct {
	*preview
	p       *publication
	site    *site.Stored
	model   *schema.Model
	release *content.Release // nil where every draft is shown
}

func (pv *preview) world(ctx context.Context, tx Tx) (w *previewWorld, err error) {
	w = &previewWorld{preview: pv, p: &publication{a: pv.a, tx: tx, actor: pv.actor}}
	if w.site, err = tx.Site(ctx, pv.site); err != nil {
		return nil, err
	}
	if w.model, err = w.p.types(ctx); err != nil {
		return nil, err
	}
	if id, ok := published.ReleaseOf(pv.view); ok {
		w.release, err = releaseFor(ctx, tx, pv.actor, id)
	}
	return w, err
}

// overlay gives an entry as the preview shows it; ok is false where that is as it is published.
func (w *previewWorld) overlay(s *content.Stored) (out *content.Stored, ok bool) {
	t, locales := w.model.Type(s.Draft.Type), s.Draft.Tags()
	if t == nil || s.Trashed() || !w.site.Shows(s.Draft.Space) {
		return s, false
	}
	if w.release != nil {
		item, in := w.release.Item(s.Draft.ID)
		if !in || w.over() {
			return s, false
		}
		if len(item.Locales) > 0 {
			locales = item.Locales
		}
	}
	return publishing.Overlaid(s, locales, func(tag, name string) bool {
		f := t.Field(name)
		return f != nil && w.actor.mayField(identity.Read, t, s.Draft.Space, tag, f)
	})
}

// over says whether the release is published or cancelled: what is in it is as it is published then.
func (w *previewWorld) over() bool {
	return !slices.Contains([]content.ReleaseState{content.ReleaseOpen, content.ReleaseScheduled}, w.release.State)
}
