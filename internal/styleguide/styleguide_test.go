package styleguide_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/styleguide"
)

// with gives the shipped release with other files; nil takes a file away.
func with(t *testing.T, changes map[string]string) *designsystem.Release {
	t.Helper()
	r, err := designsystem.Load(os.DirFS("../../design-system"))
	if err != nil {
		t.Fatal(err)
	}
	files := r.Files()
	for name := range files {
		if strings.HasPrefix(name, styleguide.Dir+"/") && len(changes) > 0 {
			delete(files, name)
		}
	}
	for name, text := range changes {
		files[name] = []byte(text)
	}
	if r, err = designsystem.FromFiles(files); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestShipped(t *testing.T) {
	examples, err := styleguide.Compile(with(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ar", "de", "en", "fr"}, slices.Sorted(maps.Keys(examples))); diff != "" {
		t.Error(diff)
	}
	for tag, list := range examples {
		for _, what := range []string{"portico-button", "portico-field", "portico-alert", "portico-card", "portico-table", "portico-tabs", "portico-pagination"} {
			if !slices.ContainsFunc(list, func(e published.GuideExample) bool { return strings.Contains(e.HTML, what) }) {
				t.Errorf("%s: no example has %s", tag, what)
			}
		}
	}
}

func TestCompile(t *testing.T) {
	const guide, texts = "examples: [a]", "a.title: A\na.text: About a\nword: <b>\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  string // the example in English, or the code of the problem
	}{
		"a text is escaped":   {map[string]string{"styleguide/a.html": `<p title="{{t "word"}}">{{t "word"}}</p>`}, `<p title="&lt;b&gt;">&lt;b&gt;</p>`},
		"a text that is not":  {map[string]string{"styleguide/a.html": `{{t "none"}}`}, "bad_template"},
		"a broken template":   {map[string]string{"styleguide/a.html": `{{`}, "bad_template"},
		"an inline style":     {map[string]string{"styleguide/a.html": `<p style="color:red">`}, "refused"},
		"an inline script":    {map[string]string{"styleguide/a.html": `<p onclick="x()">`}, "refused"},
		"too long":            {map[string]string{"styleguide/a.html": strings.Repeat("x", 65<<10)}, "refused"},
		"no file":             {nil, "missing"},
		"a name with a path":  {map[string]string{"styleguide/guide.yaml": "examples: [../a]"}, "bad_name"},
		"twice":               {map[string]string{"styleguide/guide.yaml": "examples: [a, a]", "styleguide/a.html": "x"}, "bad_name"},
		"no title":            {map[string]string{"styleguide/a.html": "x", "styleguide/texts/en.yaml": "a.text: x"}, "required"},
		"a locale that is no": {map[string]string{"styleguide/a.html": "x", "styleguide/texts/EN_.yaml": "a.text: x"}, "bad_locale"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"styleguide/guide.yaml": guide, "styleguide/texts/en.yaml": texts}
			maps.Copy(files, tt.files)
			examples, err := styleguide.Compile(with(t, files))
			got := ""
			var ps fault.Problems
			if errors.As(err, &ps) {
				got = ps[0].Code
			} else if err != nil {
				t.Fatal(err)
			} else {
				got = examples["en"][0].HTML
			}
			if got != tt.want {
				t.Errorf("got %q (%v), want %q", got, err, tt.want)
			}
		})
	}
}
