package delivery

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]Encoding{
		"":                                Identity,
		"identity":                        Identity,
		"br":                              Brotli,
		"zstd":                            Zstd,
		"gzip":                            Gzip,
		"x-gzip":                          Gzip,
		"deflate, gzip;q=1.0, *;q=0.5":    Gzip,
		"gzip, deflate, br, zstd":         Brotli, // the order of the client says nothing
		"br, gzip":                        Brotli,
		"zstd, gzip":                      Zstd,
		"gzip,br":                         Brotli,
		"\tgzip ,\t br ":                  Brotli,
		"br;q=0.1, gzip;q=1":              Brotli, // it takes both; ours is smaller
		"br;q=0, gzip":                    Gzip,
		"br; q=0, zstd; q=0.0, gzip":      Gzip,
		"br;q=0.000":                      Identity,
		"br;Q=0":                          Identity,
		"br;q=0.001":                      Brotli,
		"*":                               Identity, // "anything" is also what it is
		"*;q=0":                           Identity,
		"br ;q=0 , *":                     Identity,
		"compress, deflate":               Identity,
		"gzipped":                         Identity,
		",,;,br":                          Brotli,
		";q=0":                            Identity,
		strings.Repeat("x,", 1000) + "br": Brotli,
	} {
		if got := Negotiate([]byte(accept)); got != want {
			t.Errorf("%.60q: %q, want %q", accept, got, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Negotiate([]byte("gzip, deflate;q=0.5, br;q=0.9, zstd")) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// text is a body that is worth compressing.
var text = []byte(strings.Repeat(`<a class="portico-link" href="/offers">Énergie & eau</a>`, 100))

func TestBodyEncodings(t *testing.T) {
	b := NewBody(typeHTML, text)
	tags := map[string]bool{}
	for e, open := range map[Encoding]func(io.Reader) (io.Reader, error){
		Identity: func(r io.Reader) (io.Reader, error) { return r, nil },
		Brotli:   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		Gzip:     func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		Zstd:     func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		out := b.In(e)
		if out != b.In(e) {
			t.Errorf("%q is made twice", e)
		}
		tags[out.ETag] = true
		r, err := open(bytes.NewReader(out.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(plain, text) || out.Encoding != e || (e != Identity && len(out.Bytes) > len(text)/10) {
			t.Errorf("%q: %d bytes of %d, %v", e, len(out.Bytes), len(plain), err)
		}
		if len(out.ETag) < 18 || out.ETag[0] != '"' || out.ETag[len(out.ETag)-1] != '"' {
			t.Errorf("%q: %s is no strong tag", e, out.ETag)
		}
	}
	if len(tags) != 4 {
		t.Errorf("the encodings share tags: %v", tags)
	}
}

// TestBodyStaysAsItIs where an encoding makes it no smaller.
func TestBodyStaysAsItIs(t *testing.T) {
	noise := make([]byte, 4096)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	for name, plain := range map[string][]byte{"empty": nil, "small": text[:minCompressed-1], "noise": noise} {
		b := NewBody(typeHTML, plain)
		for e := range encodings {
			if out := b.In(e); out.Encoding != Identity || out.ETag != b.In(Identity).ETag || !bytes.Equal(out.Bytes, plain) {
				t.Errorf("%s in %q: %q %s", name, e, out.Encoding, out.ETag)
			}
		}
	}
}

func TestBodyIsEncodedOnce(t *testing.T) {
	b := NewBody(typeHTML, text)
	var all sync.Map
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() { all.Store(b.In(Brotli), true) })
	}
	group.Wait()
	n := 0
	all.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("it was encoded %d times", n)
	}
}

func TestBodyMatches(t *testing.T) {
	b, other := NewBody(typeHTML, text), NewBody(typeHTML, text[1:])
	tag := b.In(Identity).ETag
	for header, want := range map[string]bool{
		"":                                   false,
		tag:                                  true,
		b.In(Brotli).ETag:                    true, // whatever encoding this caller takes now
		b.In(Gzip).ETag:                      true,
		b.In(Zstd).ETag:                      true,
		"W/" + tag:                           true, // proxies that compress make tags weak
		"W/" + b.In(Gzip).ETag:               true,
		"*":                                  true,
		" * ":                                true,
		`"x", ` + tag:                        true,
		`"x",W/"y" ,` + tag + ` `:            true,
		other.In(Identity).ETag:              false,
		other.In(Brotli).ETag + ", " + `"x"`: false,
		strings.Trim(tag, `"`):               false, // without quotes it is none
		tag[:len(tag)-1]:                     false,
		tag[:len(tag)-1] + `-deflate"`:       false,
		tag[:len(tag)-1] + `-br-gzip"`:       false,
		strings.ToLower(tag) + strings.ToUpper(tag): false,
		`""`:                               false,
		`"`:                                false,
		"W/":                               false,
		`w/` + tag:                         false,
		strings.Repeat(`"x",`, 2000) + tag: true,
	} {
		if got := b.Matches([]byte(header)); got != want {
			t.Errorf("%.60q: %v, want %v", header, got, want)
		}
	}
	same := NewBody(typeHTML, bytes.Clone(text))
	if same.In(Brotli).ETag != b.In(Brotli).ETag {
		t.Error("the same bytes have another tag: every node would invalidate the caches of the others")
	}
}
