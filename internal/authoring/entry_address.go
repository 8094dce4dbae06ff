package authoring

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// addressesTaken gives the slugs, among the unique values of what is to be published, that another entry has on some site which shows
// both: its own, or one that it inherits. Of two with the same key the nearer one hides the other, and they may share a slug.
func (p *publication) addressesTaken(ctx context.Context, t *schema.Type, e *content.Entry, values []content.UniqueValue) (
	ps fault.Problems, err error,
) {
	slugs := slices.DeleteFunc(slices.Clone(values), func(v content.UniqueValue) bool { return t.Slug() == nil || v.Field != t.Slug().Name() })
	if len(slugs) == 0 {
		return nil, nil
	}
	sites, err := p.registry(ctx)
	if err != nil {
		return nil, err
	}
	sites = slices.DeleteFunc(slices.Clone(sites), func(s *site.Stored) bool { return !s.Shows(e.Space) })
	var spaces []string
	for _, s := range sites {
		spaces = append(spaces, s.Spaces()...)
	}
	slices.Sort(spaces)
	spaces = slices.DeleteFunc(slices.Compact(spaces), func(space string) bool { return space == e.Space })
	owners, err := p.tx.ValueOwners(ctx, t.Name(), spaces, slugs)
	if err != nil {
		return nil, err
	}
	for _, o := range owners {
		other, err := p.tx.Entry(ctx, o.Entry)
		if err != nil {
			return nil, err
		}
		where, err := p.siteOfBoth(ctx, sites, e, other.Draft)
		if err != nil {
			return nil, err
		}
		if where != "" {
			name := "another one"
			if _, err := readable(p.actor, t, other); err == nil {
				name = fmt.Sprintf("%q of %s", titled(p.actor, t, other), other.Draft.Space)
			}
			ps.Add(fault.Problem{Pointer: o.Pointer, Code: "taken_address", Message: fmt.Sprintf("%s has this address on site %q", name, where)})
		}
	}
	ps.Sort()
	return ps, nil
}

// siteOfBoth gives the first site that shows an entry which is to be published beside another one; "" where there is none.
func (p *publication) siteOfBoth(ctx context.Context, sites []*site.Stored, next, other *content.Entry) (string, error) {
	for _, s := range sites {
		if !s.Shows(other.Space) {
			continue
		}
		both := true
		for _, e := range []*content.Entry{next, other} {
			hidden, err := p.hiddenOn(ctx, s, e, next)
			if err != nil {
				return "", err
			}
			both = both && !hidden
		}
		if both {
			return s.Key, nil
		}
	}
	return "", nil
}

// hiddenOn says whether a nearer entry with the same key stands in the place of an entry on a site. What is to be published counts.
func (p *publication) hiddenOn(ctx context.Context, s *site.Stored, e, next *content.Entry) (bool, error) {
	for _, space := range s.Spaces() {
		if space == e.Space {
			break
		}
		near, err := p.tx.EntryByKey(ctx, space, e.Type, e.Key)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return false, err
		}
		if err == nil && (near.Published != nil || near.Draft.ID == next.ID) {
			return true, nil
		}
	}
	return false, nil
}
