package publishing

import (
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Site compiles the shared UI of one site alone, in some locales (none: all), for those who look at what is not published yet. To them a
// private site is open. What keeps it from being published is a fault.Problems. Errors: fault.NotFound where the site is not among those
// of the input.
func (c *Compiler) Site(in Shared, key string, locales ...string) ([]published.Record, error) {
	g, records, err := c.begin(in)
	if err != nil {
		return nil, err
	}
	s := g.sites[key]
	if s == nil {
		return nil, fault.New(fault.NotFound, "there is no site %q", key)
	}
	own, err := g.work(s)
	if err != nil {
		return nil, err
	}
	own.facts.Private = false
	own.pages = slices.DeleteFunc(own.pages, func(p *page) bool { return len(locales) > 0 && !slices.Contains(locales, p.tag) })
	if err := c.make(own.pages, nil); err != nil {
		return nil, err
	}
	records = append(records, published.NewRecord(published.KindSite, s.Key, own.facts))
	for _, p := range own.pages {
		records = append(records, p.record)
	}
	return records, nil
}

// Overlaid gives an entry as it would be if its draft were published in some locales, as far as may says that a field may be seen: of
// the others, it shows what is published. ok is false where nothing is different. may is asked with the locale "" for shared fields.
func Overlaid(s *content.Stored, locales []string, may func(locale, field string) bool) (out *content.Stored, ok bool) {
	from := s.Draft.Clone()
	was := s.Published
	if was == nil {
		was = &content.Entry{}
	}
	from.Shared = overlaid(s.Draft.Shared, was.Shared, func(field string) bool { return may("", field) })
	var tags []string
	for _, tag := range locales {
		draft, there := s.Draft.Locales[tag]
		if !there || s.Workflow[tag].Archived || s.Served(tag) == content.StatusPublished {
			continue
		}
		doc := overlaid(draft, was.Locales[tag], func(field string) bool { return may(tag, field) })
		if len(doc) == 0 && len(draft) > 0 {
			continue // nothing of it is for whoever asks
		}
		from.Locales[tag] = doc
		tags = append(tags, tag)
	}
	if len(tags) == 0 {
		return s, false
	}
	next := *s
	if err := next.PublishRevision(from, s.Version, tags, s.UpdatedAt); err != nil {
		return s, false // it is asked for locales that the draft has
	}
	return &next, true
}

// overlaid puts the draft's fields over the published ones, where they may be seen.
func overlaid(draft, was map[string]any, may func(field string) bool) map[string]any {
	out := map[string]any{}
	for field, v := range draft {
		if may(field) {
			out[field] = v
		}
	}
	for field, v := range was {
		if !may(field) {
			out[field] = v
		}
	}
	return out
}
