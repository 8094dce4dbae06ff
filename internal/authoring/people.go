package authoring

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
)

// Colleague is what people know of each other: the name, and nothing that an account holds besides.
type Colleague struct {
	ID, Name string
	Left     bool     // suspended: named in what was done before, not asked any more
	Approves []string // of an entry: the locales that they may approve, in order
}

// maxColleagues is how many a list of names holds.
const maxColleagues = 2000

// Colleagues lists, by name, those who have a role for a site for which the actor has one, too, or for what sites share; and the actor.
// By it histories and lists show names to people, where accounts are not for them. Errors: fault.Unauthenticated; fault.Forbidden for keys.
func (a *Authoring) Colleagues(ctx context.Context, actor Actor) (list []Colleague, err error) {
	if err := actor.inPerson(); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		sites, err := tx.Sites(ctx)
		if err != nil {
			return err
		}
		mine := []string{identity.SharedSpace} // everybody reads it, and sees who writes there
		for _, s := range sites {
			mine = append(mine, s.Key)
		}
		mine = slices.DeleteFunc(mine, func(key string) bool { return len(actor.Access.RolesAt(key)) == 0 })
		return eachAccount(ctx, tx, func(one *identity.Account, _ *identity.Access) {
			if one.ID == actor.ID || slices.ContainsFunc(mine, one.WorksAt) {
				list = append(list, Colleague{ID: one.ID, Name: one.Name, Left: one.Suspended()})
			}
		})
	})
	return byName(list, maxColleagues), err
}

func eachAccount(ctx context.Context, tx Tx, do func(*identity.Account, *identity.Access)) error {
	accounts, err := tx.Accounts(ctx, identity.AccountFilter{})
	if err != nil {
		return err
	}
	roles, err := rolesByName(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range accounts {
		do(one, identity.NewAccess(one.Assignments, roles))
	}
	return nil
}

func byName(list []Colleague, most int) []Colleague {
	slices.SortStableFunc(list, func(a, b Colleague) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return list[:min(len(list), most)]
}

// EntryPeople lists who may read an entry, by name, as far as the name holds a text in any case ("" for all), at most 200: whom to call in
// a comment, or to ask for a review. It needs the right to work on the entry in some way. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) EntryPeople(ctx context.Context, actor Actor, id, text string, limit int) (list []Colleague, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.readableEntry(ctx, tx, actor, id); err != nil {
			return err
		}
		s, t, err := a.typedEntry(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := actor.mayDiscuss(t, s, ""); err != nil {
			return err
		}
		text = strings.ToLower(text)
		return eachAccount(ctx, tx, func(one *identity.Account, access *identity.Access) {
			reads := !one.Suspended() && access.MaySomewhere(identity.Read, t.Name(), s.Draft.Space)
			if reads && strings.Contains(strings.ToLower(one.Name), text) {
				list = append(list, Colleague{ID: one.ID, Name: one.Name, Approves: approves(access, s.Draft)})
			}
		})
	})
	return byName(list, pageSize(limit)), err
}

func approves(access *identity.Access, e *content.Entry) (locales []string) {
	for _, tag := range slices.Sorted(maps.Keys(e.Locales)) {
		if access.May(identity.Approve, identity.Target{Type: e.Type, Site: e.Space, Locale: tag}) {
			locales = append(locales, tag)
		}
	}
	return locales
}
