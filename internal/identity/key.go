package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// KeyPrefix begins every key, so that people and scanners of secrets know it for what it is.
const KeyPrefix = "portico_"

const (
	// KeyLifetime is the longest a key may live.
	KeyLifetime = 366 * 24 * time.Hour
	// MaxKeys is how many live keys one account may have.
	MaxKeys = 100
)

// Key lets a machine act for its owner: within its grants, and never beyond what the owner may do now.
type Key struct {
	ID        string    // UUIDv7
	Hash      TokenHash // of the key without its prefix
	Name      string    // what it is for
	Owner     string    // account id
	Grants    []Grant
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time // to the minute; nil: never
	RevokedAt *time.Time // nil: not
}

// NewKey makes a key. secret (portico_ and 43 characters) is for its owner, once. Error: fault.Unprocessable with pointers /name,
// /grants and /expiresAt.
func NewKey(owner, name string, grants []Grant, expires, now time.Time) (secret string, k *Key, err error) {
	k = &Key{ID: newID(), Name: strings.TrimSpace(name), Owner: owner, Grants: grants, CreatedAt: now, ExpiresAt: expires.UTC()}
	if ps := k.validate(now); len(ps) > 0 {
		return "", nil, unprocessable("the key is refused", ps)
	}
	secret = k.Renew()
	return secret, k, nil
}

// Renew gives the key another secret: the one before opens nothing any more.
func (k *Key) Renew() (secret string) {
	secret, k.Hash = newToken()
	k.UsedAt = nil
	return KeyPrefix + secret
}

func (k *Key) validate(now time.Time) (ps fault.Problems) {
	checkName(k.Name, &ps)
	ps = append(ps, CheckExpiry(k.ExpiresAt, now)...)
	switch {
	case len(k.Grants) == 0:
		ps.Add(problem("/grants", "required", "say what the key may do: at least one grant"))
	case len(k.Grants) > maxGrants:
		ps.Add(problem("/grants", "too_many", "a key has at most %d grants", maxGrants))
		return ps
	}
	for i := range k.Grants {
		pointer := fmt.Sprintf("/grants/%d", i)
		ps = append(ps, k.Grants[i].Validate(pointer)...)
		if slices.Contains(k.Grants[i].Types, Log) && !k.followsAlone() {
			ps.Add(problem(pointer+"/types", "log_alone",
				"a key that follows the publication log does nothing else: give it one grant, to read %s", Log))
		}
		if k.Grants[i].managesPeople() {
			ps.Add(problem(pointer+"/types", "people_only", "a key never manages people, roles or keys: leave %s and %s out", Accounts, AnyResource))
		}
	}
	return ps
}

// followsAlone says whether the key may read the publication log, and nothing else.
func (k *Key) followsAlone() bool {
	g := k.Grants
	return len(g) == 1 && slices.Equal(g[0].Types, []string{Log}) && slices.Equal(g[0].Actions, []Action{Read})
}

// managesPeople says whether a grant allows more of accounts than to read them.
func (g *Grant) managesPeople() bool {
	for _, a := range g.Actions {
		if a != Read && coversType(g.Types, Accounts) {
			return true
		}
	}
	return false
}

// CheckExpiry gives what is wrong with the end of a key's life.
func CheckExpiry(expires, now time.Time) (ps fault.Problems) {
	if !expires.After(now) || expires.After(now.Add(KeyLifetime)) {
		ps.Add(problem("/expiresAt", "bad_expiry", "say when the key ends: in the future, and within a year"))
	}
	return ps
}

// HashKey gives the hash under which a key is stored. Error: fault.Unauthenticated where it has not the form of one.
func HashKey(secret string) (TokenHash, error) {
	token, ok := strings.CutPrefix(secret, KeyPrefix)
	if !ok || !utf8.ValidString(token) {
		return "", fault.New(fault.Unauthenticated, "this is no key of the management API")
	}
	return HashToken(token)
}

// Live says whether the key opens anything. It says nothing of its owner, who may have been suspended since.
func (k *Key) Live(now time.Time) bool { return k.RevokedAt == nil && now.Before(k.ExpiresAt) }

// Touch notes a use, and says whether the key must be saved for it.
func (k *Key) Touch(now time.Time) bool {
	if k.UsedAt != nil && now.Sub(*k.UsedAt) < touchEvery {
		return false
	}
	k.UsedAt = &now
	return true
}

// Keys keeps the keys of machines.
type Keys interface {
	// Key finds one by its id, live or not. Errors: fault.NotFound.
	Key(ctx context.Context, id string) (*Key, error)
	// KeyByHash finds one by the hash of its secret, live or not. Errors: fault.NotFound.
	KeyByHash(ctx context.Context, hash TokenHash) (*Key, error)
	// KeysOf lists some keys of an account ("": of all), the newest first, those before an id ("": from the first), revoked ones too.
	KeysOf(ctx context.Context, owner, before string, limit int) ([]*Key, error)
	// CountKeys counts the keys of an account that are live at a time.
	CountKeys(ctx context.Context, owner string, at time.Time) (int, error)
	// SaveKey creates the key, or replaces the one with its id. Errors: fault.Conflict where its owner is not there.
	SaveKey(ctx context.Context, k *Key) error
	// TouchKey notes when a key was used, where it still has this secret.
	TouchKey(ctx context.Context, hash TokenHash, usedAt time.Time) error
}
