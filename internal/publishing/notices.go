package publishing

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/weburl"
)

// NoticeType is the content type whose entries stand above pages. A model may do without it, or without most of its fields.
const NoticeType = "notice"

// maxNotices bounds what a bundle carries: the most urgent, and the newest of those.
const maxNotices = 50

// notice is an entry that a site shows as a notice, without the fields that not everybody may read.
type notice struct {
	entry *content.Entry
	out   map[string]bool // locales that are published
}

// noticesOf gives the notices of a site: each from the nearest space that has its key. A model whose notices are for some audiences
// only has none here: bundles, those of audiences too, are for everybody.
func (g *group) noticesOf(s *site.Site) (out []notice) {
	if g.Model == nil || g.Model.Type(NoticeType) == nil || len(g.Model.Type(NoticeType).Audiences()) > 0 {
		return nil
	}
	taken := map[string]bool{}
	for _, space := range s.Spaces() {
		for _, stored := range g.Notices {
			e := stored.Published
			if e == nil || stored.Trashed() || e.Type != NoticeType || e.Space != space || taken[e.Key] || len(stored.PublishedAt) == 0 {
				continue
			}
			taken[e.Key] = true
			n := notice{content.Public(g.Model.Type(NoticeType), e), map[string]bool{}}
			for tag := range stored.PublishedAt {
				n.out[tag] = true
			}
			out = append(out, n)
		}
	}
	return out
}

// audiences are those that a notice is for; none is everybody.
func (n *notice) audiences() []string { return texts(n.entry.Shared["audiences"]) }

// notices gives what the bundle of a site, locale and audience carries, in the order in which it is shown.
func (r *resolver) notices(all []notice) (out []published.Notice) {
	type placed struct {
		published.Notice

		key string
	}
	var list []placed
	for i := range all {
		if who := all[i].audiences(); len(who) > 0 && !slices.Contains(who, r.audience) {
			continue
		}
		if n, ok := r.notice(&all[i]); ok {
			list = append(list, placed{n, all[i].entry.Key})
		}
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(slices.Index(published.Severities, a.Severity), slices.Index(published.Severities, b.Severity)),
			b.From.Compare(a.From), cmp.Compare(a.key, b.key),
		)
	})
	for _, n := range list[:min(len(list), maxNotices)] {
		out = append(out, n.Notice)
	}
	return out
}

// notice gives one in the first locale of the chain in which it is published; ok is false where there is none, or it has no title.
func (r *resolver) notice(n *notice) (out published.Notice, ok bool) {
	at := slices.IndexFunc(r.chain, func(tag string) bool { return n.out[tag] && n.entry.Locales[tag] != nil })
	if at < 0 {
		return out, false
	}
	doc, shared := n.entry.Locales[r.chain[at]], n.entry.Shared
	value := func(name string) any { // a model may have localized what ours has not, and the reverse
		if v, ok := doc[name]; ok {
			return v
		}
		return shared[name]
	}
	out = published.Notice{
		Severity: text(value("severity")), Title: text(value("title")), Locale: r.chain[at], Dir: locale.Direction(r.chain[at]),
	}
	out.Dismissible, _ = value("dismissible").(bool)
	if !slices.Contains(published.Severities, out.Severity) {
		out.Severity = "info"
	}
	if message := text(value("message")); message != "" && r.markdown != nil {
		out.HTML = strings.TrimSpace(r.markdown(message))
	}
	if link := text(value("link")); site.Reachable(link) { // a model of its own may let anything be written there
		out.Link = &published.Crumb{Label: cmp.Or(text(value("linkLabel")), out.Title), URL: r.absolute(link)}
	} else if link != "" {
		r.warn("notice %q is shown without its link, which is neither a path nor an https address", n.entry.Key)
	}
	out.From, _ = moment(value("startsAt"))
	if until, ok := moment(value("endsAt")); ok {
		out.Until = &until
	}
	for _, path := range texts(value("paths")) {
		if path = weburl.NormalizePath(path); path != "" {
			out.Paths = append(out.Paths, path)
		}
	}
	if len(texts(value("paths"))) > 0 && len(out.Paths) == 0 {
		r.warn("notice %q names no path that there can be: it is left out", n.entry.Key)
		return out, false
	}
	said := sha256.Sum256([]byte(out.Severity + "\x00" + out.Title + "\x00" + out.HTML))
	out.ID = fmt.Sprintf("%s-%x", n.entry.Key, said[:4])
	return out, out.Title != ""
}

// absolute gives an address of the site's own as one that works from everywhere.
func (r *resolver) absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return r.site.Origin() + address
	}
	return address
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func texts(v any) (out []string) {
	list, _ := v.([]any)
	for _, item := range list {
		if s, ok := item.(string); ok && s != "" {
			out = append(out, s)
		}
	}
	return out
}

func moment(v any) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, text(v))
	return t.UTC(), err == nil
}
