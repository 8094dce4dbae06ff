package typegen_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/typegen"
)

func usualModel(t testing.TB) *schema.Model {
	t.Helper()
	m, err := schema.Load(contenttypes.FS)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func hardModel(t testing.TB) *schema.Model {
	t.Helper()
	m, err := schema.Load(os.DirFS("testdata/hard"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func generate(t testing.TB, m *schema.Model, language, namespace string) []typegen.File {
	t.Helper()
	files, err := typegen.Generate(m, language, namespace)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// all is the text of all files.
func all(files []typegen.File) string {
	var b strings.Builder
	for _, f := range files {
		b.Write(f.Text)
	}
	return b.String()
}

func TestHardModelHasAllKinds(t *testing.T) {
	m := hardModel(t)
	seen := map[string]bool{}
	for _, typ := range m.Types() {
		for _, f := range typ.Fields() {
			seen[f.Kind()] = true
		}
	}
	for _, kind := range schema.Kinds() {
		if !seen[kind] {
			t.Errorf("no field of kind %s is in testdata/hard", kind)
		}
	}
}

// TestEveryKindHasAForm: a kind that nobody thought of here is read as any JSON, and this says so.
func TestEveryKindHasAForm(t *testing.T) {
	for _, kind := range schema.Kinds() {
		if !typegen.HasForm(kind) {
			t.Errorf("kind %s has no form", kind)
		}
	}
}

func TestSameForTheSameModel(t *testing.T) {
	for _, language := range typegen.Languages() {
		first, again := generate(t, hardModel(t), language, ""), generate(t, hardModel(t), language, "")
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("%s differs from itself:\n%s", language, diff)
		}
		names := map[string]bool{}
		for _, f := range first {
			head, _, _ := bytes.Cut(f.Text, []byte("\n\n// Do")) // anything near the top
			if !bytes.Contains(head[:min(len(head), 300)], []byte(typegen.Marker+hardModel(t).Hash())) {
				t.Errorf("%s %s does not name the model", language, f.Name)
			}
			if lower := strings.ToLower(f.Name); names[lower] {
				t.Errorf("%s: two files are called %s", language, f.Name)
			} else {
				names[lower] = true
			}
			if bytes.ContainsFunc(f.Text, func(r rune) bool { return r == 0x202e || r == 0x2028 || r == '\r' || r == 0 }) {
				t.Errorf("%s %s: holds a character that changes how source reads", language, f.Name)
			}
		}
	}
}

func TestOnlyWhatEverybodyMayRead(t *testing.T) {
	for _, language := range typegen.Languages() {
		text := strings.ToLower(all(generate(t, hardModel(t), language, "")))
		if strings.Contains(text, "hidden") {
			t.Errorf("%s names a field that not everybody may read", language)
		}
	}
}

func TestRefusals(t *testing.T) {
	m := usualModel(t)
	for _, tt := range []struct{ language, namespace string }{
		{"rust", ""}, {"", ""}, {"ts", "x"}, {"java", "a.class.b"}, {"java", "a..b"}, {"java", "a;b"}, {"java", `a\b`}, {"cs", "A.namespace"},
		{"cs", "A\nB"}, {"php", `A\List`}, {"php", "A.B"}, {"php", `\A`}, {"java", strings.Repeat("a.", 101) + "a"}, {"cs", "Ä"},
	} {
		if _, err := typegen.Generate(m, tt.language, tt.namespace); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q, %q: %v", tt.language, tt.namespace, err)
		}
	}
}

// TestLargestModel: the largest type that a model may have still fits what a method of Java takes.
func TestLargestModel(t *testing.T) {
	files := generate(t, largestModel(t), typegen.Java, "")
	i := slices.IndexFunc(files, func(f typegen.File) bool { return f.Name == "Large.java" })
	if i < 0 || strings.Count(string(files[i].Text), "Long f") != schema.MaxFields-2 {
		t.Errorf("not all fields are there")
	}
}

// largestModel has as many fields and values as may be.
func largestModel(t testing.TB) *schema.Model {
	t.Helper()
	var b strings.Builder
	b.WriteString("name: large\nlabel: {en: Large}\ntitle: title\nfields:\n  - {name: title, kind: text, label: {en: T}}\n")
	for i := range schema.MaxFields - 2 {
		fmt.Fprintf(&b, "  - {name: f%d, kind: integer, label: {en: F}, required: true}\n", i)
	}
	b.WriteString("  - name: choice\n    kind: enumeration\n    label: {en: C}\n    values:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "      - {value: %s%d, label: {en: V}}\n", strings.Repeat("v", 50), i)
	}
	m, err := schema.FromFiles(map[string][]byte{"large.yaml": []byte(b.String())})
	if err != nil {
		t.Fatal(err)
	}
	return m
}
