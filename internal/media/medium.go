package media

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Sort is what a medium is to people; a field of a content type accepts some of them.
type Sort string

// The sorts.
const (
	Image    Sort = "image"
	Video    Sort = "video"
	Audio    Sort = "audio"
	Document Sort = "document"
)

// Sorts lists them all.
var Sorts = []Sort{Image, Video, Audio, Document}

// Limits of media.
const (
	DefaultLimit = 10 << 20  // bytes of a file, where nothing else is configured
	MostLimit    = 64 << 20  // bytes that may be configured: a file is in memory while it is looked at
	MaxAlt       = 500       // characters of an alternative text
	MaxLocales   = 100       // of alternative texts
	maxSide      = 20_000    // pixels of an image's side
	maxPixels    = 100 << 20 // of one picture
	maxFrames    = 1_000     // of an animation
	maxAnimated  = 500 << 20 // pixels of all frames together
)

// Medium is what is known of a medium besides its bytes.
type Medium struct {
	ID        string            // UUIDv7; what its bytes are kept under
	Space     string            // key of the site that it belongs to, or "shared"
	File      string            // name, as Name makes it
	Type      string            // media type, by what the bytes are
	Sort      Sort              //
	Size      int64             // bytes
	SHA256    string            // of the bytes, hex
	Width     int               // pixels, as it is shown; 0 where it has none, or that is not known
	Height    int               //
	Alt       map[string]string // alternative text by locale
	Version   int64             // counts from 1; 0 is not saved yet
	CreatedAt time.Time
	CreatedBy string // account id, or "system:…"
	UpdatedAt time.Time
}

// Filter says which media a list holds. Empty dimensions take everything.
type Filter struct {
	Spaces []string // nil is every space; an empty list none
	Sort   Sort
	Text   string // that the name or an alternative text holds, whatever its case
	Before string // id of the last one of the page before
	Limit  int
}

// Keeper keeps media, inside the transaction that gave it out. Their bytes are records of the publication log.
type Keeper interface {
	// Medium finds one. Errors: fault.NotFound.
	Medium(ctx context.Context, id string) (*Medium, error)
	// MediaByID gives those of the ids that there are, in no order.
	MediaByID(ctx context.Context, ids []string) ([]*Medium, error)
	// Media lists some, the newest first.
	Media(ctx context.Context, f Filter) ([]*Medium, error)
	// SaveMedium writes one and counts its version up; version 0 is a new one. Errors: fault.Stale where somebody saved in between;
	// fault.Conflict where the id is taken.
	SaveMedium(ctx context.Context, m *Medium) error
	// DeleteMedium takes one out. Errors: fault.Stale where it is at another version, or gone.
	DeleteMedium(ctx context.Context, id string, version int64) error
}

// Words is what a list's text is looked for in: the name and the alternative texts, in small letters.
func (m *Medium) Words() string {
	words := []string{m.File}
	for _, tag := range sortedTags(m.Alt) {
		words = append(words, m.Alt[tag])
	}
	return Fold(strings.Join(words, "\n"))
}

// Fold gives a text as Words has it.
func Fold(s string) string { return strings.ToLower(s) }

func sortedTags(alt map[string]string) []string {
	tags := make([]string, 0, len(alt))
	for tag := range alt {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// SetAlt puts alternative texts in the place of those there are: cut of blanks at their ends, empty ones left out. Error:
// fault.Problems, below the pointer /alt.
func (m *Medium) SetAlt(alt map[string]string) error {
	var ps fault.Problems
	clean := map[string]string{}
	for _, tag := range sortedTags(alt) {
		text := strings.TrimSpace(alt[tag])
		pointer := "/alt/" + yamlfile.Escape(tag[:min(len(tag), 60)])
		canonical, err := locale.Parse(tag)
		switch {
		case err != nil || canonical != tag:
			ps.Add(fault.Problem{Pointer: pointer, Code: "bad_locale", Message: fmt.Sprintf("%.40q is not a language tag", tag)})
		case utf8.RuneCountInString(text) > MaxAlt:
			ps.Add(fault.Problem{Pointer: pointer, Code: "too_long", Message: fmt.Sprintf("an alternative text has at most %d characters", MaxAlt)})
		case !utf8.ValidString(text) || strings.ContainsFunc(text, hidden):
			ps.Add(fault.Problem{Pointer: pointer, Code: "bad_text", Message: "an alternative text is one line without control characters"})
		case text != "":
			clean[tag] = text
		}
	}
	if len(alt) > MaxLocales {
		ps.Add(fault.Problem{Pointer: "/alt", Code: "too_many", Message: fmt.Sprintf("at most %d alternative texts", MaxLocales)})
	}
	if len(ps) == 0 {
		m.Alt = clean
	}
	return ps.Err()
}

// hidden says whether a character breaks lines, or turns the direction of what follows it.
func hidden(r rune) bool { return unicode.IsControl(r) || turns(r) || r == '\u2028' || r == '\u2029' }

// turns says whether a character overrides the direction of a text, or embeds one.
func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// AltIn gives the alternative text of the first locale of a chain that has one; "" where none has.
func AltIn(alt map[string]string, chain []string) string {
	for _, tag := range chain {
		if text := alt[tag]; text != "" {
			return text
		}
	}
	return ""
}
