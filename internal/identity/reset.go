package identity

import (
	"context"
	"time"
)

// How long a link to set a password lives, and how many of an account may be open: mail cannot be made to flood somebody.
const (
	ResetLifetime  = 30 * time.Minute
	InviteLifetime = 72 * time.Hour // of the first one, which waits for somebody who does not know of it
	MaxResets      = 3
)

// ResetToken is the one-time right to set the password of an account.
type ResetToken struct {
	Hash      TokenHash
	AccountID string
	CreatedAt time.Time
	ExpiresAt time.Time
}

// NewResetToken makes one. Its token goes into a link to the account's own mailbox, or to an administrator, once.
func NewResetToken(a *Account, now time.Time) (token string, t *ResetToken) {
	token, hash := newToken()
	lifetime := ResetLifetime
	if a.Invited() {
		lifetime = InviteLifetime
	}
	return token, &ResetToken{Hash: hash, AccountID: a.ID, CreatedAt: now, ExpiresAt: now.Add(lifetime)}
}

// Live says whether it can still be used.
func (t *ResetToken) Live(now time.Time) bool { return now.Before(t.ExpiresAt) }

// Resets keeps reset tokens.
type Resets interface {
	// ResetToken finds one, live or not. Errors: fault.NotFound.
	ResetToken(ctx context.Context, hash TokenHash) (*ResetToken, error)
	// CountResetTokens counts those of an account that are live at a time.
	CountResetTokens(ctx context.Context, accountID string, at time.Time) (int, error)
	// SaveResetToken adds one, and drops all that had expired when it was made.
	SaveResetToken(ctx context.Context, t *ResetToken) error
	// DeleteResetTokens takes away all of an account: one was used, or none shall be.
	DeleteResetTokens(ctx context.Context, accountID string) error
}
