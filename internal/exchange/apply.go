package exchange

import (
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// Conflict is a translation of a text that the entry no longer has.
type Conflict struct {
	Pointer string // of the unit
	Sent    string // the source that was translated
	Now     string // what the entry has in its place
	Target  string // the translation
}

// Outcome says what has become of the units of an answer. Pointers are those of units; those of what a value as a whole is not
// fit for lead into the entry.
type Outcome struct {
	Applied   []string       // pointers of translations that changed the entry
	Unchanged []string       // of those that it had already
	Conflicts []Conflict     // not applied, unless forced
	Problems  fault.Problems // not applied: unknown_text, codes, gap, structure, and those of the schema
	AtPublish fault.Problems // applied, and in the way of publishing: too long
}

// Apply gives a copy of an entry with translations filled into its document in locale target, and says what became of each. A
// unit without a target counts for nothing; one whose source is no longer that of the entry, white space aside, is a conflict, and
// is applied only where force says so and there still is a text. Where the translation has no such component, block or rich text
// yet, it is made like the source's: with its media, references and choices, and with no other texts of it. The caller saves
// (content.Normalize, content.DeriveSlugs), and asks before who may write the target's fields.
func Apply(t *schema.Type, e *content.Entry, source, target string, units []Unit, force bool) (*content.Entry, Outcome) {
	a := applier{units: map[string]Unit{}, open: map[string]int{}, force: force}
	a.accept(units)
	out := e.Clone()
	doc := out.Locales[target]
	for _, f := range t.Fields() {
		pointer := "/" + f.Name()
		if !f.Localized() || !f.Public() || !a.wants(pointer) {
			continue
		}
		was := doc[f.Name()]
		v, changed := a.field(pointer, f, e.Locales[source][f.Name()], was)
		if changed {
			v, changed = a.whole("/locales/"+target+pointer, pointer, f, v)
		}
		if !changed {
			continue
		}
		if doc == nil {
			doc = object{}
			out.Locales[target] = doc
		}
		doc[f.Name()] = v
	}
	a.leftovers(units)
	if len(a.out.Applied) > 0 {
		content.Compute(t, out)
	}
	return out, a.out
}

// applier applies units; those that have not found their text yet are in units.
type applier struct {
	units map[string]Unit
	open  map[string]int // how many of units there are at a pointer and below it
	force bool
	out   Outcome
}

func (a *applier) problem(pointer string, line int, code, format string, args ...any) {
	a.out.Problems.Add(fault.Problem{Pointer: pointer, Line: line, Code: code, Message: fmt.Sprintf(format, args...)})
}

// take gives the unit of a text, if it is to be applied: now is the source as the entry has it, present the translation.
func (a *applier) take(pointer, now, present string) (Unit, bool) {
	u, ok := a.units[pointer]
	if !ok || blank(now) {
		return u, false
	}
	a.done(pointer)
	switch {
	case u.Target == present:
		a.out.Unchanged = append(a.out.Unchanged, pointer)
		return u, false
	case !a.force && !sameText(u.Source, now):
		a.out.Conflicts = append(a.out.Conflicts, Conflict{pointer, u.Source, now, u.Target})
		return u, false
	}
	return u, true
}

// field gives the value of a field with the translations below it: v is the source's value and was the translation's. changed
// says whether it differs from was.
func (a *applier) field(pointer string, f *schema.Field, v, was any) (value any, changed bool) {
	switch {
	case !a.wants(pointer):
		return was, false
	case f.Kind() == "component" && f.Many():
		return a.list(pointer, f, v, was)
	case f.Kind() == "component":
		return a.component(pointer, f, v, was)
	case f.Kind() == "blocks":
		return a.blocks(pointer, f, v, was)
	case !translatable(f):
		return was, false
	case f.Kind() == "rich-text":
		return a.richText(pointer, f, v, was)
	}
	return a.plain(pointer, f, v, was)
}

// plain applies the unit of a text without structure.
func (a *applier) plain(pointer string, f *schema.Field, v, was any) (any, bool) {
	u, ok := a.take(pointer, mark(plainText(v)), mark(plainText(was)))
	if !ok {
		return was, false
	}
	list := tokens(u.Target)
	if len(list) != 1 || list[0].form != literal {
		a.problem(pointer, u.Line, "codes", "the translation has codes such as <1>, and its source has none")
		return was, false
	}
	normal, issues := f.Value(plainValue(f, list[0].text))
	if !a.fit(pointer, u.Line, f, issues) || normal == nil {
		return was, false
	}
	a.out.Applied = append(a.out.Applied, pointer)
	return normal, true
}

// fit tells of issues, and says whether a draft may have the value.
func (a *applier) fit(pointer string, line int, f *schema.Field, issues []schema.Issue) bool {
	good := true
	for _, issue := range issues {
		p := fault.Problem{Pointer: pointer + issue.Pointer, Line: line, Code: issue.Code, Message: f.Name() + " " + issue.Message}
		if issue.AtPublish {
			a.out.AtPublish.Add(p)
			continue
		}
		a.out.Problems.Add(p)
		good = false
	}
	return good
}

// whole brings a changed field to its canonical form. Where that cannot be, nothing below the field counts as applied.
func (a *applier) whole(at, pointer string, f *schema.Field, v any) (any, bool) {
	normal, issues := f.Value(v)
	var hard []schema.Issue
	for _, issue := range issues {
		if !issue.AtPublish { // what a text is unfit for is told already; what else is missing is no business of the translator
			hard = append(hard, issue)
		}
	}
	if a.fit(at, 0, f, hard) && normal != nil {
		return normal, true
	}
	kept := a.out.Applied[:0]
	for _, p := range a.out.Applied {
		if p != pointer && !strings.HasPrefix(p, pointer+"/") {
			kept = append(kept, p)
		}
	}
	a.out.Applied = kept
	return nil, false
}
