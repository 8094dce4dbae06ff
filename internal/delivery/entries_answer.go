package delivery

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

// Limits of one answer.
const (
	maxAnswer  = 16 << 20 // bytes of fields
	maxTags    = 40       // included entries that are named in Surrogate-Key; where there are more, their types stand for them
	sizeOfText = "the answer would be larger than 16 MB: ask for a smaller page, or for fewer fields"
)

// expand puts the fields of entries into the form that the query wants.
func (e *entriesQuery) expand(ctx context.Context, r query.Reader, docs []*query.Doc) (*query.Expansion, error) {
	found, err := e.Expand(ctx, r, e.scope, docs)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, d := range docs {
		size += len(d.Fields)
	}
	if size > maxAnswer {
		return nil, fault.New(fault.Invalid, sizeOfText)
	}
	return found, nil
}

// sizeOf is about how many bytes an answer with some entries has.
func sizeOf(docs []*query.Doc) (n int) {
	for _, d := range docs {
		n += len(d.Fields) + len(d.Fallback) + 400
	}
	return n + 400
}

// appendEntry writes an entry as a site gets it. Its fields are copied: they are JSON already, and the largest part of an answer.
func (e *entriesQuery) appendEntry(dst []byte, d *query.Doc, fallback json.RawMessage) []byte {
	text := func(name, value string) {
		dst = append(dst, name...)
		dst = query.AppendText(dst, value)
	}
	text(`{"id":`, d.ID)
	text(`,"type":`, d.Type)
	text(`,"site":`, e.site.Site.Key)
	if d.Space != e.site.Site.Key {
		text(`,"inheritedFrom":`, d.Space)
	}
	text(`,"locale":`, e.locale)
	status := "published"
	if e.isDraft != nil && e.isDraft(d.ID) {
		status = "draft"
	}
	text(`,"status":`, status)
	dst = append(dst, `,"version":`...)
	dst = strconv.AppendInt(dst, d.Version, 10)
	dst = append(dst, `,"publishedAt":"`...)
	dst = d.PublishedAt.AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","updatedAt":"`...)
	dst = d.UpdatedAt.AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","fields":`...)
	dst = append(dst, d.Fields...)
	if len(fallback) > 0 {
		dst = append(dst, `,"fallback":`...)
		dst = append(dst, fallback...)
	}
	return append(dst, '}')
}

// appendMembers ends an object with the members of another.
func appendMembers(dst []byte, rest any) []byte {
	dst = append(dst, ',')
	return append(dst, encode(rest)[len("{"):]...)
}

func (e *entriesQuery) meta(generation int64, found *query.Expansion) metaJSON {
	return metaJSON{
		Locale: e.locale, View: e.view, Generation: max(generation, e.snapshot.Generation),
		Unresolved: found.Unresolved, NotIncluded: found.NotIncluded,
	}
}

// cursors adds the ways to the pages beside this one.
func (p *pageJSON) cursors(key []byte, belongs string, page *query.Page) {
	if len(page.Docs) == 0 {
		return
	}
	first, last := page.Docs[0], page.Docs[len(page.Docs)-1]
	if page.After {
		p.Next = query.Seal(key, belongs, query.Cursor{Keys: last.Keys, ID: last.ID})
	}
	if page.Before {
		p.Prev = query.Seal(key, belongs, query.Cursor{Keys: first.Keys, ID: first.ID, Backward: true})
	}
}

func facetsOf(facets []query.Facet) map[string][]query.FacetValue {
	if len(facets) == 0 {
		return nil
	}
	out := map[string][]query.FacetValue{}
	for _, f := range facets {
		out[f.Name] = f.Values
	}
	return out
}

// body finishes an answer: it depends on its own type, on those that conditions lead to, and on the entries inside.
func (e *entriesQuery) body(answer []byte, generation int64, found *query.Expansion, more string) *Body {
	var tags strings.Builder
	tags.WriteString("site:" + e.site.Site.Key + " type:" + e.Type.Name)
	types := map[string]bool{e.Type.Name: true}
	add := func(typ string) {
		if !types[typ] {
			types[typ] = true
			tags.WriteString(" type:" + typ)
		}
	}
	for _, typ := range e.Related() {
		add(typ)
	}
	if len(found.Included) > maxTags {
		for _, d := range found.Included {
			add(d.Type)
		}
	} else {
		for _, d := range found.Included {
			more += " entry:" + d.ID
		}
	}
	b := NewBody(typeJSON, answer)
	b.SurrogateKey = tags.String() + more + " gen:" + itoa(generation)
	return b
}

// orNothing leaves out an empty object.
func orNothing(raw json.RawMessage) json.RawMessage {
	if len(raw) <= len("{}") {
		return nil
	}
	return raw
}
