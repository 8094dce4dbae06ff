package authoring_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestIdempotencyKey: a create that is sent again makes nothing twice, and is answered as the first time.
func TestIdempotencyKey(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor, other := s.as(identity.Editor), s.as(identity.Administrator)
		create := func(cookie, key, body string) answer {
			header := with("Cookie", cookie)
			if key != "" {
				header["Idempotency-Key"] = key
			}
			return s.do(request{http.MethodPost, "/api/v1/entries", body, header})
		}
		const body = `{"space":"shared","type":"article","key":"once"}`
		first, again := create(editor, "k1", body), create(editor, "k1", body)
		if first.status != http.StatusCreated || again.status != http.StatusCreated || first.body != again.body ||
			first.header.Get("ETag") != again.header.Get("ETag") || again.header.Get("Location") == "" || again.header.Get("Idempotent-Replayed") != "true" {
			t.Fatalf("first %d %s\nagain %d %s %v", first.status, first.body, again.status, again.body, again.header)
		}
		for name, tt := range map[string]struct {
			cookie, key, body string
			status            int
		}{
			"another request":      {editor, "k1", `{"space":"shared","type":"faq"}`, http.StatusUnprocessableEntity},
			"another person":       {other, "k1", `{"space":"shared","type":"article","key":"twice"}`, http.StatusCreated},
			"refused":              {editor, "k2", `{"space":"nowhere","type":"article"}`, http.StatusUnprocessableEntity},
			"odd":                  {editor, "a b", body, http.StatusBadRequest},
			"empty":                {editor, " ", body, http.StatusBadRequest},
			"long":                 {editor, strings.Repeat("x", 201), body, http.StatusBadRequest},
			"without, it is taken": {editor, "", body, http.StatusConflict},
		} {
			if got := create(tt.cookie, tt.key, tt.body); got.status != tt.status {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
		}
		if got := create(editor, "k2", `{"space":"shared","type":"article"}`); got.status != http.StatusCreated {
			t.Errorf("after a refusal the key is free: %d %s", got.status, got.body)
		}
		if n := s.count("article", "once"); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

// TestIdempotencyLostAnswer: where the process ended before the answer was kept, nothing is made twice.
func TestIdempotencyLostAnswer(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		editor := s.as(identity.Editor)
		send := func() answer {
			return s.do(request{http.MethodPost, "/api/v1/entries", `{"space":"shared","type":"article","key":"lost"}`,
				with("Cookie", editor, "Idempotency-Key", "k")})
		}
		first := send()
		var made struct{ CreatedBy string }
		if err := json.Unmarshal([]byte(first.body), &made); err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if err := s.store.Touch(ctx, func(tx core.Tx) error {
			return tx.KeepAnswer(ctx, &core.Answer{Actor: made.CreatedBy, Attempt: core.Attempt{Key: "k"}})
		}); err != nil {
			t.Fatal(err)
		}
		if got := send(); got.status != http.StatusConflict || s.count("article", "lost") != 1 {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
}

// count counts the entries of a type with a key.
func (s *server) count(typ, key string) (n int) {
	s.t.Helper()
	err := s.store.View(context.Background(), func(tx core.Tx) error {
		all, err := tx.Entries(context.Background(), content.Filter{Type: typ})
		for _, e := range all {
			if e.Draft.Key == key {
				n++
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// TestL1IdempotencyKeepsNoSecrets: an answer that shows a secret once is not kept, whatever key the request carried.
func TestL1IdempotencyKeepsNoSecrets(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		for path, body := range map[string]string{
			"/api/v1/sites/one/keys": `{"name":"delivery"}`,
			"/api/v1/keys":           `{"name":"machine","grants":[{"actions":["read"],"types":["*"],"sites":["*"],"locales":["*"],"fields":["*"]}],"expiresAt":"` + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) + `"}`,
			"/api/v1/accounts":       `{"email":"new@portico.example","name":"New","roles":[]}`,
		} {
			send := func() answer {
				return s.do(request{http.MethodPost, path, body, with("Cookie", admin, "Idempotency-Key", "once"+path)})
			}
			first, again := send(), send()
			if first.status != http.StatusCreated || again.status != http.StatusConflict {
				t.Errorf("%s: %d %s, again %d %s", path, first.status, first.body, again.status, again.body)
			}
		}
		for _, row := range storetest.Dump(t, s.dbURL, s.dir)["idempotency"] {
			if strings.Contains(row, "pds_") || strings.Contains(row, "portico_") || strings.Contains(row, "password#") {
				t.Errorf("kept: %s", row)
			}
		}
	})
}
