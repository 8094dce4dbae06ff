package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// textKind is a single line of text: a title, a name, a label. White space around it is cut off.
type textKind struct{}

const maxText = 2000 // characters

func (textKind) traits() traits {
	return traits{
		options:  []string{"minLength", "maxLength", "pattern", "default"},
		sortable: true, filterable: true, searchable: true, unique: true, plain: true,
		widens: []string{"slug", "enumeration", "email", "url"},
	}
}

func (textKind) declare(d *declaration) { d.lengths(maxText) }

func (textKind) value(f *Field, v any) (any, []Issue) {
	s, issues := line(v, maxText)
	if issues != nil {
		return nil, issues
	}
	return s, f.textRules(s)
}

// line gives a single line of text of at most limit characters, in NFC, without white space around it.
func line(v any, limit int) (string, []Issue) {
	s, issues := text(v, limit)
	if issues != nil {
		return "", issues
	}
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\n\u2028\u2029") {
		return "", wrong("line_break", "must be a single line")
	}
	return s, nil
}

// text gives text of at most limit characters, in NFC and with \n for line ends. Control characters are refused: no database
// and no page has a use for them.
func text(v any, limit int) (string, []Issue) {
	s, ok := v.(string)
	if !ok {
		return "", wrong("wrong_type", "must be text, not %s (put it in quotes)", typeName(v))
	}
	if len(s) > limit*utf8.UTFMax || utf8.RuneCountInString(s) > limit {
		return "", wrong("too_long", "has more than %d characters", limit)
	}
	if !utf8.ValidString(s) {
		return "", wrong("bad_text", "is not valid UTF-8")
	}
	s = norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		return "", wrong("bad_text", "holds a control character (%+q)", []rune(s[i:])[0])
	}
	return s, nil
}

// textRules checks lengths and pattern, which stand in the way of publishing only.
func (f *Field) textRules(s string) []Issue {
	if s == "" {
		return nil
	}
	var issues []Issue
	n := utf8.RuneCountInString(s)
	if f.minLength != nil && n < *f.minLength {
		issues = append(issues, unfit("too_short", "has %d characters; at least %d are needed", n, *f.minLength)...)
	}
	if f.maxLength != nil && n > *f.maxLength {
		issues = append(issues, unfit("too_long", "has %d characters; at most %d are allowed", n, *f.maxLength)...)
	}
	if f.pattern != nil && !f.pattern.MatchString(s) {
		issues = append(issues, unfit("pattern", "does not match the pattern %s", f.patternText)...)
	}
	return issues
}
