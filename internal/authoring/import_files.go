package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/token/lint"
)

// importDesignSystem adds the folder's release. A version that was released never changes: other content needs a higher one.
func (i *importing) importDesignSystem(ctx context.Context, origin string) error {
	next := i.Folder.DesignSystem
	d, err := designsIn(ctx, i.tx)
	if err != nil {
		return err
	}
	current := d.newest()
	switch {
	case current == nil && next == nil:
		return fault.New(fault.Conflict, "no design system was loaded yet: import a folder that has design-system/ first")
	case next == nil || d.has(next.Hash):
		return nil
	}
	if current != nil && current.Name == next.Name {
		if err := higher(current, next); err != nil {
			return err
		}
		if err := d.highEnough(ctx, i.tx, next); err != nil {
			return problemsOf(err, dirDesignSystem)
		}
	}
	if _, err := i.a.compiler.Look(next); err != nil {
		return problemsOf(err, dirDesignSystem)
	}
	if err := fragment.Check(next, nil); err != nil { // also where no site is there yet to show it
		return problemsOf(err, dirDesignSystem)
	}
	if err := lintErrors(next); err != nil {
		return problemsOf(err, dirDesignSystem)
	}
	f, d, err := i.saveDesign(ctx, &Files{
		Origin: origin, Name: next.Name, Version: next.Version, Hash: next.Hash, Base: current.baseOf(next), Files: next.Files(),
	})
	if err != nil {
		return err
	}
	for _, name := range d.importedTo(f) { // whether it renders everywhere shows when all of the folder is there
		if err := i.moveChannel(ctx, d, name, f); err != nil {
			return err
		}
	}
	i.done.DesignSystem, i.changed = next.Name+" "+next.Version, true
	return nil
}

// has says whether a release with these files was made already.
func (d *designs) has(hash string) bool {
	return slices.ContainsFunc(d.list, func(f *Files) bool { return f.Hash == hash })
}

// saveDesign adds a release, and gives it as it is listed. Errors: fault.Conflict where its version exists already.
func (p *publication) saveDesign(ctx context.Context, f *Files) (*Files, *designs, error) {
	if err := p.tx.SaveDesignSystem(ctx, f); err != nil {
		return nil, nil, err
	}
	d, err := designsIn(ctx, p.tx)
	if err != nil {
		return nil, nil, err
	}
	return d.list[len(d.list)-1], d, nil
}

// lintErrors gives the findings that keep a release from being made.
func lintErrors(r *designsystem.Release) error {
	found, err := r.Findings()
	var ps fault.Problems
	for _, f := range found {
		if f.Severity == lint.Error {
			ps.Add(f.Problem)
		}
	}
	if err != nil {
		return err
	}
	return ps.Err()
}

func higher(current *Files, next *designsystem.Release) error {
	was, err := semver.NewVersion(current.Version)
	if err != nil {
		return err
	}
	is, err := semver.NewVersion(next.Version)
	if err != nil {
		return err
	}
	if !is.GreaterThan(was) {
		return fault.New(fault.Conflict,
			"the design system %s %s was released already, and a release never changes: "+
				"give the new content a version above %s in design-system.yaml",
			next.Name, current.Version, current.Version)
	}
	return nil
}

// highEnough refuses a release of files whose version promises less than it changes, as of drafts: what is gone needs a major one. It is
// compared with the highest release below it; versions that lead up to a release count as that release, and make no base. What a release
// had that this binary does not understand can no longer be said. Errors: fault.Problems in the manifest.
func (d *designs) highEnough(ctx context.Context, tx Tx, next *designsystem.Release) error {
	base := d.lastBelow(next)
	if base == nil {
		return nil
	}
	was, err := releaseOf(ctx, tx, base)
	if err != nil {
		return notRead(err)
	}
	list, err := designsystem.Changes(was, next)
	if err != nil {
		return notRead(err) // what is wrong with the new one is said where it is compiled
	}
	return next.HighEnough(base.Version, list)
}

// notRead passes over problems in files, and nothing else.
func notRead(err error) error {
	if fault.Is(err, fault.Unprocessable) {
		return nil
	}
	return err
}

// lastBelow gives the highest release with a lower version that leads up to no other; nil where there is none.
func (d *designs) lastBelow(next *designsystem.Release) (last *Files) {
	for _, f := range d.list {
		v, err := semver.NewVersion(f.Version)
		if err != nil || v.Prerelease() != "" || f.Name != next.Name || !versionBelow(f, &Files{Version: next.Version}) {
			continue
		}
		if last == nil || versionBelow(last, f) {
			last = f
		}
	}
	return last
}

// normalJSON gives a value as JSON would give it back, so that two of them can be compared whatever they came from.
func normalJSON(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		panic("authoring: " + err.Error()) // our own types
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil {
		panic("authoring: " + err.Error())
	}
	return out
}
