package authoring

import (
	"fmt"
	"maps"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token/edit"
)

// mostPlaces is how many places are named that use a token.
const mostPlaces = 8

// changedFiles gives the files of a release that changes make others: token files, and what names tokens that have another path then.
func changedFiles(r *designsystem.Release, changes []edit.Change) (map[string][]byte, error) {
	made, err := edit.Apply(r.Files(), r.Resolver, changes)
	if err != nil {
		return nil, err
	}
	files, changed := r.Files(), made.Files
	maps.Copy(files, changed)
	properties := map[string]string{}
	for _, t := range made.Renamed {
		to := designsystem.Properties(t.To, t.Type)
		for i, from := range designsystem.Properties(t.From, t.Type) {
			properties[from] = to[i]
		}
	}
	followed := designsystem.Follow(files, properties, made.Moved)
	maps.Copy(changed, followed)
	maps.Copy(files, followed)
	return changed, stillUsed(files, made, changes)
}

// stillUsed refuses that something is removed which styles, scripts, templates or lints name. Error: fault.Problems.
func stillUsed(files map[string][]byte, made *edit.Result, changes []edit.Change) error {
	var ps fault.Problems
	for i, c := range changes {
		if c.Kind != edit.Remove {
			continue
		}
		properties, paths := map[string]bool{}, map[string]bool{c.Path: true}
		for _, t := range made.Removed {
			if t.Path != c.Path && !strings.HasPrefix(t.Path, c.Path+".") {
				continue
			}
			paths[t.Path] = true
			for _, name := range designsystem.Properties(t.Names, t.Type) {
				properties[name] = true
			}
		}
		if places := designsystem.Mentions(files, properties, paths); len(places) > 0 {
			ps.Add(fault.Problem{
				Pointer: fmt.Sprintf("/changes/%d/path", i), Code: "referenced", Message: "this is used in " + quotedList(places),
			})
		}
	}
	return ps.Err()
}

// quotedList names some of what there is much of.
func quotedList(list []string) string {
	var out []string
	for _, one := range list[:min(len(list), mostPlaces)] {
		out = append(out, fmt.Sprintf("%q", one))
	}
	said := strings.Join(out, ", ")
	if more := len(list) - mostPlaces; more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return said
}
