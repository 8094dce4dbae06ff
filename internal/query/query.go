package query

import "slices"

// Limits of one query. They bound the work that a caller can ask for.
const (
	MaxBytes      = 8 << 10 // of a query string, or of a JSON query
	MaxConditions = 20      // in the whole filter
	MaxValues     = 100     // of in and nin
	MaxDepth      = 5       // and, or, not inside one another
	MaxInclude    = 3       // references followed one after the other
	MaxPage       = 100     // entries of a page
	maxNames      = 100     // in fields, and in include
	maxSort       = 5
	maxFacets     = 5
	maxText       = 200 // characters of q

	// DefaultPage is how many entries a page has where nothing else is asked for.
	DefaultPage = 20
)

// Op is an operator of a condition.
type Op string

// The operators. Eq, In, the comparisons, Contains and Starts hold where any value of the field does; Ne and Nin hold where Eq
// and In do not, so also where there is no value.
const (
	Eq       Op = "eq"
	Ne       Op = "ne"
	In       Op = "in"
	Nin      Op = "nin"
	Lt       Op = "lt"
	Lte      Op = "lte"
	Gt       Op = "gt"
	Gte      Op = "gte"
	Contains Op = "contains" // without regard to capitals
	Starts   Op = "starts"   // without regard to capitals
	Exists   Op = "exists"
)

// Ops gives all operators.
func Ops() []Op { return []Op{Eq, Ne, In, Nin, Lt, Lte, Gt, Gte, Contains, Starts, Exists} }

// list says whether the operator takes several values.
func (o Op) list() bool { return o == In || o == Nin }

// Filter is a node of the tree: one of its members is set, those of And and Or are never empty.
type Filter struct {
	And, Or   []*Filter
	Not       *Filter
	Condition *Condition
}

// Condition compares a field with values, as they were sent: Check types them. In and Nin have any number of values, the other
// operators one.
type Condition struct {
	Path   string
	Op     Op
	Values []string

	at string // parameter or JSON pointer, for problems
}

// Sort is one order of several.
type Sort struct {
	Name       string
	Descending bool
}

// Words of a query's parameters.
const (
	CountExact = "exact"
	CountNone  = "none"

	FormatHTML   = "html"   // Markdown and rich text as HTML
	FormatSource = "source" // as it was typed
	FormatText   = "text"   // as plain text

	FallbackAuto = "auto" // the site's chain of the locale
	FallbackNone = "none"

	ViewPublished = "published"
)

// Query is a query as it was sent, understood but not checked. What was not sent is "", 0 or nil.
type Query struct {
	Type     string  // of a POST; a GET has it in its path
	Filter   *Filter // nil: everything
	Text     string  // q
	Types    []string
	Sort     []Sort
	Fields   []string
	Include  []string
	Facets   []string
	Size     int
	After    string
	Count    string
	Format   string
	View     string
	Locale   string
	Audience string   // of the visitor
	Fallback []string // "auto", "none", or locales

	places map[string]string // member → parameter or pointer, for problems
}

// At says where a member stands that was sent, for problems.
func (q *Query) At(member string) string {
	if place := q.places[member]; place != "" {
		return place
	}
	return member
}

// Names says whether a condition of the tree is about a path. A nil filter has none.
func (f *Filter) Names(path string) bool {
	names := func(g *Filter) bool { return g.Names(path) }
	switch {
	case f == nil:
		return false
	case f.Condition != nil:
		return f.Condition.Path == path
	}
	return f.Not.Names(path) || slices.ContainsFunc(f.And, names) || slices.ContainsFunc(f.Or, names)
}
