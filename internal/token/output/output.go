package output

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// File is one file of an output.
type File struct {
	Path string // relative, with slashes: "tokens.css", "values-night/tokens.xml"
	Data []byte
}

// Format is a form that tokens can be written in.
type Format struct {
	Name  string // "css", as Render takes it
	Title string // for people
	Use   string // what to do with the files, in a sentence

	render func(*job) ([]File, error)
}

// Options says how tokens are written; the zero value is good.
type Options struct {
	Prefix      string            // first part of every name; may be ""
	Literal     bool              // write values out where a reference could stand
	Rem         float64           // px that one rem has: lengths in px are written in rem; 0 leaves px
	Include     []string          // only these: a path or the path of a group, * for one name, type:color for a type
	Exclude     []string          // not these
	HexFallback bool              // of CSS: colours of newer notations as hex first, then as they are under @supports
	Scheme      token.Scheme      // of CSS: how a theme is chosen
	Selector    string            // of CSS: what holds the default, ":root" where empty
	Selectors   map[string]string // of CSS: selector of a context, "theme=dark": ".dark"; [data-theme="dark"] where there is none
	// ThemeAttributes are of CSS: each of them says which theme is wanted; data-theme, for the modifier theme, where there are none.
	ThemeAttributes []string

	Namespace string // of Java, Kotlin, PHP and .NET: package or namespace
	Class     string // of classes and objects: their name, "Tokens" where empty
}

// Formats gives all forms, in the order of the documentation.
func Formats() []Format {
	return []Format{
		{"css", "CSS custom properties", "One file with all themes, and one for each of them where there are several.", renderCSS},
		{"scss", "Sass variables", "@use \"tokens\"; then tokens.$color-brand.", each("scss", sassFile)},
		{"less", "Less variables", "@import \"tokens\"; then @color-brand.", each("less", lessFile)},
		{"js", "JavaScript module with types", "import { colorBrand } from \"./tokens.js\"; CSS values as texts.", renderJS},
		{"json", "JSON, flat", "Path to CSS value.", each("json", flatFile)},
		{"json-nested", "JSON, nested", "Objects by path, CSS values; a root token is $root.", each("nested.json", nestedFile)},
		{"dtcg", "DTCG, resolved", "A token file of format 2025.10 without references and $extends.", each("tokens.json", dtcgFile)},
		{"tailwind", "Tailwind 4 theme", "@import \"tailwindcss\" and then this file, which holds the custom properties too.", renderTailwind4},
		{"tailwind3", "Tailwind 3 preset", "presets: [require(\"./tokens.tailwind3.cjs\")], beside tokens.css.", renderTailwind3},
		{"android", "Android resources", "res/values and res/values-night.", renderAndroid},
		{"compose", "Jetpack Compose", "A Kotlin object.", eachClass("%s.kt", kotlinFile)},
		{"swift", "SwiftUI", "A Swift enum.", eachClass("%s.swift", swiftFile)},
		{"flutter", "Flutter", "A Dart class.", each("dart", dartFile)},
		{"xaml", ".NET resource dictionary", "MergedDictionaries of WPF; colours, brushes, lengths, fonts.", eachClass("%s.xaml", xamlFile)},
		{"csharp", "C# constants", "Lengths and colours as CSS values.", eachClass("%s.cs", csharpFile)},
		{"java", "Java constants", "Lengths and colours as CSS values.", eachClass("%s.java", javaFile)},
		{"php", "PHP constants", "Lengths and colours as CSS values.", eachClass("%s.php", phpFile)},
		{"markdown", "Documentation, Markdown", "Tables by group with the value in each theme.", renderMarkdown},
		{"html", "Documentation, HTML", "A page without script, with swatches, beside its style sheet.", renderHTML},
	}
}

// job is one call of Render.
type job struct {
	*Resolved
	o Options
}

var (
	namespacePattern = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*([.\\][A-Za-z_][A-Za-z0-9_]*)*)?$`)
	classPattern     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)
	prefixPattern    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*)?$`)
)

// Render writes resolved tokens in the form of a name. The error is fault.NotFound for a form there is not, fault.Invalid for an
// option, and fault.Problems for tokens that would get one name.
func Render(format string, r *Resolved, o Options) ([]File, error) {
	for _, f := range Formats() {
		if f.Name != format {
			continue
		}
		j, err := newJob(r, o)
		if err != nil {
			return nil, err
		}
		return f.render(j)
	}
	return nil, fault.New(fault.NotFound, "there is no format %q; there are %s", format, strings.Join(names(), ", "))
}

func names() []string {
	var out []string
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	return out
}

func newJob(r *Resolved, o Options) (*job, error) {
	if o.Class == "" {
		o.Class = "Tokens"
	}
	switch {
	case !classPattern.MatchString(o.Class):
		return nil, fault.New(fault.Invalid, "%q is no name of a class: letters and digits, a letter first", o.Class)
	case !namespacePattern.MatchString(o.Namespace):
		return nil, fault.New(fault.Invalid, "%q is no namespace: names with dots between them", o.Namespace)
	case !prefixPattern.MatchString(o.Prefix):
		return nil, fault.New(fault.Invalid, "%q is no prefix: letters, digits, - and _, a letter first", o.Prefix)
	}
	keep, err := selection(o.Include, o.Exclude)
	if err != nil {
		return nil, err
	}
	changed := *r
	changed.Variants = slices.Clone(r.Variants)
	for i := range changed.Variants {
		v := &changed.Variants[i]
		if len(o.Include)+len(o.Exclude) > 0 {
			v.Set = v.Set.Select(keep)
		}
		if o.Rem != 0 {
			if v.Set, err = v.Set.InRem(o.Rem); err != nil {
				return nil, err
			}
		}
	}
	return &job{Resolved: &changed, o: o}, nil
}

// each makes a form of one file a variant: tokens.scss, or tokens.light.scss and tokens.dark.scss.
func each(ext string, write func(*job, Variant) ([]byte, error)) func(*job) ([]File, error) {
	return func(j *job) ([]File, error) {
		var out []File
		for _, v := range j.Variants {
			data, err := write(j, v)
			if err != nil {
				return nil, err
			}
			out = append(out, File{"tokens." + v.dotted() + ext, data})
		}
		return out, nil
	}
}

// eachClass makes a form of one class a variant: Tokens, or TokensLight and TokensDark.
func eachClass(pattern string, write func(*job, Variant, string) ([]byte, error)) func(*job) ([]File, error) {
	return func(j *job) ([]File, error) {
		var out []File
		for _, v := range j.Variants {
			class := j.o.Class + pascal([]string{v.Name})
			data, err := write(j, v, class)
			if err != nil {
				return nil, err
			}
			out = append(out, File{strings.Replace(pattern, "%s", class, 1), data})
		}
		return out, nil
	}
}
