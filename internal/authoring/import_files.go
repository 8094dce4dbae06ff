package authoring

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
)

// importDesignSystem adds the folder's release. A version that was released never changes: other content needs a higher one.
func (i *importing) importDesignSystem(ctx context.Context, origin string) error {
	next := i.Folder.DesignSystem
	current, err := i.tx.DesignSystem(ctx)
	switch {
	case fault.Is(err, fault.NotFound) && next == nil:
		return fault.New(fault.Conflict, "no design system was loaded yet: import a folder that has design-system/ first")
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	case next == nil || (current != nil && current.Hash == next.Hash):
		return nil
	}
	if current != nil && current.Name == next.Name {
		if err := higher(current, next); err != nil {
			return err
		}
	}
	if _, err := i.a.compiler.Look(next); err != nil {
		return problemsOf(err, dirDesignSystem)
	}
	if err := fragment.Check(next, nil); err != nil { // also where no site is there yet to show it
		return problemsOf(err, dirDesignSystem)
	}
	if err := i.tx.SaveDesignSystem(ctx, &Files{
		Origin: origin, Name: next.Name, Version: next.Version, Hash: next.Hash, Files: next.Files(),
	}); err != nil {
		return err
	}
	i.done.DesignSystem, i.changed = next.Name+" "+next.Version, true
	return nil
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
