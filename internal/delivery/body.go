package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Encoding is a content coding of HTTP.
type Encoding uint8

// The encodings, best first where a client takes several.
const (
	Identity Encoding = iota
	Brotli
	Zstd
	Gzip
	encodings
)

var encodingNames = [encodings]string{"", "br", "zstd", "gzip"}

// String gives the name as Content-Encoding has it; "" for identity.
func (e Encoding) String() string { return encodingNames[e] }

// minCompressed is the size from which compressing pays: below it, everything fits one packet anyway.
const minCompressed = 512

// brotliLevel: 11 takes 150 times the time of 6 for three per cent.
const brotliLevel = 6

// Body is a response that was made once and is served many times: its bytes in every encoding, and the headers that belong
// to it. It never changes after it was made; encodings are added when first asked for.
type Body struct {
	ContentType  string
	SurrogateKey string
	Link         string // preload of what the part needs, and what comes after a release that is being retired; "" for none
	Deprecation  string // of such a release, and Sunset: headers; "" for none
	Sunset       string
	NoIndex      bool // naked fragments are not for search engines
	NoStore      bool // fallbacks are not kept
	Private      bool // it is for its caller alone
	ByAccept     bool // the answer depends on the media types that the caller takes
	ByTime       bool // the same request gets another body at another time, without a publication

	immutable, packed bool      // see PackageBody
	modified          time.Time // the same
	version           string    // the same

	tag     string // of the ETag: hash of the identity bytes
	encoded [encodings]atomic.Pointer[Encoded]
	making  [encodings]sync.Mutex
}

// Encoded is a body in one encoding.
type Encoded struct {
	Bytes    []byte
	Encoding Encoding
	ETag     string // strong: differs by encoding
}

// NewBody makes a body of its identity bytes, which must not be changed afterwards.
func NewBody(contentType string, b []byte) *Body {
	body := &Body{ContentType: contentType, tag: hashOf(string(b))}
	body.encoded[Identity].Store(&Encoded{Bytes: b, Encoding: Identity, ETag: `"` + body.tag + `"`})
	return body
}

// hashOf names bytes, in 16 characters that are safe in headers and URLs.
func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Size is how many bytes the body takes as it is, for cache limits.
func (b *Body) Size() int { return len(b.In(Identity).Bytes) }

// In gives the body in an encoding; small bodies, and those that the encoding makes no smaller, stay as they are.
func (b *Body) In(e Encoding) *Encoded {
	if out := b.encoded[e].Load(); out != nil {
		return out
	}
	return b.encode(e)
}

func (b *Body) encode(e Encoding) *Encoded {
	b.making[e].Lock() // one request compresses, the others wait for it
	defer b.making[e].Unlock()
	if out := b.encoded[e].Load(); out != nil {
		return out
	}
	plain := b.encoded[Identity].Load()
	out := plain
	if len(plain.Bytes) >= minCompressed && !b.packed {
		if packed := compress(e, plain.Bytes); len(packed) < len(plain.Bytes) {
			out = &Encoded{Bytes: packed, Encoding: e, ETag: `"` + b.tag + `-` + e.String() + `"`}
		}
	}
	b.encoded[e].Store(out)
	return out
}

var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // the options are constants
	}
	return enc
})

func compress(e Encoding, plain []byte) []byte {
	var out bytes.Buffer
	switch e {
	case Brotli:
		w := brotli.NewWriterLevel(&out, brotliLevel)
		_, _ = w.Write(plain) // a bytes.Buffer takes everything
		_ = w.Close()
	case Gzip:
		w, _ := gzip.NewWriterLevel(&out, 7)
		_, _ = w.Write(plain)
		_ = w.Close()
	case Zstd:
		return zstdEncoder().EncodeAll(plain, nil)
	}
	return out.Bytes()
}

// Matches says whether an If-None-Match header names the body, in any encoding and in the weak form that proxies make.
func (b *Body) Matches(ifNoneMatch []byte) bool {
	for len(ifNoneMatch) > 0 {
		var one []byte
		one, ifNoneMatch, _ = bytes.Cut(ifNoneMatch, []byte{','})
		one = bytes.TrimSpace(one)
		if len(one) == 1 && one[0] == '*' {
			return true
		}
		one = bytes.TrimPrefix(one, []byte("W/"))
		if len(one) < 2 || one[0] != '"' || one[len(one)-1] != '"' {
			continue
		}
		one = one[1 : len(one)-1]
		if len(one) < len(b.tag) || string(one[:len(b.tag)]) != b.tag {
			continue
		}
		switch string(one[len(b.tag):]) {
		case "", "-br", "-gzip", "-zstd":
			return true
		}
	}
	return false
}

// Negotiate gives the best encoding that an Accept-Encoding header takes. It allocates nothing.
func Negotiate(accept []byte) Encoding {
	best := Identity
	for len(accept) > 0 {
		var one []byte
		one, accept, _ = bytes.Cut(accept, []byte{','})
		name, params, _ := bytes.Cut(one, []byte{';'})
		e := encodingOf(bytes.TrimSpace(name))
		if e == Identity || refused(params) {
			continue
		}
		if best == Identity || e < best {
			best = e
		}
	}
	return best
}

func encodingOf(name []byte) Encoding {
	switch string(name) {
	case "br":
		return Brotli
	case "zstd":
		return Zstd
	case "gzip", "x-gzip":
		return Gzip
	}
	return Identity
}

// refused reads q=0, q=0.0…
func refused(params []byte) bool {
	params = bytes.TrimSpace(params)
	if len(params) < 3 || (params[0] != 'q' && params[0] != 'Q') || params[1] != '=' {
		return false
	}
	for _, c := range params[2:] {
		if c != '0' && c != '.' {
			return false
		}
	}
	return true
}
