package published

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// somePage draws a page as a store could give it.
func somePage(t *rapid.T) *Page {
	p := &Page{Whole: rapid.Bool().Draw(t, "whole"), Head: Position{Identity: "log", Generation: 50, Epoch: rapid.String().Draw(t, "epoch")}}
	generation := int64(1)
	for range rapid.IntRange(0, 5).Draw(t, "records") {
		generation += rapid.Int64Range(0, 9).Draw(t, "step")
		r := Record{Kind: KindEntry, Key: rapid.StringN(1, 40, 200).Draw(t, "key"), Generation: generation}
		if r.Deleted = rapid.Bool().Draw(t, "deleted"); !r.Deleted {
			r.Body = rapid.SliceOfN(rapid.Byte(), 1, 100).Draw(t, "body")
		}
		p.Records = append(p.Records, r)
	}
	var sum Checksum
	for i := range p.Records {
		sum.Add(p.Records[i].Mark(), p.Records[i].Hash())
	}
	p.Checksum, p.Next = sum.String(), Place{Position: p.Head}
	if n := len(p.Records); n > 0 && rapid.Bool().Draw(t, "more") {
		last := p.Records[n-1].Mark()
		p.Next.After = &last
	}
	return p
}

// TestWire: what is written is read as it was, after any number of signs of life; and every part that is missing is missed.
func TestWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := somePage(t)
		beats, seen := rapid.IntRange(0, 3).Draw(t, "beats"), 0
		b := bytes.NewBufferString(strings.Repeat("\n", beats))
		if err := WritePage(b, want); err != nil {
			t.Fatal(err)
		}
		whole := b.Bytes()
		got, err := ReadPage(bytes.NewReader(whole), func() { seen++ })
		if err != nil || seen != beats {
			t.Fatalf("%d signs of life, %v", seen, err)
		}
		for i := range got.Records {
			if got.Records[i].Deleted {
				got.Records[i].Body = nil
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		cut := rapid.IntRange(0, len(whole)-1).Draw(t, "cut")
		if _, err := ReadPage(bytes.NewReader(whole[:cut]), func() {}); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut at %d of %d: %v", cut, len(whole), err)
		}
	})
}

// TestChecksum: it does not depend on the order in which records came, and on nothing that came and went.
func TestChecksum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			return Mark{rapid.Int64Range(1, 3).Draw(t, "g"), Kind(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "kind")), rapid.String().Draw(t, "key")}
		}), 1, 8).Draw(t, "marks")
		var there, back, passed Checksum
		for i := range marks {
			there.Add(marks[i], "x")
			back.Add(marks[len(marks)-1-i], "x")
		}
		for _, m := range marks {
			passed.Add(m, "y")
			passed.Add(m, "x")
			passed.Remove(m, "y")
		}
		if there != back || there != passed {
			t.Fatal("the order counts")
		}
		other := there
		other.Remove(marks[0], "x")
		other.Add(marks[0], "y")
		if other == there {
			t.Fatal("the body does not count")
		}
		if read, err := ParseChecksum(there.String()); err != nil || read != there {
			t.Fatal(read, err)
		}
	})
	for _, bad := range []string{"", "x", strings.Repeat("0", 63), strings.Repeat("0", 66), strings.Repeat("g", 64)} {
		if _, err := ParseChecksum(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// FuzzReadPage: whatever is sent is read or refused; what is read can be written and read again, and has a next place further on.
func FuzzReadPage(f *testing.F) {
	head := Position{Identity: "log", Generation: 3, Epoch: "e"}
	last := Mark{2, KindSite, "b"}
	for _, p := range []*Page{
		{Head: head, Next: Place{Position: head}},
		{Whole: true, Head: head, Next: Place{head, &last}, Records: []Record{
			{Kind: KindSite, Key: "a", Generation: 1, Body: []byte("{}")}, {Kind: KindSite, Key: "b", Generation: 2, Deleted: true},
		}},
	} {
		var b bytes.Buffer
		if err := WritePage(&b, p); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
		f.Add(append([]byte("\n\n"), b.Bytes()[:b.Len()/2]...))
	}
	f.Add([]byte(`{"kind":"site","key":"a","generation":1,"size":67108865}` + "\n"))
	f.Add([]byte(`{"kind":"site","key":"a","generation":9223372036854775807,"size":1}` + "\n1\n" + `{"end":{}}` + "\n"))
	f.Add([]byte("{\"end\":null}\n{\"end\":{\"after\":{}}}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPage(bytes.NewReader(b), func() {})
		if err != nil {
			var wrong *WireError
			if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &wrong) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if !p.Last() && (len(p.Records) == 0 || *p.Next.After != p.Records[len(p.Records)-1].Mark()) {
			t.Fatal("it does not go on")
		}
		var again bytes.Buffer
		if err := WritePage(&again, p); err != nil {
			t.Fatal(err)
		}
		if same, err := ReadPage(&again, func() {}); err != nil || !cmp.Equal(p, same) {
			t.Fatalf("%v: %s", err, cmp.Diff(p, same))
		}
	})
}
