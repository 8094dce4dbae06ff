package site

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/portico-cms/portico/internal/fault"
)

// KeyPrefix begins every delivery key, so that people and scanners of repositories know one when they see it.
const KeyPrefix = "pds_"

// MostKeys is how many delivery keys of a site are alive at once: the one in use, and the one that takes its place.
const MostKeys = 2

const (
	keyBytes   = 32
	maxKeyName = 100
)

// DeliveryKey lets a site read from delivery what is private. Only its hash is kept.
type DeliveryKey struct {
	ID        string // UUIDv7
	Site      string
	Hash      string // SHA-256 of the key, 64 hexadecimal characters; needs no salt, since the key is random
	Name      string // for people: where it is used
	CreatedAt time.Time
	CreatedBy string     // account id
	ExpiresAt *time.Time // nil: never
	RevokedAt *time.Time // nil: it was not
}

// NewDeliveryKey makes a key for a site, and gives it: pds_ and 43 characters that may stand in a header. It is not kept anywhere.
func NewDeliveryKey(site, name, by string, now time.Time, expires *time.Time) (token string, k *DeliveryKey) {
	raw := make([]byte, keyBytes)
	_, _ = rand.Read(raw) // never fails: it would end the process
	token = KeyPrefix + base64.RawURLEncoding.EncodeToString(raw)
	sum := sha256.Sum256([]byte(token))
	return token, &DeliveryKey{
		Site: site, Hash: hex.EncodeToString(sum[:]), Name: name, CreatedAt: now, CreatedBy: by, ExpiresAt: expires,
	}
}

// Validate gives what is wrong with a key that is to be made now.
func (k *DeliveryKey) Validate(now time.Time) (ps fault.Problems) {
	if strings.TrimSpace(k.Name) == "" || len(k.Name) > maxKeyName || strings.ContainsFunc(k.Name, unicode.IsControl) {
		message := fmt.Sprintf("name the key with 1 to %d bytes: where is it used?", maxKeyName)
		ps.Add(fault.Problem{Pointer: "/name", Code: "bad_text", Message: message})
	}
	if k.ExpiresAt != nil && !k.ExpiresAt.After(now) {
		ps.Add(fault.Problem{Pointer: "/expiresAt", Code: "bad_date", Message: "the key would have expired already"})
	}
	return ps
}

// Live says whether the key opens anything at a moment.
func (k *DeliveryKey) Live(now time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || now.Before(*k.ExpiresAt))
}
