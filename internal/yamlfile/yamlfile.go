// Package yamlfile reads the YAML files that people write (content types, sites, menus, entries, the design system's
// manifest) strictly: every unknown key, wrong kind of value and repeated key is reported with file, line and column,
// all in one pass, so that an author mends a file once and not ten times.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/portico-cms/portico/internal/fault"
)

// Pos is a place in a file. A struct that embeds it learns where its mapping stands, for checks that come later.
type Pos struct {
	File   string
	Line   int
	Column int
}

// Problem makes a problem at this place.
func (p Pos) Problem(code, format string, args ...any) fault.Problem {
	return fault.Problem{File: p.File, Line: p.Line, Column: p.Column, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Limits of a file that a person wrote; what is larger or deeper is a mistake.
const (
	MaxBytes = 8 << 20
	maxDepth = 100
)

// Read decodes one file into dst, a pointer to a struct with `yaml` tags. Problems are added to ps; it says whether there
// were none. Kinds understood: struct, map with string keys, slice, pointer, string, bool, int, float64 and any.
func Read(fsys fs.FS, name string, dst any, ps *fault.Problems) bool {
	_, ok := ReadPlaces(fsys, name, dst, ps)
	return ok
}

// ReadPlaces is Read that also tells where each value stands, for checks that come later.
func ReadPlaces(fsys fs.FS, name string, dst any, ps *fault.Problems) (Places, bool) {
	info, err := fs.Stat(fsys, name)
	if err == nil && info.Size() > MaxBytes { // before reading it
		ps.Add(tooLarge(name, info.Size()))
		return Places{}, false
	}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		ps.Add(Pos{File: name}.Problem("unreadable", "cannot be read: %v", reason(err)))
		return Places{}, false
	}
	return DecodePlaces(name, src, dst, ps)
}

// reason leaves out the path that fs errors begin with: a problem says it already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func tooLarge(name string, size int64) fault.Problem {
	return Pos{File: name}.Problem("too_large", "the file has %d bytes; %d are allowed", size, MaxBytes)
}

// Decode is Read for bytes already at hand; name is used in problems only.
func Decode(name string, src []byte, dst any, ps *fault.Problems) bool {
	_, ok := DecodePlaces(name, src, dst, ps)
	return ok
}

// DecodePlaces is ReadPlaces for bytes already at hand.
func DecodePlaces(name string, src []byte, dst any, ps *fault.Problems) (Places, bool) {
	if len(src) > MaxBytes {
		ps.Add(tooLarge(name, int64(len(src))))
		return Places{}, false
	}
	before := len(*ps)
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			ps.Add(Pos{File: name, Line: 1}.Problem("empty", "the file is empty"))
		} else {
			ps.Add(syntaxProblem(name, src, err))
		}
		return Places{}, false
	}
	var more yaml.Node
	if err := dec.Decode(&more); err == nil {
		ps.Add(Pos{File: name, Line: more.Line}.Problem("second_document", "one file holds one document; take out what follows ---"))
	} else if !errors.Is(err, io.EOF) {
		ps.Add(syntaxProblem(name, src, err))
	}
	d := decoder{file: name, problems: ps}
	root := &place{}
	d.value(doc.Content[0], reflect.ValueOf(dst).Elem(), root)
	return Places{root}, len(*ps) == before
}

// syntaxProblem takes the line out of the library's message, which has no other form than "yaml: line N: text". Without a line
// the library means the first, or bytes that are no text, which are looked for here.
func syntaxProblem(name string, src []byte, err error) fault.Problem {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	pos := Pos{File: name, Line: 1}
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, text, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(num); err == nil {
				pos.Line, msg = n, text
			}
		}
	} else if i := notText(src); i >= 0 {
		pos.Line = 1 + bytes.Count(src[:i], []byte("\n"))
	} else if strings.HasPrefix(msg, "unknown anchor") {
		pos.Line = 0
	}
	return pos.Problem("yaml_syntax", "this is not YAML: %.300s", msg)
}

// notText gives the offset of the first byte that is no UTF-8, or a control character; -1 where there is none.
func notText(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return i
		}
		i += n
	}
	return -1
}

type decoder struct {
	file     string
	problems *fault.Problems
}

func (d *decoder) pos(n *yaml.Node) Pos { return Pos{File: d.file, Line: n.Line, Column: n.Column} }

