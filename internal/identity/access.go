package identity

import (
	"fmt"
	"slices"
	"strings"
)

// Action is what somebody does to something.
type Action string

// The actions.
const (
	Read      Action = "read"
	Create    Action = "create"
	Update    Action = "update"
	Submit    Action = "submit" // for review
	Approve   Action = "approve"
	Publish   Action = "publish"
	Unpublish Action = "unpublish"
	Delete    Action = "delete"
	Manage    Action = "manage" // what changes the rules: people, roles, keys, models, what is in the trash for good
)

// Actions lists them all.
var Actions = []Action{Read, Create, Update, Submit, Approve, Publish, Unpublish, Delete, Manage}

// What can be acted on besides entries. They stand where a content type's name does; no type is named so.
const (
	Sites        = "@sites"
	Menus        = "@menus"
	Accounts     = "@accounts" // people, their roles and keys
	Audit        = "@audit"
	Models       = "@models" // content types
	DesignSystem = "@design-system"
	Settings     = "@settings" // of the whole installation
	Media        = "@media"
	Log          = "@log" // the publication log, as delivery nodes follow it; it holds what they keep secret
)

// Resources lists them all.
var Resources = []string{Sites, Menus, Accounts, Audit, Models, DesignSystem, Settings, Media, Log}

// Any stands for every value of a dimension of a grant: of types for all content types and no resource, of sites for all sites
// and not for the shared space, of locales for all and for what no locale has to do with.
const Any = "*"

// AnyResource stands for all Resources but Log, the right to which is always named.
const AnyResource = "@*"

// SharedSpace is the space that every site inherits from. The right to change it is named, never meant by Any.
const SharedSpace = "shared"

// Target is what an action is about. Locale is "" for shared fields and for what concerns all locales at once; Field is "" for
// what concerns no field in particular.
type Target struct {
	Type   string // a content type, or one of Resources
	Site   string // a site's key, SharedSpace, or "" for what belongs to no site
	Locale string
	Field  string
}

// String gives the target for messages: "article in shop, locale fr, field title".
func (t Target) String() string {
	var b strings.Builder
	b.WriteString(strings.TrimPrefix(t.Type, "@"))
	if t.Site != "" {
		fmt.Fprintf(&b, " in %s", t.Site)
	}
	if t.Locale != "" {
		fmt.Fprintf(&b, ", locale %s", t.Locale)
	}
	if t.Field != "" {
		fmt.Fprintf(&b, ", field %s", t.Field)
	}
	return b.String()
}

// held is a grant as somebody has it: by which role, and narrowed to the sites and locales of the assignment.
type held struct {
	role string
	Grant
	sites, locales []string // of the assignment
}

// covers says whether one grant allows all of it: parts of two never add up.
func (h *held) covers(action Action, t Target) bool {
	if !slices.Contains(h.Actions, action) || !coversType(h.Types, t.Type) || !coversField(h.Fields, t.Field) {
		return false
	}
	if !coversSite(h.Sites, t.Site) || !h.assignedTo(action, t.Site) {
		return false
	}
	return coversLocale(h.Locales, t.Locale) && (action == Read || coversLocale(h.locales, t.Locale))
}

// assignedTo says whether the assignment reaches a site. Whoever reads a site reads what it inherits from the shared space.
func (h *held) assignedTo(action Action, site string) bool {
	return coversSite(h.sites, site) || (action == Read && site == SharedSpace)
}

func coversType(types []string, name string) bool {
	if strings.HasPrefix(name, "@") {
		return slices.Contains(types, name) || (name != Log && slices.Contains(types, AnyResource))
	}
	return slices.Contains(types, name) || slices.Contains(types, Any)
}

func coversSite(sites []string, key string) bool {
	return key == "" || slices.Contains(sites, key) || (key != SharedSpace && slices.Contains(sites, Any))
}

func coversLocale(locales []string, tag string) bool {
	return slices.Contains(locales, Any) || (tag != "" && slices.Contains(locales, tag))
}

func coversField(fields []string, name string) bool {
	return name == "" || slices.Contains(fields, Any) || slices.Contains(fields, name)
}

// Access is all that somebody may do. It never changes; nil may do nothing.
type Access struct {
	held    []held
	ceiling *Access // of a key: what its owner may do now
}

