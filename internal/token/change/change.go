package change

import (
	"fmt"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/token"
)

// Level is the part of a version that a change raises.
type Level int

// The levels, the smallest first.
const (
	None Level = iota
	Patch
	Minor
	Major
)

// String gives none, patch, minor or major.
func (l Level) String() string { return [...]string{"none", "patch", "minor", "major"}[l] }

// MarshalText writes the level as a word.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// ParseLevel reads a level from its word.
func ParseLevel(s string) (Level, bool) {
	for _, l := range []Level{None, Patch, Minor, Major} {
		if l.String() == s {
			return l, true
		}
	}
	return None, false
}

// Change is one difference.
type Change struct {
	Level Level  `json:"level"`
	Kind  string `json:"kind"` // removed, added, type, value, deprecated, …
	Path  string `json:"path"` // of the token, or the name of the modifier
	Where string `json:"where,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	Note  string `json:"note,omitempty"` // "use {color.text}"

	Type token.Type `json:"-"` // of the token, as it is now; "" for what is no token
}

// List is all that changed, the largest first.
type List struct {
	Level   Level    `json:"level"`
	Changes []Change `json:"changes"`
}

// Compare lists the differences between two systems, over the combinations of contexts that both have. The error is that of
// System.Resolve.
func Compare(before, after *token.System) (*List, error) {
	c := &comparison{}
	combos := c.contexts(before, after)
	for _, inputs := range combos {
		old, err := before.Resolve(known(before, inputs))
		if err != nil {
			return nil, err
		}
		now, err := after.Resolve(known(after, inputs))
		if err != nil {
			return nil, err
		}
		c.sets(old, now, label(inputs))
	}
	c.everywhere(len(combos))
	list := &List{Changes: c.out}
	slices.SortStableFunc(list.Changes, func(a, b Change) int { return int(b.Level) - int(a.Level) })
	if len(list.Changes) > 0 {
		list.Level = list.Changes[0].Level
	}
	return list, nil
}

type comparison struct{ out []Change }

func (c *comparison) add(ch Change) { c.out = append(c.out, ch) }

// maxCombinations bounds what is compared; beyond it each context is compared with the first ones of the other modifiers.
const maxCombinations = 64

// contexts compares the modifiers, and gives the combinations to look at.
func (c *comparison) contexts(before, after *token.System) []map[string]string {
	now := map[string]token.Modifier{}
	for _, m := range after.Modifiers() {
		now[m.Name] = m
	}
	first := map[string]string{}
	var shared []token.Modifier
	for _, old := range before.Modifiers() {
		m, ok := now[old.Name]
		if !ok {
			c.add(Change{Level: Major, Kind: "modifier_removed", Path: old.Name})
			continue
		}
		delete(now, old.Name)
		both := old
		both.Contexts = nil
		for _, context := range old.Contexts {
			if slices.Contains(m.Contexts, context) {
				both.Contexts = append(both.Contexts, context)
			} else {
				c.add(Change{Level: Major, Kind: "context_removed", Path: old.Name, From: context})
			}
		}
		for _, context := range m.Contexts {
			if !slices.Contains(old.Contexts, context) {
				c.add(Change{Level: Minor, Kind: "context_added", Path: old.Name, To: context})
			}
		}
		if old.Default != m.Default {
			c.add(Change{Level: defaultLevel(m.Default), Kind: "default", Path: old.Name, From: old.Default, To: m.Default})
		}
		if len(both.Contexts) > 0 {
			first[old.Name] = both.Contexts[0]
			shared = append(shared, both)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		c.add(Change{Level: defaultLevel(now[name].Default), Kind: "modifier_added", Path: name})
	}
	return combinations(first, shared)
}

// defaultLevel: who must say a context from now on has to do something.
func defaultLevel(now string) Level {
	if now == "" {
		return Major
	}
	return Minor
}

func combinations(first map[string]string, shared []token.Modifier) []map[string]string {
	all := []map[string]string{first}
	for _, m := range shared {
		base := all
		if len(all)*len(m.Contexts) > maxCombinations {
			base = all[:1]
		}
		for _, inputs := range base {
			for _, context := range m.Contexts[1:] {
				next := maps.Clone(inputs)
				next[m.Name] = context
				all = append(all, next)
			}
		}
	}
	return all
}

// known gives the inputs that a system has a modifier for; of a modifier without a default that the other system does not have, the
// first context.
func known(s *token.System, inputs map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range s.Modifiers() {
		if v, ok := inputs[m.Name]; ok {
			out[m.Name] = v
		} else if m.Default == "" {
			out[m.Name] = m.Contexts[0]
		}
	}
	return out
}

func label(inputs map[string]string) string {
	s := ""
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		if s != "" {
			s += ", "
		}
		s += fmt.Sprintf("%s %s", name, inputs[name])
	}
	return s
}
