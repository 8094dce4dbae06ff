package query

import (
	"encoding/base64"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/portico-cms/portico/internal/fault"
)

// FuzzCursor: whatever somebody sends as a cursor is refused with one code; and behind the MAC, whatever place is there is read or refused,
// and what was read can be sealed and opened again.
func FuzzCursor(f *testing.F) {
	key := []byte("0123456789abcdef0123456789abcdef")
	for _, c := range []Cursor{{ID: "0192"}, {Keys: []any{[]byte{1, 0, 255}, "é", -0.5}, ID: "x", Backward: true}} {
		sealed := Seal(key, "list", c)
		raw, err := base64.RawURLEncoding.DecodeString(sealed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sealed, raw[macSize:], len(c.Keys))
	}
	f.Add("", []byte{'f', 's', 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, 0)
	f.Add("AAAA", []byte{'b', 's', 0, 'f', 8, 0x7f, 0xf8, 0, 0, 0, 0, 0, 1}, 1)
	f.Fuzz(func(t *testing.T, text string, place []byte, orders int) {
		if c, err := Open(key, "another list", text, orders); err == nil || !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q was opened: %v, %v", text, c, err)
		}
		ours := base64.RawURLEncoding.EncodeToString(append(mac(key, "list", place), place...))
		c, err := Open(key, "list", ours, orders)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		again, err := Open(key, "list", Seal(key, "list", *c), orders)
		if diff := gocmp.Diff(c, again, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("%v %s", err, diff)
		}
	})
}
