package delivery

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/portico-cms/portico/internal/fault"
)

const macSize = 16

var errCursor = fault.New(fault.Invalid,
	"page[after] is not a cursor of this query: use the one that the page before gave, with the same parameters")

// sealCursor writes a place in a list as an opaque text: a MAC over the query and the place, a direction, the id's length,
// the id and the sort key. With the MAC nobody can walk to a place they were not given.
func sealCursor(key []byte, query string, c Cursor) string {
	direction := byte('f')
	if c.Backward {
		direction = 'b'
	}
	place := append([]byte{direction, byte(len(c.ID))}, c.ID...)
	place = append(place, c.SortKey...)
	return base64.RawURLEncoding.EncodeToString(append(mac(key, query, place), place...))
}

// openCursor reads what sealCursor wrote. Errors: fault.Invalid.
func openCursor(key []byte, query, text string) (*Cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(key) == 0 || len(b) < macSize+2 || !hmac.Equal(b[:macSize], mac(key, query, b[macSize:])) {
		return nil, errCursor
	}
	place := b[macSize:]
	n := int(place[1])
	if len(place) < 2+n {
		return nil, errCursor
	}
	return &Cursor{Backward: place[0] == 'b', ID: string(place[2 : 2+n]), SortKey: place[2+n:]}, nil
}

func mac(key []byte, query string, place []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(query))
	h.Write([]byte{0})
	h.Write(place)
	return h.Sum(nil)[:macSize]
}
