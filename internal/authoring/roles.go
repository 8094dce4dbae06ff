package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Roles lists the built-in roles (version 0), the strongest first, then one's own by name. Errors: fault.Forbidden.
func (a *Authoring) Roles(ctx context.Context, actor Actor) (list []*identity.StoredRole, err error) {
	if err := actor.may(identity.Read, people); err != nil {
		return nil, err
	}
	for _, r := range identity.BuiltIns() {
		list = append(list, &identity.StoredRole{Role: *r})
	}
	err = a.store.View(ctx, func(tx Tx) error {
		own, err := tx.Roles(ctx)
		list = append(list, own...)
		return err
	})
	return list, err
}

// Role gives one. Errors: fault.NotFound, also where it is not for the actor.
func (a *Authoring) Role(ctx context.Context, actor Actor, name string) (*identity.StoredRole, error) {
	if err := actor.sees(people); err != nil {
		return nil, err
	}
	list, err := a.Roles(ctx, actor)
	if err != nil {
		return nil, err
	}
	return roleNamed(list, name)
}

func roleNamed(list []*identity.StoredRole, name string) (*identity.StoredRole, error) {
	for _, r := range list {
		if r.Name == name {
			return r, nil
		}
	}
	return nil, fault.New(fault.NotFound, "no role %q", name)
}

// maxRoles is how many roles of one's own there may be.
const maxRoles = 200

// CreateRole makes a role of one's own. Errors: fault.Forbidden, also for rights that the actor has not; fault.Unprocessable;
// fault.Conflict where the name is taken.
func (a *Authoring) CreateRole(ctx context.Context, actor Actor, role identity.Role) (*identity.StoredRole, error) {
	role.BuiltIn = false
	return a.changeRoles(ctx, actor, "create", func(tx Tx, own []*identity.StoredRole) (before, after *identity.StoredRole, err error) {
		if ps := role.Validate(); len(ps) > 0 {
			return nil, nil, &fault.Error{Code: fault.Unprocessable, Message: "the role is refused", Problems: ps}
		}
		if len(own) >= maxRoles {
			return nil, nil, fault.New(fault.Conflict, "there are %d roles: delete some first", maxRoles)
		}
		if _, err := roleNamed(own, role.Name); err == nil {
			return nil, nil, fault.New(fault.Conflict, "there is a role %s already", role.Name)
		}
		after = &identity.StoredRole{Role: role}
		after.Version, err = tx.SaveRole(ctx, &role, 0)
		return nil, after, err
	})
}

// SaveRole replaces a role of one's own, effective at once for everybody who has it. Errors: fault.NotFound, fault.Stale, fault.Forbidden,
// also where the role held rights that the actor has not; fault.Unprocessable; fault.Conflict for a built-in one.
func (a *Authoring) SaveRole(ctx context.Context, actor Actor, role identity.Role, version int64) (*identity.StoredRole, error) {
	role.BuiltIn = false
	return a.changeRoles(ctx, actor, "save", func(tx Tx, own []*identity.StoredRole) (before, after *identity.StoredRole, err error) {
		if before, err = ownRole(own, role.Name, version); err != nil {
			return nil, nil, err
		}
		if ps := role.Validate(); len(ps) > 0 {
			return nil, nil, &fault.Error{Code: fault.Unprocessable, Message: "the role is refused", Problems: ps}
		}
		after = &identity.StoredRole{Role: role}
		after.Version, err = tx.SaveRole(ctx, &role, version)
		return before, after, err
	})
}

// DeleteRole takes away a role of one's own that nobody has any more. Errors: fault.NotFound, fault.Stale, fault.Forbidden;
// fault.Conflict for a built-in one and while somebody has it.
func (a *Authoring) DeleteRole(ctx context.Context, actor Actor, name string, version int64) error {
	_, err := a.changeRoles(ctx, actor, "delete", func(tx Tx, own []*identity.StoredRole) (before, after *identity.StoredRole, err error) {
		if before, err = ownRole(own, name, version); err != nil {
			return nil, nil, err
		}
		holders, err := tx.Accounts(ctx, identity.AccountFilter{Role: name})
		if err != nil {
			return nil, nil, err
		}
		if len(holders) > 0 {
			return nil, nil, inUse(name, holders)
		}
		return before, nil, tx.DeleteRole(ctx, name)
	})
	return err
}

// inUse names some of those who have a role.
func inUse(role string, holders []*identity.Account) error {
	const named = 10
	var ps fault.Problems
	for _, h := range holders[:min(len(holders), named)] {
		ps.Add(fault.Problem{Code: "in_use", Message: h.Name + " <" + h.Email + ">"})
	}
	return &fault.Error{
		Code: fault.Conflict, Problems: ps,
		Message: fmt.Sprintf("%d accounts have the role %s (suspended ones too): take it from them first", len(holders), role),
	}
}

func ownRole(own []*identity.StoredRole, name string, version int64) (*identity.StoredRole, error) {
	if identity.BuiltIn(name) != nil {
		return nil, fault.New(fault.Conflict, "%s is built in and cannot be changed: make a role of your own", name)
	}
	r, err := roleNamed(own, name)
	if err == nil && r.Version != version {
		return nil, fault.New(fault.Stale, "role %s was saved by somebody else in between; load it again", name)
	}
	return r, err
}

// changeRoles lets change have its way with the roles of one's own, and tells of it. What was and what is must lie within what the
// actor may do: a role may be somebody's, anywhere.
func (a *Authoring) changeRoles(
	ctx context.Context, actor Actor, action string,
	change func(tx Tx, own []*identity.StoredRole) (before, after *identity.StoredRole, err error),
) (after *identity.StoredRole, err error) {
	if err := actor.managesPeople(); err != nil {
		return nil, err
	}
	err = a.update(ctx, actor, func(tx Tx) error {
		own, err := tx.Roles(ctx)
		if err != nil {
			return err
		}
		var before *identity.StoredRole
		if before, after, err = change(tx, own); err != nil {
			return err
		}
		event := AuditEvent{Actor: actor, Action: "role." + action}
		if before != nil {
			event.Subject, event.Before = "role/"+before.Name, before.Role
			if err := mayGrant(actor, before.Grants); err != nil {
				return fault.New(fault.Forbidden, "this role has rights that you do not have")
			}
		}
		if after != nil {
			event.Subject, event.After, event.Detail = "role/"+after.Name, after.Role, map[string]any{"version": after.Version}
			if err := mayGrant(actor, after.Grants); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, event)
	})
	if err != nil {
		return nil, err
	}
	return after, nil
}
