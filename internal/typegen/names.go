package typegen

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,99}$`)

// maxName is how long a type's name gets, so that it is a file's name everywhere.
const maxName = 100

// taken are names that no generated type has in any language, in lower case (classes of PHP and files of Windows do not tell
// capitals): our own, those that the generated code uses, and those that a language or its users would trip over.
var taken = strings.Fields(`
fields unknownfields component unknowncomponent block entry entrylist entryanswer paging meta reference mediareference geopoint
richtext richtextnode richtextmark read enumerations anyentry entrytypes inlined
string long double float boolean bool integer int number object override enum record math system thread class module void byte
short char character iterable comparable exception error list map set date instant localdate bigdecimal bifunction function
collections linkedhashmap arraylist objects optional iterator array symbol promise partial pick omit readonly exclude extract
required awaited never unknown any undefined null true false mixed self parent static callable resource numeric
abstract and as break case catch clone const continue declare default die do echo else elseif empty enddeclare endfor endforeach
endif endswitch endwhile eval exit extends final finally fn for foreach global goto if implements include instanceof insteadof
interface isset match namespace new or print private protected public require return switch throw trait try unset use var while
xor yield func datetime datetimeoffset decimal idictionary ienumerable readonlycollection dictionary attribute type guid
console environment window document event node element json infinity nan globalthis bigint regexp stdclass closure generator`)

// names hands out names so that no two are equal, not even without regard to capitals.
type names struct{ used map[string]bool }

func newNames(used ...string) *names {
	n := &names{map[string]bool{}}
	for _, name := range used {
		n.used[strings.ToLower(name)] = true
	}
	return n
}

// take gives the first of the wanted names that is free, else the last with a number. The name with each of the tails behind it
// is taken along.
func (n *names) take(tails []string, wanted ...string) string {
	name := ""
	for i := range wanted {
		if name = wanted[i]; n.free(name, tails) {
			return n.keep(name, tails)
		}
	}
	for i := 2; ; i++ {
		if numbered := name + strconv.Itoa(i); n.free(numbered, tails) {
			return n.keep(numbered, tails)
		}
	}
}

func (n *names) free(name string, tails []string) bool {
	return !slices.ContainsFunc(append([]string{""}, tails...), func(tail string) bool { return n.used[strings.ToLower(name+tail)] })
}

func (n *names) keep(name string, tails []string) string {
	for _, tail := range append([]string{""}, tails...) {
		n.used[strings.ToLower(name+tail)] = true
	}
	return name
}

// pascal writes a name of the model as a class: "press-release", "press_release" and "pressRelease" are PressRelease.
func pascal(name string) string {
	var b strings.Builder
	for _, part := range parts(name) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	s := b.String()
	if s == "" || s[0] <= '9' {
		s = "_" + s
	}
	return s[:min(len(s), maxName)]
}

// upper writes a value of an enumeration as a constant: "press-release" is PRESS_RELEASE.
func upper(name string) string {
	s := strings.ToUpper(strings.Join(parts(name), "_"))
	if s == "" || s[0] <= '9' {
		s = "_" + s
	}
	return s
}

func parts(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
}

// constants names the values of an enumeration; last is the name for values that are not known.
func constants(e *enumeration, form func(string) string, escape func(string) string, last string) []string {
	n := newNames(last)
	out := make([]string, len(e.values))
	for i, v := range e.values {
		out[i] = n.take(nil, escape(form(v.Value)))
	}
	return out
}

// escaped puts _ behind a name that is a keyword.
func escaped(name string, keywords []string) string {
	if slices.Contains(keywords, name) {
		return name + "_"
	}
	return name
}
