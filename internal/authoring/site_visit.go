package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

// SiteVisitor looks at a page of a site as any visitor would, whatever the site is built with.
type SiteVisitor interface {
	// Visit opens an address in a locale, and follows redirects as long as they stay within origins. What keeps it from the page is an
	// outcome, and no error.
	Visit(ctx context.Context, address, locale string, origins []string) *SitePage
}

// SitePage is what a visitor found.
type SitePage struct {
	Outcome    VisitOutcome
	Address    string   // that it ended at
	Status     int      // of the answer; 0 where there was none
	Elsewhere  string   // origin that a redirect led to, with VisitElsewhere
	Parts      []string // shared parts that are on the page, in its order
	Generation int64    // the newest that a part says it is of; 0 where none says so
	Loader     string   // key of the site whose loader the page has; "" where it has none
}

// VisitOutcome says in a word what became of a visit.
type VisitOutcome string

// The outcomes, from the best to the worst.
const (
	VisitArrived     VisitOutcome = "arrived"      // header and footer are on the page
	VisitLoader      VisitOutcome = "loader"       // the loader and its elements are: browsers put the parts in
	VisitIncomplete  VisitOutcome = "incomplete"   // some part is, header or footer is not
	VisitFallback    VisitOutcome = "fallback"     // what stands in for the parts is, because Portico was not reached
	VisitUnprocessed VisitOutcome = "unprocessed"  // the lines are, and the web server did not carry them out
	VisitAbsent      VisitOutcome = "absent"       // it is a page with nothing of Portico
	VisitOtherSite   VisitOutcome = "other_site"   // it has the loader of another site
	VisitNoPage      VisitOutcome = "no_page"      // the answer is no HTML
	VisitRefused     VisitOutcome = "refused"      // the answer is an error, or a redirect without end
	VisitElsewhere   VisitOutcome = "elsewhere"    // it leads to an origin that is not this site's
	VisitInternal    VisitOutcome = "internal"     // the address is in a network that Portico may not connect to
	VisitUnknownHost VisitOutcome = "unknown_host" // the name leads nowhere
	VisitCertificate VisitOutcome = "certificate"  // its certificate is not trusted
	VisitTimeout     VisitOutcome = "timeout"
	VisitUnreachable VisitOutcome = "unreachable"
)

// SiteVisit is a visit, beside what is published now.
type SiteVisit struct {
	SitePage

	Asked  string // address that was asked for
	Newest int64  // generation that is published now
}

// ConnectSites says who looks at pages of sites; without it nobody does.
func (a *Authoring) ConnectSites(v SiteVisitor) { a.visitor = v }

// VisitSite opens the home page of a site in a locale ("": its default one), and says whether the shared parts are there. Nothing is
// written. Errors: fault.NotFound for a site or a locale; fault.Forbidden; fault.Unavailable where this process looks at no pages.
func (a *Authoring) VisitSite(ctx context.Context, actor Actor, key, locale string) (*SiteVisit, error) {
	if err := actor.reaches(identity.Update, identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, err
	}
	if a.visitor == nil {
		return nil, fault.New(fault.Unavailable, "this process looks at no pages of sites")
	}
	v := &SiteVisit{}
	var s *site.Stored
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if s, err = tx.Site(ctx, key); err == nil {
			v.Newest, err = tx.Generation(ctx)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if locale == "" {
		locale = s.DefaultLocale
	}
	if !s.HasLocale(locale) {
		return nil, fault.New(fault.NotFound, "the site %s has no locale %.60q", key, locale)
	}
	v.Asked = s.Home(locale)
	v.SitePage = *a.visitor.Visit(ctx, v.Asked, locale, s.Origins) // outside of the transaction: it takes its time
	v.named(s.Key)
	return v, nil
}

// named says of a page with the loader of another site that it is that.
func (v *SiteVisit) named(key string) {
	if v.Loader != "" && v.Loader != key {
		v.Outcome = VisitOtherSite
	}
}
