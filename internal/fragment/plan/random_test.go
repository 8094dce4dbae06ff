package plan

import (
	"fmt"
	"html/template"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// author writes templates at random: of what a thing has, at all kinds of places.
type author struct {
	t     *rapid.T
	vars  []string // texts that are declared
	count int
	loop  bool
	calls []string // templates that it may call
}

func (a *author) pick(from ...string) string { return rapid.SampledFrom(from).Draw(a.t, "piece") }

// text is an expression that is a text or something that writes itself.
func (a *author) text(depth int) string {
	options := []string{
		".Name", ".Link", ".Raw", ".Attr", ".Kind", ".Count", ".Small", ".Bold", ".Words.a", ".Words.none", "$.Name", "$.Inner.Deep", ".Sub.Name",
		".Sub.Link", "index .Pair 1", "index .Words \"b\"", "len .Parts", "\"<lit'>\"", "now", ".Tags",
	}
	options = append(options, a.vars...)
	if depth > 0 {
		switch a.pick("plain", "plain", "say", "markup", "attr", "pipe", "or", "and") {
		case "say":
			return "say (" + a.name() + ")"
		case "markup":
			return "markup (" + a.name() + ")"
		case "attr":
			return "attr " + a.name()
		case "pipe":
			return a.name() + " | say"
		case "or":
			return "or " + a.name() + " " + a.name()
		case "and":
			return "and " + a.name() + " " + a.name()
		}
	}
	return a.pick(options...)
}

func (a *author) name() string {
	return a.pick(append([]string{".Name", ".Link", "$.Name", "\"x\""}, a.vars...)...)
}

func (a *author) condition() string {
	return a.pick(".Bold", ".Name", "not .Bold", "and .Name .Sub", "or .Parts .Bold", "eq .Name \"\" .Link", "ne .Name .Link", "lt .Count 3",
		"gt (len .Tags) 1", ".Sub", ".Words.none", ".Lists.main", "not (and .Bold .Link)", ".Inner", ".Raw", "ge .Name .Link")
}

// place is HTML around an expression.
func (a *author) place(expr string) string {
	return fmt.Sprintf(a.pick(
		"{{%s}}", "{{%s}}", "<p title=\"{{%s}}\">", "<p title='{{%s}}'>", "<a href=\"{{%s}}\">", "<a href=\"/a?b={{%s}}\">", "<a href='/a/{{%s}}'>",
		"<p class={{%s}}>", "<p {{%s}}>", "<textarea>{{%s}}</textarea>", "<title>{{%s}}</title>", "<script>x={{%s}}</script>", "<!-- {{%s}} -->",
		"<p onclick=\"f({{%s}})\">", "<style>a{b:{{%s}}}</style>", "<img srcset=\"{{%s}}\">", "<script>x='{{%s}}'</script>",
	), expr)
}

func (a *author) block(depth int) string {
	var b strings.Builder
	vars, loop := len(a.vars), a.loop
	for range rapid.IntRange(0, 4).Draw(a.t, "length") {
		b.WriteString(a.node(depth))
	}
	a.vars, a.loop = a.vars[:vars], loop
	return b.String()
}

func (a *author) node(depth int) string {
	if depth == 0 {
		return a.place(a.text(0))
	}
	switch a.pick("text", "place", "place", "if", "with", "range", "list", "tags", "var", "template", "stop") {
	case "text":
		return a.pick("<b>x</b>", " ", "\n", "&amp;", "<!-- c -->", "é")
	case "if":
		return "{{if " + a.condition() + "}}" + a.block(depth-1) + "{{else}}" + a.block(depth-1) + "{{end}}"
	case "with":
		return "{{with .Sub}}" + a.block(depth-1) + "{{else}}" + a.block(depth-1) + "{{end}}"
	case "range":
		return "{{range .Parts}}" + a.inLoop(depth-1) + "{{else}}" + a.block(depth-1) + "{{end}}"
	case "list":
		return "{{range " + a.pick(".Lists.main", ".Lists.none", ".By") + "}}" + a.inLoop(depth-1) + "{{end}}"
	case "tags":
		return "{{range $i, $t := .Tags}}{{$i}}" + a.place("$t") + "{{end}}"
	case "var":
		a.count++
		name := fmt.Sprintf("$v%d", a.count)
		expr := a.name()
		a.vars = append(a.vars, name)
		return "{{" + name + " := " + expr + "}}"
	case "template":
		return "{{template \"" + a.pick(a.calls...) + "\" " + a.pick(".", "$") + "}}"
	case "stop":
		if a.loop {
			return "{{if " + a.condition() + "}}{{" + a.pick("break", "continue") + "}}{{end}}"
		}
	}
	return a.place(a.text(depth))
}

func (a *author) inLoop(depth int) string {
	outer := a.loop
	a.loop = true
	defer func() { a.loop = outer }()
	return a.block(depth)
}

func someText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"", "a", "É", "<b>", "\"", "'", "&", "&amp;", "+", "=", "`", "\x00", "\xff", "\u2028", " ", "\n", "%", "%20", "%zz", ":", "javascript:", "https://", "/", "?", "#", "{{.}}",
		"</script>", "-->", "\ufdd0", "]]>", "onclick=x", ",", "(", "\\",
	}), 0, 5).Draw(t, "text"), "")
}

