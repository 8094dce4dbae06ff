package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/token"
)

// DesignTokenUses names the shared parts whose style rules use a token of a draft, also through another one, in order. A path that no
// token has is used nowhere. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignTokenUses(ctx context.Context, actor Actor, id, path string) (parts []string, err error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	property := token.CSSName(designsystem.TokenPrefix, strings.Split(path, "."))
	parts = o.release.FragmentsUsing([]string{property})
	slices.Sort(parts)
	return parts, nil
}
