package readmodel

import (
	"encoding/binary"
	"math"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/published"
)

// sortKey gives the bytes whose order is the type's order: by its sort field, or by title, texts as the chain's language
// orders them (É beside E, Arabic by its letters). What has no value comes last, in both directions.
func sortKey(t *published.Type, fields map[string]any, tags string) []byte {
	name, descending := strings.CutPrefix(t.Sort, "-")
	if name == "" {
		name = t.Title
	}
	value, ok := fields[name]
	if !ok || value == nil {
		return []byte{2}
	}
	key := append([]byte{1}, valueKey(value, tags)...)
	if descending {
		for i := range key[1:] {
			key[i+1] = ^key[i+1]
		}
		key = append(key, 0xff) // "a" after "ab", as its opposite asks
	}
	return key
}

func valueKey(value any, tags string) []byte {
	switch v := value.(type) {
	case string:
		tag, _, _ := strings.Cut(tags, " ")
		var buf collate.Buffer
		return collate.New(language.Make(tag), collate.Numeric).KeyFromString(&buf, v)
	case float64:
		bits := math.Float64bits(v)
		if v < 0 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
		return binary.BigEndian.AppendUint64(nil, bits)
	case bool:
		if v {
			return []byte{1}
		}
		return []byte{0}
	}
	return nil
}
