package token

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// specCase is an example of the specification as testdata/spec/README.md describes it.
type specCase struct {
	name, verdict, why string
	values             []string // "theme=dark path: value"
	problems           []string // codes, "?" before those of inputs
	warnings           []string
	files              map[string]string // "" is the example itself
}

func specCases(t *testing.T, module string) (out []specCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/spec/" + module + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var c *specCase
	file, inFile := "", false
	for _, line := range strings.Split(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "== "):
			section, rest, _ := strings.Cut(line[3:], " ")
			verdict, what, _ := strings.Cut(rest, ": ")
			out = append(out, specCase{name: module + " " + section + " " + what, verdict: verdict, files: map[string]string{}})
			c, file, inFile = &out[len(out)-1], "", false
		case strings.HasPrefix(line, "-- "):
			file = line[3:]
		case !inFile && strings.HasPrefix(line, "why: "):
			c.why = line[5:]
		case !inFile && strings.HasPrefix(line, "= "):
			c.values = append(c.values, line[2:])
		case !inFile && strings.HasPrefix(line, "! "):
			c.problems = append(c.problems, line[2:])
		case !inFile && strings.HasPrefix(line, "? "):
			c.problems = append(c.problems, "?"+line[2:])
		case !inFile && strings.HasPrefix(line, "~ "):
			c.warnings = append(c.warnings, line[2:])
		case line != "":
			inFile = true
			c.files[file] += line + "\n"
		}
	}
	return out
}

const mainResolver = "r.resolver.json"

var fileNamed = regexp.MustCompile(`"\$ref": "([^"#:]+\.json)`)

// system compiles an example; a file that it names and does not hold has a token "last" that says which file it is.
func (c *specCase) system(resolver string) (*System, error) {
	main := c.files[""]
	if strings.Contains(main, `"resolutionOrder"`) {
		resolver = main
	} else if resolver == "" || strings.Contains(main, `"$value"`) || strings.Contains(main, `"$ref"`) {
		return loadText(main)
	}
	fsys := fstest.MapFS{mainResolver: {Data: []byte(resolver)}}
	for _, m := range fileNamed.FindAllStringSubmatch(resolver, -1) {
		text := c.files[m[1]]
		if text == "" {
			text = `{"last": {"$type": "fontFamily", "$value": "` + strings.ReplaceAll(m[1], "/", "-") + `"}}`
		}
		fsys[m[1]] = &fstest.MapFile{Data: []byte(text)}
	}
	return Load(fsys, mainResolver)
}

// TestSpecification: every example of the specification compiles, or is refused for what is wrong with it.
func TestSpecification(t *testing.T) {
	verdicts := []string{"compiles", "shown wrong", "fragment", "error", "refused"}
	for module, want := range map[string]int{"format": 56, "color": 28, "resolver": 31} {
		cases := specCases(t, module)
		if len(cases) != want {
			t.Errorf("%s: %d examples of %d", module, len(cases), want)
		}
		resolver := ""
		for _, c := range cases {
			if r := c.files[mainResolver]; r != "" {
				resolver = r // inputs that follow are for it
			}
			if !slices.Contains(verdicts, c.verdict) || (c.why == "") == (c.verdict == "error" || c.verdict == "refused") {
				t.Errorf("%s: %q, why: %q", c.name, c.verdict, c.why)
			}
			problems, warnings, values := c.compile(t, resolver)
			if diff := cmp.Diff(c.problems, problems); diff != "" {
				t.Errorf("%s: problems %s", c.name, diff)
			}
			if diff := cmp.Diff(c.warnings, warnings); diff != "" {
				t.Errorf("%s: warnings %s", c.name, diff)
			}
			if diff := cmp.Diff(c.values, values); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
			if c.verdict == "compiles" && (len(problems) > 0 || len(values) == 0 && !strings.Contains(c.name, "without tokens")) {
				t.Errorf("%s: nothing compiles", c.name)
			}
			if (c.verdict == "shown wrong" || c.verdict == "error" || c.verdict == "refused") && len(problems) == 0 {
				t.Errorf("%s: it is taken", c.name)
			}
		}
	}
}

// compile gives the codes of what is wrong, and the values that the case asks for as they are.
func (c *specCase) compile(t *testing.T, resolver string) (problems, warnings, values []string) {
	t.Helper()
	s, err := c.system(resolver)
	if err != nil {
		for _, p := range problemsOf(t, err) {
			problems = append(problems, p.Code)
		}
		slices.Sort(problems)
		return problems, nil, nil
	}
	for _, w := range s.Warnings() {
		warnings = append(warnings, w.Code)
	}
	inputs := map[string]string{}
	if len(s.Modifiers()) > 0 && !strings.Contains(c.files[""], `"resolutionOrder"`) { // the example is the inputs
		if err := json.Unmarshal([]byte(c.files[""]), &inputs); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := s.Resolve(inputs); err != nil {
		for _, p := range problemsOf(t, err) {
			problems = append(problems, "?"+p.Code)
		}
		slices.Sort(problems)
	}
	for _, line := range c.values {
		given, path := inputs, line
		if head, rest, ok := strings.Cut(line, " "); ok && strings.Contains(head, "=") {
			name, context, _ := strings.Cut(head, "=")
			given, path = map[string]string{name: context}, rest
		}
		path, _, _ = strings.Cut(path, ": ")
		set, err := s.Resolve(given)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		tok, _ := set.Token(path)
		value := "missing"
		if tok.Value != nil {
			value = tok.CSS()
		}
		before, _, _ := strings.Cut(line, ": ")
		values = append(values, before+": "+value)
	}
	return problems, warnings, values
}
