package identity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
)

// Grant allows actions where all of its dimensions fit. A dimension lists values, or Any; an empty one fits nothing.
type Grant struct {
	Actions []Action `json:"actions"`
	Types   []string `json:"types"`
	Sites   []string `json:"sites"`
	Locales []string `json:"locales"`
	Fields  []string `json:"fields"`
}

// Role is a named set of grants.
type Role struct {
	Name        string            `json:"name"`
	Label       map[string]string `json:"label"`       // by locale
	Description map[string]string `json:"description"` // by locale
	Grants      []Grant           `json:"grants"`
	BuiltIn     bool              `json:"builtIn"` // comes with Portico and cannot be changed
}

// StoredRole is a role of one's own with the version of its row, for optimistic writes.
type StoredRole struct {
	Role

	Version int64 // counts from 1
}

// Assignment gives a role to somebody, for some sites (SharedSpace among them, where it is meant) and locales.
type Assignment struct {
	Role    string   `json:"role"`
	Sites   []string `json:"sites"`
	Locales []string `json:"locales"`
}

// Everywhere assigns a role for all sites, the shared space and all locales.
func Everywhere(role string) Assignment {
	return Assignment{Role: role, Sites: []string{Any, SharedSpace}, Locales: []string{Any}}
}

// The built-in roles.
const (
	Administrator = "administrator"
	SiteManager   = "site-manager"
	Editor        = "editor"
	Translator    = "translator"
	Reviewer      = "reviewer"
	Designer      = "designer"
	Viewer        = "viewer"
	Machine       = "machine"
)

var (
	every    = []string{Any}
	anywhere = []string{Any, SharedSpace}
)

func grant(types []string, actions ...Action) Grant {
	return Grant{Actions: actions, Types: types, Sites: anywhere, Locales: every, Fields: every}
}

func builtIn(name, label, labelFR, text, textFR string, grants ...Grant) *Role {
	return &Role{
		Name: name, BuiltIn: true, Grants: grants,
		Label:       map[string]string{"en": label, "fr": labelFR},
		Description: map[string]string{"en": text, "fr": textFR},
	}
}

// BuiltIns gives the built-in roles, the strongest first.
func BuiltIns() []*Role {
	reads := []string{Any, Sites, Menus, Models, DesignSystem, Media}
	return []*Role{
		builtIn(Administrator, "Administrator", "Administrateur", "Everything", "Tout",
			grant([]string{Any, AnyResource, Log}, Actions...)),
		builtIn(SiteManager, "Site manager", "Gestionnaire de site",
			"Answers for sites: their registration, menus and content", "Répond de sites : leur fiche, leurs menus et leurs contenus",
			grant(reads, Read), grant([]string{Audit}, Read), grant([]string{Sites}, Update),
			grant([]string{Any, Menus, Media}, Create, Update, Submit, Approve, Publish, Unpublish, Delete)),
		builtIn(Editor, "Editor", "Rédacteur", "Writes and publishes content and menus", "Rédige et publie contenus et menus",
			grant(reads, Read), grant([]string{Any, Menus, Media}, Create, Update, Submit, Publish, Unpublish, Delete)),
		builtIn(Translator, "Translator", "Traducteur", "Writes texts of some languages and submits them",
			"Rédige les textes de certaines langues et les soumet",
			grant(reads, Read), grant([]string{Any, Media}, Update, Submit)),
		builtIn(Reviewer, "Reviewer", "Relecteur", "Approves what others have submitted", "Approuve ce que d’autres ont soumis",
			grant(reads, Read), grant([]string{Any}, Approve)),
		builtIn(Designer, "Designer", "Designer", "Looks after the design system", "S’occupe du système de design",
			grant(reads, Read), grant([]string{DesignSystem}, Create, Update, Publish)),
		builtIn(Viewer, "Viewer", "Lecteur", "Reads", "Lit", grant(reads, Read)),
		builtIn(Machine, "Machine", "Machine", "Writes content from another system, and does not publish",
			"Écrit des contenus depuis un autre système, sans publier",
			grant(reads, Read), grant([]string{Any, Media}, Create, Update, Submit)),
	}
}

