package authoring

import (
	"context"
	"errors"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// LinkMail is a mail with a one-time link to set a password.
type LinkMail struct {
	Email, Name string
	Link        string
	Expires     time.Time
	Language    string // "en" or "fr"
	Invitation  bool   // the account has no password yet
}

// Mailer sends mail.
type Mailer interface {
	// SendLink sends one. Errors: fault.Unavailable.
	SendLink(ctx context.Context, m LinkMail) error
}

// mailing is how links reach people.
type mailing struct {
	mailer Mailer // nil: mail is not configured
	url    string // of the authoring plane, as browsers see it
	asked  chan resetRequest
}

// resetRequest is somebody who says that they have forgotten a password.
type resetRequest struct {
	email string
	from  Origin
}

const (
	maxAsked    = 100 // requests that wait
	mailTimeout = 30 * time.Second
)

// ConnectMail says how links reach people: by mail (nil: not), and to which address they lead, which never comes from a request. Call it
// before serving.
func (a *Authoring) ConnectMail(m Mailer, url string) { a.mail.mailer, a.mail.url = m, url }

// PasswordLink is an account with the link to set its password.
type PasswordLink struct {
	Account *identity.Account
	Link    string // "" where it was mailed
	Mailed  bool
	Expires time.Time
}

func (a *Authoring) linkOf(token string) string { return a.mail.url + "/password#" + token } // after #: no server and no log sees it

// handOver mails a link, or gives it to whoever asked where there is no mail.
func (a *Authoring) handOver(ctx context.Context, account *identity.Account, secret string, token *identity.ResetToken) *PasswordLink {
	out := &PasswordLink{Account: account, Expires: token.ExpiresAt, Link: a.linkOf(secret)}
	if a.mail.mailer == nil {
		return out
	}
	if err := a.mail.mailer.SendLink(ctx, a.linkMail(account, secret, token, originOf(ctx).Language)); err != nil {
		a.logger.Error("a mail cannot be sent; its link was given to the administrator", "account", account.ID, "err", err)
		return out
	}
	out.Link, out.Mailed = "", true
	return out
}

func (a *Authoring) linkMail(account *identity.Account, secret string, token *identity.ResetToken, language string) LinkMail {
	return LinkMail{
		Email: account.Email, Name: account.Name, Link: a.linkOf(secret), Expires: token.ExpiresAt, Language: language,
		Invitation: account.Invited(),
	}
}

// NewPasswordLink makes a link to set an account's password, in place of those that are open. Errors: fault.NotFound,
// fault.Forbidden; fault.Conflict for a suspended account.
func (a *Authoring) NewPasswordLink(ctx context.Context, actor Actor, id string) (*PasswordLink, error) {
	if err := actor.managesPeople(); err != nil {
		return nil, err
	}
	var account *identity.Account
	var token *identity.ResetToken
	secret := ""
	err := a.update(ctx, actor, func(tx Tx) (err error) {
		if account, err = tx.Account(ctx, id); err != nil {
			return err
		}
		if err := a.mayChange(ctx, tx, actor, account); err != nil {
			return err
		}
		if account.Suspended() {
			return fault.New(fault.Conflict, "this account is suspended: let it resume first")
		}
		if err := tx.DeleteResetTokens(ctx, id); err != nil {
			return err
		}
		secret, token = identity.NewResetToken(account, a.now())
		if err := tx.SaveResetToken(ctx, token); err != nil {
			return err
		}
		return tellAccount(ctx, tx, actor, account, "password-link", nil, nil)
	})
	if err != nil {
		return nil, err
	}
	return a.handOver(ctx, account, secret, token), nil
}

// AskReset takes a request of somebody who has forgotten their password. It looks nothing up, so that what it answers and how long
// it takes are the same for every address (SECURITY Q7): AnswerResets does the rest.
func (a *Authoring) AskReset(ctx context.Context, email string) {
	select {
	case a.mail.asked <- resetRequest{email, originOf(ctx)}:
	default:
		a.logger.Warn("too many people ask for a new password at once; one was not answered")
	}
}

// AnswerResets mails links to those who asked, until the context ends.
func (a *Authoring) AnswerResets(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-a.mail.asked:
			if err := a.answerReset(ctx, r); err != nil {
				a.logger.Error("a link for a new password cannot be sent", "err", err)
			}
		}
	}
}

func (a *Authoring) answerReset(ctx context.Context, r resetRequest) error {
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	if a.mail.mailer == nil {
		a.logger.Warn("somebody asks for a new password, and mail is not configured (smtp-url): an administrator can make them a link")
		return nil
	}
	email, err := identity.NormalizeEmail(r.email)
	if err != nil {
		return nil // nobody has such an address
	}
	var account *identity.Account
	var token *identity.ResetToken
	secret := ""
	err = a.store.Update(ctx, func(tx Tx) (err error) {
		if account, err = tx.AccountByEmail(ctx, email); err != nil {
			return err
		}
		if n, err := tx.CountResetTokens(ctx, account.ID, a.now()); err != nil || n >= identity.MaxResets || account.Suspended() {
			return firstOf(err, errUnchanged)
		}
		secret, token = identity.NewResetToken(account, a.now())
		if err := tx.SaveResetToken(ctx, token); err != nil {
			return err
		}
		return tellAccount(ctx, tx, signedInAs(WithOrigin(ctx, r.from), account), account, "ask-password", nil, nil)
	})
	if fault.Is(err, fault.NotFound) || errors.Is(err, errUnchanged) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.mail.mailer.SendLink(ctx, a.linkMail(account, secret, token, r.from.Language))
}

var errResetLink = fault.New(fault.Forbidden, "this link was used already or is too old; ask for a new one")

// ResetPassword sets a password with the token of a link, and ends every session and link of the account. Errors: fault.Forbidden
// for a token that does not hold; fault.Unprocessable for a bad password: the token can be used again then.
func (a *Authoring) ResetPassword(ctx context.Context, secret, password string) error {
	hash, err := identity.HashToken(secret)
	if err != nil {
		return errResetLink
	}
	live := func(tx Tx) (*identity.Account, error) {
		token, err := tx.ResetToken(ctx, hash)
		if err != nil || !token.Live(a.now()) {
			return nil, firstOf(err, errResetLink)
		}
		account, err := tx.Account(ctx, token.AccountID)
		if err != nil || account.Suspended() {
			return nil, firstOf(err, errResetLink)
		}
		return account, nil
	}
	if err := a.store.View(ctx, func(tx Tx) error { _, err := live(tx); return err }); err != nil {
		return err // before a password is hashed for nothing
	}
	hashed, err := identity.HashPassword(password)
	if err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		account, err := live(tx)
		if err != nil {
			return err
		}
		return setPassword(ctx, tx, signedInAs(ctx, account), account, hashed)
	})
}
