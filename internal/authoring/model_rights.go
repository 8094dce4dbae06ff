package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/identity"
)

// rightsPage is how many keys are read at once.
const rightsPage = 200

// renameRights lets roles of one's own and keys go on naming content types and fields that were renamed: else whoever has them would lose
// their rights, and a later type or field of the old name would give them others.
func (c *converting) renameRights(ctx context.Context) error {
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
			Actor: c.actor, Action: "role.save", Subject: "role/" + r.Name, Detail: c.because(map[string]any{"version": version}),
			Before: before, After: r.Role,
		}); err != nil {
			return err
		}
	}
	return c.renameKeys(ctx)
}

// because adds to what is told of something that followed a change of the model why it did.
func (c *converting) because(detail map[string]any) map[string]any {
	return with(detail, map[string]any{"model": c.model.Hash()[:12], "renamed": c.renames.Types})
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
				Actor: c.actor, Action: "key.save", Subject: "key/" + k.ID, Detail: c.because(map[string]any{"owner": k.Owner}),
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

// renameGrants gives grants with the new names of types and fields, and says whether there was an old one.
func (c *converting) renameGrants(grants []identity.Grant) (out []identity.Grant, changed bool) {
	for _, g := range grants {
		fresh := c.renameGrant(g)
		changed = changed || len(fresh) != 1 || !slices.Equal(fresh[0].Types, g.Types) || !slices.Equal(fresh[0].Fields, g.Fields)
		out = append(out, fresh...)
	}
	return out, changed
}

// renameGrant gives a grant with the new names. Types whose fields have other names now get a grant of their own, so that no name of one
// type opens a field of another. A grant for all types stays what it is, beside those.
func (c *converting) renameGrant(g identity.Grant) (out []identity.Grant) {
	places := map[string]int{}
	add := func(typ string, fields []string) {
		key := strings.Join(fields, " ")
		at, there := places[key]
		if !there {
			at = len(out)
			places[key] = at
			one := g
			one.Types, one.Fields = []string{}, fields
			out = append(out, one)
		}
		if !slices.Contains(out[at].Types, typ) {
			out[at].Types = append(out[at].Types, typ)
		}
	}
	for _, old := range g.Types {
		add(c.renames.Type(old), c.renameFields(old, g.Fields))
	}
	if slices.Contains(g.Types, identity.Any) {
		for _, t := range c.before.Types() {
			if fields := c.renameFields(t.Name(), g.Fields); !within(fields, g.Fields) {
				add(c.renames.Type(t.Name()), fields)
			}
		}
	}
	if len(out) == 0 {
		return []identity.Grant{g}
	}
	return out
}

// renameFields gives the names of fields of a type, which has its old name, as they are now.
func (c *converting) renameFields(old string, names []string) []string {
	out := make([]string, 0, len(names))
	for _, name := range names {
		if now := c.renames.Field(old, name); !slices.Contains(out, now) {
			out = append(out, now)
		}
	}
	return out
}

// within says whether all of some names are among others.
func within(names, others []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(others, name) })
}