// NewAccess puts together what assignments give. Roles that are not there any more give nothing.
func NewAccess(assignments []Assignment, roles map[string]*Role) *Access {
	a := &Access{}
	for _, as := range assignments {
		if role := roles[as.Role]; role != nil {
			for _, g := range role.Grants {
				a.held = append(a.held, held{role.Name, g, as.Sites, as.Locales})
			}
		}
	}
	return a
}

// Limited gives the access of a key: the grants of the key, and never more than its owner has.
func Limited(grants []Grant, owner *Access) *Access {
	a := &Access{ceiling: owner}
	everywhere := []string{Any, SharedSpace}
	for _, g := range grants {
		a.held = append(a.held, held{"key", g, everywhere, []string{Any}})
	}
	return a
}

// Everything is the access of the process itself.
func Everything() *Access {
	all := map[string]*Role{Administrator: BuiltIn(Administrator)}
	return NewAccess([]Assignment{Everywhere(Administrator)}, all)
}

// May says whether an action is allowed.
func (a *Access) May(action Action, t Target) bool {
	if a == nil || (a.ceiling != nil && !a.ceiling.May(action, t)) {
		return false
	}
	return slices.ContainsFunc(a.held, func(h held) bool { return h.covers(action, t) })
}

// MaySomewhere says whether an action is allowed for a type on a site in some locale and for some field.
func (a *Access) MaySomewhere(action Action, typ, site string) bool {
	if a == nil {
		return false
	}
	for i := range a.held {
		h := &a.held[i]
		if slices.Contains(h.Actions, action) && coversType(h.Types, typ) && coversSite(h.Sites, site) && h.assignedTo(action, site) {
			if a.ceiling == nil || a.ceiling.MaySomewhere(action, typ, site) {
				return true
			}
		}
	}
	return false
}

// MayAnywhere says whether an action is allowed for some content type on some site.
func (a *Access) MayAnywhere(action Action) bool {
	if a == nil {
		return false
	}
	return (a.ceiling == nil || a.ceiling.MayAnywhere(action)) && slices.ContainsFunc(a.held, func(h held) bool {
		ofTypes := slices.ContainsFunc(h.Types, func(t string) bool { return !strings.HasPrefix(t, "@") })
		return ofTypes && slices.Contains(h.Actions, action) && len(h.sites) > 0
	})
}

// Limits gives the grants of a key, for work that goes on after its request; limited is false for the access of a person.
func (a *Access) Limits() (grants []Grant, limited bool) {
	if a == nil || a.ceiling == nil {
		return nil, false
	}
	for _, h := range a.held {
		grants = append(grants, h.Grant)
	}
	return grants, true
}

// RolesAt gives the names of the roles held for a site, for fields that are open to some roles only. A key has its owner's.
func (a *Access) RolesAt(site string) []string {
	if a == nil {
		return nil
	}
	if a.ceiling != nil {
		return a.ceiling.RolesAt(site)
	}
	var names []string
	for i := range a.held {
		if h := &a.held[i]; h.assignedTo(Read, site) && !slices.Contains(names, h.role) {
			names = append(names, h.role)
		}
	}
	return names
}

// Decision is an answer of Explain.
type Decision struct {
	Allowed bool
	Roles   []string // the roles that allow it; for a key "key", beside its owner's
	Reason  string   // a sentence for people
}

// Explain says whether an action is allowed, and why.
func (a *Access) Explain(action Action, t Target) Decision {
	d := Decision{Allowed: a.May(action, t)}
	if a == nil {
		d.Reason = "nobody is signed in"
		return d
	}
	for _, h := range a.held {
		if h.covers(action, t) && !slices.Contains(d.Roles, h.role) {
			d.Roles = append(d.Roles, h.role)
		}
	}
	switch {
	case d.Allowed:
		d.Reason = fmt.Sprintf("allowed by role %s", strings.Join(d.Roles, ", "))
	case len(d.Roles) > 0:
		d.Reason, d.Roles = "the key allows it, but its owner may not do it", nil
	default:
		d.Reason = fmt.Sprintf("no role held allows %s of %s", action, t)
	}
	return d
}

// MayUpdateAnything says whether there is any entry that may be changed: what a list of entries to change asks first.
func (a *Access) MayUpdateAnything() bool {
	return a != nil && (a.ceiling == nil || a.ceiling.MayUpdateAnything()) && slices.ContainsFunc(a.held, func(h held) bool {
		return slices.Contains(h.Actions, Update) && slices.ContainsFunc(h.Types, func(t string) bool { return !strings.HasPrefix(t, "@") })
	})
}
