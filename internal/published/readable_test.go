package published

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestReadable: what is for an audience is there for who names it and has a key of the very site that is asked.
func TestReadable(t *testing.T) {
	sum := sha256.Sum256([]byte("key"))
	s, err := Empty().Apply(1, []Record{
		NewRecord(KindType, "news", Type{Name: "news"}), NewRecord(KindType, "offer", Type{Name: "offer"}), // left by an older version
		NewRecord(KindLimited, "offer", Type{Name: "offer", Audiences: []string{"partner", "adviser"}}),
		NewRecord(KindLimited, "memo", Type{Name: "memo", Audiences: []string{"adviser"}}),
		NewRecord(KindKeys, "demo", SiteKeys{Keys: []SiteKey{{Hash: sum[:]}}}),
	}, Node{})
	if err != nil {
		t.Fatal(err)
	}
	keyed := s.For("key", time.Now())
	for _, c := range []struct {
		of             *Snapshot
		site, audience string
		want           string // types, then those that are hidden
	}{
		{s, "demo", "", "news - memo offer"}, {s, "demo", "partner", "news - memo offer"}, {keyed, "demo", "", "news - memo offer"},
		{keyed, "demo", "partner", "news offer - memo own"}, {keyed, "demo", "adviser", "memo news offer -  own"},
		{keyed, "demo", "nobody", "news - memo offer"}, {keyed, "other", "partner", "news - memo offer"},
		{s.For("other", time.Now()), "demo", "partner", "news - memo offer"}, {Empty(), "demo", "partner", " - "},
	} {
		r := c.of.Readable(c.site, c.audience)
		got := strings.Join(slices.Sorted(maps.Keys(r.Types)), " ") + " - " + strings.Join(r.Hidden, " ")
		if r.Own {
			got += " own"
		}
		if got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.audience, c.site, got, c.want)
		}
	}
	after, err := s.Apply(2, []Record{{Kind: KindLimited, Key: "offer", Deleted: true}}, Node{})
	if r := after.Readable("demo", ""); err != nil || r.Types["offer"] == nil || !slices.Equal(r.Hidden, []string{"memo"}) {
		t.Errorf("the offers are for everybody: %+v %v", r, err)
	}
}
