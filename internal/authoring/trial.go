package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// everyLocale asks for what a site shows in all of its locales.
const everyLocale = "*"

// try compiles what a site would show in a locale ("": its default one) if something of what is published were another. Nothing is
// written. Errors: fault.NotFound, fault.Forbidden; fault.Unprocessable with the problems that would keep it from being published.
func (a *Authoring) try(
	ctx context.Context, actor Actor, key, locale string, put func(in *publishing.Shared),
) (records []published.Record, err error) {
	if err := actor.sees(identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		p := &publication{a: a, tx: tx, actor: actor}
		in, err := p.sharedInput(ctx)
		if err != nil {
			return err
		}
		locales, err := localesOf(in.Sites, key, locale)
		if err != nil {
			return err
		}
		put(&in)
		in.Entries = nil
		if err := p.linked(ctx, &in); err != nil {
			return err
		}
		records, err = a.compiler.Site(in, key, locales...)
		return err
	})
	return records, err
}

// localesOf gives the locale of a site that is meant; none stands for all. Errors: fault.NotFound.
func localesOf(sites []*site.Site, key, locale string) ([]string, error) {
	at := slices.IndexFunc(sites, func(s *site.Site) bool { return s.Key == key })
	switch {
	case at < 0:
		return nil, fault.New(fault.NotFound, "there is no site %q", key)
	case locale == everyLocale:
		return nil, nil
	case locale == "":
		return []string{sites[at].DefaultLocale}, nil
	case !slices.ContainsFunc(sites[at].Locales, func(l site.Locale) bool { return l.Tag == locale }):
		return nil, fault.New(fault.NotFound, "the site %s has no locale %q", key, locale)
	}
	return []string{locale}, nil
}