// BuiltIn gives a built-in role, or nil.
func BuiltIn(name string) *Role {
	for _, r := range BuiltIns() {
		if r.Name == name {
			return r
		}
	}
	return nil
}

var roleName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

const (
	maxGrants = 100
	maxValues = 200
)

// Validate gives what is wrong with a role of one's own.
func (r *Role) Validate() (ps fault.Problems) {
	if !roleName.MatchString(r.Name) {
		ps.Add(problem("/name", "bad_name", "name the role with 1 to 40 of a-z, 0-9 and -, beginning with a letter"))
	}
	if BuiltIn(r.Name) != nil {
		ps.Add(problem("/name", "taken", "%s is a built-in role: choose another name", r.Name))
	}
	if strings.TrimSpace(r.Label["en"]) == "" {
		ps.Add(problem("/label/en", "required", "give the role a label in English (en)"))
	}
	if len(r.Grants) > maxGrants {
		ps.Add(problem("/grants", "too_many", "a role has at most %d grants", maxGrants))
		return ps
	}
	for i := range r.Grants {
		ps = append(ps, r.Grants[i].Validate(fmt.Sprintf("/grants/%d", i))...)
	}
	return ps
}

// Validate gives what is wrong with a grant that stands at a pointer.
func (g *Grant) Validate(pointer string) (ps fault.Problems) {
	for _, a := range g.Actions {
		if !slices.Contains(Actions, a) {
			ps.Add(problem(pointer+"/actions", "bad_value", "there is no action %.40q", string(a)))
		}
	}
	for _, d := range []struct {
		name   string
		values []string
	}{{"types", g.Types}, {"sites", g.Sites}, {"locales", g.Locales}, {"fields", g.Fields}} {
		switch {
		case len(d.values) == 0:
			ps.Add(problem(pointer+"/"+d.name, "required", `name the %s, or "*" for all`, d.name))
		case len(d.values) > maxValues:
			ps.Add(problem(pointer+"/"+d.name, "too_many", "at most %d values", maxValues))
		}
	}
	if len(g.Actions) == 0 {
		ps.Add(problem(pointer+"/actions", "required", "name the actions"))
	}
	for _, t := range g.Types {
		if strings.HasPrefix(t, "@") && t != AnyResource && !slices.Contains(Resources, t) {
			ps.Add(problem(pointer+"/types", "bad_value", "there is no resource %.40q", t))
		}
	}
	return append(ps, badLocales(pointer, g.Locales)...)
}

func badLocales(pointer string, tags []string) (ps fault.Problems) {
	for _, tag := range tags {
		if c, err := locale.Parse(tag); tag != Any && (err != nil || c != tag) {
			ps.Add(problem(pointer+"/locales", "bad_locale", "%.40q is not a language tag", tag))
		}
	}
	return ps
}

// ValidateAssignments gives what is wrong with somebody's assignments; roles are those that there are.
func ValidateAssignments(as []Assignment, roles map[string]*Role) (ps fault.Problems) {
	if len(as) > maxGrants {
		ps.Add(problem("/roles", "too_many", "at most %d roles", maxGrants))
		return ps
	}
	for i, a := range as {
		pointer := fmt.Sprintf("/roles/%d", i)
		if roles[a.Role] == nil {
			ps.Add(problem(pointer+"/role", "unknown_role", "there is no role %.40q", a.Role))
		}
		if len(a.Sites) == 0 || len(a.Sites) > maxValues {
			ps.Add(problem(pointer+"/sites", "required", `name the sites ("*" for all, "shared" for the shared space)`))
		}
		if len(a.Locales) == 0 || len(a.Locales) > maxValues {
			ps.Add(problem(pointer+"/locales", "required", `name the locales, or "*" for all`))
		}
		ps = append(ps, badLocales(pointer, a.Locales)...)
	}
	return ps
}

// IsAdministrator says whether assignments make somebody an administrator of everything: of those there is always one.
func IsAdministrator(as []Assignment) bool {
	return slices.ContainsFunc(as, func(a Assignment) bool {
		return a.Role == Administrator && coversSite(a.Sites, "x") && slices.Contains(a.Sites, SharedSpace) && coversLocale(a.Locales, "")
	})
}
