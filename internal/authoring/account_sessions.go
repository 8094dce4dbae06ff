package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Sessions lists where the actor is signed in, the newest first. Errors: fault.Forbidden for a key.
func (a *Authoring) Sessions(ctx context.Context, actor Actor) (list []*identity.Session, err error) {
	if err := actor.inPerson(); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		list, err = tx.SessionsOf(ctx, actor.ID)
		return err
	})
	return slices.DeleteFunc(list, func(s *identity.Session) bool { return !s.Live(a.now()) }), err
}

// EndSession ends one of the actor's own sessions. Errors: fault.NotFound, also for somebody else's.
func (a *Authoring) EndSession(ctx context.Context, actor Actor, id string) error {
	if err := actor.inPerson(); err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		list, err := tx.SessionsOf(ctx, actor.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(s *identity.Session) bool { return s.ID() == id })
		if i < 0 {
			return fault.New(fault.NotFound, "no such session")
		}
		if err := tx.DeleteSession(ctx, list[i].Hash); err != nil {
			return err
		}
		return tx.Audit(ctx, AuditEvent{Actor: actor, Action: "session.delete", Subject: "account/" + actor.ID})
	})
}

// EndSessions ends every session of an account but the one that asks. One's own may everybody end. Errors: fault.NotFound,
// fault.Forbidden.
func (a *Authoring) EndSessions(ctx context.Context, actor Actor, id string) error {
	own := id == actor.ID
	if err := actor.inPerson(); err != nil {
		return err
	}
	if !own {
		if err := actor.managesPeople(); err != nil {
			return err
		}
	}
	return a.store.Update(ctx, func(tx Tx) error {
		account, err := tx.Account(ctx, id)
		if err != nil {
			return err
		}
		if !own {
			if err := a.mayChange(ctx, tx, actor, account); err != nil {
				return err
			}
		}
		if err := endSessions(ctx, tx, actor, account); err != nil {
			return err
		}
		return tellAccount(ctx, tx, actor, account, "end-sessions", nil, nil)
	})
}

var errWrongPassword = &fault.Error{Code: fault.Unprocessable, Message: "the password is not changed", Problems: fault.Problems{
	{Pointer: "/current", Code: "wrong_password", Message: "this is not your password"},
}}

// ChangePassword changes the actor's own password, and ends all their other sessions and open links. Errors: fault.Unprocessable,
// pointers /current and /password; fault.Forbidden for a key.
func (a *Authoring) ChangePassword(ctx context.Context, actor Actor, current, password string) error {
	if err := actor.inPerson(); err != nil {
		return err
	}
	account, err := a.Me(ctx, actor)
	if err != nil {
		return err
	}
	if !identity.VerifyPassword(account.PasswordHash, current) {
		return errWrongPassword
	}
	verified := account.PasswordHash
	hash, err := identity.HashPassword(password)
	if err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		account, err := tx.Account(ctx, actor.ID)
		if err != nil {
			return err
		}
		if account.PasswordHash != verified || account.Suspended() {
			return errWrongPassword
		}
		return setPassword(ctx, tx, actor, account, hash)
	})
}

// setPassword saves a password, and ends what the one before had opened.
func setPassword(ctx context.Context, tx Tx, actor Actor, account *identity.Account, hash string) error {
	account.PasswordHash = hash
	if err := saveAccount(ctx, tx, account); err != nil {
		return err
	}
	if err := tx.DeleteResetTokens(ctx, account.ID); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, actor, account); err != nil {
		return err
	}
	return tellAccount(ctx, tx, actor, account, "password", nil, nil)
}
