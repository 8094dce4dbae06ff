package published

import (
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// caller is who asks a snapshot, where they have sent a key.
type caller struct {
	hash [sha256.Size]byte // of what they have sent
	at   time.Time
}

// For gives the snapshot as it is for a caller who has sent a bearer token: a private site is there for who has its key. It shares
// everything with this one.
func (s *Snapshot) For(token string, at time.Time) *Snapshot {
	out := *s
	out.caller = &caller{sha256.Sum256([]byte(token)), at}
	return &out
}

// Opens says whether the caller's key is one of a site's. Keys are compared as hashes, all of them, in a time that tells nothing.
func (s *Snapshot) Opens(site string) bool {
	if s.caller == nil {
		return false
	}
	opens := 0
	if known := s.SiteKeys[site]; known != nil {
		for _, k := range known.Keys {
			live := k.ExpiresAt == nil || s.caller.at.Before(*k.ExpiresAt)
			same := subtle.ConstantTimeCompare(k.Hash, s.caller.hash[:])
			if live {
				opens |= same
			}
		}
	}
	return opens == 1
}

// Asked says whether the caller has sent a key at all.
func (s *Snapshot) Asked() bool { return s.caller != nil }

// Closed says whether not everybody may see a site: what is answered of it is for its caller alone.
func (s *Snapshot) Closed(site string) bool {
	view := s.Sites[site]
	return view != nil && view.Site.Private
}
