package authoring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// checkColors gives the colours of what is to go out that name a design token which a site that shows the entry does not have: the
// site would show no colour there, and nobody would be told.
func (p *publication) checkColors(ctx context.Context, t *schema.Type, e *content.Entry, locales []string) (ps fault.Problems, err error) {
	if !t.Holds("color") {
		return nil, nil
	}
	found := map[string]string{} // token by pointer
	content.Walk(t, e, func(pointer string, f *schema.Field, v any) {
		if path, names := schema.TokenOf(v); names && f.Kind() == "color" && goesOut(pointer, locales) {
			found[pointer] = path
		}
	})
	if len(found) == 0 {
		return nil, nil
	}
	lacking, err := p.lackingColors(ctx, e.Space, found)
	if err != nil {
		return nil, err
	}
	for pointer, path := range found {
		if sites := lacking[path]; len(sites) > 0 {
			ps.Add(fault.Problem{Pointer: pointer, Code: "unknown_token", Message: fmt.Sprintf(
				"there is no colour token %.80s in the design system of %s", path, strings.Join(sites, ", "))})
		}
	}
	ps.Sort()
	return ps, nil
}

// goesOut says whether a value is among the shared ones, or in one of some locales.
func goesOut(pointer string, locales []string) bool {
	return strings.HasPrefix(pointer, "/shared/") || slices.ContainsFunc(locales, func(tag string) bool {
		return strings.HasPrefix(pointer, "/locales/"+yamlfile.Escape(tag)+"/")
	})
}

// lackingColors gives the sites that show a space and do not have a colour token, by its path.
func (p *publication) lackingColors(ctx context.Context, space string, found map[string]string) (map[string][]string, error) {
	d, err := designsIn(ctx, p.tx)
	if err != nil {
		return nil, err
	}
	sites, err := p.registry(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, s := range sites {
		f, _ := d.followed(s.Channel)
		if !s.Shows(space) || f == nil { // a version that there is not is told of the site
			continue
		}
		look, err := p.look(ctx, f)
		if err != nil {
			return nil, err
		}
		name, asked := s.Key, map[string]bool{}
		if p.actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) != nil {
			name = "another site"
		}
		for _, path := range found {
			if !asked[path] && !look.HasColor(s.Brand, path) && !slices.Contains(out[path], name) {
				out[path] = append(out[path], name)
			}
			asked[path] = true
		}
	}
	return out, nil
}
