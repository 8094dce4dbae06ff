package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// NewSetupLink makes a one-time token for the first administrator; "" where there is an account already.
func (a *Authoring) NewSetupLink(ctx context.Context) (token string, err error) {
	err = a.store.Update(ctx, func(tx Tx) error {
		n, err := tx.CountAccounts(ctx)
		if err != nil || n > 0 {
			return err
		}
		var t *identity.SetupToken
		token, t = identity.NewSetupToken(a.now())
		return tx.SaveSetupToken(ctx, t)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// NewAccount is who somebody wants to be.
type NewAccount struct{ Email, Name, Password string }

var errSetupLink = fault.New(fault.Forbidden, "this set-up link was used already or is too old; restart Portico for a new one")

// Setup makes the first administrator with the one-time token, and signs them in. Errors: fault.Forbidden for a token that
// does not hold, fault.Unprocessable for a bad e-mail or password: the token can be used again then.
func (a *Authoring) Setup(ctx context.Context, token string, who NewAccount) (session string, account *identity.Account, err error) {
	hash, err := identity.HashToken(token)
	if err != nil {
		return "", nil, errSetupLink
	}
	if account, err = identity.NewAccount(who.Email, who.Name, who.Password,
		[]identity.Assignment{identity.Everywhere(identity.Administrator)}, a.now()); err != nil {
		return "", nil, err
	}
	err = a.store.Update(ctx, func(tx Tx) error {
		t, err := tx.SetupToken(ctx, hash)
		if fault.Is(err, fault.NotFound) || (err == nil && !t.Live(a.now())) {
			return errSetupLink
		}
		if err != nil {
			return err
		}
		if err := tx.ConsumeSetupToken(ctx, hash); err != nil {
			return firstOf(err, errSetupLink)
		}
		// Counted after the token is consumed, which makes those who try at once take turns.
		if n, err := tx.CountAccounts(ctx); err != nil || n > 0 {
			return firstOf(err, errSetupLink)
		}
		if err := tx.SaveAccount(ctx, account); err != nil {
			return err
		}
		account.Version++
		if session, err = a.signIn(ctx, tx, account); err != nil {
			return err
		}
		return tx.Audit(ctx, AuditEvent{Actor: signedInAs(ctx, account), Action: "account.setup", Subject: "account/" + account.ID})
	})
	if err != nil {
		return "", nil, err
	}
	return session, account, nil
}

// firstOf gives err, unless it only says that something was not there.
func firstOf(err, otherwise error) error {
	if err == nil || fault.Is(err, fault.NotFound) {
		return otherwise
	}
	return err
}
