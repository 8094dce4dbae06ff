package published

import (
	"maps"
	"slices"
)

// Readable is which content types a caller may ask for.
type Readable struct {
	Types  map[string]*Type
	Hidden []string // the types that there are beside these, sorted: nothing may be told of them or their entries
	Own    bool     // more than everybody may: what is answered is for the caller alone
}

// Readable gives the types that the caller may ask a site for: those for everybody and, where they have sent one of the site's keys and
// name an audience, those for that one. The site's server knows who its visitor is, and vouches for it by the key; an audience that is
// named without one opens nothing, as one that there is not.
func (s *Snapshot) Readable(site, audience string) *Readable {
	if audience != "" && s.Opens(site) {
		if r := s.readable[audience]; r != nil {
			return r
		}
	}
	return s.readable[""]
}

// readable makes what each audience may ask for. A type that is in both maps is for its audiences only.
func readable(types, limited map[string]*Type) map[string]*Readable {
	everybody := maps.Clone(types)
	for name := range limited {
		delete(everybody, name)
	}
	out := map[string]*Readable{"": {Types: everybody, Hidden: slices.Sorted(maps.Keys(limited))}}
	for _, name := range slices.Sorted(maps.Keys(limited)) {
		for _, audience := range limited[name].Audiences {
			r := out[audience]
			if r == nil {
				r = &Readable{Types: maps.Clone(everybody), Hidden: slices.Clone(out[""].Hidden), Own: true}
				out[audience] = r
			}
			r.Types[name] = limited[name]
			r.Hidden = slices.DeleteFunc(r.Hidden, func(hidden string) bool { return hidden == name })
		}
	}
	return out
}
