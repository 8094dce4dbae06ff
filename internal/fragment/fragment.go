// Package fragment turns the templates of a design system into the parts that sites show: once, at publication, for one
// site, brand and locale. What depends on the page (the current item, breadcrumbs, languages, account, nonce…) is not known
// then. It becomes a slot: a hole between finished pieces of HTML, filled later without any template.
//
// How a hole survives html/template: where the template asks for a slot, a marker of random letters and digits is written,
// which no context of HTML escapes or changes. The output is then cut at the markers. Because whatever fills a hole is
// escaped for text and quoted attributes only, a hole may stand nowhere else: see hole.go, where the rules are, and
// context.go, which finds out where a hole stands, both in the source (Compile) and in the output (Render).
//
// Templates are html/template with an allow-list of functions. They can read nothing but the View, call nothing but these
// functions, and are stopped when they run or write too much.
package fragment

import "github.com/portico-cms/portico/internal/published"

// View is all that a template sees: plain data, resolved for one site, brand and locale.
type View struct {
	Site      Site
	Brand     string // key
	BrandName string
	Locale    string            // BCP 47
	Chain     []string          // locales whose messages are tried, Locale first; left out, Locale and its parents ("fr-CA", "fr")
	Dir       string            // ltr or rtl
	Menus     map[string][]Item // by name: main, utility, footer, legal
	Styles    []Asset
	Scripts   []Asset

	LogoAlone bool     // the site's name does not stand beside the logo
	Sticky    bool     // the header stays in sight
	Density   string   // "compact", or "" for the usual room
	Sites     []Site   // that the header leads to; Current where it is this one
	Search    string   // path on the delivery node at which words are looked up; "" offers no suggestions
	Feedback  string   // address, of the page's own site or absolute, that takes whether a page was helpful; "" where nobody asks
	Consent   *Consent // nil where visitors are asked for nothing

	LocaleName string // set by Render: the locale's name in its own language
	Layout     string // set by Render: full or simple
}

// Site is what templates know of the site.
type Site struct {
	Key    string
	Name   string
	Home   string // absolute URL of its home page in this locale
	SignIn string // absolute URL of its sign-in page; "" where it has none

	Current bool // in View.Sites: it is the page's own

	SignInReturn string // set by Render: SignIn, ready for the slot returnTo to stand behind it
}

// Item is a menu item with its texts in one locale and its address made absolute.
type Item struct {
	ID          string
	Label       string
	Description string
	URL         string // "" for a heading
	Icon        string // name of an icon, or ""
	External    bool   // leads out of the group
	NewWindow   bool
	Badge       string // a word or two beside the label, or ""
	Items       []Item
}

// Asset is a file that the parts need. URL is a path ("/a/…"), before which the slot origin is put, or absolute.
type Asset struct {
	URL       string
	Integrity string // "sha384-…"
}

// Consent is what visitors are asked. Texts that are "" are the design system's own.
type Consent struct {
	Version    string // of what is asked
	Title      string
	Text       string
	Policy     string // absolute address of the privacy policy, or ""
	Categories []Category
}

// Category is one purpose that visitors agree to or not.
type Category struct {
	Key   string
	Label string
	Text  string
}

// SlotView is what a slot template sees: holes for what is not known yet, and the page's View.
type SlotView struct {
	Label  string // text of a breadcrumb, title of a notice
	URL    string // address of a breadcrumb, language or notice
	Locale string // tag of a language, or of a notice's
	Dir    string // direction of that language
	Name   string // name of a language in itself, or of who is signed in; id of a notice
	View   View
}

// Rendered is the output for one View.
type Rendered struct {
	Parts   published.Parts            // by the names in the manifest
	Layouts map[string]published.Parts // by layout but full: the parts that differ
	Slots   published.SlotTemplates
}

// Limits of one render.
const (
	MaxBytes = 1 << 20 // written by one template
	MaxSteps = 50_000  // turns of loops and calls of templates, in one part
)
