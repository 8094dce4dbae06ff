package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// NewMedium is a file that somebody uploads. Of its name no more than a nice file name is made: what it is, its bytes say.
type NewMedium struct {
	Space string
	File  string
	Data  []byte // may be changed
}

// LimitMedia sets how many bytes a medium has at most. Call it before the first request; without it that is media.DefaultLimit.
func (a *Authoring) LimitMedia(bytes int64) { a.mediaLimit = bytes }

// MediaLimit is how many bytes a medium has at most.
func (a *Authoring) MediaLimit() int64 { return a.mediaLimit }

// UploadMedium keeps a file and publishes it: everybody who has its address can fetch it. Errors: fault.Forbidden,
// fault.Unprocessable with the reason for which a file is not taken.
func (a *Authoring) UploadMedium(ctx context.Context, actor Actor, n NewMedium) (m *media.Medium, done Written, err error) {
	if err := actor.mayMedia(identity.Create, n.Space); err != nil {
		return nil, done, err
	}
	m, clean, err := a.inspect(n)
	if err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "medium "+m.ID, func(p *publication) error {
		m.Version, m.CreatedAt, m.CreatedBy, m.UpdatedAt = 0, p.log.At, actor.ID, p.log.At
		if err := p.checkMediaSpace(ctx, n.Space); err != nil {
			return err
		}
		return p.addMedium(ctx, m, clean, "upload")
	})
	return m, done, err
}

// inspect makes a medium of a file, and gives the bytes that are kept. Error: fault.Unprocessable.
func (a *Authoring) inspect(n NewMedium) (*media.Medium, []byte, error) {
	if int64(len(n.Data)) > a.mediaLimit {
		return nil, nil, tooLarge(a.mediaLimit)
	}
	facts, clean, err := media.Inspect(n.Data)
	if err != nil {
		return nil, nil, err
	}
	return &media.Medium{
		ID: content.NewID(), Space: n.Space, File: media.Name(n.File, facts.Type), Type: facts.Type, Sort: facts.Sort, Size: facts.Size,
		SHA256: facts.SHA256, Width: facts.Width, Height: facts.Height, Alt: map[string]string{},
	}, clean, nil
}

func tooLarge(limit int64) error {
	return fault.Problems{{Code: "too_large", Message: fmt.Sprintf("a file has %d bytes at most", limit)}}
}

// checkMediaSpace refuses a space that there is not.
func (p *publication) checkMediaSpace(ctx context.Context, space string) error {
	if space == site.Shared {
		return nil
	}
	_, err := p.tx.Site(ctx, space)
	if fault.Is(err, fault.NotFound) {
		return fault.Problems{{Pointer: "space", Code: "unknown_site", Message: fmt.Sprintf("there is no site %.40q", space)}}
	}
	return err
}

// addMedium saves a new medium, and publishes it.
func (p *publication) addMedium(ctx context.Context, m *media.Medium, data []byte, action string) error {
	if err := p.tx.SaveMedium(ctx, m); err != nil {
		return err
	}
	for _, r := range append(publishing.MediumPieces(m.ID, data), publishing.Medium(m)) {
		if err := p.hold(ctx, r); err != nil {
			return err
		}
	}
	return p.tellMedium(ctx, m, action, nil, mediumFacts(m))
}

// mediumFacts are what the audit says of a medium.
func mediumFacts(m *media.Medium) map[string]any {
	return map[string]any{"file": m.File, "type": m.Type, "size": m.Size, "sha256": m.SHA256, "alt": m.Alt}
}

func (p *publication) tellMedium(ctx context.Context, m *media.Medium, action string, before, after any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Site: m.Space, Action: "media." + action, Subject: "media/" + m.ID, Before: before, After: after,
	})
}

// mayMedia refuses what the actor may not do to media of a space, in any locale. Errors: fault.Unauthenticated, fault.Forbidden.
func (a Actor) mayMedia(action identity.Action, space string) error {
	if a.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if !a.Access.MaySomewhere(action, identity.Media, space) {
		return a.forbidden(action, identity.Target{Type: identity.Media, Site: space})
	}
	return nil
}

// mediumFor gives a medium to who may do something to it. Errors: fault.Unauthenticated; fault.NotFound, also where the actor may not
// read it; fault.Forbidden.
func mediumFor(ctx context.Context, tx Tx, actor Actor, action identity.Action, id string) (*media.Medium, error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	m, err := tx.Medium(ctx, id)
	if err != nil {
		return nil, err
	}
	if actor.mayMedia(identity.Read, m.Space) != nil {
		return nil, fault.New(fault.NotFound, "no such medium")
	}
	return m, actor.mayMedia(action, m.Space)
}

// Medium gives one. Errors: fault.NotFound.
func (a *Authoring) Medium(ctx context.Context, actor Actor, id string) (m *media.Medium, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		m, err = mediumFor(ctx, tx, actor, identity.Read, id)
		return err
	})
	return m, err
}

// Media lists those that the actor may read, the newest first. Filter.Spaces narrows it; nil is all. Errors: fault.Forbidden for who
// may read none there.
func (a *Authoring) Media(ctx context.Context, actor Actor, f media.Filter) (list []*media.Medium, err error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	f.Limit = pageSize(f.Limit)
	err = a.store.View(ctx, func(tx Tx) (err error) {
		asked := f.Spaces
		if asked == nil {
			sites, err := tx.Sites(ctx)
			if err != nil {
				return err
			}
			asked = []string{site.Shared}
			for _, s := range sites {
				asked = append(asked, s.Key)
			}
		}
		f.Spaces = []string{}
		for _, space := range asked {
			if actor.mayMedia(identity.Read, space) == nil {
				f.Spaces = append(f.Spaces, space)
			}
		}
		if len(f.Spaces) == 0 {
			return actor.forbidden(identity.Read, identity.Target{Type: identity.Media})
		}
		list, err = tx.Media(ctx, f)
		return err
	})
	return list, err
}

// MediumPiece gives a piece of a medium's bytes, counted from 0. Who asks was shown the medium before. Errors: fault.NotFound where it
// was deleted in between.
func (a *Authoring) MediumPiece(ctx context.Context, id string, n int64) (b []byte, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		b, err = mediumPiece(ctx, tx, id, n)
		return err
	})
	return b, err
}

func mediumPiece(ctx context.Context, tx Tx, id string, n int64) ([]byte, error) {
	return tx.RecordBody(ctx, published.Ref{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(id, n)})
}

// mediumData gives all of a medium's bytes.
func mediumData(ctx context.Context, tx Tx, m *media.Medium) ([]byte, error) {
	out := make([]byte, 0, m.Size)
	for n := int64(0); int64(len(out)) < m.Size; n++ {
		b, err := mediumPiece(ctx, tx, m.ID, n)
		if err != nil {
			return nil, fmt.Errorf("piece %d of medium %s: %w", n, m.ID, err)
		}
		out = append(out, b...)
	}
	return out, nil
}
