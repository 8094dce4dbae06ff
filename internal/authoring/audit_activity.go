package authoring

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Activity counts the audit over a range of days.
type Activity struct {
	From, To string             // the first and the last day: 2026-11-22
	Days     []ActivityDay      // those with lines, in order, then by kind
	Sites    []SitePublications // with the most first
	Lines    int
}

// ActivityDay is how much of a kind happened on a day.
type ActivityDay struct {
	Day   string
	Kind  string // what it was about: entry, menu, site, session…: the first part of the action
	Lines int
}

// SitePublications is how often something of a site, or of the shared space, was published.
type SitePublications struct {
	Site         string
	Publications int
}

const (
	usualActivity = 30  // days, where no range is asked for
	maxActivity   = 400 // days of a range
)

// AuditActivity counts the lines that AuditTrail would list, by the days of a time zone. Without a range it is the last 30 days. Errors:
// fault.Forbidden; fault.Unprocessable for a range that is empty or longer than 400 days.
func (a *Authoring) AuditActivity(ctx context.Context, actor Actor, f AuditFilter, zone *time.Location) (out *Activity, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Audit}); err != nil {
		return nil, err
	}
	if f.Until.IsZero() {
		now := a.now().In(zone)
		f.Until = time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, zone)
	}
	if f.Since.IsZero() {
		f.Since = f.Until.In(zone).AddDate(0, 0, -usualActivity)
	}
	if length := f.Until.Sub(f.Since); length <= 0 || length > maxActivity*24*time.Hour {
		return nil, fault.New(fault.Unprocessable, "a range has at least a moment and at most %d days", maxActivity)
	}
	var counts []AuditCount
	err = a.store.View(ctx, func(tx Tx) error {
		sites, err := tx.Sites(ctx)
		if err != nil {
			return err
		}
		if f.Sites = actor.auditedSites(sites); f.Sites != nil && len(f.Sites) == 0 {
			return nil
		}
		counts, err = countByZone(ctx, tx, f, zone)
		return err
	})
	if err != nil {
		return nil, err
	}
	out = activityOf(counts)
	out.From = f.Since.In(zone).Format(time.DateOnly)
	out.To = f.Until.Add(-time.Microsecond).In(zone).Format(time.DateOnly)
	return out, nil
}

// countByZone counts each stretch of a range between two changes of the clocks by itself: within one, days are as long as those of UTC.
func countByZone(ctx context.Context, tx Tx, f AuditFilter, zone *time.Location) (all []AuditCount, err error) {
	until := f.Until
	for since := f.Since; since.Before(until); since = f.Until {
		f.Since, f.Until = since, until
		if _, end := since.In(zone).ZoneBounds(); !end.IsZero() && end.Before(until) {
			f.Until = end
		}
		_, ahead := since.In(zone).Zone()
		counts, err := tx.CountAudit(ctx, f, time.Duration(ahead)*time.Second)
		if err != nil {
			return nil, err
		}
		all = append(all, counts...)
	}
	return all, nil
}

func activityOf(counts []AuditCount) *Activity {
	out := &Activity{Days: []ActivityDay{}, Sites: []SitePublications{}}
	days, sites := map[ActivityDay]int{}, map[string]int{}
	for _, c := range counts {
		kind, _, _ := strings.Cut(c.Action, ".")
		days[ActivityDay{Day: c.Day, Kind: kind}] += c.Lines
		out.Lines += c.Lines
		if c.Site != "" && strings.HasSuffix(c.Action, ".publish") {
			sites[c.Site] += c.Lines
		}
	}
	for d, lines := range days {
		out.Days = append(out.Days, ActivityDay{d.Day, d.Kind, lines})
	}
	for site, n := range sites {
		out.Sites = append(out.Sites, SitePublications{site, n})
	}
	slices.SortFunc(out.Days, func(a, b ActivityDay) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind)) })
	slices.SortFunc(out.Sites, func(a, b SitePublications) int {
		return cmp.Or(cmp.Compare(b.Publications, a.Publications), cmp.Compare(a.Site, b.Site))
	})
	return out
}
