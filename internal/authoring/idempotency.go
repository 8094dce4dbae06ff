package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// idempotencyLifetime is how long a key is remembered: longer than anybody tries again.
const idempotencyLifetime = 24 * time.Hour

// Attempt is one request that may be sent again under the same key, and must be carried out once.
type Attempt struct {
	Key     string // the caller's choice
	Request string // SHA-256 of method, address and body, hex: another request under the same key is a mistake
	claimed bool   // its write was committed
}

// Claimed says whether a write was carried out under the key, so that its answer is worth keeping.
func (t *Attempt) Claimed() bool { return t.claimed }

// Answer is what was answered to the first request under a key.
type Answer struct {
	Actor   string
	Attempt Attempt
	Status  int // 0 where the answer was never kept: the process ended in between, or it held a secret
	Headers map[string]string
	Body    []byte
	At      time.Time
}

// Answers keeps the answers of requests that carried a key.
type Answers interface {
	// Answer finds one. Errors: fault.NotFound.
	Answer(ctx context.Context, actor, key string) (*Answer, error)
	// ClaimKey notes that a request is carried out in this transaction, and forgets keys that were claimed before a time. Errors:
	// fault.Conflict where the key was claimed already.
	ClaimKey(ctx context.Context, a *Answer, forget time.Time) error
	// KeepAnswer adds the answer to a claimed key.
	KeepAnswer(ctx context.Context, a *Answer) error
}

type attemptKey struct{}

// WithAttempt lets the first write in a context be carried out once under the attempt's key.
func WithAttempt(ctx context.Context, t *Attempt) context.Context {
	return context.WithValue(ctx, attemptKey{}, t)
}

// claimAttempt notes the key in the transaction of the write: either both are there, or neither.
func (a *Authoring) claimAttempt(ctx context.Context, tx Tx, actor Actor) error {
	t, ok := ctx.Value(attemptKey{}).(*Attempt)
	if !ok || t.claimed {
		return nil
	}
	at := a.now()
	err := tx.ClaimKey(ctx, &Answer{Actor: actor.ID, Attempt: *t, At: at}, at.Add(-idempotencyLifetime))
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "a request with this Idempotency-Key was carried out already").With(err)
	}
	return err
}

// update runs a write of an actor, once where its request carried a key.
func (a *Authoring) update(ctx context.Context, actor Actor, f func(Tx) error) error {
	err := a.store.Update(ctx, func(tx Tx) error {
		if err := a.claimAttempt(ctx, tx, actor); err != nil {
			return err
		}
		return f(tx)
	})
	if err == nil {
		noteAttempt(ctx)
	}
	return err
}

// noteAttempt says that the write was committed.
func noteAttempt(ctx context.Context) {
	if t, ok := ctx.Value(attemptKey{}).(*Attempt); ok {
		t.claimed = true
	}
}

// Replay gives what was answered under a key before. Errors: fault.NotFound where nothing was; fault.Conflict where the request
// was carried out and its answer is not known; fault.Unprocessable where the key was used for another request.
func (a *Authoring) Replay(ctx context.Context, actor Actor, t *Attempt) (answer *Answer, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		answer, err = tx.Answer(ctx, actor.ID, t.Key)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case a.now().Sub(answer.At) > idempotencyLifetime:
		return nil, fault.New(fault.NotFound, "the key is forgotten")
	case answer.Attempt.Request != t.Request:
		return nil, fault.New(fault.Unprocessable, "this Idempotency-Key was used for another request")
	case answer.Status == 0:
		return nil, fault.New(fault.Conflict, "this request was carried out already, and its answer was not kept")
	}
	return answer, nil
}

// KeepAnswer remembers an answer for whoever tries again.
func (a *Authoring) KeepAnswer(ctx context.Context, actor Actor, answer *Answer) error {
	answer.Actor = actor.ID
	return a.store.Touch(ctx, func(tx Tx) error { return tx.KeepAnswer(ctx, answer) })
}
