package authoring

import "github.com/portico-cms/portico/internal/identity"

// MayFollow refuses who may not read the publication log as delivery nodes do. Errors: fault.Unauthenticated, fault.Forbidden.
func (a *Authoring) MayFollow(actor Actor) error {
	return actor.may(identity.Read, identity.Target{Type: identity.Log})
}
