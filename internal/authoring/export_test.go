package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

// SetClock lets tests say what time it is.
func (a *Authoring) SetClock(now func() time.Time) { a.now = now }

// ClaimJob and RunPiece let tests be a node that stops between two pieces.
func (a *Authoring) ClaimJob(ctx context.Context) (*Job, error) { return a.claimJob(ctx) }

// RunPiece works through one piece of a job that was claimed.
func (a *Authoring) RunPiece(ctx context.Context, j *Job) (more bool, err error) {
	return a.runPiece(ctx, j)
}

// ErrLost is what RunPiece gives where the job is another node's now.
var ErrLost = errLost

// FailAfterPublish publishes an entry in a part of a write that fails after all.
func (a *Authoring) FailAfterPublish(ctx context.Context, actor Actor, id string) (failed, err error) {
	_, err = a.write(ctx, actor, "", func(p *publication) (err error) {
		failed, err = p.attempt(ctx, func() error {
			e, err := p.edit(ctx, identity.Publish, id, 0)
			if err == nil {
				err = e.publish(ctx, nil)
			}
			if err == nil {
				panic("after it was compiled")
			}
			return err
		})
		return err
	})
	return failed, err
}

// Asked says how many requests for a new password wait.
func (a *Authoring) Asked() int { return len(a.mail.asked) }
