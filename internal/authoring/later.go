package authoring

import (
	"context"
	"errors"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// actorNow gives an account as an actor, with what it may do now: for what is done later in somebody's name, and for asking what
// somebody else may do. Error: fault.Forbidden where it is gone or suspended.
func (a *Authoring) actorNow(ctx context.Context, tx Tx, id string) (Actor, error) {
	if what, ok := strings.CutPrefix(id, systemPrefix); ok {
		return System(what), nil
	}
	account, err := tx.Account(ctx, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return Actor{ID: id}, fault.New(fault.Forbidden, "the account in whose name this was to be done is gone")
	case err != nil:
		return Actor{ID: id}, err
	case account.Suspended():
		return Actor{ID: id}, fault.New(fault.Forbidden, "the account in whose name this was to be done is suspended")
	}
	access, err := accessOf(ctx, tx, account)
	return Actor{ID: id, Name: account.Name, Access: access}, err
}

// limited is the actor with no more than the grants of a key, where there are any.
func (a Actor) limited(grants []identity.Grant, limited bool) Actor {
	if limited {
		a.Access = identity.Limited(grants, a.Access)
	}
	return a
}

// attempt runs a part of a write that may fail by itself: what it has written and compiled is taken back then, and the rest stands.
// failed is why it did; err ends the write. A panic is a failure of the part: the process lives.
func (p *publication) attempt(ctx context.Context, part func() error) (failed, err error) {
	records, served, changed, actor := len(p.records), len(p.served), p.changed, p.actor
	tried := p.tx.Try(ctx, func() error { return fault.Guard(part) })
	p.actor = actor
	if tried == nil {
		return nil, nil
	}
	p.records, p.served, p.changed = p.records[:records], p.served[:served], changed
	if ctx.Err() != nil || fault.Is(tried, fault.Unavailable) {
		return nil, tried
	}
	if fault.Is(tried, fault.Internal) {
		p.a.logger.Error("a part of a background task failed", "err", tried)
		return fault.New(fault.Internal, "something went wrong on our side; the log says more"), nil
	}
	return tried, nil
}

// problemsIn gives what an error says for a person: its code, its message, and each single problem.
func problemsIn(err error) (code fault.Code, message string, ps fault.Problems) {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return f.Code, f.Message, f.Problems
	case errors.As(err, &ps):
		return fault.Unprocessable, "there is something to put right first", ps
	}
	return fault.Internal, "something went wrong", nil
}
