package authoring

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/token"
)

// DesignToken is a token as it is in one combination of contexts.
type DesignToken struct {
	Path        string
	Type        string
	Value       json.RawMessage // as a token file has it, references followed
	CSS         string          // the same as CSS
	Alias       string          // path of the token it refers to as a whole; "" for none
	Description string
	Deprecated  bool
	Reason      string // why it is deprecated; may be ""
	File        string // where it is declared
	Line        int
}

// DesignModifier is a choice that tokens offer: theme, between light and dark.
type DesignModifier struct {
	Name     string
	Contexts []string
	Chosen   string
}

// DesignTokens gives the tokens of a draft for some inputs (modifier → context; the others take their defaults) with what may be
// chosen. Errors: fault.NotFound, fault.Forbidden, fault.Unprocessable for inputs that the tokens do not have.
func (a *Authoring) DesignTokens(
	ctx context.Context, actor Actor, id string, inputs map[string]string,
) (tokens []*DesignToken, modifiers []DesignModifier, v *DesignDraftView, err error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, nil, nil, err
	}
	system, err := token.Load(o.release.FS(), o.release.Resolver)
	if err != nil {
		return nil, nil, nil, err
	}
	set, err := system.Resolve(defaults(system, inputs))
	if err != nil {
		return nil, nil, nil, err
	}
	for _, m := range system.Modifiers() {
		modifiers = append(modifiers, DesignModifier{m.Name, m.Contexts, set.Inputs()[m.Name]})
	}
	for _, t := range set.Tokens() {
		value, err := json.Marshal(t.Value)
		if err != nil {
			return nil, nil, nil, err
		}
		tokens = append(tokens, &DesignToken{
			Path: t.Path, Type: string(t.Type), Value: value, CSS: t.CSS(), Alias: t.Alias, Description: t.Description,
			Deprecated: t.Deprecated, Reason: t.Reason, File: t.File, Line: t.Line,
		})
	}
	return tokens, modifiers, o.view, nil
}

// defaults adds the first context of each modifier that has no default and is not named.
func defaults(system *token.System, inputs map[string]string) map[string]string {
	out := maps.Clone(inputs)
	if out == nil {
		out = map[string]string{}
	}
	for _, m := range system.Modifiers() {
		given := func(name string) bool { return strings.EqualFold(name, m.Name) }
		if m.Default == "" && !slices.ContainsFunc(slices.Collect(maps.Keys(out)), given) {
			out[m.Name] = m.Contexts[0]
		}
	}
	return out
}

// DesignFile is a file of a release or a draft, as it was written.
type DesignFile struct {
	Path    string
	Text    string
	Changed bool // it differs from that of the release the draft is made on
}

// DesignDraftFiles gives the manifest, the resolver and the token files of a draft, and what else it changes: the files of its base with
// nothing but what was changed another. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignDraftFiles(ctx context.Context, actor Actor, id string) ([]DesignFile, error) {
	o, err := a.openDraft(ctx, actor, identity.Read, id)
	if err != nil {
		return nil, err
	}
	return tokenFilesOf(o.release, o.view.Changed)
}

// DesignReleaseFiles gives those of a release. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DesignReleaseFiles(ctx context.Context, actor Actor, version string) ([]DesignFile, error) {
	if err := actor.may(identity.Read, designTarget); err != nil {
		return nil, err
	}
	var r *designsystem.Release
	err := a.store.View(ctx, func(tx Tx) error {
		d, err := designsIn(ctx, tx)
		if err != nil {
			return err
		}
		f, err := d.release(version)
		if err != nil {
			return err
		}
		r, err = releaseOf(ctx, tx, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tokenFilesOf(r, nil)
}

func tokenFilesOf(r *designsystem.Release, changed []string) (out []DesignFile, err error) {
	system, err := token.Load(r.FS(), r.Resolver)
	if err != nil {
		return nil, err
	}
	names := append([]string{designsystem.ManifestFile}, system.Files()...)
	for _, name := range changed { // styles that follow a token of another name
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		out = append(out, DesignFile{name, string(r.File(name)), slices.Contains(changed, name)})
	}
	return out, nil
}

// baseOf gives the number of a release that another one of files comes on top of; 0 for none.
func (f *Files) baseOf(next *designsystem.Release) int64 {
	if f == nil || f.Name != next.Name {
		return 0
	}
	return f.Number
}

// errNothingNew keeps a release from being made of nothing.
var errNothingNew = fault.New(fault.Conflict, "nothing in this draft is different from its base: there is nothing to release")
