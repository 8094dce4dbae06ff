package authoring

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Happening is what a client that listens is told: a line of the audit without its values.
type Happening struct {
	Number  int64  // of the audit
	Action  string // "entry.save"
	Subject string // "entry/0192…"
	Site    string
	Actor   string
	At      time.Time
}

// Since gives what happened after a line of the audit, as far as the actor may know, and the number of the last line that was
// looked at; from 0 that is the newest, and nothing is given. At most limit lines are looked at.
func (a *Authoring) Since(ctx context.Context, actor Actor, from int64, limit int) (list []Happening, last int64, err error) {
	if actor.ID == "" {
		return nil, 0, fault.New(fault.Unauthenticated, "sign in first")
	}
	err = a.store.View(ctx, func(tx Tx) error {
		if last = from; from == 0 {
			last, _, err = tx.AuditHead(ctx)
			return err
		}
		lines, err := tx.AuditLines(ctx, AuditFilter{After: from, Limit: limit})
		if err != nil {
			return err
		}
		for _, l := range lines {
			last = l.Number
			if knows, err := actor.mayKnow(ctx, tx, l); err != nil {
				return err
			} else if knows {
				list = append(list, Happening{Number: l.Number, Action: l.Action, Subject: l.Subject, Site: l.Site, Actor: l.Actor, At: l.At})
			}
		}
		return nil
	})
	return list, last, err
}

// knownWith says whose readers are told of what happened to a kind of subject. Of what is not named here those are told who look after
// people; of what is somebody's own, that one too.
var knownWith = map[string]string{
	"menu": identity.Menus, "site": identity.Sites, "media": identity.Media, "design-system": identity.DesignSystem,
	"design-draft": identity.DesignSystem, "group": identity.Models, "model": identity.Models, "settings": identity.Settings,
}

// mayKnow says whether an actor may be told that something happened: to entries that they may read, and to what they may read of
// the rest.
func (a Actor) mayKnow(ctx context.Context, tx Tx, l *AuditLine) (bool, error) {
	kind, id, _ := strings.Cut(l.Subject, "/")
	switch kind {
	case "entry":
		return a.Access.MaySomewhere(identity.Read, l.entryType(), l.Site), nil
	case "entries": // an import of lines, whose entries have lines of their own
		return a.Access.MayAnywhere(identity.Read), nil
	case "media":
		return a.Access.MaySomewhere(identity.Read, identity.Media, l.Site), nil
	case "content-release":
		return a.mayKnowRelease(ctx, tx, id)
	case "job", "preview", "view":
		if a.ID == l.Actor || a.ID == l.owner() {
			return true, nil
		}
	}
	target := identity.Target{Type: identity.Accounts}
	if resource := knownWith[kind]; resource != "" {
		target = identity.Target{Type: resource, Site: l.Site}
	}
	return a.Access.May(identity.Read, target) || a.Access.May(identity.Manage, target), nil
}

// mayKnowRelease tells of a release whom it is shown to, and that one is gone to whoever may see any.
func (a Actor) mayKnowRelease(ctx context.Context, tx Tx, id string) (bool, error) {
	if reads := a.mayReleases(identity.Read) == nil; !reads {
		return false, nil
	}
	r, err := tx.ContentRelease(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return true, nil
	}
	return err == nil && a.seesRelease(r), err
}

// owner gives whose the subject of a line is; "" where it does not say.
func (l *AuditLine) owner() string {
	var detail struct{ Owner string }
	if json.Unmarshal([]byte(l.Detail), &detail) != nil {
		return ""
	}
	return detail.Owner
}
