package schema

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/weburl"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// audienceName is the form of the name of a group of visitors, and of a site's key.
var audienceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// anySite stands for the sites that a preview does not name.
const anySite = "*"

// previewHoles are what a preview path may hold in braces.
var previewHoles = []string{"locale", "slug", "key", "id"}

var hole = regexp.MustCompile(`\{([^{}]*)\}`)

// Preview gives the path at which a site shows an entry of the type, as a pattern such as "/{locale}/news/{slug}"; ok is false
// where the type has none for the site.
func (t *Type) Preview(site string) (pattern string, ok bool) {
	pattern, ok = t.preview[site]
	if !ok {
		pattern, ok = t.preview[anySite]
	}
	return pattern, ok
}

// PreviewPath gives the path at which a site shows one entry. values are those of locale, slug, key and id; ok is false where
// the type has no preview for the site, or one of the values that it needs is missing.
func (t *Type) PreviewPath(site string, values map[string]string) (path string, ok bool) {
	pattern, ok := t.Preview(site)
	path = hole.ReplaceAllStringFunc(pattern, func(h string) string {
		v := values[h[1:len(h)-1]]
		ok = ok && v != "" && v != "." && v != ".."
		return url.PathEscape(v)
	})
	if !ok {
		return "", false
	}
	return path, true
}

// typeOptions checks what a type says of itself besides its fields.
func (s *source) typeOptions(m *Model) {
	if s.raw.Tree && s.raw.Singleton {
		s.at("/tree", "bad_option", "a type with one entry is no tree: take out tree or singleton")
	}
	switch s.raw.Review {
	case "":
	case "required":
		s.typ.review = true
	default:
		s.at("/review", "bad_value", "review is required, or left out; not %.40q", s.raw.Review)
	}
	for i, name := range s.raw.Audiences {
		at := fmt.Sprintf("/audiences/%d", i)
		switch {
		case s.failed(at):
		case !audienceName.MatchString(name):
			s.at(at, "bad_name", "%.80q is no name for an audience: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", name)
		case slices.Index(s.raw.Audiences, name) < i:
			s.at(at, "repeated", "audience %s is listed twice", name)
		}
	}
	s.retention()
	s.previews()
	s.typeRenamed(m)
}

// previews reads one pattern for all sites, or one for each.
func (s *source) previews() {
	s.typ.preview = map[string]string{}
	switch raw := s.raw.Preview.(type) {
	case nil:
	case string:
		s.preview("/preview", anySite, raw)
	case map[string]any:
		for _, site := range slices.Sorted(maps.Keys(raw)) {
			at := "/preview/" + yamlfile.Escape(site)
			pattern, ok := raw[site].(string)
			switch {
			case site != anySite && !audienceName.MatchString(site):
				s.at(at, "bad_name", "%.80q is no key of a site; * stands for those that are not named", site)
			case !ok:
				s.at(at, "wrong_kind", "the preview must be a path such as /{locale}/news/{slug}, not %s", typeName(raw[site]))
			default:
				s.preview(at, site, pattern)
			}
		}
	default:
		s.at("/preview", "wrong_kind", "the preview must be a path such as /{locale}/news/{slug}, or one for each site; not %s", typeName(raw))
	}
}

func (s *source) preview(at, site, pattern string) {
	for _, m := range hole.FindAllStringSubmatch(pattern, -1) {
		switch name := m[1]; {
		case !slices.Contains(previewHoles, name):
			s.at(at, "unknown_field", "the preview has {%.40s}; it may have {%s}", printable(name), strings.Join(previewHoles, "}, {"))
			return
		case name == "slug" && s.raw.Slug == "":
			s.at(at, "unknown_field", "the preview has {slug} and the type has no slug")
			return
		}
	}
	plain := hole.ReplaceAllString(pattern, "x")
	if err := weburl.Path(plain); err != nil || strings.ContainsAny(plain, "{}?#") {
		s.at(at, "bad_url", "the preview %.80q is not a path: it must begin with one / and have no spaces, braces, ? or #", pattern)
		return
	}
	s.typ.preview[site] = pattern
}

func (s *source) typeRenamed(m *Model) {
	name := s.raw.RenamedFrom
	if name == "" || s.failed("/renamedFrom") {
		return
	}
	switch {
	case !TypeName.MatchString(name):
		s.at("/renamedFrom", "bad_name", "%.80q is no name that a content type can have had", name)
	case m.byName[name] != nil:
		s.at("/renamedFrom", "repeated", "there is a content type %s still: it has not been renamed", name)
	}
	for _, t := range m.types {
		if t.renamedFrom == name && t.name < s.typ.name {
			s.at("/renamedFrom", "repeated", "type %s says that it was %s too", t.name, name)
		}
	}
}

func (s *source) fieldsRenamed() {
	seen := map[*fieldSet]map[string]string{} // what one says that it was, of the fields that stand together
	for _, d := range s.declarations {
		name := d.raw.RenamedFrom
		if name == "" || d.failed("/renamedFrom") {
			continue
		}
		if seen[d.set] == nil {
			seen[d.set] = map[string]string{}
		}
		seen := seen[d.set]
		switch {
		case !FieldName.MatchString(name):
			d.at("/renamedFrom", "bad_name", "%.80q is no name that a field can have had", name)
		case d.set.Field(name) != nil:
			d.at("/renamedFrom", "repeated", "there is a field %s still: it has not been renamed", name)
		case seen[name] != "":
			d.at("/renamedFrom", "repeated", "field %s says that it was %s too", shown(seen[name]), name)
		}
		seen[name] = d.field.name
	}
}

// printable makes a piece of a file fit for a message: what cannot be seen is left out.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}
