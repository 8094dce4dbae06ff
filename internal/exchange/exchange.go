// Package exchange sends texts of entries to translators and takes their answer back: it collects what is to be translated,
// writes and reads it as XLIFF 2.1 or CSV, and fills the answer into the entry's document in the other locale.
package exchange

import (
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// Limits of a file from outside. They are far above what one job holds, so that a hostile file costs little.
const (
	MaxFile     = 64 << 20  // bytes
	maxFiles    = 10_000    // entries in one job
	maxUnits    = 100_000   // texts in one job
	maxDepth    = 100       // elements inside one another
	maxText     = 4 << 20   // bytes of one text, which is more than any field takes
	maxNodes    = 20_000    // pieces of one paragraph, likewise
	maxPointer  = 2000      // bytes; model and schema nest far less
	maxCodes    = 1_000_000 // in one text; what marked texts can tell
	maxProblems = 200       // that are told of one file
)

// Job is what goes to a translator and comes back: texts of entries, from one locale into another.
type Job struct {
	Source string // BCP 47
	Target string // BCP 47
	Files  []File
}

// File holds the texts of one entry.
type File struct {
	ID      string // of the entry
	Type    string // name of its content type; "" where an answer no longer says it
	Key     string // of the entry, for people
	Version int64  // of the draft that the texts are from; 0 where an answer no longer says it
	Title   string // of the entry, for people; not read back from XLIFF
	Units   []Unit // in the order of the type's fields
}

// Unit is one text to translate.
//
// Pointer leads into the entry's document of a locale as RFC 6901 has it, but for blocks: those are named by their $key in place
// of their number, so that a text is found again after blocks were moved: /title, /body/b1/caption, /text/content/0.
//
// Source and Target are marked texts: <1>…</1> and <2/> stand for markup that is not the translator's to change, numbered within
// the unit. Where a text itself has such signs, a backslash comes after the <, so that it reads <\1>.
type Unit struct {
	Pointer string
	Source  string
	Target  string // "" where there is no translation
	State   State
	Note    string // for the translator: what the text is
	Codes   []Code // what <1>, <2>, … stand for, in this order; not read back
	Line    int    // of the file that it was read from, from 1
}

// State says how a text and its translation stand to each other.
type State string

// The states.
const (
	Missing  State = "missing"  // there is no translation
	Outdated State = "outdated" // the source has changed since the translation was made
	Current  State = "current"  // there is one, and it is of this source as far as is known
)

// Code is a piece of markup inside a text, for people and tools to show.
type Code struct {
	Name  string // "bold", "link", "hardBreak"
	Start string // as HTML: <a href="/x">
	End   string // "" where it stands alone
}

// id gives the unit's id in a file. No name that a pointer is made of holds a dot, so that it can be read back.
func (u Unit) id() string { return strings.ReplaceAll(strings.TrimPrefix(u.Pointer, "/"), "/", ".") }

// pointerOf is the reverse of Unit.id.
func pointerOf(id string) string { return "/" + strings.ReplaceAll(id, ".", "/") }

// translatable says whether a field has text of its own that goes to translators. What only some roles may read does not leave
// the house; an address is made from the translated title; a computed field follows what it is made of.
func translatable(f *schema.Field) bool {
	if !f.Public() {
		return false
	}
	switch f.Kind() {
	case "text", "long-text", "markdown", "rich-text", "tags":
		return true
	}
	return false
}

// titleOf gives the title of an entry for people, or its key.
func titleOf(t *schema.Type, e *content.Entry, source string) string {
	doc := e.Shared
	if t.Title() != nil && t.Title().Localized() {
		doc = e.Locales[source]
	}
	if t.Title() != nil {
		if s, ok := doc[t.Title().Name()].(string); ok {
			return s
		}
	}
	return e.Key
}

// plainText gives the text of a field that has no structure, a keyword a line for tags; "" where it has no value.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		lines := make([]string, 0, len(v))
		for _, item := range v {
			if s, isText := item.(string); isText {
				lines = append(lines, s)
			}
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

// plainValue is the reverse of plainText.
func plainValue(f *schema.Field, text string) any {
	if f.Kind() != "tags" {
		return text
	}
	var list []any
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
