package exchange

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/portico-cms/portico/internal/fault"
)

var errTooLarge = errors.New("the file is too large")

// utf8Reader reads a file as UTF-8 without a byte order mark: tools write UTF-16 too, and say so with one. It fails with
// errTooLarge beyond MaxFile, and with encoding.ErrInvalidUTF8.
func utf8Reader(r io.Reader) io.Reader {
	return transform.NewReader(&bounded{r, MaxFile}, unicode.BOMOverride(encoding.UTF8Validator))
}

// bounded fails where more is read than fits, so that a cut file is not taken for a whole one.
type bounded struct {
	io.Reader

	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// unreadable says what is wrong with a file as a whole.
func unreadable(err error, line int) fault.Problem {
	p := fault.Problem{Line: line, Code: "syntax", Message: err.Error()}
	switch {
	case errors.Is(err, errTooLarge):
		p.Code, p.Message = "too_large", "the file has more than 64 MB: send fewer entries at once"
	case errors.Is(err, encoding.ErrInvalidUTF8) || strings.Contains(p.Message, "invalid UTF-8"):
		p.Code, p.Message = "bad_encoding", "the file is neither UTF-8 nor UTF-16: save it as UTF-8"
	}
	return p
}
