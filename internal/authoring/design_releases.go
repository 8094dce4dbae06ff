package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/token/change"
	"github.com/portico-cms/portico/internal/token/lint"
)

// DesignReleaseView is a release of the design system as somebody sees it.
type DesignReleaseView struct {
	Files // without the files

	BaseVersion string        // of the release it was made on; "" where it came with files
	Channels    []string      // that stand for it
	Sites       []*DesignSite // that show it, of those that the reader may see
}

// DesignSite is a site that shows a release: it follows a channel, or is pinned.
type DesignSite struct {
	Key     string
	Channel string // or the version it is pinned to
	Gone    bool   // that version is withdrawn, and this one stands in for it
}

// DesignReleaseDetail is a release with what is known of its contents.
type DesignReleaseDetail struct {
	DesignReleaseView

	Since    string         // version that Changes compares with; "" for the first one
	Changes  *change.List   // nil for the first one
	Findings []lint.Finding // of its tokens: contrast and the other lints
	Brands   []string
	Parts    []string
}

func (d *designs) viewFor(actor Actor, f *Files, sites []*site.Stored) *DesignReleaseView {
	v := &DesignReleaseView{Files: *f, Channels: []string{}, Sites: []*DesignSite{}}
	if base := d.numbered(f.Base); base != nil {
		v.BaseVersion = base.Version
	}
	for _, name := range site.Channels {
		if d.of(name) == f {
			v.Channels = append(v.Channels, name)
		}
	}
	for _, s := range sites {
		shown, gone := d.followed(s.Channel)
		if shown == f && actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) == nil {
			v.Sites = append(v.Sites, &DesignSite{Key: s.Key, Channel: s.Channel, Gone: gone != ""})
		}
	}
	return v
}

// DesignReleases lists the releases of the design system, the newest first, each with the channels that stand for it and the sites that
// show it. Errors: fault.Forbidden.
func (a *Authoring) DesignReleases(ctx context.Context, actor Actor) (out []*DesignReleaseView, err error) {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		sites, err := tx.Sites(ctx)
		for _, f := range slices.Backward(d.list) {
			out = append(out, d.viewFor(actor, f, sites))
		}
		return err
	})
	return out, err
}

// DesignRelease gives one release, with what changed in it since the one it was made on, or the one below it, and what the lints say
// of it now. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignRelease(ctx context.Context, actor Actor, version string) (out *DesignReleaseDetail, err error) {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return nil, err
	}
	var is, was *designsystem.Release
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		f, err := d.release(version)
		if err != nil {
			return err
		}
		sites, err := tx.Sites(ctx)
		if err != nil {
			return err
		}
		out = &DesignReleaseDetail{DesignReleaseView: *d.viewFor(actor, f, sites)}
		if is, err = releaseOf(ctx, tx, f); err != nil {
			return err
		}
		if before := d.before(f); before != nil {
			if was, err = releaseOf(ctx, tx, before); err == nil {
				out.Since = before.Version
			}
		}
		return nil // what a former release had can no longer be said where it was made for another Portico
	})
	if err != nil {
		return nil, err
	}
	err = out.compare(was, is) // outside of the transaction: it takes its time
	return out, err
}

// before gives the release that another is compared with: the one it was made on, or the highest below it; nil for the first.
func (d *designs) before(f *Files) *Files {
	if base := d.numbered(f.Base); base != nil {
		return base
	}
	if list := before(f, d.list); len(list) > 0 {
		return list[0]
	}
	return nil
}

func (v *DesignReleaseDetail) compare(was, is *designsystem.Release) (err error) {
	for _, b := range is.Brands {
		v.Brands = append(v.Brands, b.Key)
	}
	v.Parts = is.Parts
	if was != nil {
		if v.Changes, err = designsystem.Changes(was, is); err != nil {
			return err
		}
	}
	v.Findings, err = is.Findings()
	return err
}
