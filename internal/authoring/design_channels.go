package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

var designTarget = identity.Target{Type: identity.DesignSystem}

// DesignChannelView is a channel as somebody sees it.
type DesignChannelView struct {
	DesignChannel

	Stands string   // version of the release it stands for
	Sites  []string // keys of the sites that follow it, of those that the reader may see
}

// DesignChannels lists the channels: stable, next, preview. Errors: fault.Forbidden.
func (a *Authoring) DesignChannels(ctx context.Context, actor Actor) (out []*DesignChannelView, err error) {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil || len(d.list) == 0 {
			return err
		}
		sites, err := tx.Sites(ctx)
		for _, name := range site.Channels {
			out = append(out, d.channelFor(actor, name, sites))
		}
		return err
	})
	return out, err
}

// DesignChannel gives one channel. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignChannel(ctx context.Context, actor Actor, name string) (*DesignChannelView, error) {
	all, err := a.DesignChannels(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.Name == name {
			return c, nil
		}
	}
	return nil, fault.New(fault.NotFound, "there is no channel %.40q", name)
}

func (d *designs) channelFor(actor Actor, name string, sites []*site.Stored) *DesignChannelView {
	v := &DesignChannelView{DesignChannel: DesignChannel{Name: name}, Stands: d.of(name).Version, Sites: []string{}}
	if c := d.channels[name]; c != nil {
		v.DesignChannel = *c
	}
	for _, s := range sites {
		if s.Channel == name && actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) == nil {
			v.Sites = append(v.Sites, s.Key)
		}
	}
	return v
}

// MoveDesignChannel lets a channel stand for another release, a newer one or an older one, against the version of the channel that the
// caller has seen. All templates of the release are rendered for every site that follows a channel, in all its locales, before
// anything is served. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict for a release that is being retired,
// fault.Unprocessable with what does not render.
func (a *Authoring) MoveDesignChannel(
	ctx context.Context, actor Actor, name string, version int64, to string,
) (c *DesignChannelView, done Written, err error) {
	if err := actor.may(identity.Publish, designTarget); err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "design-system channel "+name, func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		if !slices.Contains(site.Channels, name) || d.channels[name] == nil {
			return fault.New(fault.NotFound, "there is no channel %.40q", name)
		}
		if d.channels[name].Version != version {
			return fault.New(fault.Stale, "the channel was moved by somebody else in between; load it again")
		}
		f, err := d.release(to)
		if fault.Is(err, fault.NotFound) {
			return fault.Problems{{Pointer: "/version", Code: "unknown_version", Message: err.Error()}}
		}
		if err := p.moveChannels(ctx, d, f, name); err != nil {
			return err
		}
		if p.changed {
			if err := p.designPublished(ctx); err != nil {
				return err
			}
		}
		sites, err := p.tx.Sites(ctx)
		c = d.channelFor(actor, name, sites)
		return err
	})
	return c, done, err
}

// moveChannels lets channels stand for a release, after its templates were tried on every site, and tells of it. What stands for it
// already stays.
func (p *publication) moveChannels(ctx context.Context, d *designs, f *Files, names ...string) error {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	names = slices.DeleteFunc(names, func(name string) bool { return d.channels[name] != nil && d.of(name) == f })
	if len(names) == 0 {
		return nil
	}
	if f.Retirement != nil {
		return fault.New(fault.Conflict, "version %s is being retired: take that back first", f.Version)
	}
	if err := p.rendersEverywhere(ctx, f); err != nil {
		return err
	}
	for _, name := range names {
		if err := p.moveChannel(ctx, d, name, f); err != nil {
			return err
		}
	}
	return nil
}

func (p *publication) moveChannel(ctx context.Context, d *designs, name string, f *Files) error {
	c, from := d.channels[name], ""
	if c == nil {
		c = &DesignChannel{Name: name}
		d.channels[name] = c
	} else {
		from = d.of(name).Version
	}
	c.Release, c.UpdatedAt, c.UpdatedBy = f.Number, p.log.At, p.actor.ID
	if err := p.tx.SaveDesignChannel(ctx, c); err != nil {
		return err
	}
	p.changed = true
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "design-system.channel", Subject: "design-system/channel/" + name, Detail: map[string]any{"name": f.Name},
		Before: map[string]any{"version": from}, After: map[string]any{"version": f.Version},
	})
}

// rendersEverywhere tries a release on every site that follows a channel, in all its locales; what is pinned stays as it is.
func (p *publication) rendersEverywhere(ctx context.Context, f *Files) error {
	in, err := p.sharedInput(ctx)
	if err != nil {
		return err
	}
	if in.Look, err = p.look(ctx, f); err != nil {
		return problemsOf(err, dirDesignSystem)
	}
	for _, s := range in.Sites {
		if slices.Contains(site.Channels, s.Channel) {
			delete(in.Follows, s.Key)
		}
	}
	_, err = p.a.compiler.Shared(in)
	return err
}

// designPublished compiles what stands on every page and what package managers ask for, after a channel, a release or how it ends has
// changed.
func (p *publication) designPublished(ctx context.Context) error {
	p.changed = true
	if err := p.packages(ctx); err != nil {
		return err
	}
	return p.shared(ctx)
}

// importedTo gives the channels that a release from files comes to: all of them; what leads up to a version does not come to stable,
// and a preview to the channel preview alone. The first release of a design system comes to all.
func (d *designs) importedTo(f *Files) (names []string) {
	v, err := semver.NewVersion(f.Version)
	early := ""
	if err == nil {
		early = v.Prerelease()
	}
	for _, name := range site.Channels {
		now := d.of(name)
		switch {
		case d.channels[name] == nil || now == nil || now.Name != f.Name:
		case name == ChannelStable && early != "", name == ChannelNext && strings.HasPrefix(early, "preview"):
			continue
		}
		names = append(names, name)
	}
	return names
}
