package published

import "time"

// Site is the body of a site record: its public facts.
type Site struct {
	Key           string       `json:"key"`
	Name          string       `json:"name"`
	Locales       []SiteLocale `json:"locales"`
	DefaultLocale string       `json:"defaultLocale"`
	Brand         string       `json:"brand"`
	Channel       string       `json:"channel"`
	Parent        string       `json:"parent,omitempty"`
	Origins       []string     `json:"origins"`
	Spaces        []string     `json:"spaces"` // where content is looked for: the site, its parent, shared
	DesignSystem  DesignSystem `json:"designSystem"`
	Hosts         []string     `json:"hosts"`            // hosts that links of its pages may lead to
	SignIn        string       `json:"signIn,omitempty"` // path of the sign-in page
	Private       bool         `json:"private,omitempty"`
	CSP           CSP          `json:"csp"`
	Tokens        string       `json:"tokens,omitempty"`    // key of its tokens record; "" is its brand
	Gone          string       `json:"gone,omitempty"`      // the version it is pinned to, where that is withdrawn: DesignSystem stands in
	Theme         string       `json:"theme,omitempty"`     // light or dark, where it follows one only
	Audiences     []string     `json:"audiences,omitempty"` // those that have a bundle of their own; everybody else has that of nobody
	Loader        *AssetLink   `json:"loader,omitempty"`    // the script that puts the parts into a page in the browser
}

// TokensKey gives the key of the record with the site's tokens.
func (s *Site) TokensKey() string {
	if s.Tokens != "" {
		return s.Tokens
	}
	return s.Brand
}

// SiteLocale is one language of a site, with the chain of locales tried where a text is missing, its own first.
type SiteLocale struct {
	Tag   string   `json:"tag"`
	Label string   `json:"label"` // in its own language
	Dir   string   `json:"dir"`   // ltr or rtl
	Chain []string `json:"chain"`
	Home  string   `json:"home"` // absolute address of the home page
}

// DesignSystem names a release.
type DesignSystem struct {
	Name    string `json:"name"`
	Version string `json:"version"` // semantic version
	Package string `json:"package"` // of the design tokens: "@scope/design-tokens"

	DeprecatedAt *time.Time `json:"deprecatedAt,omitempty"` // since when nobody should use it any more
	SunsetAt     *time.Time `json:"sunsetAt,omitempty"`     // when it will be withdrawn
	Successor    string     `json:"successor,omitempty"`    // the version to go to instead
}

// TokensKey is the key of a tokens record of a release other than that of the channel stable, which is named by its brand alone.
func TokensKey(brand string, system DesignSystem) string {
	return brand + "@" + system.Name + "@" + system.Version
}

// CSP is what the shared parts need of a page's policy: directive → sources. "origin" stands for the delivery node.
type CSP map[string][]string

// Bundle is the body of a bundle record: all that one site needs for one locale.
type Bundle struct {
	Site         string            `json:"site"`
	Locale       string            `json:"locale"`
	DesignSystem DesignSystem      `json:"designSystem"`
	Audience     string            `json:"audience,omitempty"` // whose bundle it is; "" is that of visitors of whom nothing is known
	Parts        map[string]Part   `json:"parts"`
	Layouts      map[string]Parts  `json:"layouts,omitempty"` // by layout but full: the parts that differ from Parts
	Slots        SlotTemplates     `json:"slots"`
	Menus        map[string][]Item `json:"menus"`
	Languages    []Language        `json:"languages"`         // what fills the languages slot where the page says nothing else
	SignIn       string            `json:"signIn,omitempty"`  // absolute address of the sign-in page
	Notices      []Notice          `json:"notices,omitempty"` // that its audience may see, at any time and on any page
	Assets       []AssetLink       `json:"assets"`
	Fallback     map[string]string `json:"fallback"`           // the barest header and footer, for when nothing else can be had
	Warnings     []string          `json:"warnings,omitempty"` // what an editor should mend: texts missing in this locale
}

// Parts are parts by name.
type Parts = map[string]Part

// Language is a link to the same page, or the home page, in another locale of the site.
type Language struct {
	Locale string `json:"locale"`
	Label  string `json:"label"` // in its own language
	Dir    string `json:"dir"`
	URL    string `json:"url"`
}

