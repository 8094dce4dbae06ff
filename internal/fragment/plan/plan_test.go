package plan

import (
	"bytes"
	"errors"
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// thing is data of all the types that a plan knows, and of some that it does not.
type thing struct {
	Name, Link string
	Bold       bool
	Count      int
	Small      uint8
	Raw        template.HTML
	Attr       template.HTMLAttr
	Kind       kind
	Words      map[string]string
	Lists      map[string][]thing
	By         map[string]thing
	Tags       []string
	Pair       [2]string
	Parts      []thing
	Sub        *thing
	Inner      struct{ Deep string }

	Any    any
	Float  float64
	Err    error
	hidden string
}

type kind string

// String makes html/template call it, and a plan leave it alone.
func (t *thing) String() string { return "<thing>" + t.hidden }

// host has a function of each kind; html/template calls the same.
type host struct{ calls int }

var errBad = errors.New("bad")

func (h *host) Call(i int, arg string) (string, error) {
	h.calls++
	switch {
	case funcs[i].Name == "fails" || arg == "fail":
		return "", errBad
	case funcs[i].Name == "attr":
		return ` data-x="` + strings.Repeat("y", len(arg)%3) + `"`, nil
	case funcs[i].Arg:
		return "<" + arg + "&'>", nil
	}
	return "<i>&", nil
}

var funcs = []Func{
	{Name: "say", Arg: true, Type: stringType}, {Name: "now", Type: stringType}, {Name: "fails", Type: stringType},
	{Name: "markup", Arg: true, Type: reflect.TypeFor[template.HTML]()}, {Name: "attr", Arg: true, Type: reflect.TypeFor[template.HTMLAttr]()},
}

func (h *host) funcs() template.FuncMap {
	out := template.FuncMap{}
	for i, f := range funcs {
		text := func(arg string) (string, error) { return h.Call(i, arg) }
		switch {
		case !f.Arg:
			out[f.Name] = func() (string, error) { return text("") }
		case f.Type == stringType:
			out[f.Name] = text
		case f.Name == "markup":
			out[f.Name] = func(arg string) (template.HTML, error) { s, err := text(arg); return template.HTML(s), err } //nolint:gosec // a test's
		default:
			out[f.Name] = func(arg string) (template.HTMLAttr, error) { s, err := text(arg); return template.HTMLAttr(s), err } //nolint:gosec // a test's
		}
	}
	return out
}

const limit = 1 << 16

// both executes the template main of some sources with html/template and by a plan. err is html/template's; why is why there is no plan.
func both(t interface{ Fatal(...any) }, sources map[string]string, data any) (want, got string, err error, planned bool, why error) {
	set := template.New("").Funcs(new(host).funcs())
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if _, err := set.New(name).Parse(sources[name]); err != nil {
			t.Fatal(sources, err)
		}
	}
	var out bytes.Buffer
	err = set.ExecuteTemplate(&out, "main", data)
	var escape *template.Error
	if errors.As(err, &escape) {
		return "", "", err, false, err
	}
	p, why := New(set, funcs).Compile("main", reflect.TypeOf(data))
	if why != nil {
		return out.String(), "", err, false, why
	}
	done, ok := p.Execute([]byte("before "), limit, &host{}, data)
	return out.String(), strings.TrimPrefix(string(done), "before "), err, ok, nil
}

func someThing() thing {
	leaf := thing{Name: `<b>"O'Neil" & co</b>`, Link: "https://example.com/?a=b&c='d'", Words: map[string]string{"a": "A&B"}, Tags: []string{"one", "<two>"}}
	bad := thing{Name: "", Link: "javascript:alert(1)", Bold: true, Count: -3, Tags: []string{"three"}}
	top := thing{
		Name: "élan +1", Link: "/a b%20c?d", Bold: true, Count: 300, Small: 200, Raw: "<i>raw</i>", Attr: ` data-a="b"`, Kind: "k<",
		Words: map[string]string{"b": "<B>", "a": "A"}, Lists: map[string][]thing{"main": {leaf, bad}, "empty": {}}, By: map[string]thing{"leaf": leaf},
		Tags: []string{"x", "y<", "z"}, Pair: [2]string{"p", "q"}, Parts: []thing{leaf, bad, leaf}, Sub: &leaf, Any: "any<", Float: 1.5,
	}
	top.Inner.Deep = "deep<"
	top.Parts[0].Parts = []thing{bad, leaf}
	return top
}
