package authoring

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/schema"
)

// importModel puts the folder's content model in force. Where it would lose data that is there, it is refused.
func (i *importing) importModel(ctx context.Context, origin string) error {
	current, err := i.tx.Model(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if current != nil {
		if i.model, err = schema.FromFiles(current.Files); err != nil {
			return err
		}
	}
	if i.Folder.Model == nil {
		if i.model == nil {
			return fault.New(fault.Conflict, "no content types were loaded yet: import a folder that has content-types/ first")
		}
		return nil
	}
	next := i.Folder.Model
	if i.model == nil || i.model.Hash() != next.Hash() {
		if err := i.refuseLoss(ctx, i.model, next); err != nil {
			return err
		}
		if err := i.tx.SaveModel(ctx, &Files{Origin: origin, Hash: next.Hash(), Files: next.Files()}); err != nil {
			return err
		}
		i.done.Model, i.changed = true, true
	}
	i.model = next
	before := len(i.records)
	if err := i.add(ctx, i.a.compiler.Model(next), kindsOfModel); err != nil {
		return err
	}
	return i.recompile(ctx, i.records[before:])
}

// refuseLoss names the changes that would take something away from entries there are.
func (i *importing) refuseLoss(ctx context.Context, before, after *schema.Model) error {
	var lost []string
	for _, c := range schema.Compare(before, after) {
		if !c.Loses() {
			continue
		}
		hurt, err := i.hurts(ctx, c)
		if err != nil {
			return err
		}
		if hurt {
			lost = append(lost, c.String())
		}
	}
	if len(lost) > 0 {
		return fault.New(fault.Conflict, "the new content types would take something away from entries there are; nothing was changed:\n%s",
			strings.Join(lost, "\n"))
	}
	return nil
}

// hurts says whether a change concerns an entry there is. Where values of a field would be lost, it is one that has a value.
func (i *importing) hurts(ctx context.Context, c schema.Change) (bool, error) {
	filter := content.Filter{Type: c.Type}
	if c.Field == "" || c.Effect != schema.Removes {
		filter.Limit = 1
	}
	some, err := i.tx.Entries(ctx, filter)
	if filter.Limit == 1 {
		return len(some) > 0, err
	}
	return slices.ContainsFunc(some, func(s *content.Stored) bool {
		return hasValue(s.Draft, c.Field) || hasValue(s.Published, c.Field)
	}), err
}

func hasValue(e *content.Entry, field string) bool {
	if e == nil {
		return false
	}
	if _, ok := e.Shared[field]; ok {
		return true
	}
	for _, doc := range e.Locales {
		if _, ok := doc[field]; ok {
			return true
		}
	}
	return false
}

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
