package identity

import (
	"context"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// PreviewPrefix begins every preview token.
const PreviewPrefix = "ppv_"

const (
	// PreviewUsual is how long a preview token lives where nobody says how long.
	PreviewUsual = time.Hour
	// PreviewLifetime is the longest it may live.
	PreviewLifetime = 30 * 24 * time.Hour
	// MaxPreviews is how many live preview tokens one account may have.
	MaxPreviews = 100
)

// PreviewToken shows one site in one view, as far as its owner may read the drafts now.
type PreviewToken struct {
	ID          string    // UUIDv7
	Hash        TokenHash // of the token without its prefix
	Name        string    // who it is for
	Site        string
	View        string // see published.ViewDraft
	Owner       string // account id
	KeyID       string // of the key that made it, whose grants and life bound it too; "" where a person did
	CreatedAt   time.Time
	ExpiresAt   time.Time
	ExchangedAt *time.Time // when its secret was exchanged for the one in a cookie; nil: not
	RevokedAt   *time.Time // nil: not
}

// NewPreviewToken makes one. secret (ppv_ and 43 characters) is for its owner, once; expires nil is in PreviewUsual. Error:
// fault.Unprocessable with pointers /name and /expiresAt.
func NewPreviewToken(want PreviewToken, expires *time.Time, now time.Time) (secret string, t *PreviewToken, err error) {
	want.ID, want.Name, want.CreatedAt, want.ExpiresAt = newID(), strings.TrimSpace(want.Name), now, now.Add(PreviewUsual)
	if expires != nil {
		want.ExpiresAt = expires.UTC().Truncate(time.Second)
	}
	var ps fault.Problems
	checkName(want.Name, &ps)
	if !want.ExpiresAt.After(now) || want.ExpiresAt.After(now.Add(PreviewLifetime)) {
		ps.Add(problem("/expiresAt", "bad_expiry", "say when the preview ends: in the future, and within 30 days"))
	}
	if len(ps) > 0 {
		return "", nil, unprocessable("the preview token is refused", ps)
	}
	return want.renew(), &want, nil
}

func (t *PreviewToken) renew() (secret string) {
	secret, t.Hash = newToken()
	return PreviewPrefix + secret
}

// Exchange gives the token another secret, once: whoever has the one before has nothing any more. Error: fault.Forbidden where it
// was exchanged already.
func (t *PreviewToken) Exchange(now time.Time) (secret string, err error) {
	if t.ExchangedAt != nil {
		return "", fault.New(fault.Forbidden, "this token was used already")
	}
	t.ExchangedAt = &now
	return t.renew(), nil
}

// HashPreviewToken gives the hash under which a token is stored. Error: fault.Unauthenticated where it has not the form of one.
func HashPreviewToken(secret string) (TokenHash, error) {
	token, ok := strings.CutPrefix(secret, PreviewPrefix)
	if !ok {
		return "", fault.New(fault.Unauthenticated, "this is no preview token")
	}
	return HashToken(token)
}

// Live says whether the token opens anything. It says nothing of its owner.
func (t *PreviewToken) Live(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

// PreviewTokens keeps preview tokens.
type PreviewTokens interface {
	// PreviewToken finds one by its id, live or not. Errors: fault.NotFound.
	PreviewToken(ctx context.Context, id string) (*PreviewToken, error)
	// PreviewTokenByHash finds one by the hash of its secret, live or not. Errors: fault.NotFound.
	PreviewTokenByHash(ctx context.Context, hash TokenHash) (*PreviewToken, error)
	// PreviewTokens lists some of an account ("": of all) for a site ("": for all), the newest first, those before an id ("": from the
	// first), revoked ones too.
	PreviewTokens(ctx context.Context, owner, site, before string, limit int) ([]*PreviewToken, error)
	// CountPreviewTokens counts those of an account that are live at a time.
	CountPreviewTokens(ctx context.Context, owner string, at time.Time) (int, error)
	// SavePreviewToken creates the token, or replaces the one with its id. Errors: fault.Conflict where its owner is not there.
	SavePreviewToken(ctx context.Context, t *PreviewToken) error
	// ForgetPreviewTokens takes away those that ended before a time.
	ForgetPreviewTokens(ctx context.Context, before time.Time) error
}
