package fragment

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
)

// attributes of the current item. The blank before belongs to them, so that nothing is left where the item is not current.
const (
	currentPage    = ` aria-current="page"`
	currentSection = ` aria-current="true"`
	themeLight     = ` data-portico-theme="light"`
	themeDark      = ` data-portico-theme="dark"`
)

// Render executes every part and slot template for one view. Error: fault.Problems, with the file and line of every template
// that fails, never ends, writes too much, or puts a slot where it is not safe.
func (s *Set) Render(view View) (*Rendered, error) {
	if err := s.complete(&view); err != nil {
		return nil, err
	}
	e := s.engines.Get().(*engine)
	defer s.engines.Put(e)
	view = e.begin(view)

	var ps fault.Problems
	out := &Rendered{Parts: published.Parts{}, Slots: published.SlotTemplates{
		"current.page":    {{Text: currentPage}},
		"current.section": {{Text: currentSection}},
		"theme.light":     {{Text: themeLight}},
		"theme.dark":      {{Text: themeDark}},
	}}
	for _, name := range s.release.Parts {
		out.Parts[name] = e.part(name, view, &ps)
	}
	out.Layouts = s.simple(e, view, out.Parts, &ps)
	slot := SlotView{View: view}
	for _, hole := range []struct {
		field *string
		slot  string
	}{
		{&slot.Label, published.HoleLabel}, {&slot.URL, published.HoleURL}, {&slot.Locale, published.HoleLocale},
		{&slot.Dir, published.HoleDir}, {&slot.Name, published.HoleName},
	} {
		*hole.field = e.marker(hole.slot, "")
	}
	for _, name := range s.slots {
		part := e.part(name, slot, &ps)
		for _, hole := range slotTemplates[name] {
			if len(ps) == 0 && !slices.ContainsFunc(part, func(s published.Segment) bool { return s.Slot == hole }) {
				ps.Add(fault.Problem{File: fileOf(name), Code: "hole", Message: fmt.Sprintf("the hole %s is not in it", hole)})
			}
		}
		out.Slots[name] = part
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// simple renders the parts once more for the simple layout, and keeps what differs; nil where a design system has no such layout.
func (s *Set) simple(e *engine, view View, full published.Parts, ps *fault.Problems) map[string]published.Parts {
	if len(*ps) > 0 {
		return nil // the same would be said twice
	}
	view.Layout = published.LayoutSimple
	differ := published.Parts{}
	for _, name := range s.layouts {
		if part := e.part(name, view, ps); !slices.Equal(part, full[name]) {
			differ[name] = part
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return map[string]published.Parts{published.LayoutSimple: differ}
}

// complete checks the view against the release and fills what is derived. It copies what is changed later.
func (s *Set) complete(v *View) error {
	if s.release.Brand(v.Brand) == nil {
		return fault.New(fault.Unprocessable, "the design system %s %s has no brand %q", s.release.Name, s.release.Version, v.Brand)
	}
	if v.BrandName == "" {
		v.BrandName = s.release.Brand(v.Brand).Name
	}
	if len(v.Chain) == 0 {
		for tag := language.Make(v.Locale); tag != language.Und; tag = tag.Parent() {
			v.Chain = append(v.Chain, tag.String())
		}
	}
	if !slices.ContainsFunc(v.Chain, func(tag string) bool { return s.release.Messages[tag] != nil }) {
		return fault.New(fault.Unprocessable, "the design system %s %s has no messages in %s", s.release.Name, s.release.Version,
			strings.Join(v.Chain, ", "))
	}
	if v.Dir == "" {
		v.Dir = locale.Direction(v.Locale)
	}
	v.LocaleName, v.Layout = locale.Name(v.Locale), published.LayoutFull
	v.Site.SignInReturn = signInReturn(v.Site.SignIn)
	v.Styles, v.Scripts = slices.Clone(v.Styles), slices.Clone(v.Scripts)
	return nil
}

// signInReturn gives the sign-in address up to where the page's own address stands, percent-encoded.
func signInReturn(url string) string {
	switch {
	case url == "":
		return ""
	case strings.Contains(url, "?"):
		return url + "&returnTo="
	}
	return url + "?returnTo="
}

// part executes a template and cuts its output; problems are added to ps.
func (e *engine) part(name string, data any, ps *fault.Problems) published.Part {
	text, err := e.execute(name, data)
	if err != nil {
		var found fault.Problems
		if errors.As(err, &found) {
			*ps = append(*ps, found...)
		}
		return nil
	}
	part, err := split(text, e.prefix, e.holes)
	if err != nil {
		ps.Add(fault.Problem{File: fileOf(name), Code: "hole", Message: err.Error()})
	}
	return part
}
