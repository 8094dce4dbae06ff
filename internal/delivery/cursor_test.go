package delivery

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

func TestCursor(t *testing.T) {
	key, query := []byte("0123456789abcdef0123456789abcdef"), "article\x00demo"
	for _, c := range []Cursor{
		{SortKey: []byte{1, 0, 255}, ID: "0192"}, {SortKey: []byte{2}, ID: "", Backward: true}, {SortKey: bytes.Repeat([]byte{7}, 3000), ID: "x"},
	} {
		sealed := sealCursor(key, query, c)
		got, err := openCursor(key, query, sealed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&c, got); diff != "" {
			t.Error(diff)
		}
		for name, open := range map[string]func() (*Cursor, error){
			"another query":        func() (*Cursor, error) { return openCursor(key, query+"x", sealed) },
			"another key":          func() (*Cursor, error) { return openCursor(key[1:], query, sealed) },
			"no key":               func() (*Cursor, error) { return openCursor(nil, query, sealed) },
			"padding":              func() (*Cursor, error) { return openCursor(key, query, sealed+"=") },
			"cut":                  func() (*Cursor, error) { return openCursor(key, query, sealed[:len(sealed)-2]) },
			"empty":                func() (*Cursor, error) { return openCursor(key, query, "") },
			"not base64":           func() (*Cursor, error) { return openCursor(key, query, "<>") },
			"sealed without a key": func() (*Cursor, error) { return openCursor(nil, query, sealCursor(nil, query, c)) },
		} {
			if got, err := open(); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
		raw, err := base64.RawURLEncoding.DecodeString(sealed)
		if err != nil {
			t.Fatal(err)
		}
		for i := range raw[:min(len(raw), 60)] {
			raw[i] ^= 1
			if _, err := openCursor(key, query, base64.RawURLEncoding.EncodeToString(raw)); !fault.Is(err, fault.Invalid) {
				t.Errorf("byte %d changed: %v", i, err)
			}
			raw[i] ^= 1
		}
	}
	// Signed, but of a length that it has not: as a future version could make one.
	place := []byte{'f', 200, 'x'}
	if _, err := openCursor(key, query, base64.RawURLEncoding.EncodeToString(append(mac(key, query, place), place...))); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
