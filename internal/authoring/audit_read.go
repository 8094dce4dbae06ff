package authoring

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// AuditView is a line as somebody may see it today.
type AuditView struct {
	AuditLine

	Withheld bool // some of its values are not for them
}

// AuditTrail lists lines of the audit. Who has the right to read it for some sites sees the lines of those alone; the values that were
// changed are shown as far as they may read them now. Errors: fault.Forbidden.
func (a *Authoring) AuditTrail(ctx context.Context, actor Actor, f AuditFilter) (out []*AuditView, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Audit}); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > verifyPage {
		f.Limit = verifyPage
	}
	err = a.store.View(ctx, func(tx Tx) error {
		sites, err := tx.Sites(ctx)
		if err != nil {
			return err
		}
		if f.Sites = actor.auditedSites(sites); f.Sites != nil && len(f.Sites) == 0 {
			return nil
		}
		model, err := a.modelIn(ctx, tx)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		ages, err := a.fieldAges(ctx, tx)
		if err != nil {
			return err
		}
		lines, err := tx.AuditLines(ctx, f)
		for _, l := range lines {
			out = append(out, actor.viewOf(model, ages, l))
		}
		return err
	})
	return out, err
}

// auditedSites gives the sites whose lines are for the actor; nil is all, those of no site and of sites that are gone among them.
func (a Actor) auditedSites(sites []*site.Stored) []string {
	reads := func(key string) bool {
		return a.Access.MayHere(identity.Read, identity.Target{Type: identity.Audit, Site: key})
	}
	if reads(identity.Any) && reads(identity.SharedSpace) {
		return nil
	}
	out := []string{}
	for _, s := range sites {
		if reads(s.Key) {
			out = append(out, s.Key)
		}
	}
	if reads(identity.SharedSpace) {
		out = append(out, identity.SharedSpace)
	}
	return out
}

// shownWith says which resource's readers see the values in lines about a kind of subject; of others, those who read every resource.
var shownWith = map[string]string{
	"site": identity.Sites, "menu": identity.Menus, "account": identity.Accounts, "role": identity.Accounts, "key": identity.Accounts,
	"preview": identity.Sites, "design-system": identity.DesignSystem, "design-draft": identity.DesignSystem, "media": identity.Media,
}

func (a Actor) viewOf(m *schema.Model, ages schema.Ages, l *AuditLine) *AuditView {
	v := &AuditView{AuditLine: *l}
	kind, _, _ := strings.Cut(l.Subject, "/")
	if kind == "entry" {
		a.entryView(m, ages, v)
		return v
	}
	resource := shownWith[kind]
	if resource == "" {
		resource = identity.AnyResource
	}
	if !a.Access.May(identity.Read, identity.Target{Type: resource, Site: l.Site}) {
		v.Withheld = l.Before != "" || l.After != ""
		v.Before, v.After = "", ""
	}
	return v
}

// entryView leaves out of a line the values of fields that are not for the actor, and of those that are there no more, or were away.
func (a Actor) entryView(m *schema.Model, ages schema.Ages, v *AuditView) {
	var detail struct {
		Type string `json:"type"`
	}
	var t *schema.Type
	if json.Unmarshal([]byte(v.Detail), &detail) == nil && m != nil {
		t = m.Type(detail.Type)
	}
	if t == nil || !a.Access.MaySomewhere(identity.Read, detail.Type, v.Site) {
		v.Withheld = true
		v.Detail, v.Before, v.After = "", "", ""
		return
	}
	shown := fieldsShown{a, t, ages, v.Site, v.At, false}
	v.Before, v.After = shown.values(v.Before), shown.values(v.After)
	v.Withheld = shown.withheld
}

// fieldsShown filters the values of one line.
type fieldsShown struct {
	actor    Actor
	typ      *schema.Type
	ages     schema.Ages
	site     string
	at       time.Time // of the line
	withheld bool
}

// values filters a JSON object: of values by pointer (/shared/order, /locales/fr/title), or of whole documents (shared, locales); of how
// far the workflow or the translation is, by locale; of a place in a tree.
func (s *fieldsShown) values(src string) string {
	if src == "" {
		return ""
	}
	var values map[string]json.RawMessage
	if json.Unmarshal([]byte(src), &values) != nil {
		s.withheld = true
		return ""
	}
	for name, v := range values {
		path := strings.Split(strings.TrimPrefix(name, "/"), "/")
		for i := range path {
			path[i] = yamlfile.Unescape(path[i])
		}
		if v = s.value(path, v); v == nil {
			delete(values, name)
			continue
		}
		values[name] = v
	}
	return auditJSON(values)
}

// value gives what may be seen of a value at a path; nil is nothing. Above fields it looks at each member.
func (s *fieldsShown) value(path []string, v json.RawMessage) json.RawMessage {
	tag, field := "", 1
	if path[0] == "locales" {
		field = 2
	}
	switch {
	case path[0] == "parent" || path[0] == "position":
		return v
	case path[0] == auditedFlow || path[0] == auditedTranslation:
		if len(path) == 1 {
			return s.members(path, v)
		}
		if s.actor.Access.May(identity.Read, identity.Target{Type: s.typ.Name(), Site: s.site, Locale: path[1]}) {
			return v
		}
		s.withheld = true
		return nil
	case path[0] != "shared" && path[0] != "locales":
		s.withheld = true
		return nil
	case len(path) <= field:
		return s.members(path, v)
	case field == 2:
		tag = path[1]
	}
	f := s.typ.Field(path[field])
	if f == nil || !s.ages.Had(s.typ.Name(), f.Name(), s.at) || !s.actor.mayField(identity.Read, s.typ, s.site, tag, f) {
		s.withheld = true
		return nil
	}
	return v
}

func (s *fieldsShown) members(path []string, v json.RawMessage) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(v, &members) != nil {
		s.withheld = true
		return nil
	}
	for name, member := range members {
		if member = s.value(append(slices.Clone(path), name), member); member == nil {
			delete(members, name)
			continue
		}
		members[name] = member
	}
	return json.RawMessage(auditJSON(members))
}
