package site_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/site"
)

func TestDeliveryKey(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	later := now.Add(time.Hour)
	token, k := site.NewDeliveryKey("one", "web server", "me", now, &later)
	again, _ := site.NewDeliveryKey("one", "web server", "me", now, nil)
	sum := sha256.Sum256([]byte(token))
	if !regexp.MustCompile(`^pds_[A-Za-z0-9_-]{43}$`).MatchString(token) || token == again || k.Hash != hex.EncodeToString(sum[:]) {
		t.Errorf("%q with hash %s", token, k.Hash)
	}
	if !k.Live(now) || k.Live(later) || len(k.Validate(now)) > 0 {
		t.Error("it lives until it expires")
	}
	k.RevokedAt = &now
	if k.Live(now) {
		t.Error("it lives after it was revoked")
	}
	for name, k := range map[string]*site.DeliveryKey{
		"no name": {}, "blank name": {Name: " "}, "long name": {Name: strings.Repeat("x", 101)}, "line": {Name: "a\nb"}, "expired": {Name: "a", ExpiresAt: &now},
	} {
		if len(k.Validate(now)) != 1 {
			t.Errorf("%s: %v", name, k.Validate(now))
		}
	}
}
