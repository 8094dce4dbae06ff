// Package styleguide makes the examples of a design system's style guide: templates of the folder styleguide/, one a component, with
// texts in each locale. They are shown live on /styleguide, with their code to copy.
package styleguide

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// The files of a style guide.
const (
	Dir       = "styleguide"
	guideFile = Dir + "/guide.yaml"
	textsDir  = Dir + "/texts"
)

// maxExample bounds what one example becomes, in bytes.
const maxExample = 64 << 10

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// forbidden is what the strict policy of a site would not run: nobody should copy it.
var forbidden = regexp.MustCompile(`(?i)<script|<style|<iframe|\sstyle\s*=|\son[a-z]+\s*=|javascript:`)

type guide struct {
	Examples []string `yaml:"examples"`
}

// Compile gives the examples by locale, in the order of guide.yaml; nil where the release has no style guide. Error: fault.Problems,
// with every problem of every file.
func Compile(r *designsystem.Release) (map[string][]published.GuideExample, error) {
	src := r.File(guideFile)
	if src == nil {
		return nil, nil //nolint:nilnil // a style guide is optional
	}
	var ps fault.Problems
	var g guide
	if !yamlfile.Decode(guideFile, src, &g, &ps) {
		return nil, ps.Err()
	}
	texts := readTexts(r, &ps)
	out := map[string][]published.GuideExample{}
	for i, name := range g.Examples {
		file := path.Join(Dir, name+".html")
		switch text := r.File(file); {
		case !nameForm.MatchString(name) || slices.Contains(g.Examples[:i], name):
			ps.Add(problem(guideFile, "bad_name", "example %q: a name has 1 to 40 of a-z, 0-9 and -, and stands once", name))
		case text == nil:
			ps.Add(problem(guideFile, "missing", "example %q: the file %s is not there", name, file))
		default:
			compile(name, file, string(text), texts, out, &ps)
		}
	}
	if err := ps.Unique().Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// compile makes one example in every locale.
func compile(name, file, src string, texts map[string]map[string]string, out map[string][]published.GuideExample, ps *fault.Problems) {
	var known map[string]string
	t, err := template.New(file).Funcs(template.FuncMap{"t": func(key string) (string, error) {
		text, ok := known[key]
		if !ok {
			return "", fmt.Errorf("there is no text %q", key)
		}
		return text, nil
	}}).Parse(src)
	if err != nil {
		ps.Add(problem(file, "bad_template", "%v", err))
		return
	}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		known = texts[tag]
		var b bytes.Buffer
		if err := t.Execute(&b, nil); err != nil {
			ps.Add(problem(file, "bad_template", "in %s: %v", tag, err))
			continue
		}
		html := strings.TrimSpace(b.String())
		if found := forbidden.FindString(html); found != "" || len(html) > maxExample {
			ps.Add(problem(file, "refused", "an example has %d bytes at most, and nothing inline that a strict policy forbids, such as %q",
				maxExample, found))
			continue
		}
		e := published.GuideExample{Name: name, Title: known[name+".title"], Text: known[name+".text"], HTML: html}
		if e.Title == "" || e.Text == "" {
			ps.Add(problem(path.Join(textsDir, tag+".yaml"), "required", "the example %s needs %[1]s.title and %[1]s.text", name))
		}
		out[tag] = append(out[tag], e)
	}
}

// readTexts reads texts/{locale}.yaml.
func readTexts(r *designsystem.Release, ps *fault.Problems) map[string]map[string]string {
	out := map[string]map[string]string{}
	files := r.Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Dir(name) != textsDir || path.Ext(name) != ".yaml" {
			continue
		}
		tag := strings.TrimSuffix(path.Base(name), ".yaml")
		if c, err := locale.Parse(tag); err != nil || c != tag {
			ps.Add(problem(name, "bad_locale", "%q is not the canonical form of a language tag, such as fr or fr-CA", tag))
			continue
		}
		texts := map[string]string{}
		if yamlfile.Decode(name, files[name], &texts, ps) {
			out[tag] = texts
		}
	}
	if len(out) == 0 && len(*ps) == 0 {
		ps.Add(problem(textsDir, "missing", "there are no texts: add texts/en.yaml and one file for each other locale"))
	}
	return out
}

func problem(file, code, format string, args ...any) fault.Problem {
	return fault.Problem{File: file, Code: code, Message: fmt.Sprintf(format, args...)}
}