func (d *decoder) fail(n *yaml.Node, code, format string, args ...any) {
	d.problems.Add(d.pos(n).Problem(code, format, args...))
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, at *place) {
	at.pos = d.pos(n)
	if n.Kind == yaml.AliasNode {
		d.fail(n, "alias", "anchors and aliases (&x, *x) are not supported: write the value out")
		return
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.fail(n, "tag", "the tag %.40s is not supported: write the plain value", n.Tag)
		return
	}
	if at.depth > maxDepth {
		d.fail(n, "too_deep", "the values are nested deeper than %d levels", maxDepth)
		return
	}
	if n.Kind == yaml.ScalarNode && strings.ContainsRune(n.Value, 0) { // "\0"; no database keeps it
		d.fail(n, "bad_text", "%s holds the character NUL", at)
		return
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		at.pos = Pos{}
		return // absent and null are the same: the zero value
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), at)
	case reflect.Struct:
		d.structure(n, v, at)
	case reflect.Map:
		d.mapping(n, v, at)
	case reflect.Slice:
		d.sequence(n, v, at)
	case reflect.Interface:
		v.Set(reflect.ValueOf(d.any(n, at)))
	default:
		d.scalar(n, v, at)
	}
}

var posType = reflect.TypeFor[Pos]()

func (d *decoder) structure(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "wrong_kind", "%s must be a mapping (key: value)", at)
		return
	}
	fields := map[string]int{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type == posType {
			v.Field(i).Set(reflect.ValueOf(d.pos(n)))
			continue
		}
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "" && name != "-" {
			fields[name] = i
		}
	}
	d.pairs(n, at, func(key, val *yaml.Node, below *place) {
		i, ok := fields[key.Value]
		if !ok {
			d.fail(key, "unknown_key", "unknown key %.80q in %s; allowed: %s", key.Value, at, keys(fields))
			return
		}
		d.value(val, v.Field(i), below)
	})
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "wrong_kind", "%s must be a mapping (key: value)", at)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	d.pairs(n, at, func(key, val *yaml.Node, below *place) {
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(val, elem, below)
		v.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), elem)
	})
}

// pairs walks a mapping and reports keys that stand twice or are no text.
func (d *decoder) pairs(n *yaml.Node, at *place, each func(key, val *yaml.Node, at *place)) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			d.fail(key, "wrong_kind", "a key in %s must be plain text", at)
			continue
		}
		if seen[key.Value] {
			d.fail(key, "repeated_key", "%.80q stands twice in %s", key.Value, at)
			continue
		}
		seen[key.Value] = true
		each(key, val, at.child(key.Value))
	}
}

func (d *decoder) sequence(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "wrong_kind", "%s must be a list (- a, - b, or [a, b])", at)
		return
	}
	s := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(item, s.Index(i), at.child(strconv.Itoa(i)))
	}
	v.Set(s)
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "wrong_kind", "%s must be a single value", at)
		return
	}
	switch v.Kind() {
	case reflect.String: // a text may be written without quotes: 2026-01-01, 1.0 and yes stay what was typed
		v.SetString(n.Value)
	case reflect.Bool:
		if n.Tag != "!!bool" {
			d.fail(n, "wrong_kind", "%s must be true or false, not %.80q", at, n.Value)
			return
		}
		v.SetBool(n.Value == "true" || n.Value == "True" || n.Value == "TRUE")
	case reflect.Int, reflect.Int64:
		x, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil {
			d.fail(n, "wrong_kind", "%s must be a whole number, not %.80q", at, n.Value)
			return
		}
		v.SetInt(x)
	case reflect.Float64:
		x, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
			d.fail(n, "wrong_kind", "%s must be a number, not %.80q", at, n.Value)
			return
		}
		v.SetFloat(x)
	default:
		panic("yamlfile: unsupported destination " + v.Type().String())
	}
}

// any gives what JSON would: map[string]any, []any, string, bool, int64 or float64. A date stays the text that was typed.
func (d *decoder) any(n *yaml.Node, at *place) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		d.value(n, reflect.ValueOf(&m).Elem(), at)
		return m
	case yaml.SequenceNode:
		var s []any
		d.value(n, reflect.ValueOf(&s).Elem(), at)
		return s
	}
	switch n.Tag {
	case "!!bool":
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
	case "!!int":
		if x, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			return x
		}
	case "!!float":
		if x, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
			return x
		}
	}
	return n.Value
}

func keys(m map[string]int) string {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
