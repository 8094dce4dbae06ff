package delivery

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// channelStable is what stands in for a version that is gone.
const channelStable = "stable"

// withdrawn is the cause of a fault.Gone: the version that a site is pinned to is withdrawn.
type withdrawn struct{ link string }

// Error is for the log.
func (w withdrawn) Error() string { return "the pinned version is withdrawn; instead: " + w.link }

// Successor gives the address of what is there instead.
func (w withdrawn) Successor() string { return w.link }

// gone refuses what a site's pinned version was asked for, where that is withdrawn; who asks for the channel stable gets it.
func (n *Node) gone(site *published.SiteView, channel string) error {
	if site.Site.Gone == "" || channel == channelStable {
		return nil
	}
	return fault.New(fault.Gone, "version %s of the design system, which this site is pinned to, is withdrawn; ask for channel=stable, "+
		"and let the site follow a channel or a newer version", site.Site.Gone).
		With(withdrawn{n.Origin + "/v1/sites/" + site.Site.Key + "/bundle?channel=" + channelStable})
}

// Available says whether the design system that a site follows is there for who asks for a channel, "" for the site's own. Errors:
// fault.Gone, fault.NotFound, fault.Unavailable before the first publication.
func (n *Node) Available(s *published.Snapshot, siteKey, channel string) error {
	site, err := n.site(s, siteKey)
	if err != nil {
		return err
	}
	return n.gone(site, channel)
}

// understandChannel names a channel that the site does not follow: there is one look of a site.
func (q *PageQuery) understandChannel(site *published.SiteView) {
	own := cmp.Or(site.Site.Channel, channelStable)
	switch q.Channel {
	case "", own, site.Site.DesignSystem.Version:
		return
	}
	if site.Site.Gone != "" && q.Channel == channelStable {
		return
	}
	q.Warn("channel: only " + own + " is served, which the site follows")
}

// retiring notes when the release that a body is made of ends, as RFC 9745 and RFC 8594 have it, and what comes after it.
func (n *Node) retiring(b *Body, ds published.DesignSystem) {
	if ds.DeprecatedAt != nil {
		b.Deprecation = "@" + strconv.FormatInt(ds.DeprecatedAt.Unix(), 10)
	}
	if ds.SunsetAt != nil {
		b.Sunset = ds.SunsetAt.UTC().Format(http.TimeFormat)
	}
	if ds.Successor == "" {
		return
	}
	if b.Link != "" {
		b.Link += ", "
	}
	b.Link += "<" + n.Origin + "/npm/" + ds.Package + "/" + ds.Successor + `>; rel="successor-version"`
}
