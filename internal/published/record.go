package published

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// Kind says what a record holds.
type Kind string

// The kinds, each with the type of its body and its key.
const (
	KindSite   Kind = "site"   // Site, key = site key
	KindBundle Kind = "bundle" // Bundle, key = site/locale
	KindTokens Kind = "tokens" // Tokens, key = brand, or TokensKey
	KindAsset  Kind = "asset"  // Asset, key = SHA-256 in hex
	KindType   Kind = "type"   // Type, key = content type name
	KindEntry  Kind = "entry"  // Entry, key = entry id
	KindKeys   Kind = "keys"   // SiteKeys, key = site key; for delivery nodes only, never served
	KindNode   Kind = "node"   // NodeSecrets, key = "secrets"; for delivery nodes only, never served

	// KindLimited is a Type for some audiences only, key = content type name. It is a kind of its own, so that a node of an older
	// version, which knows no audiences, passes over it and shows its entries to nobody.
	KindLimited Kind = "limited-type"

	KindTokenFiles  Kind = "token-files"  // TokenFiles, key = name@version of the design system
	KindPackage     Kind = "package"      // Package, key = PackageKey
	KindGuide       Kind = "guide"        // Guide, key = brand
	KindPackageTags Kind = "package-tags" // PackageTags, key = name of the design system

	KindMedia      Kind = "media"       // Medium, key = id
	KindMediaPiece Kind = "media-piece" // bytes of a medium as they are, key = MediaPieceKey
)

// Record is one document ready to serve. Body is JSON, but for a media-piece; it is empty where the record was deleted.
type Record struct {
	Kind       Kind
	Key        string
	Generation int64 // the publication that wrote it last
	Deleted    bool
	Body       []byte
}

// Ref names a record.
type Ref struct {
	Kind Kind   `json:"kind"`
	Key  string `json:"key"`
}

// Ref gives the record's name.
func (r *Record) Ref() Ref { return Ref{r.Kind, r.Key} }

// NewRecord makes a record of a body. It panics where the body cannot be JSON: bodies are our own types.
func NewRecord(kind Kind, key string, body any) Record {
	var b []byte
	var err error
	if bundle, ok := body.(*Bundle); ok {
		b, err = bundle.appendJSON(nil)
	} else {
		b, err = json.Marshal(body)
	}
	if err != nil {
		panic(fmt.Sprintf("published: %s %s: %v", kind, key, err))
	}
	return Record{Kind: kind, Key: key, Body: b}
}

// Hash identifies the content of a record, so that a publication appends only what really changed.
func (r *Record) Hash() string {
	sum := sha256.Sum256(r.Body)
	return fmt.Sprintf("%x", sum[:16])
}

// Publication is one atomic publish.
type Publication struct {
	Generation int64     `json:"generation"`
	Author     string    `json:"author"`
	At         time.Time `json:"at"`
	Summary    string    `json:"summary"`
	Changes    []Ref     `json:"changes"`
}

// Appender writes the publication log, inside an authoring transaction.
type Appender interface {
	// Lock takes the log's lock until the transaction ends, and gives the next generation. A use case that publishes calls it
	// first: what it then reads and compiles cannot be outrun by another publisher, generations have no gaps, and they are
	// committed in order.
	Lock(ctx context.Context) (generation int64, err error)
	// Hashes gives the hash of every live record of the given kinds, by name.
	Hashes(ctx context.Context, kinds ...Kind) (map[Ref]string, error)
	// Put writes records under the generation that Lock gave, ahead of its Append: a large publication need not be in memory at once.
	Put(ctx context.Context, generation int64, records []Record) error
	// Append writes the publication and its records under p.Generation, which Lock gave.
	Append(ctx context.Context, p Publication, records []Record) error
	// Generation gives the newest generation, 0 before the first publication.
	Generation(ctx context.Context) (int64, error)
}
