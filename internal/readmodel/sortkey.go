package readmodel

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// orders makes sort keys. It keeps the order of each language, which costs more to make than a key, and is for one goroutine.
type orders struct {
	by     map[string]*collate.Collator // by language tag
	buffer collate.Buffer
}

func newOrders() *orders { return &orders{by: map[string]*collate.Collator{}} }

// maxKey bounds a key, because cursors hold it: texts that differ only after some hundred characters are ordered by id.
const maxKey = 240

// Where there is no value, an entry has both of these rows: an ascending list passes over the first, a descending one over the
// second.
var missingLow, missingHigh = []byte{0x00}, []byte{0xff}

// keys gives the rows of a field by which lists are ordered: bytes whose order is that of the values, texts as the chain's
// language orders them (É beside E, Arabic by its letters).
func (o *orders) keys(f published.Field, value any, tags string) [][]byte {
	if value == nil {
		return [][]byte{missingLow, missingHigh}
	}
	key, ok := o.key(f, value, tags)
	if !ok {
		return [][]byte{missingLow, missingHigh}
	}
	return [][]byte{append([]byte{1}, key[:min(len(key), maxKey)]...)}
}

func (o *orders) key(f published.Field, value any, tags string) ([]byte, bool) {
	if s, isText := value.(string); isText && byWords(f.Kind) {
		tag, _, _ := strings.Cut(tags, " ")
		return o.textKey(tag, s), true
	}
	if f.Kind == "" { // published by a version that did not say
		f.Kind = "number"
		if _, isBool := value.(bool); isBool {
			f.Kind = "boolean"
		}
	}
	values := query.Index(f, value)
	if len(values) != 1 {
		return nil, false
	}
	switch v := values[0].Key.(type) {
	case string:
		return []byte(v), true
	case int64:
		return []byte{byte(v)}, true
	case float64:
		bits := math.Float64bits(v)
		if v < 0 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
		return binary.BigEndian.AppendUint64(nil, bits), true
	}
	return nil, false
}

// byWords says whether values of a kind are ordered as people order words.
func byWords(kind string) bool {
	switch kind {
	case "date", "date-time", "decimal", "id", "integer", "number", "boolean":
		return false
	}
	return true
}

func (o *orders) textKey(tag, text string) []byte {
	c := o.by[tag]
	if c == nil {
		c = collate.New(language.Make(tag), collate.Numeric)
		o.by[tag] = c
	}
	o.buffer.Reset()
	return bytes.Clone(c.KeyFromString(&o.buffer, text))
}
