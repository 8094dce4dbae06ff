package lint

import (
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// File is the name of the configuration, beside the tokens.
const File = "tokens.lint.yaml"

// Extension is the key under $extensions for what a token says itself: {"contrast": [{"on": "color.page", "wcag": 4.5}]}.
const Extension = "org.portico-cms.lint"

// Config says what to look for. The zero value looks for what needs no declaration.
type Config struct {
	Contrast   []Pair            `yaml:"contrast"`
	Internal   []string          `yaml:"internal"`   // groups whose tokens exist for other tokens only: who is not referred to is unused
	Duplicates []string          `yaml:"duplicates"` // types whose values should stand once; color where nothing is given
	Naming     string            `yaml:"naming"`     // kebab, camel or snake; "" for any
	Gamut      string            `yaml:"gamut"`      // srgb or display-p3; srgb where nothing is given
	Severity   map[string]string `yaml:"severity"`   // of a rule: error, warning or off
}

// Pair is a colour in front of others.
type Pair struct {
	yamlfile.Pos `json:"-"`
	Text         string   `yaml:"text" json:"text"`
	On           []string `yaml:"on" json:"on"`
	WCAG         float64  `yaml:"wcag" json:"wcag"` // least contrast, 1 to 21; 0 for not asked
	APCA         float64  `yaml:"apca" json:"apca"` // least Lc in size, 0 to 108; 0 for not asked
}

// Severities of a finding.
const (
	Error   = "error"
	Warning = "warning"
	off     = "off"
)

// rules are the rules, with their severity where nothing is said.
var rules = map[string]string{"contrast": Error, "unused": Warning, "duplicate": Warning, "naming": Warning, "gamut": Warning,
	"hex":     Warning,
	"missing": Warning, "deprecated": Warning}

// Read reads the configuration of a folder; the zero value where there is none. The error is a fault.Problems.
func Read(fsys fs.FS, name string) (Config, error) {
	var c Config
	if _, err := fs.Stat(fsys, name); errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	var ps fault.Problems
	places, ok := yamlfile.ReadPlaces(fsys, name, &c, &ps)
	if !ok {
		return c, ps.Err()
	}
	say := func(pointer, code, format string, args ...any) {
		ps.Add(places.At(pointer).Problem(code, format, args...))
	}
	for i, p := range c.Contrast {
		if problem := p.check(); problem != "" || p.Text == "" {
			ps.Add(p.Problem("bad_pair", "pair %d: %s", i+1, orElse(problem, "text is missing: the path of the colour in front")))
		}
	}
	for rule, severity := range c.Severity {
		if rules[rule] == "" {
			say("/severity/"+yamlfile.Escape(rule), "unknown_rule", "there is no rule %q; there are %s", rule, strings.Join(sorted(rules), ", "))
		} else if severity != Error && severity != Warning && severity != off {
			say("/severity/"+yamlfile.Escape(rule), "bad_severity", "a severity is error, warning or off, not %q", severity)
		}
	}
	if !slices.Contains([]string{"", "kebab", "camel", "snake"}, c.Naming) {
		say("/naming", "bad_value", "naming is kebab, camel or snake, not %q", c.Naming)
	}
	if !slices.Contains([]string{"", "srgb", "display-p3"}, c.Gamut) {
		say("/gamut", "bad_value", "gamut is srgb or display-p3, not %q", c.Gamut)
	}
	return c, ps.Err()
}

// check says what is wrong with a pair, "" for nothing.
func (p Pair) check() string {
	switch {
	case len(p.On) == 0:
		return "on is missing: the paths of the colours behind"
	case p.WCAG == 0 && p.APCA == 0:
		return "what is asked is missing: wcag, apca or both"
	case p.WCAG != 0 && (p.WCAG < 1 || p.WCAG > 21):
		return "wcag lies between 1 and 21"
	case p.APCA < 0 || p.APCA > 108:
		return "apca lies between 0 and 108"
	}
	return ""
}

// own gives the pairs that a token declares itself.
func own(t token.Token) ([]Pair, string) {
	if t.Extensions == nil {
		return nil, ""
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(t.Extensions, &all) != nil || all[Extension] == nil {
		return nil, ""
	}
	var said struct {
		Contrast []struct {
			On   oneOrMore `json:"on"`
			WCAG float64   `json:"wcag"`
			APCA float64   `json:"apca"`
		} `json:"contrast"`
	}
	if err := json.Unmarshal(all[Extension], &said); err != nil {
		return nil, `write {"contrast": [{"on": "color.page", "wcag": 4.5}]}`
	}
	var out []Pair
	for _, s := range said.Contrast {
		p := Pair{Text: t.Path, On: s.On, WCAG: s.WCAG, APCA: s.APCA}
		if problem := p.check(); problem != "" {
			return nil, problem
		}
		out = append(out, p)
	}
	return out, ""
}

// oneOrMore is a path, or an array of paths.
type oneOrMore []string

// UnmarshalJSON reads either.
func (o *oneOrMore) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*o = []string{s}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
