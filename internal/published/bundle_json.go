package published

// bundleJSON is a Bundle as encoding/json writes it fast: field for field the same, with segments as what they are written as. Where a type
// writes itself, as Segment does, each of its outputs is read once more, and that takes longer than rendering the bundle.
type bundleJSON struct {
	Site         string                      `json:"site"`
	Locale       string                      `json:"locale"`
	DesignSystem DesignSystem                `json:"designSystem"`
	Audience     string                      `json:"audience,omitempty"`
	Parts        map[string][]any            `json:"parts"`
	Layouts      map[string]map[string][]any `json:"layouts,omitempty"`
	Slots        map[string][]any            `json:"slots"`
	Menus        map[string][]Item           `json:"menus"`
	Languages    []Language                  `json:"languages"`
	SignIn       string                      `json:"signIn,omitempty"`
	Notices      []Notice                    `json:"notices,omitempty"`
	Assets       []AssetLink                 `json:"assets"`
	Fallback     map[string]string           `json:"fallback"`
	Warnings     []string                    `json:"warnings,omitempty"`
}

// forJSON gives what NewRecord writes for a bundle.
func (b *Bundle) forJSON() any {
	out := &bundleJSON{
		Site: b.Site, Locale: b.Locale, DesignSystem: b.DesignSystem, Audience: b.Audience, Parts: segmentsOf(b.Parts), Slots: segmentsOf(b.Slots),
		Menus: b.Menus, Languages: b.Languages, SignIn: b.SignIn, Notices: b.Notices, Assets: b.Assets, Fallback: b.Fallback, Warnings: b.Warnings,
	}
	if b.Layouts != nil {
		out.Layouts = make(map[string]map[string][]any, len(b.Layouts))
	}
	for name, parts := range b.Layouts {
		out.Layouts[name] = segmentsOf(parts)
	}
	return out
}

func segmentsOf(parts map[string]Part) map[string][]any {
	if parts == nil {
		return nil
	}
	out := make(map[string][]any, len(parts))
	for name, part := range parts {
		out[name] = nil
		if part != nil {
			out[name] = make([]any, len(part))
		}
		for i, s := range part {
			if s.Slot == "" {
				out[name][i] = s.Text
			} else {
				out[name][i] = slotJSON{s.Slot, s.Item}
			}
		}
	}
	return out
}
