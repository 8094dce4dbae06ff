package readmodel

import (
	"github.com/portico-cms/portico/internal/published"
)

// Records have the alternative texts of a medium by locale. A chain shows one text, as it does of every field.

// holdsMedia says whether a medium may stand in entries of a type.
func holdsMedia(t *published.Type) bool {
	for _, f := range t.Fields {
		if f.Kind == "media" {
			return true
		}
	}
	for _, fields := range t.Components {
		for _, f := range fields {
			if f.Kind == "media" {
				return true
			}
		}
	}
	return false
}

// speak chooses the alternative texts of the media that an entry shows in a chain. What is shared with other chains is not changed.
func (m *merged) speak(t *published.Type, chain []string) {
	if !holdsMedia(t) {
		return
	}
	for _, f := range t.Fields {
		for _, form := range []map[string]any{m.fields, m.html, m.text} {
			if v, has := form[f.Name]; has {
				form[f.Name] = spoken(t, f, v, chain)
			}
		}
	}
}

func spoken(t *published.Type, f published.Field, v any, chain []string) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = spoken(t, f, item, chain)
		}
		return out
	case map[string]any:
		if f.Kind == "media" {
			return spokenMedium(v, chain)
		}
		inner := t.Components[componentOf(f, v)]
		if len(inner) == 0 {
			return v
		}
		out := make(map[string]any, len(v))
		for name, item := range v {
			out[name] = item
		}
		for _, in := range inner {
			if item, has := v[in.Name]; has {
				out[in.Name] = spoken(t, in, item, chain)
			}
		}
		return out
	}
	return v
}

func spokenMedium(v map[string]any, chain []string) any {
	texts, ok := v["alt"].(map[string]any)
	if !ok {
		return v // a draft names a medium by its id alone
	}
	out := make(map[string]any, len(v))
	for name, item := range v {
		out[name] = item
	}
	out["alt"] = ""
	for _, tag := range chain {
		if text, ok := texts[tag].(string); ok && text != "" {
			out["alt"] = text
			break
		}
	}
	return out
}

// componentOf gives the name of the component that a value of a field is; "" where it is none.
func componentOf(f published.Field, v map[string]any) string {
	if name, ok := v["$type"].(string); ok && f.Kind == "blocks" {
		return name
	}
	if len(f.Components) == 1 {
		return f.Components[0]
	}
	return ""
}
