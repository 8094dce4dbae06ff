package authoring

import (
	"context"
	"time"
)

// sweptLog is how many rows of the publication log one transaction takes away: it keeps no editor waiting.
const sweptLog = 1000

// LogKeeper takes away what of the publication log no node needs any longer (ADR 0025).
//
// A node reads on from a publication that is there, and copies everything from one that is not. So publications go first, the oldest
// before the others; and a record that was deleted goes once no publication of before its deletion is there. That holds after each
// transaction, so a sweep that is cut off anywhere harms nobody, and the next one goes on.
type LogKeeper interface {
	// LogSurplus gives the oldest publication that was made between two moments, or the newest of all where there is none; 0 in an
	// empty log. surplus says whether there is anything that goes where that is kept.
	LogSurplus(ctx context.Context, from, to time.Time) (keep int64, surplus bool, err error)
	// DropPublications deletes at most so many of the publications before a generation, the oldest first, and never the newest of all.
	DropPublications(ctx context.Context, before int64, most int) (dropped int, err error)
	// DropTombstones deletes at most so many of the deleted records that no publication which is there comes before.
	DropTombstones(ctx context.Context, most int) (dropped int, err error)
}

// LogSwept counts what a sweep of the publication log took away.
type LogSwept struct{ Publications, Tombstones int }

// SweepLog takes publications that are older than keep out of the log, and the records that they deleted. A node, or a cache, that is
// further behind copies everything, or is told that everything may have changed. One that follows notices nothing.
func (a *Authoring) SweepLog(ctx context.Context, keep time.Duration) (total LogSwept, err error) {
	var from int64
	var surplus bool
	now := a.now()
	err = a.store.View(ctx, func(tx Tx) error {
		from, surplus, err = tx.LogSurplus(ctx, now.Add(-keep), now)
		return err
	})
	if err != nil || !surplus {
		return total, err
	}
	if total.Publications, err = a.sweepRows(ctx, func(ctx context.Context, tx Tx) (int, error) {
		return tx.DropPublications(ctx, from, sweptLog)
	}); err != nil {
		return total, err
	}
	total.Tombstones, err = a.sweepRows(ctx, func(ctx context.Context, tx Tx) (int, error) { return tx.DropTombstones(ctx, sweptLog) })
	return total, err
}

// sweepRows calls drop until it has taken everything away, each time in a transaction of its own.
func (a *Authoring) sweepRows(ctx context.Context, drop func(context.Context, Tx) (int, error)) (total int, err error) {
	for n := sweptLog; n == sweptLog && err == nil; {
		err = a.sweepRowsOnce(ctx, func(ctx context.Context, tx Tx) (err error) {
			n, err = drop(ctx, tx)
			return err
		})
		if err == nil {
			total += n
		}
	}
	return total, err
}

func (a *Authoring) sweepRowsOnce(ctx context.Context, f func(context.Context, Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	return a.store.Update(ctx, func(tx Tx) error { return f(ctx, tx) })
}