func aThing(t *rapid.T, depth int) thing {
	x := thing{
		Name: someText(t), Link: someText(t), Bold: rapid.Bool().Draw(t, "bold"), Count: rapid.IntRange(-2, 300).Draw(t, "count"),
		Raw: template.HTML(someText(t)), Attr: template.HTMLAttr(someText(t)), Kind: kind(someText(t)), //nolint:gosec // a test's
		Words: map[string]string{"a": someText(t), "b": someText(t)}, Pair: [2]string{someText(t), "q"},
	}
	x.Inner.Deep = someText(t)
	for range rapid.IntRange(0, 3).Draw(t, "tags") {
		x.Tags = append(x.Tags, someText(t))
	}
	if depth > 0 && rapid.Bool().Draw(t, "more") {
		sub := aThing(t, depth-1)
		x.Sub, x.Parts = &sub, []thing{aThing(t, depth-1), sub}
		x.Lists, x.By = map[string][]thing{"main": {sub, sub}}, map[string]thing{"z": sub, "a": aThing(t, 0)}
	}
	return x
}

// TestG2PlansWriteWhatHTMLTemplateWrites: whatever a template and its data are, a plan writes html/template's bytes, or leaves it to it.
func TestG2PlansWriteWhatHTMLTemplateWrites(t *testing.T) {
	all, done := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a := &author{t: t, calls: []string{"tree"}}
		sources := map[string]string{"tree": "<i>{{.Name}}</i>{{range .Parts}}{{template \"tree\" .}}{{end}}"}
		for i, name := range []string{"one", "two", "main"} {
			sources[name] = a.block(i + 1)
			a.calls = append(a.calls, name)
		}
		want, got, err, planned, why := both(t, sources, aThing(t, 2))
		all++
		if why == nil && planned {
			done++
			if err != nil || want != got {
				t.Fatalf("%q\ngot  %q\nwant %q\n(html/template: %v)", sources, got, want, err)
			}
		} else if why != nil && !strings.Contains(err2text(err), "html/template") && !strings.Contains(why.Error(), "not of one type") {
			t.Fatalf("%q has no plan: %v", sources, why)
		} else if why == nil && err == nil && !strings.Contains(sources["main"]+sources["one"]+sources["two"], ".none") {
			t.Fatalf("%q was refused", sources)
		}
	})
	if done*2 < all {
		t.Errorf("of %d templates, %d were executed by plans: too few to say anything", all, done)
	}
}

func err2text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
