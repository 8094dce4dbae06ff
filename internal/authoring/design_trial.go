package authoring

import (
	"context"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
)

// TryDesign compiles what a site would show in a locale ("": its default one) if it followed a draft of the design system, with the
// draft's style guide. Nothing is written; of menus and entries, it is what is published. Errors: fault.NotFound, fault.Forbidden;
// fault.Unprocessable with what does not compile, and where the draft does not have what the site needs: its brand, its languages.
func (a *Authoring) TryDesign(ctx context.Context, actor Actor, id, site, locale string) ([]published.Record, error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	if err := actor.sees(identity.Target{Type: identity.Sites, Site: site}); err != nil { // before what takes its time
		return nil, err
	}
	shown, err := o.base.WithFiles(o.view.Files, shownAs(o.base.Version))
	if err != nil {
		return nil, err
	}
	look, err := a.compiler.Trial(shown)
	if err != nil {
		return nil, err
	}
	return a.try(ctx, actor, site, locale, func(in *publishing.Shared) { in.Try(site, look) })
}

// shownAs gives the version under which a draft is shown: it says what it is, and is above the release that the draft is made on.
func shownAs(base string) string {
	v, err := semver.StrictNewVersion(base)
	if err != nil {
		return "" // the release says so itself
	}
	next := v.IncPatch()
	return next.String() + "-draft"
}

// seesDesign refuses a draft of the design system that there is not, or that is not for the actor. Errors: fault.NotFound,
// fault.Forbidden.
func seesDesign(ctx context.Context, tx Tx, actor Actor, id string) error {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return err
	}
	_, err := tx.DesignDraft(ctx, id)
	return err
}
