package authoring

import (
	"context"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

// anonymous is the actor of what somebody tried without being anybody.
const anonymous = "anonymous"

// refusedPerMinute is how many refused sign-ins a process writes down in a minute; the next line says how many it did not. So nobody
// fills the audit, or keeps others from writing, by guessing.
const refusedPerMinute = 60

// refusals counts refused sign-ins.
type refusals struct {
	mu      sync.Mutex
	begin   time.Time // of the minute
	told    int       // in it
	skipped int       // since the last line
}

// take says whether a refusal is written down, and how many were not since the last one that was.
func (r *refusals) take(now time.Time) (tell bool, skipped int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if since := now.Sub(r.begin); since >= time.Minute || since < 0 {
		r.begin, r.told = now, 0
	}
	if r.told >= refusedPerMinute {
		r.skipped++
		return false, 0
	}
	skipped, r.skipped = r.skipped, 0
	r.told++
	return true, skipped
}

// refuseSignIn writes down that somebody was not let in, and gives the error that says so. The line names the account where there is
// one, and never what was typed: people type passwords into the wrong field. It is written alike whether there is an account or not,
// so that both last the same (SECURITY Q7).
func (a *Authoring) refuseSignIn(ctx context.Context, account *identity.Account) error {
	tell, skipped := a.refused.take(a.now())
	if !tell {
		return errSignIn
	}
	subject, reason := "account", "unknown account"
	if account != nil {
		subject, reason = "account/"+account.ID, "wrong password"
		if account.Suspended() {
			reason = "suspended"
		}
	}
	detail := map[string]any{"reason": reason}
	if skipped > 0 {
		detail["skipped"] = skipped
	}
	from := originOf(ctx)
	err := a.store.Update(ctx, func(tx Tx) error {
		return tx.Audit(ctx, AuditEvent{
			Actor:  Actor{ID: anonymous, RequestID: from.RequestID, Address: from.Address},
			Action: "session.refused", Subject: subject, Detail: detail,
		})
	})
	return firstOf(err, errSignIn)
}
