package authoring

import (
	"context"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/identity"
)

// Origin is where a request came from that nobody is signed in for yet.
type Origin struct {
	RequestID string
	Address   string // network address
	Agent     string // the browser, as it calls itself
	Language  string // that the person reads: "en" or "fr"
}

type originKey struct{}

// WithOrigin notes where a request came from, for the audit, for lists of sessions and for the language of mails.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

func originOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}

// signedInAs is an account as the actor of what it does without a session: signing in, setting a password by link.
func signedInAs(ctx context.Context, account *identity.Account) Actor {
	from := originOf(ctx)
	return Actor{ID: account.ID, Name: account.Name, RequestID: from.RequestID, Address: from.Address}
}

const maxAgent = 200

// printable keeps what can be shown of a text that a client sent, at most limit characters.
func printable(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	runes := []rune(s)
	return string(runes[:min(len(runes), limit)])
}
