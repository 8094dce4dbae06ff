package query

import "slices"

// Place says which endpoints take a parameter.
type Place uint8

// The endpoints.
const (
	InList   Place = 1 << iota // lists, and POST
	InEntry                    // one entry
	InSearch                   // full text over several types

	everywhere = InList | InEntry | InSearch
)

// Parameter is one parameter of a query.
type Parameter struct {
	Name  string // in a query string; "filter" stands for filter[path][op]
	Paths bool   // whether its value or name holds paths of fields: each of these must keep secrets (SECURITY Q2)
	In    Place
	Help  string
}

// Form is what one value of a parameter may be, as far as that depends on no model and no site. It is written alike in JSON.
type Form struct {
	Words   []string // one of these; nil: any text but an empty one
	Pattern string   // "" for none
	Most    int      // characters; 0: as many as a query has room for
}

// Form gives the form of one value; page[size] is a number and has none.
func (p Parameter) Form() Form {
	switch p.Name {
	case "q":
		return Form{Most: maxText}
	case "audience":
		return Form{Pattern: AudiencePattern}
	}
	return Form{Words: words[p.Name]}
}

// Parameters is the one table of what a query may have. What is not in it is refused.
func Parameters() []Parameter { return slices.Clone(parameters) }

var parameters = []Parameter{
	{"filter", true, InList, "filter[path][op]=value: only entries whose field has the value; op is " +
		"eq, ne, in, nin, lt, lte, gt, gte, contains, starts or exists"},
	{"q", false, InList | InSearch, `words, "phrases", -exclusions and prefix* in the searchable fields`},
	{"sort", true, InList, "fields, - before one for descending"},
	{"fields", true, InList | InEntry, "the fields that are wanted; category.title for those of an included entry"},
	{"include", true, InList | InEntry, "references whose entries stand in the answer, to a depth of three"},
	{"facets", true, InList, "fields whose values are counted within the result"},
	{"count", false, InList, "exact counts all entries of the result; none is the default"},
	{"page[size]", false, InList | InSearch, "entries of a page, 20 where it is not given"},
	{"page[after]", false, InList | InSearch, "a cursor: page.next or page.prev of another page"},
	{"type", false, InSearch, "content types to look in; all searchable ones where it is not given"},
	{"locale", false, everywhere, "a locale of the site"},
	{"fallback", false, everywhere, "auto, none, or the locales to try one after the other"},
	{"format", false, InList | InEntry, "html, source or text, for Markdown and rich text"},
	{"view", false, everywhere, "published"},
	{"audience", false, everywhere, "of the visitor for whom it is asked: with a delivery key of the site, entries for that audience " +
		"are there too"},
}

// takes says whether an endpoint takes a parameter.
func takes(name string, where Place) bool {
	for _, p := range parameters {
		if p.Name == name {
			return p.In&where != 0
		}
	}
	return false
}
