package published

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

// Slot names. The first two are filled by the delivery node when it loads a bundle, the next eight by whoever makes a page
// (an SDK, or the node for finished fragments), the last ones are the holes inside slot templates.
const (
	SlotGeneration = "generation" // number of the publication that made the bundle
	SlotOrigin     = "origin"     // scheme://host of the delivery node as browsers see it

	SlotCurrent     = "current"     // attribute of the menu item named by Segment.Item
	SlotBreadcrumbs = "breadcrumbs" // the page's place in the menu
	SlotLanguages   = "languages"   // links to the page in the site's other locales
	SlotAccount     = "account"     // sign in, or who is signed in
	SlotNotices     = "notices"     // the notices that hold on the page now: see ShownNotices
	SlotTheme       = "theme"       // attribute: the theme of a page that follows one only
	SlotNonce       = "nonce"       // the page's CSP nonce
	SlotReturnTo    = "returnTo"    // where to come back to after sign-in, percent-encoded

	HoleItems  = "items"
	HoleLabel  = "label"
	HoleURL    = "url"
	HoleLocale = "locale"
	HoleDir    = "dir"
	HoleName   = "name"
)

// Segment is a piece of a part: finished text, or a slot.
type Segment struct {
	Text string // HTML, where Slot is ""
	Slot string
	Item string // the menu item's id, where Slot is SlotCurrent
}

type slotJSON struct {
	Slot string `json:"slot"`
	Item string `json:"item,omitempty"`
}

// MarshalJSON writes text as a string and a slot as {"slot":…,"item":…}.
func (s Segment) MarshalJSON() ([]byte, error) {
	if s.Slot == "" {
		return json.Marshal(s.Text)
	}
	return json.Marshal(slotJSON{s.Slot, s.Item})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Segment) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &s.Text)
	}
	var j slotJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	s.Slot, s.Item = j.Slot, j.Item
	return nil
}

// Part is a piece of shared UI as segments, in order.
type Part []Segment

// SlotTemplates says how each slot is written, so that whoever fills one needs no markup of its own. Keys are
// "breadcrumbs.frame", "breadcrumbs.item", "breadcrumbs.last", "languages.frame", "languages.item", "languages.current",
// "account.anonymous", "account.signedIn", "current.page", "current.section", "theme.light", "theme.dark", and, where a part has
// the slot notices, those that clients/conformance/notices.json names.
type SlotTemplates map[string]Part

// Fill writes the part, asking value for each slot. What value gives is written as it is: it must be escaped already (see
// SlotTemplates.Render).
func (p Part) Fill(b *strings.Builder, value func(Segment) string) {
	for _, s := range p {
		if s.Slot == "" {
			b.WriteString(s.Text)
		} else {
			b.WriteString(value(s))
		}
	}
}

// Render writes the named slot template with its holes filled. Values are escaped for HTML text and quoted attributes,
// both at once; only HoleItems is HTML already. A URL must have been checked before (weburl.Hosts.Link).
func (t SlotTemplates) Render(name string, values map[string]string) string {
	var b strings.Builder
	t[name].Fill(&b, func(s Segment) string {
		if s.Slot == HoleItems {
			return values[HoleItems]
		}
		return html.EscapeString(values[s.Slot])
	})
	return b.String()
}

// Compact joins neighbouring texts and fills the slots for which value says so; the others stay.
func (p Part) Compact(value func(Segment) (string, bool)) Part {
	out := make(Part, 0, len(p))
	for _, s := range p {
		if s.Slot != "" {
			text, ok := value(s)
			if !ok {
				out = append(out, s)
				continue
			}
			s = Segment{Text: text}
		}
		if n := len(out); n > 0 && out[n-1].Slot == "" {
			out[n-1].Text += s.Text
		} else if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}
