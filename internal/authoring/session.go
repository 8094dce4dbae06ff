package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

var errSignIn = fault.New(fault.Unauthenticated, "e-mail or password is wrong")

// SignIn opens a session. An unknown e-mail, a wrong password and a suspended account look and last the same. A hash that was made
// with weaker settings than today's is replaced. A refusal has a line in the audit. Error: fault.Unauthenticated.
func (a *Authoring) SignIn(ctx context.Context, email, password string) (session string, account *identity.Account, err error) {
	hash := ""
	if normal, err := identity.NormalizeEmail(email); err == nil {
		err := a.store.View(ctx, func(tx Tx) (err error) {
			account, err = tx.AccountByEmail(ctx, normal)
			return err
		})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", nil, err
		}
		if account != nil {
			hash = account.PasswordHash
		}
	}
	if !identity.VerifyPassword(hash, password) || account.Suspended() {
		return "", nil, a.refuseSignIn(ctx, account)
	}
	better := ""
	if identity.NeedsRehash(hash) {
		better, _ = identity.HashPassword(password) // one that is too short for today stays as it is
	}
	err = a.store.Update(ctx, func(tx Tx) error {
		// What was verified must still hold: a password that was changed meanwhile opens nothing.
		if account, err = tx.Account(ctx, account.ID); err != nil {
			return firstOf(err, errSignIn)
		}
		if account.PasswordHash != hash || account.Suspended() {
			return errSignIn
		}
		if better != "" {
			account.PasswordHash = better
			if err := saveAccount(ctx, tx, account); err != nil {
				return err
			}
		}
		if session, err = a.signIn(ctx, tx, account); err != nil {
			return err
		}
		return tx.Audit(ctx, AuditEvent{Actor: signedInAs(ctx, account), Action: "session.create", Subject: "account/" + account.ID})
	})
	return session, account, err
}

func (a *Authoring) signIn(ctx context.Context, tx Tx, account *identity.Account) (token string, err error) {
	token, session := identity.NewSession(account.ID, a.now())
	from := originOf(ctx)
	session.Address, session.Agent = from.Address, printable(from.Agent, maxAgent)
	return token, tx.SaveSession(ctx, session)
}

// SignOut ends a session. One that has ended already is no error.
func (a *Authoring) SignOut(ctx context.Context, token string) error {
	hash, err := identity.HashToken(token)
	if err != nil {
		return nil //nolint:nilerr // it was no session
	}
	return a.store.Update(ctx, func(tx Tx) error {
		session, err := tx.Session(ctx, hash)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.DeleteSession(ctx, hash); err != nil {
			return err
		}
		who := signedInAs(ctx, &identity.Account{ID: session.AccountID})
		return tx.Audit(ctx, AuditEvent{Actor: who, Action: "session.delete", Subject: "account/" + session.AccountID})
	})
}

// Identify gives who a session token belongs to. It asks the database each time, so that what was revoked ends at once, on
// every node. Error: fault.Unauthenticated.
func (a *Authoring) Identify(ctx context.Context, token string) (actor Actor, account *identity.Account, err error) {
	hash, err := identity.HashToken(token)
	if err != nil {
		return Actor{}, nil, err
	}
	var session *identity.Session
	var access *identity.Access
	err = a.store.View(ctx, func(tx Tx) (err error) {
		if session, err = tx.Session(ctx, hash); err != nil {
			return err
		}
		if account, err = tx.Account(ctx, session.AccountID); err != nil {
			return err
		}
		access, err = accessOf(ctx, tx, account)
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound):
		return Actor{}, nil, fault.New(fault.Unauthenticated, "sign in first")
	case err != nil:
		return Actor{}, nil, err
	case !session.Live(a.now()) || account.Suspended():
		return Actor{}, nil, fault.New(fault.Unauthenticated, "your session has ended; sign in again")
	}
	if session.Touch(a.now()) {
		if err := a.store.Touch(ctx, func(tx Tx) error { return tx.TouchSession(ctx, hash, session.SeenAt) }); err != nil {
			return Actor{}, nil, err
		}
	}
	return Actor{ID: account.ID, Name: account.Name, Access: access, Session: hash}, account, nil
}

// accessOf gives what an account may do now, with the roles as they are now.
func accessOf(ctx context.Context, tx Tx, account *identity.Account) (*identity.Access, error) {
	roles, err := rolesByName(ctx, tx)
	if err != nil {
		return nil, err
	}
	return identity.NewAccess(account.Assignments, roles), nil
}

// rolesByName gives every role, built-in and own.
func rolesByName(ctx context.Context, tx Tx) (map[string]*identity.Role, error) {
	own, err := tx.Roles(ctx)
	if err != nil {
		return nil, err
	}
	byName := map[string]*identity.Role{}
	for _, r := range own {
		byName[r.Name] = &r.Role
	}
	for _, r := range identity.BuiltIns() {
		byName[r.Name] = r
	}
	return byName, nil
}

// Me gives the actor's own account; of a key, its owner's.
func (a *Authoring) Me(ctx context.Context, actor Actor) (account *identity.Account, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		account, err = tx.Account(ctx, actor.ID)
		return err
	})
	return account, err
}
