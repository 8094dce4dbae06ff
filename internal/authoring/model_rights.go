package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/identity"
)

// rightsPage is how many keys are read at once.
const rightsPage = 200

// renameRights lets roles of one's own and keys go on naming content types that were renamed: else whoever has them would lose their
// rights, and a later type of the old name would give them others.
func (c *converting) renameRights(ctx context.Context) error {
	if len(c.renames) == 0 {
		return nil
	}
	roles, err := c.tx.Roles(ctx)
	if err != nil {
		return err
	}
	for _, r := range roles {
		before := r.Role
		grants, changed := c.renameGrants(r.Grants)
		if !changed {
			continue
		}
		r.Grants = grants
		version, err := c.tx.SaveRole(ctx, &r.Role, r.Version)
		if err != nil {
			return err
		}
		if err := c.tx.Audit(ctx, AuditEvent{
			Actor: c.actor, Action: "role.save", Subject: "role/" + r.Name, Detail: map[string]any{"version": version, "renamed": c.renames},
			Before: before, After: r.Role,
		}); err != nil {
			return err
		}
	}
	return c.renameKeys(ctx)
}

func (c *converting) renameKeys(ctx context.Context) error {
	for before := ""; ; {
		page, err := c.tx.KeysOf(ctx, "", before, rightsPage)
		if err != nil {
			return err
		}
		for _, k := range page {
			was := k.Grants
			grants, changed := c.renameGrants(k.Grants)
			if before = k.ID; !changed {
				continue
			}
			k.Grants = grants
			if err := c.tx.SaveKey(ctx, k); err != nil {
				return err
			}
			if err := c.tx.Audit(ctx, AuditEvent{
				Actor: c.actor, Action: "key.save", Subject: "key/" + k.ID, Detail: map[string]any{"owner": k.Owner, "renamed": c.renames},
				Before: map[string]any{"grants": was}, After: map[string]any{"grants": grants},
			}); err != nil {
				return err
			}
		}
		if len(page) < rightsPage {
			return nil
		}
	}
}

// renameGrants gives grants with the new names of types, and says whether there was an old one.
func (c *converting) renameGrants(grants []identity.Grant) (out []identity.Grant, changed bool) {
	out = slices.Clone(grants)
	for i, g := range out {
		types := make([]string, 0, len(g.Types))
		for _, name := range g.Types {
			if is := c.renames[name]; is != "" {
				name, changed = is, true
			}
			if !slices.Contains(types, name) {
				types = append(types, name)
			}
		}
		out[i].Types = types
	}
	return out, changed
}
