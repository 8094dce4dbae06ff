package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
)

// counted: lines are counted by the day that they are of where somebody reads them, by action and by site.
func counted(t *testing.T, s Store) {
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		for _, e := range []authoring.AuditEvent{
			{Action: "entry.save", Site: "two"}, {Action: "entry.save", Site: "one"}, {Action: "entry.save", Site: "one"},
			{Action: "session.create"},
		} {
			e.Actor = authoring.System("x")
			if err := tx.Audit(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	var lines []*authoring.AuditLine
	update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
		lines, err = tx.AuditLines(ctx, authoring.AuditFilter{Limit: 10})
		return err
	})
	at := lines[0].At
	count := func(f authoring.AuditFilter, ahead time.Duration) (out []authoring.AuditCount) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
			out, err = tx.CountAudit(ctx, f, ahead)
			return err
		})
		return out
	}
	for _, ahead := range []time.Duration{0, 14 * time.Hour, -12 * time.Hour, 5*time.Hour + 45*time.Minute} {
		day := at.Add(ahead).Format(time.DateOnly)
		if lines[3].At.Add(ahead).Format(time.DateOnly) != day {
			t.Logf("midnight in between, %s ahead: not compared", ahead)
			continue
		}
		want := []authoring.AuditCount{
			{Day: day, Action: "entry.save", Site: "one", Lines: 2}, {Day: day, Action: "entry.save", Site: "two", Lines: 1},
		}
		all := append(want, authoring.AuditCount{Day: day, Action: "session.create", Lines: 1})
		if diff := cmp.Diff(all, count(authoring.AuditFilter{}, ahead)); diff != "" {
			t.Error(ahead, diff)
		}
		if diff := cmp.Diff(want[:1], count(authoring.AuditFilter{Action: "entry.save", Sites: []string{"one"}, Since: at}, ahead)); diff != "" {
			t.Error(ahead, diff)
		}
	}
	if got := count(authoring.AuditFilter{Until: at}, 0); len(got) != 0 {
		t.Errorf("lines of later are counted: %v", got)
	}
}
