package change

import (
	"bytes"

	"github.com/portico-cms/portico/internal/token"
)

// sets compares the tokens of one combination of contexts.
func (c *comparison) sets(before, after *token.Set, where string) {
	names := map[string]string{}
	for _, t := range after.Tokens() {
		names[token.CSSName("", t.Names)] = t.Path
	}
	for _, old := range before.Tokens() {
		now, ok := after.Token(old.Path)
		if !ok {
			note := old.Reason
			if path := names[token.CSSName("", old.Names)]; path != "" {
				note = "its CSS name is now that of " + path
			}
			c.add(Change{Level: Major, Kind: "removed", Path: old.Path, Where: where, From: old.CSS(), Note: note})
			continue
		}
		c.token(old, now, where)
	}
	for _, t := range after.Tokens() {
		if _, ok := before.Token(t.Path); !ok {
			c.add(Change{Level: Minor, Kind: "added", Path: t.Path, Where: where, To: t.CSS()})
		}
	}
}

func (c *comparison) token(old, now token.Token, where string) {
	say := func(level Level, kind, from, to, note string) {
		c.add(Change{Level: level, Kind: kind, Path: old.Path, Where: where, From: from, To: to, Note: note})
	}
	switch {
	case old.Type != now.Type:
		say(Major, "type", string(old.Type), string(now.Type), "")
	case old.CSS() != now.CSS():
		say(Minor, "value", old.CSS(), now.CSS(), "")
	case old.Alias != now.Alias || !sameRefs(old, now):
		say(Patch, "reference", old.Alias, now.Alias, "")
	}
	switch {
	case !old.Deprecated && now.Deprecated:
		say(Minor, "deprecated", "", "", now.Reason)
	case old.Deprecated && !now.Deprecated:
		say(Minor, "undeprecated", "", "", "")
	case old.Reason != now.Reason:
		say(Patch, "reason", old.Reason, now.Reason, "")
	}
	if old.Description != now.Description {
		say(Patch, "description", old.Description, now.Description, "")
	}
	if !bytes.Equal(old.Extensions, now.Extensions) {
		say(Patch, "extensions", "", "", "")
	}
}

func sameRefs(a, b token.Token) bool {
	x, y := a.References(), b.References()
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// everywhere puts changes together that are the same in every combination, and names the place of the others.
func (c *comparison) everywhere(combinations int) {
	count := map[Change]int{}
	bare := func(ch Change) Change { ch.Where = ""; return ch }
	for _, ch := range c.out {
		count[bare(ch)]++
	}
	var out []Change
	said := map[Change]bool{}
	for _, ch := range c.out {
		b := bare(ch)
		switch {
		case ch.Where == "":
			out = append(out, ch)
		case count[b] < combinations:
			out = append(out, ch)
		case !said[b]:
			said[b] = true
			out = append(out, b)
		}
	}
	c.out = out
}
