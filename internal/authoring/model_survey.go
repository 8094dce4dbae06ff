package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// Loss is a change of the content model that concerns entries there are: values that would be gone, could not be published any more,
// or would be shown to who might not see them.
type Loss struct {
	schema.Change

	Entries int // that it concerns
	Values  int // in their drafts and in what is published of them; a value that stands in both counts twice
}

// String names the change, and how much it concerns.
func (l Loss) String() string {
	return fmt.Sprintf("%s (%s of %s)", l.Change, countOf(l.Values, "value"), countOf(l.Entries, "entry"))
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, ok := strings.CutSuffix(what, "y"); ok {
		what = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// pageOfEntries is how many entries are in memory at once.
const pageOfEntries = 500

// eachEntry calls visit for every entry of a type ("": of all), those in the trash at the end.
func eachEntry(ctx context.Context, tx Tx, typ string, visit func(*content.Stored) error) error {
	for _, trashed := range []bool{false, true} {
		if err := eachIn(ctx, tx, content.Filter{Type: typ, Trashed: trashed}, visit); err != nil {
			return err
		}
	}
	return nil
}

// eachIn calls visit for every entry that a filter lets through, ordered by id. Visit may change them.
func eachIn(ctx context.Context, tx Tx, f content.Filter, visit func(*content.Stored) error) error {
	f.Limit = pageOfEntries
	for {
		page, err := tx.Entries(ctx, f)
		if err != nil {
			return err
		}
		for _, s := range page {
			if err := visit(s); err != nil {
				return err
			}
		}
		if len(page) < f.Limit {
			return nil
		}
		f.After = page[len(page)-1].Draft.ID
	}
}

// survey counts what a change of model would do to the entries there are.
type survey struct {
	after   *schema.Model
	changes []schema.Change
	renames map[string]string // types
	counts  map[survey1]*Loss
	seen    map[string]bool // unique values
}

// survey1 names what is counted: a field of a type, losing values or not fitting any more; "" is the type.
type survey1 struct {
	typ, field string
	effect     schema.Effect
	code       string
}

// losses gives the changes of a model that concern entries, with their counts. A model that is the first loses nothing.
func losses(ctx context.Context, tx Tx, before, after *schema.Model) ([]Loss, error) {
	if before == nil {
		return nil, nil
	}
	s := &survey{after: after, changes: schema.Compare(before, after), renames: content.Renames(before, after),
		counts: map[survey1]*Loss{}, seen: map[string]bool{}}
	for _, was := range before.Types() {
		if !s.concerns(was) {
			continue
		}
		count := func(e *content.Stored) error { s.entry(was, e); return nil }
		if err := eachEntry(ctx, tx, was.Name(), count); err != nil {
			return nil, err
		}
		if err := s.revisions(ctx, tx, was); err != nil {
			return nil, err
		}
	}
	var out []Loss
	for _, c := range s.changes {
		if n := s.of(c); n != nil && n.Entries > 0 && c.Costs() {
			out = append(out, Loss{c, n.Entries, n.Values})
		}
	}
	return out, nil
}

// becomes gives the type that entries of an earlier one have in the new model; nil where it is gone.
func (s *survey) becomes(was *schema.Type) *schema.Type {
	if name := s.renames[was.Name()]; name != "" {
		return s.after.Type(name)
	}
	return s.after.Type(was.Name())
}

// concerns says whether entries of a type may lose something. Comparing names them by the name that they have now.
func (s *survey) concerns(was *schema.Type) bool {
	return slices.ContainsFunc(s.changes, func(c schema.Change) bool {
		return c.Type == was.Name() && c.Costs()
	})
}

// of gives what was counted for a change.
func (s *survey) of(c schema.Change) *Loss {
	key := survey1{typ: c.Type, field: c.Field, effect: c.Effect}
	if c.Field == "" || c.Code == "unique" || c.Code == "readers" {
		key.code = c.Code
	}
	return s.counts[key]
}

func (s *survey) add(key survey1, values int) {
	if values == 0 {
		return
	}
	if s.counts[key] == nil {
		s.counts[key] = &Loss{}
	}
	s.counts[key].Entries++
	s.counts[key].Values += values
}

// entry counts what one entry loses.
func (s *survey) entry(was *schema.Type, e *content.Stored) {
	is, name := s.becomes(was), was.Name()
	if is == nil {
		if !e.Trashed() {
			s.add(survey1{name, "", schema.Removes, "type_removed"}, 1)
		}
		return
	}
	gone, unfit := map[string]int{}, map[string]int{}
	draft, lost := content.Convert(was, is, e.Draft, s.renames)
	tally(gone, lost)
	if !e.Trashed() {
		for _, p := range content.CheckPublish(s.after, draft, draft.Tags(), nil) {
			if p.Code != "required" { // a draft may be unfinished
				tally(unfit, fault.Problems{p})
			}
		}
	}
	if e.Published != nil {
		live, lost := content.Convert(was, is, e.Published, s.renames)
		tally(gone, lost)
		tally(unfit, content.CheckPublish(s.after, live, live.Tags(), nil))
		s.unique(name, is, live)
	}
	for _, field := range slices.Sorted(maps.Keys(gone)) {
		s.add(survey1{typ: name, field: field, effect: schema.Removes}, gone[field])
	}
	for _, field := range slices.Sorted(maps.Keys(unfit)) {
		s.add(survey1{typ: name, field: field, effect: schema.Narrows}, unfit[field])
	}
	s.readers(was, is, e)
	s.whole(was, is, e)
}

// readers counts values that are seen by others than before: by fewer, where they are delivered; by more, where they are at all.
func (s *survey) readers(was, is *schema.Type, e *content.Stored) {
	for _, c := range s.changes {
		if c.Type != was.Name() || c.Code != "readers" {
			continue
		}
		f := is.Field(c.Field)
		before := f.Name()
		if was.Field(before) == nil {
			before = f.RenamedFrom()
		}
		values := valuesOf(e.Published, before)
		if c.Effect == schema.Exposes {
			values += valuesOf(e.Draft, before)
		}
		s.add(survey1{was.Name(), c.Field, c.Effect, c.Code}, values)
	}
}

// valuesOf counts what an entry (nil: nothing) has in a field.
func valuesOf(e *content.Entry, field string) (n int) {
	if e == nil {
		return 0
	}
	for _, doc := range append(slices.Collect(maps.Values(e.Locales)), e.Shared) {
		if doc[field] != nil {
			n++
		}
	}
	return n
}

// revisions counts the entries with more revisions than are kept from now on.
func (s *survey) revisions(ctx context.Context, tx Tx, was *schema.Type) error {
	is := s.becomes(was)
	if is == nil || is.Retention().Revisions >= was.Retention().Revisions {
		return nil
	}
	for after := ""; ; {
		ids, err := tx.Crowded(ctx, was.Name(), is.Retention().Revisions, after, pageOfEntries)
		if err != nil {
			return err
		}
		for _, after = range ids {
			s.add(survey1{was.Name(), "", schema.Removes, "revisions"}, 1)
		}
		if len(ids) < pageOfEntries {
			return nil
		}
	}
}

// whole counts what the type as a whole takes away.
func (s *survey) whole(was, is *schema.Type, e *content.Stored) {
	name, draft := was.Name(), e.Draft
	if was.Tree() && !is.Tree() && (e.Parent != "" || e.Position != "") {
		s.add(survey1{name, "", schema.Removes, "flat"}, 1)
	}
	if e.Trashed() && is.Retention().Days < was.Retention().Days {
		s.add(survey1{name, "", schema.Removes, "days"}, 1)
	}
	if was.Slug() != nil && is.Slug() == nil && e.Published != nil {
		s.add(survey1{name, "", schema.Narrows, "slug_removed"}, 1)
	}
	if len(was.Audiences()) == 0 && len(is.Audiences()) > 0 && e.Published != nil {
		s.add(survey1{name, "", schema.Narrows, "audiences"}, 1)
	}
	if is.Singleton() && !was.Singleton() && !e.Trashed() && s.again("singleton", name, draft.Space) {
		s.add(survey1{name, "", schema.Narrows, "singleton"}, 1)
	}
}

// unique counts values that another entry has had before, of fields that are to be unique now.
func (s *survey) unique(typ string, is *schema.Type, live *content.Entry) {
	repeated := map[string]int{}
	for _, v := range uniqueValues(is, live) {
		if s.again("value", typ, live.Space, v.Field, v.Locale, v.Hash) {
			repeated[v.Field]++
		}
	}
	for _, field := range slices.Sorted(maps.Keys(repeated)) {
		s.add(survey1{typ, field, schema.Narrows, "unique"}, repeated[field])
	}
}

// again says whether this was asked before.
func (s *survey) again(parts ...string) bool {
	key := strings.Join(parts, " ")
	before := s.seen[key]
	s.seen[key] = true
	return before
}

// tally counts problems by the field that they are of.
func tally(counts map[string]int, ps fault.Problems) {
	for _, p := range ps {
		parts := strings.Split(p.Pointer, "/")
		switch {
		case len(parts) > 2 && parts[1] == "shared":
			counts[parts[2]]++
		case len(parts) > 3 && parts[1] == "locales":
			counts[parts[3]]++
		}
	}
}
