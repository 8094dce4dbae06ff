package plan

import (
	"fmt"
	"html/template"
	"io"
	"strings"
	"text/template/parse"
)

// original is html/template's own escapers, one applied to what the one before gives. They have no names in Go; a template calls them.
type original struct{ set *template.Template }

// question is the data of that template. Answer is where it leaves the escaped value.
type question struct {
	Value  any
	Answer *string
}

// answer is the function by which it does so.
const answer = "answer"

// newOriginal makes a template that calls the named escapers. It does so for a variable, so that html/template adds no others.
func newOriginal(names []string) (*original, error) {
	known := map[string]any{answer: true}
	for _, name := range names {
		known[name] = true
	}
	src := "{{$x := " + answer + " .Answer (.Value | " + strings.Join(names, " | ") + ")}}"
	trees, err := parse.Parse("original", src, "", "", known)
	if err != nil {
		return nil, fmt.Errorf("html/template escapes with %s: %w", strings.Join(names, ", "), err)
	}
	funcs := template.FuncMap{answer: func(to *string, text string) string { *to = text; return "" }}
	set, err := template.New("").Funcs(funcs).AddParseTree("original", trees["original"])
	if err != nil {
		return nil, fmt.Errorf("html/template escapes with %s: %w", strings.Join(names, ", "), err)
	}
	o := &original{set: set}
	if _, err := o.apply(""); err != nil {
		return nil, fmt.Errorf("html/template escapes with %s: %w", strings.Join(names, ", "), err)
	}
	return o, nil
}

// apply gives the escaped value. Error: html/template has no such escapers.
func (o *original) apply(value any) (string, error) {
	var out string
	if err := o.set.ExecuteTemplate(io.Discard, "original", question{Value: value, Answer: &out}); err != nil {
		return "", fmt.Errorf("html/template: %w", err)
	}
	return out, nil
}
