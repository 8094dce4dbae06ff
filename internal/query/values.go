package query

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/portico-cms/portico/internal/published"
)

// Value is a value as an index holds it. Key is a string, a float64 or an int64 (0 and 1 for booleans), and orders values of one
// field. Exact is a text as it is where that is not its Key, which is without capitals.
type Value struct {
	Key   any
	Exact string
}

// class groups kinds that are compared in the same way.
type class uint8

const (
	notComparable class = iota
	textual             // by words
	choice              // one of a set
	ordered             // numbers and times
)

var classes = map[string]class{
	"text": textual, "slug": textual, "email": textual, "url": textual,
	"telephone": textual, "computed": textual, "tags": textual, "key": textual,
	"enumeration": choice, "reference": choice, "boolean": choice, "id": choice,
	"integer": ordered, "number": ordered, "decimal": ordered, "date": ordered, "date-time": ordered,
}

// operators are those of each class.
var operators = map[class][]Op{
	textual: {Eq, Ne, In, Nin, Contains, Starts, Exists},
	choice:  {Eq, Ne, In, Nin, Exists},
	ordered: {Eq, Ne, In, Nin, Lt, Lte, Gt, Gte, Exists},
}

// Fold gives a text as it is compared without regard to capitals.
func Fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

// Text gives the value of a text.
func Text(s string) Value {
	s = norm.NFC.String(s)
	v := Value{Key: Fold(s)}
	if v.Key != s {
		v.Exact = s
	}
	return v
}

// stampLayout has always nine digits of a second, so that moments are ordered as texts.
const stampLayout = "2006-01-02T15:04:05.000000000Z"

// Stamp writes a moment as an index holds it.
func Stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// ParseStamp reads what Stamp wrote.
func ParseStamp(s string) (time.Time, error) { return time.Parse(stampLayout, s) }

// Index gives the values of a field as an index holds them; v is what JSON made of a stored value. What does not fit the field's
// kind, as after a change of the model, is left out.
func Index(f published.Field, v any) []Value {
	if list, ok := v.([]any); ok {
		var all []Value
		for _, item := range list {
			all = append(all, Index(f, item)...)
		}
		return all
	}
	if m, ok := v.(map[string]any); ok {
		ref, _ := m["$ref"].(string)
		if _, id, ok := strings.Cut(ref, "/"); ok && f.Kind == "reference" {
			return []Value{{Key: id}}
		}
		return nil
	}
	var text string
	switch v := v.(type) {
	case string:
		text = v
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	case int64:
		text = strconv.FormatInt(v, 10)
	case int:
		text = strconv.Itoa(v)
	case bool:
		text = strconv.FormatBool(v)
	default:
		return nil
	}
	if f.Kind == "enumeration" {
		return []Value{{Key: text}} // also one that the model has no longer
	}
	value, why := typed(f, text)
	if why != "" || f.Kind == "reference" {
		return nil
	}
	return []Value{value}
}

var (
	decimalForm = regexp.MustCompile(`^([+-]?)0*([0-9]{1,30})(?:\.([0-9]{1,30}))?$`)
	numberForm  = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]+)?)([eE][+-]?[0-9]{1,3})?$`)
	idForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$`)
)

// typed reads a value of a field; why says what is wrong with it.
func typed(f published.Field, s string) (v Value, why string) {
	switch f.Kind {
	case "integer", "number":
		return typedNumber(s)
	case "decimal":
		return typedDecimal(s)
	case "boolean":
		switch s {
		case "true":
			return Value{Key: int64(1)}, ""
		case "false":
			return Value{Key: int64(0)}, ""
		}
		return v, "must be true or false"
	case "date":
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return v, "must be a day such as 2026-10-01"
		}
		return Value{Key: s}, ""
	case "date-time":
		return typedMoment(s)
	case "enumeration":
		if len(f.Values) > 0 && !slices.Contains(f.Values, s) {
			return v, "is none of the values of this field"
		}
		return Value{Key: s}, ""
	case "reference":
		typ, id, named := strings.Cut(s, "/")
		if !named {
			typ, id = "", s
		}
		if !idForm.MatchString(id) || named && !slices.Contains(f.To, typ) {
			return v, "must be an id, or type/id with a type that this field leads to"
		}
		return Value{Key: id}, ""
	case "id":
		if !idForm.MatchString(s) {
			return v, "must be an id"
		}
		return Value{Key: s}, ""
	}
	return Text(s), ""
}

func typedNumber(s string) (v Value, why string) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) || !numberForm.MatchString(s) {
		return v, "must be a number such as 12.5"
	}
	return Value{Key: x + 0}, "" // -0 is 0
}

// typedDecimal writes an exact number so that such texts are ordered as their numbers: how many digits stand before the point,
// then all digits; those of a negative number turned round.
func typedDecimal(s string) (v Value, why string) {
	m := decimalForm.FindStringSubmatch(s)
	if m == nil {
		return v, "must be a number such as 12.50"
	}
	whole, rest := strings.TrimLeft(m[2], "0"), strings.TrimRight(m[3], "0")
	if whole+rest == "" {
		return Value{Key: "1"}, ""
	}
	digits := []byte(strconv.Itoa(10+len(whole)) + whole + rest)
	if m[1] != "-" {
		return Value{Key: "2" + string(digits)}, ""
	}
	for i := range digits {
		digits[i] = '0' + '9' - digits[i]
	}
	return Value{Key: "0" + string(digits) + "~"}, "" // the end of a shorter number comes after its longer ones
}

// typedMoment takes a day, too: it is its beginning in UTC.
func typedMoment(s string) (v Value, why string) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t, err = time.Parse(time.DateOnly, s)
	}
	if t = t.UTC(); err != nil || t.Year() < 1 || t.Year() > 9999 {
		return v, "must be a moment such as 2026-10-01T08:30:00Z, or a day"
	}
	return Value{Key: Stamp(t)}, ""
}
