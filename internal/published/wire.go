package published

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// The form in which a page of the log goes from machine to machine: a line of JSON for each record, followed by as many bytes as it
// says and a line feed, and a line that ends the page. Empty lines before a record are signs of life.

// MediaLog is the media type of that form.
const MediaLog = "application/vnd.portico.log"

// Limits of what is read of a page, whoever wrote it.
const (
	maxLine    = 4 << 10
	maxBody    = 64 << 20
	maxPage    = 96 << 20 // a page is full at a megabyte, so its last record alone can be large
	maxInPage  = 10_000
	maxBeats   = 1000
	maxName    = 1 << 10
	allAtOnce  = 1 << 20 // larger bodies take memory as they come, not as they are announced
	wireBuffer = 8 << 10
)

// WireError says that what was read is no page of a log, as opposed to one that ended too early.
type WireError struct{ Reason string }

// Error implements error.
func (e *WireError) Error() string { return "what was sent is no publication log: " + e.Reason }

func wrong(format string, args ...any) error { return &WireError{fmt.Sprintf(format, args...)} }

// wireLine is a line: of a record, or of the end.
type wireLine struct {
	Kind       Kind     `json:"kind,omitempty"`
	Key        string   `json:"key,omitempty"`
	Generation int64    `json:"generation,omitempty"`
	Deleted    bool     `json:"deleted,omitempty"`
	Size       int      `json:"size,omitempty"` // of the body, in bytes
	End        *wireEnd `json:"end,omitempty"`
}

type wireEnd struct {
	Records  int      `json:"records"`
	Whole    bool     `json:"whole,omitempty"`
	Head     Position `json:"head"`
	Checksum string   `json:"checksum,omitempty"`
	After    *Mark    `json:"after,omitempty"`
}

// WritePage writes a page.
func WritePage(w io.Writer, p *Page) error {
	for i := range p.Records {
		r := &p.Records[i]
		if err := writeLine(w, &wireLine{Kind: r.Kind, Key: r.Key, Generation: r.Generation, Deleted: r.Deleted, Size: len(r.Body)}); err != nil {
			return err
		}
		if _, err := w.Write(append(r.Body[:len(r.Body):len(r.Body)], '\n')); err != nil {
			return err
		}
	}
	return writeLine(w, &wireLine{End: &wireEnd{len(p.Records), p.Whole, p.Head, p.Checksum, p.Next.After}})
}

func writeLine(w io.Writer, l *wireLine) error {
	b, err := json.Marshal(l)
	if err == nil {
		_, err = w.Write(append(b, '\n'))
	}
	return err
}

// ReadPage reads a page, and calls beat for each sign of life. Errors: *WireError for what is no page; io.ErrUnexpectedEOF where it
// ends before its end; the reader's own.
func ReadPage(from io.Reader, beat func()) (*Page, error) {
	r := &wireReader{from: bufio.NewReaderSize(from, wireBuffer)}
	for beats := 0; ; {
		l, err := r.line()
		switch {
		case err != nil:
			return nil, err
		case l == nil:
			if beats++; beats > maxBeats || len(r.page.Records) > 0 {
				return nil, wrong("too many empty lines")
			}
			beat()
		case l.End != nil:
			return r.end(l.End)
		default:
			if err := r.record(l); err != nil {
				return nil, err
			}
		}
	}
}

type wireReader struct {
	from *bufio.Reader
	page Page
	size int
}

// line reads a line; nil is an empty one.
func (r *wireReader) line() (*wireLine, error) {
	b, err := r.from.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull) || len(b) > maxLine:
		return nil, wrong("a line is too long")
	case errors.Is(err, io.EOF):
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	case len(b) == 1:
		return nil, nil //nolint:nilnil // an empty line
	}
	l := &wireLine{}
	if err := json.Unmarshal(b, l); err != nil {
		return nil, wrong("a line is no JSON of a record")
	}
	return l, nil
}

func (r *wireReader) record(l *wireLine) error {
	m := Mark{l.Generation, l.Kind, l.Key}
	switch {
	case l.Kind == "" || l.Key == "" || len(l.Kind) > maxName || len(l.Key) > maxName || !utf8.ValidString(l.Key):
		return wrong("a record has no name")
	case l.Generation < 1 || len(r.page.Records) > 0 && l.Generation < r.page.Records[len(r.page.Records)-1].Generation:
		return wrong("record %.40q is not in order", l.Key)
	case l.Size < 0 || l.Size > maxBody || r.size+l.Size > maxPage || l.Deleted != (l.Size == 0):
		return wrong("record %.40q has %d bytes", l.Key, l.Size)
	case len(r.page.Records) >= maxInPage:
		return wrong("a page has too many records")
	}
	body, err := r.body(l.Size)
	if err != nil {
		return err
	}
	r.size += l.Size
	r.page.Records = append(r.page.Records, Record{Kind: m.Kind, Key: m.Key, Generation: m.Generation, Deleted: l.Deleted, Body: body})
	return nil
}

// body reads a body and the line feed after it.
func (r *wireReader) body(size int) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(min(size, allAtOnce))
	if _, err := io.CopyN(&b, r.from, int64(size)); err != nil {
		return nil, early(err)
	}
	switch end, err := r.from.ReadByte(); {
	case err != nil:
		return nil, early(err)
	case end != '\n':
		return nil, wrong("a body is longer than it was said to be")
	}
	return b.Bytes(), nil
}

func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// end checks that a page holds together, and that whoever reads on from it gets further.
func (r *wireReader) end(e *wireEnd) (*Page, error) {
	p := &r.page
	p.Whole, p.Head, p.Checksum, p.Next = e.Whole, e.Head, e.Checksum, Place{e.Head, e.After}
	n := len(p.Records)
	switch {
	case e.Records != n:
		return nil, wrong("a page of %d records has %d", e.Records, n)
	case e.Head.Identity == "" || len(e.Head.Identity) > maxName || len(e.Head.Epoch) > maxName || e.Head.Generation < 0:
		return nil, wrong("a page does not say of which log it is")
	case n > 0 && p.Records[n-1].Generation > e.Head.Generation:
		return nil, wrong("a record is newer than the log")
	case e.After != nil && (n == 0 || *e.After != p.Records[n-1].Mark()):
		return nil, wrong("a page does not go on where it ends")
	}
	if _, err := ParseChecksum(e.Checksum); e.Checksum != "" && err != nil {
		return nil, wrong("a checksum cannot be read")
	}
	return p, nil
}
