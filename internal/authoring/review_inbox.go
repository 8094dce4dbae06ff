package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// OpenReview is a draft that waits for a decision.
type OpenReview struct {
	Locale string
	Review *content.Review
	Entry  *content.Stored // as the actor may read it
	Type   *schema.Type
	Place  content.ReviewPlace
}

// examined is how many rows of an index one request looks at, where rights hide most of them.
const examined = 1000

// OpenReviews lists drafts that wait for a decision, the oldest first: those that ask the actor (mine), or all that they may read.
// next is the place to go on from; more is false at the end. A page may be shorter than limit.
func (a *Authoring) OpenReviews(
	ctx context.Context, actor Actor, mine bool, after content.ReviewPlace, limit int,
) (list []OpenReview, next content.ReviewPlace, more bool, err error) {
	if actor.ID == "" {
		return nil, next, false, fault.New(fault.Unauthenticated, "sign in first")
	}
	assignee := ""
	if mine {
		assignee = actor.ID
	}
	err = a.store.View(ctx, func(tx Tx) error {
		list, next = nil, after
		for seen := 0; seen < examined && len(list) < limit; {
			places, err := tx.OpenReviews(ctx, assignee, next, limit)
			if err != nil {
				return err
			}
			for _, place := range places {
				if len(list) == limit {
					break
				}
				next = place
				r, err := a.openReview(ctx, tx, actor, place)
				if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
					return err
				}
				if err == nil && undecided(r.Review) {
					list = append(list, r)
				}
			}
			seen += len(places)
			if more = len(places) == limit; !more {
				return nil
			}
		}
		return nil
	})
	return list, next, more, err
}

func (a *Authoring) openReview(ctx context.Context, tx Tx, actor Actor, place content.ReviewPlace) (r OpenReview, err error) {
	s, t, err := a.typedEntry(ctx, tx, place.Entry)
	if err != nil {
		return r, err
	}
	if s, err = readable(actor, t, s); err != nil {
		return r, err
	}
	return OpenReview{Locale: place.Locale, Review: s.ReviewOf(place.Locale), Entry: s, Type: t, Place: place}, nil
}
