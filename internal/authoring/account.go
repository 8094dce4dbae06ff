package authoring

import (
	"context"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// maxPage is how much one page of a list holds.
const maxPage = 200

// Accounts lists people, as they were made. Errors: fault.Forbidden.
func (a *Authoring) Accounts(ctx context.Context, actor Actor, f identity.AccountFilter) (list []*identity.Account, err error) {
	if err := actor.may(identity.Read, people); err != nil {
		return nil, err
	}
	if !utf8.ValidString(f.Text) || strings.ContainsFunc(f.Text, unicode.IsControl) {
		return nil, &fault.Error{Code: fault.Unprocessable, Problems: fault.Problems{
			{Pointer: "q", Code: "bad_text", Message: "the text holds what no name and no address does"},
		}}
	}
	f.Limit = pageSize(f.Limit)
	err = a.store.View(ctx, func(tx Tx) (err error) {
		list, err = tx.Accounts(ctx, f)
		return err
	})
	return list, err
}

// pageSize bounds what a caller asks for; 0 is the most.
func pageSize(asked int) int {
	if asked <= 0 || asked > maxPage {
		return maxPage
	}
	return asked
}

// Account gives one. Errors: fault.NotFound, also where it is not for the actor; one's own always is.
func (a *Authoring) Account(ctx context.Context, actor Actor, id string) (account *identity.Account, err error) {
	if err := actor.sees(people); err != nil && (actor.ID == "" || actor.ID != id) {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		account, err = tx.Account(ctx, id)
		return err
	})
	return account, err
}

// Profile is what can be changed of an account.
type Profile struct {
	Email string                `json:"email"`
	Name  string                `json:"name"`
	Roles []identity.Assignment `json:"roles"`
}

func profileOf(account *identity.Account) Profile {
	return Profile{account.Email, account.Name, account.Assignments}
}

// accountFacts are what the audit says of an account that is changed.
func accountFacts(account *identity.Account) any {
	return struct {
		Profile

		Suspended bool `json:"suspended"`
	}{profileOf(account), account.Suspended()}
}

// InviteAccount makes an account without a password, and a link to set one. Errors: fault.Forbidden, also for rights that the actor
// has not; fault.Unprocessable; fault.Conflict where the e-mail address is taken.
func (a *Authoring) InviteAccount(ctx context.Context, actor Actor, who Profile) (*PasswordLink, error) {
	if err := actor.managesPeople(); err != nil {
		return nil, err
	}
	account, err := identity.NewInvited(who.Email, who.Name, who.Roles, a.now())
	if err != nil {
		return nil, err
	}
	var token *identity.ResetToken
	secret := ""
	err = a.update(ctx, actor, func(tx Tx) error {
		if err := a.mayGive(ctx, tx, actor, account.Assignments); err != nil {
			return err
		}
		if err := emailIsFree(ctx, tx, account); err != nil {
			return err
		}
		if err := saveAccount(ctx, tx, account); err != nil {
			return err
		}
		secret, token = identity.NewResetToken(account, a.now())
		if err := tx.SaveResetToken(ctx, token); err != nil {
			return err
		}
		return tellAccount(ctx, tx, actor, account, "invite", nil, profileOf(account))
	})
	if err != nil {
		return nil, err
	}
	return a.handOver(ctx, account, secret, token), nil
}

// PatchAccount changes an account by a JSON merge patch (RFC 7396) of its Profile, against the version that the actor has seen. Other
// roles end its sessions, another e-mail address its open links. Errors: fault.NotFound, fault.Stale, fault.Unprocessable,
// fault.Forbidden, fault.Conflict for an address that is taken and for the last administrator.
func (a *Authoring) PatchAccount(ctx context.Context, actor Actor, id string, version int64, patch []byte) (*identity.Account, error) {
	return a.changeAccount(ctx, actor, id, version, func(tx Tx, account *identity.Account) (string, error) {
		before := profileOf(account)
		after := before
		after.Roles = append([]identity.Assignment{}, before.Roles...)
		if err := mergePatch(&after, patch); err != nil {
			return "", err
		}
		if err := account.SetProfile(after.Email, after.Name); err != nil {
			return "", err
		}
		if account.Email != before.Email {
			if err := emailIsFree(ctx, tx, account); err != nil {
				return "", err
			}
			if err := tx.DeleteResetTokens(ctx, account.ID); err != nil { // they went to the address before
				return "", err
			}
		}
		if !sameRoles(before.Roles, after.Roles) {
			account.Assignments = after.Roles
			if err := a.mayGive(ctx, tx, actor, after.Roles); err != nil {
				return "", err
			}
			if err := endSessions(ctx, tx, actor, account); err != nil {
				return "", err
			}
		}
		return "save", nil
	})
}

