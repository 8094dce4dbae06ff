package exchange

import (
	"slices"
	"strings"
)

// accept takes the units that say something.
func (a *applier) accept(units []Unit) {
	for _, u := range units {
		_, twice := a.units[u.Pointer]
		switch {
		case len(u.Target) > maxText || len(u.Source) > maxText:
			a.problem(u.Pointer, u.Line, "too_large", "the text has more than 4 MB")
		case blank(u.Target):
		case twice:
			a.problem(u.Pointer, u.Line, "repeated", "there are two translations of this text; the first one counts")
		default:
			a.units[u.Pointer] = u
			a.count(u.Pointer, 1)
		}
	}
}

// count adds to open. A pointer longer than any that leads to a text is found by nobody.
func (a *applier) count(pointer string, n int) {
	if len(pointer) > maxPointer {
		return
	}
	for i := range pointer {
		if i > 0 && pointer[i] == '/' {
			a.open[pointer[:i]] += n
		}
	}
	a.open[pointer] += n
}

// done takes a unit out.
func (a *applier) done(pointer string) {
	delete(a.units, pointer)
	a.count(pointer, -1)
}

// blank says whether a text is nothing but white space and codes.
func blank(marked string) bool {
	for _, t := range tokens(marked) {
		if strings.TrimSpace(t.text) != "" {
			return false
		}
	}
	return true
}

// leftovers tells of units whose text is not there.
func (a *applier) leftovers(units []Unit) {
	for _, u := range units {
		if _, left := a.units[u.Pointer]; !left {
			continue
		}
		delete(a.units, u.Pointer) // of two, the second one is told already
		a.problem(u.Pointer, u.Line, "unknown_text", "the entry has no text to translate at %.120q", u.Pointer)
	}
}

// wants says whether there is a unit left at a pointer or below it.
func (a *applier) wants(pointer string) bool { return a.open[pointer] > 0 }

// below gives the units at a pointer or below it, in order of their pointers.
func (a *applier) below(pointer string) []Unit {
	if !a.wants(pointer) {
		return nil
	}
	var out []Unit
	for p, u := range a.units {
		if p == pointer || strings.HasPrefix(p, pointer+"/") {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Unit) int { return strings.Compare(a.Pointer, b.Pointer) })
	return out
}
