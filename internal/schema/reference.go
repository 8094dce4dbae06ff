package schema

import (
	"regexp"
	"strings"
)

// EntryKey is the form of an entry's key. An id (UUID) has it too, so that either can be the target of a reference.
var EntryKey = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,79}$`)

// Ref is a reference to an entry: its type, and its id (its key in files, before they are imported).
type Ref struct {
	Type   string
	Target string
}

// String gives "type/target".
func (r Ref) String() string { return r.Type + "/" + r.Target }

// Value gives the canonical form of a reference in an entry: {"$ref":"type/target"}.
func (r Ref) Value() map[string]any { return map[string]any{"$ref": r.String()} }

// ParseRef reads "type/target".
func ParseRef(s string) (Ref, bool) {
	typ, target, ok := strings.Cut(s, "/")
	if !ok || !TypeName.MatchString(typ) || !EntryKey.MatchString(target) {
		return Ref{}, false
	}
	return Ref{typ, target}, true
}

// RefOf reads a reference out of a value: {"$ref":"type/target"}, or "type/target" as it is written in files.
func RefOf(v any) (Ref, bool) {
	switch v := v.(type) {
	case string:
		return ParseRef(v)
	case map[string]any:
		if s, ok := v["$ref"].(string); ok && len(v) == 1 {
			return ParseRef(s)
		}
	}
	return Ref{}, false
}
