package identity

import "slices"

// maxChecks bounds the work of Exceeds: whoever sends thousands of values is told to name fewer.
const maxChecks = 1_000_000

// Right is one thing that somebody may do. A dimension may be Any (and Type AnyResource), for all of its values.
type Right struct {
	Action Action
	Target Target
}

// Exceeds finds a right that a has and holder has not: what holder must not give to anybody (roles, assignments, keys). Where it
// gives false, everything that a allows now is allowed to holder. Grants of all of something are covered by grants of all of it
// only, since there will be more of it tomorrow. Where the comparison is too large to be made it says that a exceeds.
func (a *Access) Exceeds(holder *Access) (Right, bool) {
	if a == nil {
		return Right{}, false
	}
	if holder == nil {
		holder = &Access{}
	}
	e := &exceeding{left: maxChecks}
	for wide := holder; wide != nil; wide = wide.ceiling { // a key has no more than its owner
		for i := range a.held {
			for _, action := range a.held[i].Actions {
				if !e.covered(action, &a.held[i], wide.held) {
					return e.missing, true
				}
			}
		}
	}
	return Right{}, false
}

// exceeding is one comparison.
type exceeding struct {
	left    int // checks that may still be made
	missing Right
}

// dimension narrows the grants that might cover a wanted one by the values of one dimension of it.
type dimension struct {
	values []string
	fits   func(h *held, value string) bool
	note   func(t *Target, value string)
}

func (e *exceeding) covered(action Action, wanted *held, by []held) bool {
	e.missing = Right{Action: action}
	var candidates []*held
	for i := range by {
		if slices.Contains(by[i].Actions, action) {
			candidates = append(candidates, &by[i])
		}
	}
	dimensions := wanted.dimensions(action)
	if slices.ContainsFunc(dimensions, func(d dimension) bool { return len(d.values) == 0 }) {
		return true // it reaches nothing
	}
	return e.every(dimensions, candidates)
}

// every says whether each combination of values has one grant among the candidates that covers it.
func (e *exceeding) every(rest []dimension, candidates []*held) bool {
	if len(candidates) == 0 {
		for _, d := range rest {
			d.note(&e.missing.Target, d.values[0])
		}
		return false
	}
	if len(rest) == 0 || slices.ContainsFunc(candidates, func(h *held) bool { return e.all(rest, h) }) {
		return true
	}
	d := rest[0]
	for _, value := range d.values {
		d.note(&e.missing.Target, value)
		var narrowed []*held
		for _, h := range candidates {
			if e.fits(d, h, value) {
				narrowed = append(narrowed, h)
			}
		}
		if !e.every(rest[1:], narrowed) {
			return false
		}
	}
	return true
}

// all says whether one grant covers every combination by itself.
func (e *exceeding) all(rest []dimension, h *held) bool {
	for _, d := range rest {
		for _, value := range d.values {
			if !e.fits(d, h, value) {
				return false
			}
		}
	}
	return true
}

func (e *exceeding) fits(d dimension, h *held, value string) bool {
	e.left--
	return e.left >= 0 && d.fits(h, value)
}

// dimensions gives what a grant, as it is held, reaches. The first value of each stands for what has none.
func (h *held) dimensions(action Action) []dimension {
	return []dimension{
		{h.Types, func(o *held, v string) bool { return coversType(o.Types, v) }, func(t *Target, v string) { t.Type = v }},
		{append([]string{""}, h.reachedSites(action)...), func(o *held, v string) bool {
			return coversSite(o.Sites, v) && o.assignedTo(action, v)
		}, func(t *Target, v string) { t.Site = v }},
		{h.reachedLocales(action), func(o *held, v string) bool {
			return coversLocale(o.Locales, v) && (action == Read || coversLocale(o.locales, v))
		}, func(t *Target, v string) { t.Locale = v }},
		{append([]string{""}, h.Fields...), func(o *held, v string) bool { return coversField(o.Fields, v) }, func(t *Target,
			v string) {
			t.Field = v
		}},
	}
}

// reachedSites gives the sites of the grant that the assignment reaches.
func (h *held) reachedSites(action Action) (out []string) {
	for _, key := range append(slices.Clone(h.Sites), h.sites...) {
		if key != "" && !slices.Contains(out, key) && coversSite(h.Sites, key) && h.assignedTo(action, key) {
			out = append(out, key)
		}
	}
	return out
}

// reachedLocales does the same for locales. Where there is none, the grant reaches nothing.
func (h *held) reachedLocales(action Action) (out []string) {
	if action == Read {
		return h.Locales
	}
	for _, tag := range append(slices.Clone(h.Locales), h.locales...) {
		if !slices.Contains(out, tag) && coversLocale(h.Locales, tag) && coversLocale(h.locales, tag) {
			out = append(out, tag)
		}
	}
	return out
}

// MayHere is May without what comes by inheritance: whoever reads a site reads what it inherits from the shared space, and may
// not look into how that is run.
func (a *Access) MayHere(action Action, t Target) bool {
	if !a.May(action, t) || (a.ceiling != nil && !a.ceiling.MayHere(action, t)) {
		return false
	}
	return slices.ContainsFunc(a.held, func(h held) bool { return h.covers(action, t) && coversSite(h.sites, t.Site) })
}
