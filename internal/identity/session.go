package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// How long things live.
const (
	SessionLifetime = 12 * time.Hour // a working day, however busy
	SessionIdle     = 2 * time.Hour  // without a request
	SetupLifetime   = 24 * time.Hour

	touchEvery = time.Minute // a session's row is not written on every request
	tokenBytes = 32
)

// TokenHash is the SHA-256 of a token as 64 hexadecimal characters: all that is stored of it. It needs no salt, since the
// token is random, and can therefore be looked up.
type TokenHash string

// newToken gives a token for its owner (43 characters, safe in URLs and cookies) and its hash for us.
func newToken() (string, TokenHash) {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // never fails: it would end the process
	return base64.RawURLEncoding.EncodeToString(raw), hashOf(raw)
}

func hashOf(raw []byte) TokenHash {
	sum := sha256.Sum256(raw)
	return TokenHash(hex.EncodeToString(sum[:]))
}

// HashToken gives the hash under which a token is stored. Error: fault.Unauthenticated where it has not the form of one, so
// that nonsense never reaches the database.
func HashToken(token string) (TokenHash, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != tokenBytes || len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return "", fault.New(fault.Unauthenticated, "this is no valid token: sign in again")
	}
	return hashOf(raw), nil
}

// Session is somebody signed in on one browser.
type Session struct {
	Hash      TokenHash
	AccountID string
	CreatedAt time.Time
	SeenAt    time.Time // the last request, to the minute
	ExpiresAt time.Time // at the latest
	Address   string    // network address that signed in
	Agent     string    // the browser, as it calls itself
}

// ID names the session to people. It opens nothing.
func (s *Session) ID() string { return string(s.Hash[:sessionID]) }

const sessionID = 32 // characters of the hash

// NewSession signs an account in. The token goes into the cookie and nowhere else.
func NewSession(accountID string, now time.Time) (token string, s *Session) {
	token, hash := newToken()
	return token, &Session{Hash: hash, AccountID: accountID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionLifetime)}
}

// Live says whether the session still holds. It says nothing of the account, which may have been suspended since.
func (s *Session) Live(now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Before(s.SeenAt.Add(SessionIdle))
}

// Touch notes a request, and says whether the session must be saved for it. Call it on live sessions only.
func (s *Session) Touch(now time.Time) bool {
	if now.Sub(s.SeenAt) < touchEvery {
		return false
	}
	s.SeenAt = now
	return true
}

// SetupToken is the one-time right to make the first administrator. Its token is printed when the process starts on a
// database without accounts.
type SetupToken struct {
	Hash      TokenHash
	CreatedAt time.Time
	ExpiresAt time.Time
}

// NewSetupToken makes one.
func NewSetupToken(now time.Time) (token string, t *SetupToken) {
	token, hash := newToken()
	return token, &SetupToken{Hash: hash, CreatedAt: now, ExpiresAt: now.Add(SetupLifetime)}
}

// Live says whether it can still be used.
func (t *SetupToken) Live(now time.Time) bool { return now.Before(t.ExpiresAt) }
