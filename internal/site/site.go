// Package site is the registry's domain: what a registered web site is, which locales it speaks, where it inherits from,
// and which addresses belong to the group.
package site

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/weburl"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Shared is the key of the shared space, from which every site inherits at the end.
const Shared = "shared"

// Limits of the texts about a site, in bytes.
const (
	maxText        = 300
	maxDescription = 2000
	maxVersion     = 60
)

// Key is the form of a site's key, in URLs, files and surrogate keys.
var Key = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Site is a registered web site or portal.
type Site struct {
	yamlfile.Pos `json:"-" yaml:"-"`

	Key           string   `json:"key" yaml:"key"`
	Name          string   `json:"name" yaml:"name"`
	Description   string   `json:"description,omitempty" yaml:"description"`
	Origins       []string `json:"origins" yaml:"origins"`           // scheme://host[:port]; links to the site use the first
	Stack         string   `json:"stack" yaml:"stack"`               // what it is built with: "Java 17, Spring Boot"
	Owner         string   `json:"owner" yaml:"owner"`               // the team that answers for it
	Contact       string   `json:"contact,omitempty" yaml:"contact"` // of the team: an e-mail address, an https address, or a telephone number
	Locales       []Locale `json:"locales" yaml:"locales"`           // in the order of its language selector
	DefaultLocale string   `json:"defaultLocale" yaml:"defaultLocale"`
	Brand         string   `json:"brand" yaml:"brand"`
	Theme         string   `json:"theme,omitempty" yaml:"theme"`           // light or dark, where it follows one only
	Parent        string   `json:"parent,omitempty" yaml:"parent"`         // key of the site it inherits from; "" is the shared space alone
	Channel       string   `json:"channel" yaml:"channel"`                 // of the design system that it follows, or the version it pins
	Integration   string   `json:"integration" yaml:"integration"`         // sdk, ssi, esi, loader, api
	Status        string   `json:"status" yaml:"status"`                   // planned, in-progress, aligned, retired
	TargetDate    string   `json:"targetDate,omitempty" yaml:"targetDate"` // when it is to be aligned: 2026-12-31
	SignIn        string   `json:"signIn,omitempty" yaml:"signIn"`         // path of its sign-in page; "" shows no account link
	Private       bool     `json:"private" yaml:"private"`
	Options       Options  `json:"options,omitzero" yaml:"options"` // what it has of its own in the shared parts
}

// Locale is one language of a site.
type Locale struct {
	Tag      string `json:"tag" yaml:"tag"`                     // BCP 47
	Fallback string `json:"fallback,omitempty" yaml:"fallback"` // the locale to try next, where a text is missing
	Home     string `json:"home" yaml:"home"`                   // path of the home page in this locale
}

// The allowed values of a site's enumerations.
var (
	Integrations = []string{"sdk", "ssi", "esi", "loader", "api"}
	Statuses     = []string{"planned", "in-progress", "aligned", "retired"}
	Channels     = []string{"stable", "next", "preview"}
	Themes       = []string{"light", "dark"}
)

// Chain gives the fallback chain of a locale on this site ("fr-CA", "fr", "en").
func (s *Site) Chain(tag string) []string {
	fallback := make(map[string]string, len(s.Locales))
	for _, l := range s.Locales {
		fallback[l.Tag] = l.Fallback
	}
	return locale.Chain(tag, fallback)
}

// HasLocale says whether the site is offered in a locale.
func (s *Site) HasLocale(tag string) bool {
	return slices.ContainsFunc(s.Locales, func(l Locale) bool { return l.Tag == tag })
}

// Origin gives the origin that links to the site use.
func (s *Site) Origin() string {
	if len(s.Origins) == 0 {
		return ""
	}
	return strings.TrimSuffix(s.Origins[0], "/")
}

// Home gives the absolute address of the site's home page in a locale, or in its default locale where it has not that one.
func (s *Site) Home(tag string) string {
	home := "/"
	for _, l := range s.Locales {
		if l.Tag == tag {
			return s.Origin() + l.Home
		}
		if l.Tag == s.DefaultLocale {
			home = l.Home
		}
	}
	return s.Origin() + home
}

// Normalize brings tags to their canonical form and fills what may be left out.
func (s *Site) Normalize() {
	for i := range s.Locales {
		l := &s.Locales[i]
		l.Tag, l.Fallback = canonical(l.Tag), canonical(l.Fallback)
		if l.Home == "" {
			l.Home = "/"
		}
	}
	if s.DefaultLocale == "" && len(s.Locales) > 0 {
		s.DefaultLocale = s.Locales[0].Tag
	}
	s.DefaultLocale = canonical(s.DefaultLocale)
	s.Channel = orElse(s.Channel, "stable")
	s.Integration = orElse(s.Integration, "sdk")
	s.Status = orElse(s.Status, "planned")
}

