package authoring

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

var people = identity.Target{Type: identity.Accounts}

// managesPeople refuses whoever may not change accounts, roles and other people's keys. A key never may, whatever its owner may
// do: one that leaked must not be able to make itself at home. Errors: fault.Unauthenticated, fault.Forbidden.
func (a Actor) managesPeople() error {
	if err := a.may(identity.Manage, people); err != nil {
		return err
	}
	return a.inPerson()
}

// inPerson refuses keys. Errors: fault.Unauthenticated, fault.Forbidden.
func (a Actor) inPerson() error {
	switch {
	case a.ID == "":
		return fault.New(fault.Unauthenticated, "sign in first")
	case a.Via != "":
		return fault.New(fault.Forbidden, "a key cannot do this: sign in")
	}
	return nil
}

// mayGive refuses assignments that hold a right which the actor has not. Errors: fault.Unprocessable for what is no assignment;
// fault.Forbidden with the pointer of each that exceeds.
func (a *Authoring) mayGive(ctx context.Context, tx Tx, actor Actor, assignments []identity.Assignment) error {
	roles, err := rolesByName(ctx, tx)
	if err != nil {
		return err
	}
	ps := identity.ValidateAssignments(assignments, roles)
	unknown, err := unknownSites(ctx, tx, assignments)
	if err != nil {
		return err
	}
	if ps = append(ps, unknown...); len(ps) > 0 {
		return &fault.Error{Code: fault.Unprocessable, Message: "the roles are refused", Problems: ps}
	}
	ps, err = a.exceeding(ctx, tx, actor, assignments, roles)
	if err != nil || len(ps) == 0 {
		return err
	}
	return &fault.Error{Code: fault.Forbidden, Message: "you cannot give rights that you do not have", Problems: ps}
}

// mayChange refuses changes of an account that may do what the actor may not: whoever can change its e-mail address can become it.
func (a *Authoring) mayChange(ctx context.Context, tx Tx, actor Actor, account *identity.Account) error {
	roles, err := rolesByName(ctx, tx)
	if err != nil {
		return err
	}
	ps, err := a.exceeding(ctx, tx, actor, account.Assignments, roles)
	if err != nil || len(ps) == 0 {
		return err
	}
	return fault.New(fault.Forbidden, "this account has rights that you do not have")
}

func unknownSites(ctx context.Context, tx Tx, assignments []identity.Assignment) (ps fault.Problems, err error) {
	sites, err := tx.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for i, as := range assignments {
		for _, key := range as.Sites {
			known := key == identity.Any || key == identity.SharedSpace || slices.ContainsFunc(sites,
				func(s *site.Stored) bool { return s.Key == key })
			if !known {
				ps.Add(fault.Problem{
					Pointer: fmt.Sprintf("/roles/%d/sites", i), Code: "unknown_site", Message: fmt.Sprintf("no site %.40q is registered", key),
				})
			}
		}
	}
	return ps, nil
}

// exceeding names each assignment that gives a right which the actor has not: by a grant, or by the name of a role to which the
// content model opens fields.
func (a *Authoring) exceeding(
	ctx context.Context, tx Tx, actor Actor, assignments []identity.Assignment, roles map[string]*identity.Role,
) (ps fault.Problems, err error) {
	model, err := a.modelIn(ctx, tx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	for i, as := range assignments {
		add := func(what string) {
			ps.Add(fault.Problem{Pointer: fmt.Sprintf("/roles/%d", i), Code: "exceeds", Message: "you may not " + what + " yourself"})
		}
		right, more := identity.NewAccess([]identity.Assignment{as}, roles).Exceeds(actor.Access)
		switch {
		case more:
			add(fmt.Sprintf("%s %s", right.Action, right.Target))
		case !holds(actor, as) && opensFields(model, as.Role):
			add("use the fields that are open to " + as.Role)
		}
	}
	return ps, nil
}

// holds says whether the actor has a role, or administrator, wherever an assignment gives it.
func holds(actor Actor, as identity.Assignment) bool {
	for _, key := range as.Sites {
		held := actor.Access.RolesAt(key)
		if !slices.Contains(held, as.Role) && !slices.Contains(held, identity.Administrator) {
			return false
		}
	}
	return true
}

// opensFields says whether a content type has fields for this role that are not for everybody.
func opensFields(m *schema.Model, role string) bool {
	if m == nil {
		return false
	}
	for _, t := range m.Types() {
		for _, f := range t.Fields() {
			if (f.ReadableBy(role) && !f.ReadableBy("")) || (f.WritableBy(role) && !f.WritableBy("")) {
				return true
			}
		}
	}
	return false
}

// keepAdministrator refuses to leave nobody who can sign in and do everything.
func keepAdministrator(ctx context.Context, tx Tx) error {
	holders, err := tx.Accounts(ctx, identity.AccountFilter{Role: identity.Administrator})
	if err != nil || slices.ContainsFunc(holders, (*identity.Account).ActiveAdministrator) {
		return err
	}
	return fault.New(fault.Conflict, "this is the last administrator: make another one first")
}
