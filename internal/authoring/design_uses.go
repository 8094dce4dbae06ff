package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/token"
)

// DesignTokenUses names the shared parts whose style rules use a token of a draft, or one that refers to it, in order. A path that no
// token has is used nowhere. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignTokenUses(ctx context.Context, actor Actor, id, path string) (parts []string, err error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	tokens, _, _, err := a.DesignTokens(ctx, actor, id, map[string]string{})
	if err != nil {
		return nil, err
	}
	paths := []string{path}
	for i := 0; i < len(paths); i++ { // it grows as long as something refers to what was found
		for _, t := range tokens {
			if t.Alias == paths[i] && !slices.Contains(paths, t.Path) {
				paths = append(paths, t.Path)
			}
		}
	}
	for i, p := range paths {
		paths[i] = token.CSSName(designsystem.TokenPrefix, strings.Split(p, "."))
	}
	parts = o.release.FragmentsUsing(paths)
	slices.Sort(parts)
	return parts, nil
}
