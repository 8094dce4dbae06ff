package query

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"

	"github.com/portico-cms/portico/internal/fault"
)

const macSize = 16

var errCursor = fault.New(fault.Invalid,
	"page[after] is not a cursor of this query: use the one that the page before gave, with the same parameters")

// Seal writes a place in a list as an opaque text: a MAC over what the cursor belongs to (Checked.Place and the scope) and the
// place, then a direction, the id and the values of the orders. With the MAC nobody can walk to a place they were not given.
func Seal(key []byte, belongs string, c Cursor) string {
	place := []byte{'f'}
	if c.Backward {
		place[0] = 'b'
	}
	place = appendPiece(place, 's', []byte(c.ID))
	for _, k := range c.Keys {
		switch k := k.(type) {
		case string:
			place = appendPiece(place, 's', []byte(k))
		case []byte:
			place = appendPiece(place, 'b', k)
		case float64:
			place = appendPiece(place, 'f', binary.BigEndian.AppendUint64(nil, math.Float64bits(k)))
		}
	}
	return base64.RawURLEncoding.EncodeToString(append(mac(key, belongs, place), place...))
}

// Open reads what Seal wrote; orders is how many keys it must have. Errors: fault.Invalid.
func Open(key []byte, belongs, text string, orders int) (*Cursor, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(key) == 0 || len(b) < macSize+2 || !hmac.Equal(b[:macSize], mac(key, belongs, b[macSize:])) {
		return nil, errCursor
	}
	place := b[macSize:]
	c := &Cursor{Backward: place[0] == 'b'}
	id, rest, ok := cutPiece(place[1:])
	if c.ID, _ = id.(string); !ok {
		return nil, errCursor
	}
	for len(rest) > 0 {
		var k any
		if k, rest, ok = cutPiece(rest); !ok {
			return nil, errCursor
		}
		c.Keys = append(c.Keys, k)
	}
	if len(c.Keys) != orders {
		return nil, errCursor
	}
	return c, nil
}

func appendPiece(b []byte, kind byte, piece []byte) []byte {
	return append(binary.AppendUvarint(append(b, kind), uint64(len(piece))), piece...)
}

func cutPiece(b []byte) (value any, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n, size := binary.Uvarint(b[1:])
	if size <= 0 || n > uint64(len(b)-1-size) {
		return nil, nil, false
	}
	piece, rest := b[1+size:1+size+int(n)], b[1+size+int(n):]
	switch b[0] {
	case 's':
		return string(piece), rest, true
	case 'b':
		return piece, rest, true
	case 'f':
		if len(piece) != 8 {
			return nil, nil, false
		}
		return math.Float64frombits(binary.BigEndian.Uint64(piece)), rest, true
	}
	return nil, nil, false
}

func mac(key []byte, belongs string, place []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(belongs))
	h.Write([]byte{0})
	h.Write(place)
	return h.Sum(nil)[:macSize]
}
