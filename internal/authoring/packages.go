package authoring

import (
	"context"
	"slices"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// packages publishes, for package managers, every release of the design system that was not published so yet, and what the channels
// stand for. A package is made once: what was published of a version stays as it is, whatever this binary would make of it.
func (p *publication) packages(ctx context.Context) error {
	d, err := designsIn(ctx, p.tx)
	if err != nil || len(d.list) == 0 {
		return err
	}
	list := d.list
	hashes, err := p.tx.Hashes(ctx, published.KindPackage, published.KindPackageTags)
	if err != nil {
		return err
	}
	newest, added := list[len(list)-1], false
	for _, f := range list {
		version := publishing.PackageVersion(f.Version)
		ref := published.Ref{Kind: published.KindPackage, Key: published.PackageKey(f.Name, version)}
		if _, there := hashes[ref]; !there {
			record, err := p.packageOf(ctx, f, list)
			switch {
			case err != nil && f == newest:
				return problemsOf(err, dirDesignSystem)
			case err != nil: // it was released for another Portico
				p.a.logger.Warn("no package can be made of a former release", "name", f.Name, "version", f.Version, "err", err)
				continue
			}
			hashes[ref], added = record.Hash(), true
			p.records = append(p.records, record)
		}
	}
	tags, err := p.tags(ctx, d, added)
	p.records = append(p.records, publishing.Changed([]published.Record{tags}, hashes)...)
	return err
}

// tags gives npm's tags of the design system of the channel stable, what its channels stand for, and the versions that end.
func (p *publication) tags(ctx context.Context, d *designs, added bool) (published.Record, error) {
	stable, versions, ends := d.of(ChannelStable), map[string]string{}, map[string]published.PackageEnd{}
	for _, name := range site.Channels {
		if f := d.of(name); f.Name == stable.Name {
			versions[name] = f.Version
		}
	}
	for _, f := range d.list {
		if r := f.Retirement; r != nil && f.Name == stable.Name {
			ends[f.Version] = published.PackageEnd{
				DeprecatedAt: r.DeprecatedAt, SunsetAt: r.SunsetAt, Successor: r.Successor, Withdrawn: f.withdrawn(),
			}
		}
	}
	before, err := p.tx.RecordBody(ctx, published.Ref{Kind: published.KindPackageTags, Key: stable.Name})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return published.Record{}, err
	}
	return publishing.Tags(stable.Name, versions, ends, before, added, p.log.At), nil
}

// packageOf makes the package of a release, with what changed since those before it.
func (p *publication) packageOf(ctx context.Context, f *Files, list []*Files) (published.Record, error) {
	var chain []publishing.Released
	for _, one := range append([]*Files{f}, before(f, list)...) {
		files, err := p.tx.DesignSystemFiles(ctx, one.Number)
		if err != nil {
			return published.Record{}, err
		}
		release, err := designsystem.FromFiles(files)
		if err != nil && one != f {
			break // what a former release had can no longer be said
		}
		if err != nil {
			return published.Record{}, err
		}
		chain = append(chain, publishing.Released{Release: release, At: one.LoadedAt})
	}
	return publishing.Package(chain[0], chain[1:])
}

// before gives the releases of the same design system with lower versions, the highest first, as many as a change list names.
func before(f *Files, list []*Files) (out []*Files) {
	below := func(a, b *Files) bool {
		x, err := semver.NewVersion(a.Version)
		y, err2 := semver.NewVersion(b.Version)
		return err == nil && err2 == nil && x.LessThan(y)
	}
	for _, one := range list {
		if one.Name == f.Name && below(one, f) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b *Files) int {
		switch {
		case below(b, a):
			return -1
		case below(a, b):
			return 1
		}
		return 0
	})
	return out[:min(len(out), publishing.MostEarlier)]
}
