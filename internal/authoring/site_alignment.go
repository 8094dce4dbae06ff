package authoring

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

// StatusChange is when a site went from one alignment status to another.
type StatusChange struct {
	At       time.Time
	Site     string
	From, To string // From is "" where the site was registered then
}

// maxStatusLines bounds how many lines of the audit a history is read from: the newest of each action.
const maxStatusLines = 5000

// SiteAlignment gives how the alignment status of sites changed, the oldest change first, of the sites that the actor may read now. Sites
// that came with an import have no line of their own: what they were before their first change is in its From. Errors: fault.Forbidden.
func (a *Authoring) SiteAlignment(ctx context.Context, actor Actor) (out []StatusChange, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Sites}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		sites, err := tx.Sites(ctx)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, s := range sites {
			seen[s.Key] = actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) == nil
		}
		for _, action := range []string{"site.create", "site.save"} {
			changes, err := statusChanges(ctx, tx, action, seen)
			if err != nil {
				return err
			}
			out = append(out, changes...)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b StatusChange) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Site, b.Site)) })
	return out, err
}

func statusChanges(ctx context.Context, tx Tx, action string, of map[string]bool) (out []StatusChange, err error) {
	f := AuditFilter{Action: action, Newest: true, Limit: verifyPage}
	for read := 0; read < maxStatusLines; read += f.Limit {
		lines, err := tx.AuditLines(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			from, to := statusIn(l.Before), statusIn(l.After)
			if of[l.Site] && to != "" && from != to {
				out = append(out, StatusChange{l.At, l.Site, from, to})
			}
		}
		if len(lines) < f.Limit {
			break
		}
		f.After = lines[len(lines)-1].Number
	}
	return out, nil
}

// statusIn gives the alignment status in the values of a line; "" where it was not among them.
func statusIn(values string) string {
	var v struct{ Status string }
	if json.Unmarshal([]byte(values), &v) != nil {
		return ""
	}
	return v.Status
}
