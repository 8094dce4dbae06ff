package content

import (
	"context"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// Comment is what somebody says of an entry, to the others who work on it. It is text: nothing in it is markup.
type Comment struct {
	ID         string // UUIDv7
	Entry      string // id
	Thread     string // id of the comment that began it; its own where it did
	Locale     string
	Pointer    string // of the value that it is about: /locales/fr/title; "" for the locale, or the entry
	Body       string
	Mentions   []string // ids of the accounts that it calls
	Author     string
	CreatedAt  time.Time
	EditedAt   *time.Time
	DeletedAt  *time.Time // the text is gone; it stays because others have replied
	ResolvedAt *time.Time // of the comment that began a thread
	ResolvedBy string
}

// Begins says whether the comment began its thread.
func (c *Comment) Begins() bool { return c.Thread == c.ID }

// Limits of a comment.
const (
	maxComment  = 5000 // characters
	MaxMentions = 20
)

// Validate gives what is wrong with the text and the number of mentions.
func (c *Comment) Validate() (ps fault.Problems) {
	hidden := func(r rune) bool { return r != '\n' && r != '\t' && r != '\r' && unicode.IsControl(r) }
	n := utf8.RuneCountInString(c.Body)
	bad := !utf8.ValidString(c.Body)
	for _, r := range c.Body {
		bad = bad || hidden(r)
	}
	if n == 0 || n > maxComment || bad {
		ps.Add(fault.Problem{Pointer: "/body", Code: "bad_text", Message: "write 1 to 5000 characters of plain text"})
	}
	if len(c.Mentions) > MaxMentions {
		ps.Add(fault.Problem{Pointer: "/mentions", Code: "too_many", Message: "mention at most 20 people"})
	}
	return ps
}

// Comments keeps what is said of entries. It goes with its entry.
type Comments interface {
	// Comment finds one. Errors: fault.NotFound.
	Comment(ctx context.Context, id string) (*Comment, error)
	// CommentsOf lists those of an entry, the oldest first, those after an id ("" all), at most limit.
	CommentsOf(ctx context.Context, entry, after string, limit int) ([]*Comment, error)
	// CommentsFor lists those that mention an account, the newest first, those before an id ("" all), at most limit.
	CommentsFor(ctx context.Context, account, before string, limit int) ([]*Comment, error)
	// CommentsOnValues lists those that are about a value of an entry of a type, in the trash too, ordered by id, those after an id, at
	// most limit.
	CommentsOnValues(ctx context.Context, typ, after string, limit int) ([]*Comment, error)
	// HasReplies says whether a comment began a thread in which there are others.
	HasReplies(ctx context.Context, id string) (bool, error)
	// SaveComment creates the comment, or replaces the one with its id.
	SaveComment(ctx context.Context, c *Comment) error
	// DeleteComment takes one away. One that is not there is no error.
	DeleteComment(ctx context.Context, id string) error
}