func sameRoles(a, b []identity.Assignment) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}

// SuspendAccount shuts an account, or opens it again. Its sessions and links end, its keys open nothing while it is shut. Errors:
// fault.NotFound, fault.Forbidden, fault.Conflict for the last administrator.
func (a *Authoring) SuspendAccount(ctx context.Context, actor Actor, id string, suspended bool) (*identity.Account, error) {
	return a.changeAccount(ctx, actor, id, 0, func(tx Tx, account *identity.Account) (string, error) {
		if !suspended {
			account.SuspendedAt = nil
			return "resume", nil
		}
		if !account.Suspended() {
			now := a.now()
			account.SuspendedAt = &now
		}
		if err := tx.DeleteResetTokens(ctx, account.ID); err != nil {
			return "", err
		}
		return "suspend", tx.DeleteSessionsOf(ctx, account.ID, "")
	})
}

// changeAccount loads an account that the actor may change, lets change have its way, which names what was done, and saves it.
// version 0 is whatever there is.
func (a *Authoring) changeAccount(
	ctx context.Context, actor Actor, id string, version int64, change func(Tx, *identity.Account) (action string, err error),
) (account *identity.Account, err error) {
	if err := actor.managesPeople(); err != nil {
		return nil, err
	}
	err = a.update(ctx, actor, func(tx Tx) error {
		if account, err = tx.Account(ctx, id); err != nil {
			return err
		}
		if version != 0 && account.Version != version {
			return fault.New(fault.Stale, "this account was saved by somebody else in between; load it again")
		}
		if err := a.mayChange(ctx, tx, actor, account); err != nil {
			return err
		}
		before := accountFacts(account)
		action, err := change(tx, account)
		if err != nil {
			return err
		}
		if err := saveAccount(ctx, tx, account); err != nil {
			return err
		}
		if err := keepAdministrator(ctx, tx); err != nil {
			return err
		}
		return tellAccount(ctx, tx, actor, account, action, before, accountFacts(account))
	})
	if err != nil {
		return nil, err
	}
	return account, nil
}

// saveAccount saves an account and counts its version.
func saveAccount(ctx context.Context, tx Tx, account *identity.Account) error {
	if err := tx.SaveAccount(ctx, account); err != nil {
		return err
	}
	account.Version++
	return nil
}

func emailIsFree(ctx context.Context, tx Tx, account *identity.Account) error {
	_, err := tx.AccountByEmail(ctx, account.Email)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	return &fault.Error{Code: fault.Conflict, Message: "another account has this e-mail address", Problems: fault.Problems{
		{Pointer: "/email", Code: "taken", Message: "another account has this e-mail address"},
	}}
}

// endSessions signs an account out everywhere; whoever changes their own stays where they are.
func endSessions(ctx context.Context, tx Tx, actor Actor, account *identity.Account) error {
	except := identity.TokenHash("")
	if actor.ID == account.ID {
		except = actor.Session
	}
	return tx.DeleteSessionsOf(ctx, account.ID, except)
}

func tellAccount(ctx context.Context, tx Tx, actor Actor, account *identity.Account, action string, before, after any) error {
	if before != nil && reflect.DeepEqual(before, after) {
		before, after = nil, nil
	}
	return tx.Audit(ctx, AuditEvent{
		Actor: actor, Action: "account." + action, Subject: "account/" + account.ID, Detail: map[string]any{"version": account.Version},
		Before: before, After: after,
	})
}
