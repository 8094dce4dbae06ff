package authoring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/weburl"
)

// Settings are what administrators decide for the whole installation.
type Settings struct {
	// ExternalHosts are the hosts outside the group that menus may lead to, those below them too; none allows every https host.
	ExternalHosts []string `json:"externalHosts"`
}

// StoredSettings are the settings with the version of their row: 0 before they were saved once.
type StoredSettings struct {
	Settings

	Version int64
}

// SettingsKeeper keeps the settings.
type SettingsKeeper interface {
	// Settings gives them; before the first change they are empty.
	Settings(ctx context.Context) (*StoredSettings, error)
	// SaveSettings replaces those of a version (0: there are none yet) and returns the new one. Errors: fault.Stale, fault.Conflict.
	SaveSettings(ctx context.Context, s *Settings, version int64) (int64, error)
}

const maxHosts = 500

// Validate gives what is wrong with the settings.
func (s *Settings) Validate() (ps fault.Problems) {
	if len(s.ExternalHosts) > maxHosts {
		ps.Add(fault.Problem{Pointer: "/externalHosts", Code: "too_many", Message: fmt.Sprintf("at most %d hosts", maxHosts)})
		return ps
	}
	for i, host := range s.ExternalHosts {
		at := fmt.Sprintf("/externalHosts/%d", i)
		if u, err := weburl.Absolute("https://" + host + "/"); err != nil || u.Host != host || strings.ToLower(host) != host {
			ps.Add(fault.Problem{Pointer: at, Code: "bad_host", Message: fmt.Sprintf("%.80q is no host such as press.example", host)})
		} else if slices.Contains(s.ExternalHosts[:i], host) {
			ps.Add(fault.Problem{Pointer: at, Code: "repeated", Message: fmt.Sprintf("%.80q is listed twice", host)})
		}
	}
	return ps
}

// Settings gives the installation's settings. Errors: fault.Forbidden.
func (a *Authoring) Settings(ctx context.Context, actor Actor) (s *StoredSettings, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Settings}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		s, err = tx.Settings(ctx)
		return err
	})
	return s, err
}

// PatchSettings changes the settings by a JSON merge patch, against the version that the caller has seen. Errors: fault.Stale;
// fault.Unprocessable, also where something that is published would not be allowed any more.
func (a *Authoring) PatchSettings(ctx context.Context, actor Actor, version int64, patch []byte) (s *StoredSettings, err error) {
	if err := actor.may(identity.Manage, identity.Target{Type: identity.Settings}); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, actor, "", func(p *publication) error {
		if s, err = p.tx.Settings(ctx); err != nil {
			return err
		}
		if s.Version != version {
			return fault.New(fault.Stale, "the settings were saved by somebody else in between; load them again")
		}
		before := s.Settings
		if err := mergePatch(&s.Settings, patch); err != nil {
			return err
		}
		if err := s.Validate().Err(); err != nil {
			return err
		}
		was, is := mergeDiff(before, s.Settings)
		if len(is) == 0 && len(was) == 0 {
			return nil
		}
		if s.Version, err = p.tx.SaveSettings(ctx, &s.Settings, version); err != nil {
			return err
		}
		if err := p.stillAllowed(ctx); err != nil {
			return err
		}
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Action: "settings.save", Subject: "settings", Before: was, After: is})
	})
	return s, err
}

// stillAllowed names the items of published menus that lead to a host which is not allowed: nothing could be published with them.
func (p *publication) stillAllowed(ctx context.Context) error {
	targets, err := p.menuTargets(ctx)
	if err != nil {
		return err
	}
	menus, err := p.tx.Menus(ctx)
	if err != nil {
		return err
	}
	var ps fault.Problems
	for _, m := range menus {
		if m.Published == nil {
			continue
		}
		for _, problem := range m.Published.Validate(targets) {
			if problem.Code == "host_not_allowed" && len(ps) < shownUses {
				problem.Pointer, problem.Message = "/externalHosts", m.Draft.Space+": "+problem.Message
				ps.Add(problem)
			}
		}
	}
	return ps.Err()
}

// menuTargets gives what a menu may lead to, as it is in the transaction now.
func (p *publication) menuTargets(ctx context.Context) (menu.Targets, error) {
	t := menu.Targets{Sites: map[string]bool{}}
	sites, err := p.tx.Sites(ctx)
	if err != nil {
		return t, err
	}
	for _, s := range sites {
		t.Sites[s.Key] = true
	}
	t.Hosts, err = p.hosts(ctx)
	return t, err
}

// hosts gives those that menus may lead to: what the settings list, and the group's own; nil is every host.
func (p *publication) hosts(ctx context.Context) (weburl.Hosts, error) {
	s, err := p.tx.Settings(ctx)
	if err != nil || len(s.ExternalHosts) == 0 {
		return nil, err
	}
	sites, err := p.tx.Sites(ctx)
	if err != nil {
		return nil, err
	}
	hosts := weburl.Hosts{}
	for _, host := range s.ExternalHosts {
		hosts[host] = true
	}
	for _, site := range sites {
		for _, origin := range site.Origins {
			hosts.Add(origin)
		}
	}
	return hosts, nil
}
