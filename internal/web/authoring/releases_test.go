package authoring_test

import (
	"context"
	"errors"
	"time"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
)

// waiting is a content release with an article in it, and a preview token of somebody: what routes about them act on.
type waiting struct{ release, preview, draft, medium string }

func (s *server) waiting() waiting {
	s.t.Helper()
	if s.waits.release != "" {
		return s.waits
	}
	ctx, now := context.Background(), time.Now().UTC()
	owner := s.subject().account
	r := &content.Release{
		ID: content.NewID(), State: content.ReleaseOpen, Name: "Spring", CreatedAt: now, CreatedBy: owner, UpdatedAt: now, UpdatedBy: owner,
		Items: []content.ReleaseItem{{Entry: s.entryID("first"), Type: "article", Space: "shared"}},
	}
	draft := &core.DesignDraft{ID: content.NewID(), Name: "Warmer", Base: 1, Seen: 1, CreatedAt: now, CreatedBy: owner, UpdatedAt: now, UpdatedBy: owner}
	want := identity.PreviewToken{Name: "Somebody", Site: "one", View: "draft", Owner: owner}
	_, token, err := identity.NewPreviewToken(want, nil, now)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.store.Update(ctx, func(tx core.Tx) error {
		return errors.Join(tx.SaveContentRelease(ctx, r), tx.SavePreviewToken(ctx, token), tx.SaveDesignDraft(ctx, draft))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	m, _, err := s.core.UploadMedium(ctx, core.System("test"), core.NewMedium{Space: "shared", File: "report.pdf", Data: []byte(pdf)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.waits = waiting{r.ID, token.ID, draft.ID, m.ID}
	return s.waits
}
