package authoring

import (
	"context"
	"slices"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// designs is what there is of the design system, in one transaction.
type designs struct {
	list     []*Files // without their files, the oldest first
	channels map[string]*DesignChannel
}

func designsIn(ctx context.Context, tx Tx) (*designs, error) {
	d := &designs{channels: map[string]*DesignChannel{}}
	var err error
	if d.list, err = tx.DesignSystems(ctx); err != nil {
		return nil, err
	}
	rows, err := tx.DesignChannels(ctx)
	for _, c := range rows {
		d.channels[c.Name] = c
	}
	return d, err
}

// numbered gives the release of a number; nil where there is none.
func (d *designs) numbered(number int64) *Files {
	if i := slices.IndexFunc(d.list, func(f *Files) bool { return f.Number == number }); i >= 0 {
		return d.list[i]
	}
	return nil
}

// of gives the release that a channel stands for; nil before the first release.
func (d *designs) of(channel string) *Files {
	if c := d.channels[channel]; c != nil {
		return d.numbered(c.Release)
	}
	return d.newest()
}

// newest gives the highest version of the design system that was released last; nil before the first release.
func (d *designs) newest() (newest *Files) {
	if len(d.list) == 0 {
		return nil
	}
	name := d.list[len(d.list)-1].Name
	for _, f := range d.list {
		if f.Name == name && (newest == nil || versionBelow(newest, f)) {
			newest = f
		}
	}
	return newest
}

// versioned gives the release of a version: of the design system of the channel stable before another's; nil where there is none.
func (d *designs) versioned(version string) (found *Files) {
	stable := d.of(ChannelStable)
	for _, f := range d.list {
		if f.Version == version && (found == nil || f.Name == stable.Name) {
			found = f
		}
	}
	return found
}

// release is versioned with an error. Errors: fault.NotFound.
func (d *designs) release(version string) (*Files, error) {
	if f := d.versioned(version); f != nil {
		return f, nil
	}
	return nil, fault.New(fault.NotFound, "there is no version %.60q of the design system", version)
}

// followed gives the release that a site with a channel or a pinned version shows; gone is that version where it is withdrawn. It is
// nil where there is no such version.
func (d *designs) followed(channel string) (f *Files, gone string) {
	if slices.Contains(site.Channels, channel) {
		return d.of(channel), ""
	}
	f = d.versioned(channel)
	if f != nil && f.withdrawn() {
		return d.of(ChannelStable), channel
	}
	return f, ""
}

// withdrawn says whether nobody can follow the release any more.
func (f *Files) withdrawn() bool { return f.Retirement != nil && f.Retirement.WithdrawnAt != nil }

// versionBelow says whether a's version is lower than b's.
func versionBelow(a, b *Files) bool {
	x, err := semver.NewVersion(a.Version)
	y, err2 := semver.NewVersion(b.Version)
	return err == nil && err2 == nil && x.LessThan(y)
}

// releaseOf reads and checks the files of a release.
func releaseOf(ctx context.Context, tx Tx, f *Files) (*designsystem.Release, error) {
	files, err := tx.DesignSystemFiles(ctx, f.Number)
	if err != nil {
		return nil, err
	}
	return designsystem.FromFiles(files)
}

// look gives a release, compiled.
func (p *publication) look(ctx context.Context, f *Files) (*publishing.Look, error) {
	if kept := p.a.compiler.Kept(f.Hash); kept != nil {
		return kept, nil
	}
	release, err := releaseOf(ctx, p.tx, f)
	if err != nil {
		return nil, err
	}
	return p.a.compiler.Look(release)
}

// looks puts into the input of what stands on every page what each of its sites shows. Errors: fault.NotFound before the first
// release; fault.Problems for a pinned version that there is not, and of a release that this binary does not understand.
func (p *publication) looks(ctx context.Context, in *publishing.Shared) error {
	d, err := designsIn(ctx, p.tx)
	if err != nil {
		return err
	}
	stable := d.of(ChannelStable)
	if stable == nil {
		return fault.New(fault.NotFound, "no design system was loaded yet")
	}
	if in.Look, err = p.look(ctx, stable); err != nil {
		return err
	}
	in.Follows = map[string]publishing.Following{}
	var ps fault.Problems
	for _, s := range in.Sites {
		f, gone := d.followed(s.Channel)
		if f == nil {
			ps.Add(unknownVersion(s, d))
			continue
		}
		follows := publishing.Following{Gone: gone}
		if follows.Look, err = p.look(ctx, f); err != nil {
			return fault.InFolder(err, dirDesignSystem+" "+f.Version)
		}
		if r := f.Retirement; r != nil && gone == "" {
			follows.DeprecatedAt, follows.SunsetAt, follows.Successor = &r.DeprecatedAt, r.SunsetAt, r.Successor
		}
		in.Follows[s.Key] = follows
	}
	return ps.Err()
}

func unknownVersion(s *site.Site, d *designs) fault.Problem {
	p := s.Pos.Problem("unknown_version",
		"site %q is pinned to version %.60s of the design system, which was never released; the newest is %s",
		s.Key, s.Channel, d.newest().Version)
	p.Pointer = "/channel"
	return p
}

// pinned refuses to pin a site anew to a version that is withdrawn; what was never released is named when the site is compiled.
func (p *publication) pinned(ctx context.Context, s *site.Site) (ps fault.Problems) {
	d, err := designsIn(ctx, p.tx)
	if err != nil || slices.Contains(site.Channels, s.Channel) {
		return nil // a store that fails says so with the next question
	}
	if f := d.versioned(s.Channel); f != nil && f.withdrawn() {
		ps.Add(fault.Problem{Pointer: "/channel", Code: "withdrawn", Message: "this version of the design system is withdrawn"})
	}
	return ps
}
