package published

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// The records of bundles are the bytes that encoding/json makes of a Bundle, written faster: it would read the output of each Segment once
// more, which takes longer than rendering the bundle. What stands before and behind the parts is its own.

type bundleHead struct {
	Site         string       `json:"site"`
	Locale       string       `json:"locale"`
	DesignSystem DesignSystem `json:"designSystem"`
	Audience     string       `json:"audience,omitempty"`
}

type bundleTail struct {
	Menus     map[string][]Item `json:"menus"`
	Languages []Language        `json:"languages"`
	SignIn    string            `json:"signIn,omitempty"`
	Notices   []Notice          `json:"notices,omitempty"`
	Assets    []AssetLink       `json:"assets"`
	Fallback  map[string]string `json:"fallback"`
	Warnings  []string          `json:"warnings,omitempty"`
}

// appendJSON appends what encoding/json makes of b.
func (b *Bundle) appendJSON(dst []byte) ([]byte, error) {
	head, err := json.Marshal(bundleHead{b.Site, b.Locale, b.DesignSystem, b.Audience})
	if err != nil {
		return nil, fmt.Errorf("a bundle: %w", err)
	}
	tail, err := json.Marshal(bundleTail{b.Menus, b.Languages, b.SignIn, b.Notices, b.Assets, b.Fallback, b.Warnings})
	if err != nil {
		return nil, fmt.Errorf("a bundle: %w", err)
	}
	dst = slices.Grow(dst, len(head)+len(tail)+b.sizeOfParts())
	dst = append(dst, head[:len(head)-1]...)
	dst = appendMap(append(dst, `,"parts":`...), b.Parts, appendPart)
	if len(b.Layouts) > 0 {
		dst = appendMap(append(dst, `,"layouts":`...), b.Layouts, appendParts)
	}
	dst = appendMap(append(dst, `,"slots":`...), b.Slots, appendPart)
	return append(append(dst, ','), tail[1:]...), nil
}

// sizeOfParts is about what the parts take as JSON, where each < and > takes six bytes.
func (b *Bundle) sizeOfParts() (n int) {
	count := func(parts map[string]Part) {
		for _, part := range parts {
			for i := range part {
				n += 32 + len(part[i].Text)*3/2
			}
		}
	}
	count(b.Parts)
	count(b.Slots)
	for _, parts := range b.Layouts {
		count(parts)
	}
	return n
}

func appendMap[M ~map[string]V, V any](dst []byte, m M, appendValue func([]byte, V) []byte) []byte {
	if m == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '{')
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(dst, key), ':')
		dst = appendValue(dst, m[key])
	}
	return append(dst, '}')
}

func appendParts(dst []byte, parts Parts) []byte { return appendMap(dst, parts, appendPart) }

func appendPart(dst []byte, p Part) []byte {
	if p == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i := range p {
		if i > 0 {
			dst = append(dst, ',')
		}
		if p[i].Slot == "" {
			dst = appendText(dst, p[i].Text)
			continue
		}
		dst = appendText(append(dst, `{"slot":`...), p[i].Slot)
		if p[i].Item != "" {
			dst = appendText(append(dst, `,"item":`...), p[i].Item)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// asIs says which bytes of ASCII encoding/json leaves as they are.
var asIs = func() (t [utf8.RuneSelf]bool) {
	for b := range t {
		t[b] = b >= ' ' && b != '"' && b != '\\' && b != '<' && b != '>' && b != '&'
	}
	return t
}()

// appendText appends a string as encoding/json writes it.
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	done := 0
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf && asIs[b] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= utf8.RuneSelf && r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
			i += size
			continue
		}
		dst = appendEscape(append(dst, s[done:i]...), r)
		i += size
		done = i
	}
	return append(append(dst, s[done:]...), '"')
}

func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
