package yamlfile

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// Marshal writes a value as Read takes it, always the same bytes for the same value: the fields of a struct in their order and
// without those that are zero, the keys of a map sorted, a text of several lines as a literal block, and a text that YAML would
// take for something else (true, 12, 2026-10-01, null) in quotes. Kinds understood are those of Read. Errors:
// fault.Unprocessable for text that is no UTF-8 or holds NUL, for numbers that are none, and for more than Read takes.
func Marshal(v any) ([]byte, error) {
	w := writer{}
	w.value(reflect.ValueOf(v), 0, false)
	if w.err == nil && w.Len() > MaxBytes {
		w.fail("the file would have %d bytes; %d are allowed", w.Len(), MaxBytes)
	}
	return w.Bytes(), w.err
}

// writer writes blocks, indented by two spaces. What an item holds begins on the line of its dash.
type writer struct {
	bytes.Buffer

	err   error
	depth int
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fault.New(fault.Unprocessable, "this cannot be written as YAML: "+format, args...)
	}
}

func (w *writer) indent(n int) {
	for range n {
		w.WriteString("  ")
	}
}

// value writes what stands after "key:" or "-", with the line's end. inline says that a mapping or list begins on this line.
func (w *writer) value(v reflect.Value, level int, inline bool) {
	if w.depth++; w.depth > maxDepth+1 {
		w.fail("its values are nested deeper than %d levels", maxDepth)
		return
	}
	defer func() { w.depth-- }()
	for v.IsValid() && (v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer) {
		v = v.Elem() // of nil: not valid
	}
	switch v.Kind() {
	case reflect.Struct:
		w.pairs(structPairs(v), level, inline)
	case reflect.Map:
		w.pairs(mapPairs(v), level, inline)
	case reflect.Slice:
		w.items(v, level, inline)
	default:
		w.scalar(v, level)
	}
}

// pair is a key with its value.
type pair struct {
	key   string
	value reflect.Value
}

func structPairs(v reflect.Value) (out []pair) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if f.Type != posType && name != "" && name != "-" && !v.Field(i).IsZero() {
			out = append(out, pair{name, v.Field(i)})
		}
	}
	return out
}

func mapPairs(v reflect.Value) []pair {
	byKey := make(map[string]reflect.Value, v.Len())
	for it := v.MapRange(); it.Next(); {
		byKey[it.Key().String()] = it.Value()
	}
	out := make([]pair, 0, len(byKey))
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		out = append(out, pair{key, byKey[key]})
	}
	return out
}

func (w *writer) pairs(list []pair, level int, inline bool) {
	if len(list) == 0 {
		w.end("{}", level)
		return
	}
	for i, p := range list {
		w.begin(level, inline && i == 0)
		key := w.text(p.key)
		if len(key) > 1000 { // YAML looks no further for the colon
			w.WriteString("? " + key + "\n")
			w.indent(level)
		} else {
			w.WriteString(key)
		}
		w.WriteByte(':')
		w.value(p.value, level+1, false)
	}
}

func (w *writer) items(v reflect.Value, level int, inline bool) {
	if v.Len() == 0 {
		w.end("[]", level)
		return
	}
	for i := range v.Len() {
		w.begin(level, inline && i == 0)
		w.WriteByte('-')
		w.value(v.Index(i), level+1, true)
	}
}

// begin starts a line of a mapping or list; its first one may stand behind a dash.
func (w *writer) begin(level int, behindDash bool) {
	switch {
	case behindDash:
		w.WriteByte(' ')
		return
	case w.Len() > 0 && w.Bytes()[w.Len()-1] != '\n':
		w.WriteByte('\n')
	}
	w.indent(level)
}

// end writes a value of one line.
func (w *writer) end(text string, level int) {
	if level > 0 {
		w.WriteByte(' ')
	}
	w.WriteString(text + "\n")
}

func (w *writer) scalar(v reflect.Value, level int) {
	switch v.Kind() {
	case reflect.Invalid:
		w.end("null", level)
	case reflect.String:
		if s := v.String(); literal(s) {
			w.block(s, level)
		} else {
			w.end(w.text(s), level)
		}
	case reflect.Bool:
		w.end(strconv.FormatBool(v.Bool()), level)
	case reflect.Int, reflect.Int64:
		w.end(strconv.FormatInt(v.Int(), 10), level)
	case reflect.Float64:
		w.end(w.number(v.Float()), level)
	default:
		w.fail("there is no form for %s", v.Kind())
	}
}

// number writes a whole number as one, since Read and JSON make no difference; but for -0, which only a fraction can be.
func (w *writer) number(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		w.fail("%v is no number", x)
	case x == 0 && math.Signbit(x):
		return "-0.0"
	case x == math.Trunc(x) && math.Abs(x) < 1<<53:
		return strconv.FormatInt(int64(x), 10)
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s = fmt.Sprintf("%s.0", s)
	}
	return s
}
