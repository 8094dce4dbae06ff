package readmodel

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/portico-cms/portico/internal/published"
)

// orders makes sort keys. It keeps the order of each language, which costs more to make than a key, and is for one goroutine.
type orders struct {
	by     map[string]*collate.Collator // by language tag
	buffer collate.Buffer
}

func newOrders() *orders { return &orders{by: map[string]*collate.Collator{}} }

func (o *orders) textKey(tag, text string) []byte {
	c := o.by[tag]
	if c == nil {
		c = collate.New(language.Make(tag), collate.Numeric)
		o.by[tag] = c
	}
	o.buffer.Reset()
	return bytes.Clone(c.KeyFromString(&o.buffer, text))
}

// sortKey gives the bytes whose order is the type's order: by its sort field, or by title, texts as the chain's language
// orders them (É beside E, Arabic by its letters). What has no value comes last, in both directions.
func (o *orders) sortKey(t *published.Type, fields map[string]any, tags string) []byte {
	name, descending := strings.CutPrefix(t.Sort, "-")
	if name == "" {
		name = t.Title
	}
	value, ok := fields[name]
	if !ok || value == nil {
		return []byte{2}
	}
	key := o.valueKey(value, tags)
	if descending {
		key = opposite(key)
	}
	return append([]byte{1}, key...)
}

func (o *orders) valueKey(value any, tags string) []byte {
	switch v := value.(type) {
	case string:
		tag, _, _ := strings.Cut(tags, " ")
		return o.textKey(tag, v)
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

// opposite gives a key that sorts the other way round. So that a key which is the beginning of another comes after it, each is
// closed by 00 00 before its bits are turned; a 00 within becomes 00 FF, which is more than the close.
func opposite(key []byte) []byte {
	key = append(bytes.ReplaceAll(key, []byte{0}, []byte{0, 0xff}), 0, 0)
	for i := range key {
		key[i] = ^key[i]
	}
	return key
}
