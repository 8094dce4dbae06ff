package authoring

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token/edit"
)

type designTokenBody struct {
	Path        string `json:"path"`
	Type        string `json:"type"`
	Value       any    `json:"value" doc:"As a token file has it, references followed"`
	CSS         string `json:"css" doc:"The same as CSS"`
	Alias       string `json:"alias,omitempty" doc:"Path of the token that it refers to"`
	Description string `json:"description,omitempty"`
	Deprecated  bool   `json:"deprecated,omitempty"`
	Reason      string `json:"reason,omitempty" doc:"Why it is deprecated, and what to use instead"`
	File        string `json:"file" doc:"Where it is declared"`
	Line        int    `json:"line"`
}

type designModifierBody struct {
	Name     string   `json:"name" doc:"theme, brand, …"`
	Contexts []string `json:"contexts"`
	Chosen   string   `json:"chosen"`
}

type designTokensBody struct {
	Data      []designTokenBody    `json:"data"`
	Modifiers []designModifierBody `json:"modifiers"`
}

type designChangeInput struct {
	Kind   string            `json:"kind,omitempty" enum:"value,add,rename,remove,describe,deprecate" doc:"value, where you leave it out"`
	Path   string            `json:"path" maxLength:"500" doc:"Of the token, or of a group where the kind is not value: color.text.default"`
	Inputs map[string]string `json:"inputs,omitempty" doc:"Of value and add: modifier → context where it is to hold; none: everywhere"`
	Value  json.RawMessage   `json:"value,omitempty" doc:"As $value (a reference is {path} in quotes), $description or $deprecated has it"`
	Type   string            `json:"type,omitempty" maxLength:"40" doc:"Of add: $type; that of the group, where you leave it out"`
	Name   string            `json:"name,omitempty" maxLength:"500" doc:"Of rename: the last name of the path; all references follow"`
}

type designChangesInput struct {
	Changes []designChangeInput `json:"changes" minItems:"1" maxItems:"100"`
}

// inputsOf reads theme=dark,brand=klio.
func inputsOf(list string) (map[string]string, error) {
	out := map[string]string{}
	for one := range strings.SplitSeq(list, ",") {
		if one == "" {
			continue
		}
		name, context, ok := strings.Cut(one, "=")
		if !ok || name == "" || out[name] != "" {
			return nil, fault.Problems{{Pointer: "inputs", Code: "bad_value", Message: "write inputs as theme=dark,brand=one, each modifier once"}}
		}
		out[name] = context
	}
	return out, nil
}

// tokenUsesBody names where a token is used.
type tokenUsesBody struct {
	Parts []string `json:"parts" doc:"Shared parts whose style rules use it, also through another token"`
}

func (a *api) registerTokenUses() {
	type uses struct {
		DesignDraftPath

		Path string `query:"path" required:"true" minLength:"1" maxLength:"500" doc:"Of the token: color.text.default"`
	}
	type output struct{ Body tokenUsesBody }
	handle(a, huma.Operation{
		OperationID: "find-token-uses", Method: http.MethodGet, Path: draftPath + "/token-uses", Summary: "Find which shared parts use a token",
		Tags: []string{releasesTag}, Security: signedIn, Errors: append([]int{http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *uses) (*output, error) {
		parts, err := a.Authoring.DesignTokenUses(ctx, actorOf(ctx), in.ID, in.Path)
		if err != nil {
			return nil, err
		}
		return &output{tokenUsesBody{append([]string{}, parts...)}}, nil
	})
}

func (a *api) registerDesignTokens() {
	a.registerTokenUses()
	type list struct {
		DesignDraftPath

		Inputs string `query:"inputs" maxLength:"500" doc:"Modifier and context: theme=dark,brand=one; the others take their defaults"`
	}
	type listOutput struct {
		ETag string `header:"ETag"`
		Body designTokensBody
	}
	handle(a, huma.Operation{
		OperationID: "list-design-tokens", Method: http.MethodGet, Path: draftPath + "/tokens", Summary: "List the tokens of a draft",
		Description: "As they are in one theme and brand, in the order of the files.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: append([]int{http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		inputs, err := inputsOf(in.Inputs)
		if err != nil {
			return nil, err
		}
		tokens, modifiers, v, err := a.Authoring.DesignTokens(ctx, actorOf(ctx), in.ID, inputs)
		if err != nil {
			return nil, err
		}
		out := &listOutput{ETag: etag(v.Version), Body: designTokensBody{Data: []designTokenBody{}, Modifiers: []designModifierBody{}}}
		for _, t := range tokens {
			out.Body.Data = append(out.Body.Data, designTokenBody{
				t.Path, t.Type, t.Value, t.CSS, t.Alias, t.Description, t.Deprecated, t.Reason, t.File, t.Line,
			})
		}
		for _, m := range modifiers {
			out.Body.Modifiers = append(out.Body.Modifiers, designModifierBody(m))
		}
		return out, nil
	})
	type patch struct {
		DesignDraftWrite

		Body designChangesInput
	}
	handle(a, huma.Operation{
		OperationID: "change-design-tokens", Method: http.MethodPost, Path: draftPath + "/tokens", Summary: "Change tokens and groups",
		Description: "All that is asked for, or nothing. Each change is written where it stands in its file, of which nothing else is touched; " +
			"where a value is to hold in some contexts alone, the token is added to a file that only these bring in. What refers to a token " +
			"follows its new name, in token files, styles, scripts and lints; what something refers to is not removed. What the compiler " +
			"refuses is named with file, line and column.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*designDraftOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		changes := make([]edit.Change, len(in.Body.Changes))
		for i, c := range in.Body.Changes {
			changes[i] = edit.Change{Kind: edit.Kind(c.Kind), Path: c.Path, Inputs: c.Inputs, Value: c.Value, Type: c.Type, Name: c.Name}
		}
		return designDraftAnswer(a.Authoring.ChangeDesignTokens(ctx, actorOf(ctx), in.ID, version, changes))
	})
}
