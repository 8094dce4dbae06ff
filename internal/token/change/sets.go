package change

import (
	"bytes"
	"encoding/json"
	"reflect"

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
			c.add(Change{Level: Major, Kind: "removed", Path: old.Path, Type: old.Type, Where: where, From: old.Text(), Note: note})
			continue
		}
		c.token(old, now, where)
	}
	for _, t := range after.Tokens() {
		if _, ok := before.Token(t.Path); !ok {
			c.add(Change{Level: Minor, Kind: "added", Path: t.Path, Type: t.Type, Where: where, To: t.Text()})
		}
	}
}

func (c *comparison) token(old, now token.Token, where string) {
	say := func(level Level, kind, from, to, note string) {
		c.add(Change{Level: level, Kind: kind, Path: old.Path, Type: now.Type, Where: where, From: from, To: to, Note: note})
	}
	switch {
	case old.Type != now.Type:
		say(Major, "type", string(old.Type), string(now.Type), "")
	case !reflect.DeepEqual(old.Value, now.Value):
		level, kind, from, to := valueChange(old, now)
		say(level, kind, from, to, "")
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

// valueChange says what it means that two values are not equal, and how to show them: their CSS, and where that is the same, all of them.
func valueChange(old, now token.Token) (level Level, kind, from, to string) {
	if from, to = old.Text(), now.Text(); from == to {
		from, to = marshalled(old.Value), marshalled(now.Value)
	}
	if token.Same(old.Value, now.Value) {
		return Patch, "notation", from, to
	}
	return Minor, "value", from, to
}

func marshalled(v token.Value) string {
	text, _ := json.Marshal(v) // of numbers, which are finite, and texts
	return string(text)
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