func canonical(tag string) string {
	if c, err := locale.Parse(tag); err == nil {
		return c
	}
	return tag // Validate names it
}

func orElse(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// Validate gives every problem of a site by itself; ValidateGroup those between sites.
func (s *Site) Validate() fault.Problems {
	var ps fault.Problems
	add := func(pointer, code, format string, args ...any) {
		p := s.Pos.Problem(code, format, args...)
		p.Pointer = pointer
		ps.Add(p)
	}
	if !Key.MatchString(s.Key) || s.Key == Shared {
		add("/key", "bad_key", "site key %.40q: use 1 to 40 of a-z, 0-9 and -, beginning with a letter, and not %q", s.Key, Shared)
	}
	required := func(pointer, what, value string) {
		if strings.TrimSpace(value) == "" {
			add(pointer, "required", "site %.40q has no %s", s.Key, what)
		}
	}
	required("/name", "name", s.Name)
	required("/owner", "owner", s.Owner)
	required("/brand", "brand", s.Brand)
	bounded := func(pointer, what, value string, limit int) {
		if len(value) > limit {
			add(pointer, "too_long", "site %.40q: %s has more than %d bytes", s.Key, what, limit)
		}
	}
	bounded("/name", "name", s.Name, maxText)
	bounded("/description", "description", s.Description, maxDescription)
	bounded("/stack", "stack", s.Stack, maxText)
	bounded("/owner", "owner", s.Owner, maxText)
	bounded("/contact", "contact", s.Contact, maxText)
	bounded("/brand", "brand", s.Brand, maxText)
	if len(s.Origins) == 0 {
		add("/origins", "required", "site %.40q has no origin (https://www.example.com)", s.Key)
	}
	for i, o := range s.Origins {
		if err := weburl.Origin(o); err != nil {
			add("/origins", "bad_origin", "site %.40q: %v", s.Key, err)
		} else if slices.Contains(s.Origins[:i], o) {
			add("/origins", "repeated", "site %.40q lists origin %s twice", s.Key, o)
		}
	}
	oneOf := func(pointer, what, value string, allowed []string) {
		if !slices.Contains(allowed, value) {
			add(pointer, "bad_value", "site %.40q: %s %.40q is not one of %s", s.Key, what, value, strings.Join(allowed, ", "))
		}
	}
	s.validateFacts(add)
	if _, err := semver.StrictNewVersion(s.Channel); err != nil || len(s.Channel) > maxVersion {
		oneOf("/channel", "channel", s.Channel, Channels)
	}
	oneOf("/integration", "integration", s.Integration, Integrations)
	oneOf("/status", "status", s.Status, Statuses)
	if s.SignIn != "" && weburl.Path(s.SignIn) != nil {
		add("/signIn", "bad_path", "site %.40q: signIn %.80q must be a path of the site that begins with one /", s.Key, s.SignIn)
	}
	s.validateOptions(add)
	ps = append(ps, s.validateLocales()...)
	return ps
}

// validateFacts checks what the registry alone is interested in.
func (s *Site) validateFacts(add func(pointer, code, format string, args ...any)) {
	if s.Contact != "" && !isContact(s.Contact) {
		add("/contact", "bad_contact", "site %.40q: contact %.80q is neither an e-mail address nor an https address nor a telephone number",
			s.Key, s.Contact)
	}
	if s.Theme != "" && !slices.Contains(Themes, s.Theme) {
		add("/theme", "bad_value", "site %.40q: theme %.40q is not one of %s", s.Key, s.Theme, strings.Join(Themes, ", "))
	}
	if s.TargetDate == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, s.TargetDate); err != nil {
		add("/targetDate", "bad_date", "site %.40q: targetDate %.40q is not a day such as 2026-12-31", s.Key, s.TargetDate)
	}
}

