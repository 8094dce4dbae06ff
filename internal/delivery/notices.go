package delivery

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// noticed gives a part that shows notices: of the page's path, at this moment.
func (n *Node) noticed(p *page, q *PageQuery, shape *published.Shape) *Body {
	at := n.now()
	p.notices = published.ShownNotices(p.bundle.Notices, q.Path, at)
	if _, ok := n.bodies.GetIfPresent(p.key(shape)); !ok {
		q.wait(p, shape)
	}
	byTime := !published.NextNotice(p.bundle.Notices, at).IsZero()
	return n.cached(p.key(shape), func() *Body {
		b := n.make(p, shape.Part)
		b.ByTime = byTime
		return b
	})
}

// noticeList writes the notices that the page shows; "" where there is none. The rule is in clients/conformance/notices.json.
func (p *page) noticeList() string {
	if len(p.notices) == 0 {
		return ""
	}
	var items strings.Builder
	for _, n := range p.notices {
		items.WriteString(p.notice(n))
	}
	return p.bundle.Slots.Render("notices.frame", map[string]string{published.HoleItems: items.String()})
}

func (p *page) notice(n *published.Notice) string {
	slots, inside := p.bundle.Slots, ""
	if n.HTML != "" {
		inside += slots.Render("notices.text", map[string]string{published.HoleItems: n.HTML})
	}
	if n.Link != nil {
		inside += slots.Render("notices.link", map[string]string{published.HoleLabel: n.Link.Label, published.HoleURL: n.Link.URL})
	}
	if n.Dismissible {
		inside += slots.Render("notices.close", map[string]string{published.HoleLabel: n.Title})
	}
	severity := n.Severity
	if !slices.Contains(published.Severities, severity) {
		severity = "info"
	}
	return slots.Render("notices."+severity, map[string]string{
		published.HoleName: n.ID, published.HoleLabel: n.Title, published.HoleLocale: n.Locale, published.HoleDir: n.Dir,
		published.HoleItems: inside,
	})
}
