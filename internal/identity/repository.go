package identity

import (
	"context"
	"time"
)

// AccountFilter says which accounts a list holds.
type AccountFilter struct {
	After string // only ids beyond this one
	Text  string // part of the name or of the e-mail address, in any case; "" for all
	Role  string // only those who are assigned it, wherever; "" for all
	Limit int    // 0 for all
}

// Repository keeps accounts, sessions and setup tokens. All methods work inside the transaction that gave it out.
type Repository interface {
	Keys
	Resets
	PreviewTokens

	// Account finds one by its id. Errors: fault.NotFound.
	Account(ctx context.Context, id string) (*Account, error)
	// AccountByEmail finds one by its normalised e-mail address. Errors: fault.NotFound.
	AccountByEmail(ctx context.Context, email string) (*Account, error)
	// Accounts lists some, ordered by id: as they were made.
	Accounts(ctx context.Context, f AccountFilter) ([]*Account, error)
	// CountAccounts counts them, suspended ones included. Where there is none, setup is open.
	CountAccounts(ctx context.Context) (int, error)
	// SaveAccount creates the account, or replaces the one with its id. Errors: fault.Conflict where the e-mail address
	// belongs to another account.
	SaveAccount(ctx context.Context, a *Account) error

	// Roles lists the roles that are not built in, ordered by name.
	Roles(ctx context.Context) ([]*StoredRole, error)
	// SaveRole creates (version 0) or replaces the role whose version is given. Errors: fault.Stale where somebody saved in
	// between, fault.Conflict where the name is taken.
	SaveRole(ctx context.Context, r *Role, version int64) (int64, error)
	// DeleteRole takes a role away. One that is not there is no error.
	DeleteRole(ctx context.Context, name string) error
	// Session finds one, live or not. Errors: fault.NotFound.
	Session(ctx context.Context, hash TokenHash) (*Session, error)
	// SessionsOf lists the sessions of an account, the newest first, live or not.
	SessionsOf(ctx context.Context, accountID string) ([]*Session, error)
	// SaveSession creates the session, or replaces the one with its hash. Errors: fault.NotFound where its account is not there.
	SaveSession(ctx context.Context, s *Session) error
	// TouchSession notes when the session was last used. One that was deleted in between stays deleted, and that is no error.
	TouchSession(ctx context.Context, hash TokenHash, seenAt time.Time) error
	// DeleteSession signs out. A session that is not there is no error.
	DeleteSession(ctx context.Context, hash TokenHash) error
	// DeleteSessionsOf signs an account out everywhere, but for the session except ("" = none): after a change of password,
	// role or state.
	DeleteSessionsOf(ctx context.Context, accountID string, except TokenHash) error

	// SetupToken finds one, live or not. Errors: fault.NotFound.
	SetupToken(ctx context.Context, hash TokenHash) (*SetupToken, error)
	// SaveSetupToken adds one, and drops those that had expired when it was made. Several can be open: one for every
	// node that was started.
	SaveSetupToken(ctx context.Context, t *SetupToken) error
	// ConsumeSetupToken deletes it and every other one: when it has been used there is an administrator, and no need for
	// more. Of two calls at the same time one wins. Errors: fault.NotFound where it is gone.
	ConsumeSetupToken(ctx context.Context, hash TokenHash) error
}