var telephone = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{3,29}$`)

func isContact(s string) bool {
	if _, err := mail.ParseAddress(s); err == nil {
		return true
	}
	if _, err := weburl.Absolute(s); err == nil {
		return true
	}
	return telephone.MatchString(s)
}

func (s *Site) validateLocales() fault.Problems {
	var ps fault.Problems
	add := func(code, format string, args ...any) {
		p := s.Pos.Problem(code, format, args...)
		p.Pointer = "/locales"
		ps.Add(p)
	}
	if len(s.Locales) == 0 {
		add("required", "site %.40q has no locale", s.Key)
		return ps
	}
	seen := map[string]bool{}
	for _, l := range s.Locales {
		if _, err := locale.Parse(l.Tag); err != nil {
			add("bad_locale", "site %.40q: %v", s.Key, err)
		}
		if seen[l.Tag] {
			add("repeated", "site %.40q lists locale %.40s twice", s.Key, l.Tag)
		}
		seen[l.Tag] = true
		if weburl.Path(l.Home) != nil {
			add("bad_path", "site %.40q: home %.80q of locale %.40s must be a path that begins with one /", s.Key, l.Home, l.Tag)
		}
	}
	for _, l := range s.Locales {
		if l.Fallback == "" {
			continue
		}
		if _, err := locale.Parse(l.Fallback); err != nil {
			add("bad_locale", "site %.40q: fallback of %.40s: %v", s.Key, l.Tag, err)
		}
		chain := s.Chain(l.Tag)
		last := chain[len(chain)-1]
		for _, m := range s.Locales {
			if m.Tag == last && m.Fallback != "" {
				add("cycle", "site %.40q: the fallbacks of %.40s run in a circle or are longer than %d", s.Key, l.Tag, locale.MaxChain)
			}
		}
	}
	if !seen[s.DefaultLocale] {
		add("bad_value", "site %.40q: defaultLocale %.40q is not one of its locales", s.Key, s.DefaultLocale)
	}
	return ps
}

// MaxLevels is how deep inheritance goes: site, parent, shared.
const MaxLevels = 3

// ValidateGroup gives the problems between sites: keys and origins that stand twice, parents that do not exist, and
// inheritance deeper than site → parent → shared.
func ValidateGroup(sites []*Site) fault.Problems {
	var ps fault.Problems
	add := func(s *Site, pointer, code, format string, args ...any) {
		p := s.Pos.Problem(code, format, args...)
		p.Pointer = pointer
		ps.Add(p)
	}
	byKey := make(map[string]*Site, len(sites))
	owner := map[string]string{}
	for _, s := range sites {
		if byKey[s.Key] != nil {
			add(s, "/key", "repeated", "site key %.40q is used twice", s.Key)
		}
		byKey[s.Key] = s
		for _, o := range s.Origins {
			if other, ok := owner[o]; ok && other != s.Key {
				add(s, "/origins", "repeated", "origin %.200s belongs to site %.40q and to site %.40q", o, other, s.Key)
			}
			owner[o] = s.Key
		}
	}
	for _, s := range sites {
		if s.Parent == "" {
			continue
		}
		parent := byKey[s.Parent]
		switch {
		case parent == nil:
			add(s, "/parent", "unknown_parent", "site %.40q: its parent %.40q is not a registered site", s.Key, s.Parent)
		case s.Parent == s.Key || parent.Parent != "":
			add(s, "/parent", "too_deep",
				"site %.40q: inheritance goes site, parent, shared, so its parent %.40q must have no parent itself", s.Key, s.Parent)
		}
	}
	validateSwitchers(sites, byKey, add)
	return ps
}

// Spaces gives where a site's content is looked for: the site, its parent, the shared space.
func (s *Site) Spaces() []string {
	if s.Parent != "" {
		return []string{s.Key, s.Parent, Shared}
	}
	return []string{s.Key, Shared}
}

// Shows says whether the site shows the content of a space.
func (s *Site) Shows(space string) bool { return slices.Contains(s.Spaces(), space) }

// Stored is a site with the version of its row, for optimistic writes.
type Stored struct {
	Site
	Version int64 // counts from 1
}

// Repository keeps the registry. All methods work inside the transaction that gave it out.
type Repository interface {
	// Site finds one. Errors: fault.NotFound.
	Site(ctx context.Context, key string) (*Stored, error)
	// Sites lists all, ordered by key.
	Sites(ctx context.Context) ([]*Stored, error)
	// SaveSite creates (version 0) or replaces the row whose version is given, and returns the new version.
	// Errors: fault.Stale where somebody saved in between, fault.Conflict where the key exists already.
	SaveSite(ctx context.Context, s *Site, version int64) (int64, error)
	// DeleteSite takes a site and its keys away, against the version of its row. Errors: fault.Stale, fault.NotFound.
	DeleteSite(ctx context.Context, key string, version int64) error

	// SiteKeys lists the delivery keys of a site, the newest first, at most limit.
	SiteKeys(ctx context.Context, site string, limit int) ([]*DeliveryKey, error)
	// LiveSiteKeys lists those that open something at a moment, the newest first.
	LiveSiteKeys(ctx context.Context, site string, at time.Time) ([]*DeliveryKey, error)
	// SiteKey finds one of a site by its id. Errors: fault.NotFound.
	SiteKey(ctx context.Context, site, id string) (*DeliveryKey, error)
	// SaveSiteKey creates a key, or replaces the one of that id.
	SaveSiteKey(ctx context.Context, k *DeliveryKey) error
}
