package authoring

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Limits of an import of lines.
const (
	MaxLine  = 4 << 20 // bytes
	MaxLines = 100_000
	maxJSON  = 100 // levels
)

// eachLine reads NDJSON strictly, and calls visit for every line that is not empty, with its number from 1; ps are what is wrong
// with it, and then the line is not to be used. An error of visit ends it. Errors: fault.Unprocessable for too many lines.
func eachLine(r io.Reader, visit func(number int, l *Line, ps fault.Problems) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for number, count := 1, 0; ; number++ {
		src, long, err := readLine(in)
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return err
		}
		if src = bytes.TrimSpace(src); len(src) > 0 || long {
			if count++; count > MaxLines {
				return fault.New(fault.Unprocessable, "there are more than %d lines: send them in several requests", MaxLines)
			}
			l, ps := parseLine(src, long)
			if err := visit(number, l, ps); err != nil {
				return err
			}
		}
		if ended {
			return nil
		}
	}
}

// readLine reads up to the end of a line. Of one that is too long it keeps nothing.
func readLine(in *bufio.Reader) (src []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(src)+len(part) > MaxLine {
			long, src = true, nil
		}
		if !long {
			src = append(src, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return src, long, err
		}
	}
}

func parseLine(src []byte, long bool) (*Line, fault.Problems) {
	one := func(code, format string, args ...any) (*Line, fault.Problems) {
		return nil, fault.Problems{{Code: code, Message: fmt.Sprintf(format, args...)}}
	}
	switch {
	case long:
		return one("too_large", "the line has more than %d bytes", MaxLine)
	case !utf8.Valid(src):
		return one("bad_text", "the line is no UTF-8")
	}
	s := strictJSON{dec: json.NewDecoder(bytes.NewReader(src))}
	s.dec.UseNumber()
	v, err := s.value("", 0)
	if err == nil && s.dec.More() {
		err = errors.New("there is more behind its end")
	}
	if err != nil {
		return one("json_syntax", "the line is not one JSON object: %.200s", err)
	}
	object, ok := v.(map[string]any)
	if !ok {
		return one("wrong_kind", "the line must be a JSON object")
	}
	l := &Line{}
	l.take(object, &s.problems)
	return l, s.problems
}

// strictJSON reads JSON, and tells what encoding/json lets pass.
type strictJSON struct {
	dec      *json.Decoder
	problems fault.Problems
}

func (s *strictJSON) fail(pointer, code, message string) {
	s.problems.Add(fault.Problem{Pointer: pointer, Code: code, Message: message})
}

func (s *strictJSON) value(at string, depth int) (any, error) {
	if depth > maxJSON {
		return nil, fmt.Errorf("it is nested deeper than %d levels", maxJSON)
	}
	token, err := s.dec.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return s.object(at, depth)
		}
		return s.list(at, depth)
	case string:
		if strings.ContainsRune(token, 0) {
			s.fail(at, "bad_text", "the text holds the character NUL")
		}
		return token, nil
	case json.Number:
		return s.number(at, token), nil
	}
	return token, nil
}

func (s *strictJSON) object(at string, depth int) (any, error) {
	out := map[string]any{}
	for s.dec.More() {
		token, err := s.dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string) // the decoder takes nothing else
		pointer := at + "/" + yamlfile.Escape(key[:min(len(key), 80)])
		switch _, twice := out[key]; {
		case twice:
			s.fail(pointer, "repeated_key", "this member stands twice")
		case key == "__proto__":
			s.fail(pointer, "unknown_field", "there is no member of this name")
		case strings.ContainsRune(key, 0):
			s.fail(at, "bad_text", "the name of a member holds the character NUL")
		}
		if out[key], err = s.value(pointer, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := s.dec.Token()
	return out, err
}

func (s *strictJSON) list(at string, depth int) (any, error) {
	out := []any{}
	for s.dec.More() {
		v, err := s.value(fmt.Sprintf("%s/%d", at, len(out)), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := s.dec.Token()
	return out, err
}

func (s *strictJSON) number(at string, n json.Number) any {
	if i, err := n.Int64(); err == nil {
		return i
	}
	x, err := n.Float64()
	if err != nil || math.IsInf(x, 0) {
		s.fail(at, "bad_number", "the number is too large")
		return nil
	}
	return x
}

// take reads the members of a line.
func (l *Line) take(object map[string]any, ps *fault.Problems) {
	texts := map[string]*string{"id": &l.ID, "space": &l.Space, "type": &l.Type, "key": &l.Key}
	lists := map[string]*[]string{"publish": &l.Publish, "archived": &l.Archived}
	for name, v := range object {
		fail := func(code, message string) {
			ps.Add(fault.Problem{Pointer: "/" + yamlfile.Escape(name[:min(len(name), 80)]), Code: code, Message: message})
		}
		ok := v == nil
		switch {
		case texts[name] != nil:
			if !ok {
				*texts[name], ok = v.(string)
			}
		case lists[name] != nil:
			ok = ok || textsIn(v, lists[name])
		case name == "version":
			l.Version, ok = versionIn(v)
		case name == "shared":
			if !ok {
				l.Shared, ok = v.(map[string]any)
			}
		case name == "locales":
			ok = ok || l.takeLocales(v)
		default:
			fail("unknown_field", "a line has id, space, type, key, version, shared, locales, publish and archived")
			continue
		}
		if !ok {
			fail("wrong_kind", "this is of another kind: see an exported line")
		}
	}
}

func (l *Line) takeLocales(v any) bool {
	object, ok := v.(map[string]any)
	l.Locales = make(map[string]map[string]any, len(object))
	for tag, doc := range object {
		fields, object := doc.(map[string]any)
		l.Locales[tag], ok = fields, ok && object
	}
	return ok
}

// versionIn reads a version: null and 0 are none.
func versionIn(v any) (int64, bool) {
	if v == nil {
		return 0, true
	}
	n, ok := v.(int64)
	return n, ok && n >= 0
}

func textsIn(v any, to *[]string) bool {
	list, ok := v.([]any)
	*to = make([]string, 0, len(list))
	for _, item := range list {
		text, isText := item.(string)
		*to, ok = append(*to, text), ok && isText
	}
	return ok
}