// Item is a menu item, resolved for one site and locale.
type Item struct {
	ID          string `json:"id"`
	Label       string `json:"label"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`  // absolute; "" for a heading
	Path        string `json:"path,omitempty"` // of an item on the bundle's own site: what a page's path is matched with
	Match       string `json:"match,omitempty"`
	Icon        string `json:"icon,omitempty"`
	External    bool   `json:"external,omitempty"` // leads out of the group
	NewWindow   bool   `json:"newWindow,omitempty"`
	Badge       string `json:"badge,omitempty"` // a word or two beside the label
	Items       []Item `json:"items,omitempty"`
}

// AssetLink is a file that the head or scripts part loads. URL begins with the path of the delivery node, /a/….
type AssetLink struct {
	URL       string `json:"url"`
	Integrity string `json:"integrity"` // Subresource Integrity, sha384
	As        string `json:"as"`        // style or script
}

// Asset is the body of an asset record.
type Asset struct {
	File string `json:"file"` // last part of the address: portico.css
	Type string `json:"type"` // media type
	Data []byte `json:"data"`

	SHA        string `json:"-"` // the record's key
	Generation int64  `json:"-"` // of the record: the first publication that had it
}

// Tokens is the body of a tokens record: the design tokens of one brand.
type Tokens struct {
	Brand string `json:"brand"`
	CSS   string `json:"css"`  // custom properties at :root, light and dark in one
	JSON  string `json:"json"` // computed values by theme

	Generation int64  `json:"-"` // of the record
	ID         uint64 `json:"-"` // see BundleView.ID
}

// Type is the body of a type record: what a delivery node must know of a content type to answer queries.
type Type struct {
	Name      string   `json:"name"`
	Singleton bool     `json:"singleton,omitempty"`
	Title     string   `json:"title"`
	Slug      string   `json:"slug,omitempty"`
	Sort      string   `json:"sort,omitempty"`      // default order: a field, "-" before it for descending; "" is by title
	Markdown  []string `json:"markdown,omitempty"`  // fields that have an HTML form
	Help      string   `json:"help,omitempty"`      // what the model says of it, in English
	Audiences []string `json:"audiences,omitempty"` // those that may read its entries, of a KindLimited record; else none: everybody

	Fields     []Field            `json:"fields,omitempty"`     // all that everybody may read, in the model's order
	Components map[string][]Field `json:"components,omitempty"` // fields of the components that stand in the type, by Field.Components
}

// Entry is the body of an entry record: the published documents of one entry.
type Entry struct {
	ID        string              `json:"id"`
	Type      string              `json:"type"`
	Space     string              `json:"space"`
	Key       string              `json:"key"`
	Version   int64               `json:"version"`
	Shared    map[string]any      `json:"shared"`
	HTML      map[string]any      `json:"html,omitempty"` // shared fields with an HTML form (Type.Markdown) in that form, by field
	Text      map[string]any      `json:"text,omitempty"` // the same fields as plain text
	Locales   map[string]EntryDoc `json:"locales"`
	UpdatedAt time.Time           `json:"updatedAt"`
	Meta      map[string]any      `json:"meta,omitempty"` // what a draft view knows beside the fields: texts, numbers, booleans, lists
}

// EntryDoc is one published locale of an entry.
type EntryDoc struct {
	Fields      map[string]any `json:"fields"`
	HTML        map[string]any `json:"html,omitempty"` // as in Entry
	Text        map[string]any `json:"text,omitempty"`
	PublishedAt time.Time      `json:"publishedAt"`
	Meta        map[string]any `json:"meta,omitempty"` // of this locale; goes before the entry's
}

// NodeSecrets is what delivery nodes share with each other and with nobody else.
type NodeSecrets struct {
	CursorKey []byte `json:"cursorKey"` // 32 bytes: signs paging cursors
}

// SiteKeys is what opens a private site, as delivery nodes know it. They know no key, only hashes.
type SiteKeys struct {
	Keys []SiteKey `json:"keys"`
}

// SiteKey is one of them.
type SiteKey struct {
	Hash      []byte     `json:"hash"` // SHA-256 of the key
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
}
