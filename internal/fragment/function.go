package fragment

import (
	"html/template"
	"reflect"

	"github.com/portico-cms/portico/internal/fragment/plan"
	"github.com/portico-cms/portico/internal/published"
)

// function is one that templates may call. The same list serves html/template and plans.
type function struct {
	plan.Func

	call func(e *engine, arg string) (string, error)
}

// How html/template takes what a function gives. Markup and attributes need no escaping: they are drawings, which designsystem has written
// anew from an allow-list, and markers, which are letters and digits.
var (
	plainText  = reflect.TypeFor[string]()
	markup     = reflect.TypeFor[template.HTML]()
	attributes = reflect.TypeFor[template.HTMLAttr]()
)

var functions = []function{
	{plan.Func{Name: "t", Arg: true, Type: plainText}, (*engine).message},
	{plan.Func{Name: "icon", Arg: true, Type: markup}, (*engine).icon},
	{plan.Func{Name: "logo", Type: markup}, func(e *engine, _ string) (string, error) { return e.release.Logos[e.view.Brand], nil }},
	{plan.Func{Name: "current", Arg: true, Type: attributes}, func(e *engine, id string) (string, error) {
		return e.marker(published.SlotCurrent, id), nil
	}},
	{plan.Func{Name: "slot", Arg: true, Type: markup}, func(e *engine, name string) (string, error) { return e.marker(name, ""), nil }},
	hole("items", markup, published.HoleItems),
	hole("theme", attributes, published.SlotTheme),
	hole("nonce", plainText, published.SlotNonce),
	hole("generation", plainText, published.SlotGeneration),
	hole("returnTo", plainText, published.SlotReturnTo),
	{plan.Func{Name: stepFunc, Type: plainText}, (*engine).step},
}

// hole is a function that asks for a slot.
func hole(name string, as reflect.Type, slot string) function {
	return function{plan.Func{Name: name, Type: as}, func(e *engine, _ string) (string, error) { return e.marker(slot, ""), nil }}
}

// planned gives the functions as plans know them.
func planned() []plan.Func {
	out := make([]plan.Func, len(functions))
	for i, f := range functions {
		out[i] = f.Func
	}
	return out
}

// Call calls a function for a plan.
func (e *engine) Call(i int, arg string) (string, error) { return functions[i].call(e, arg) }

// funcs gives the functions as html/template calls them.
func (e *engine) funcs() template.FuncMap {
	out := template.FuncMap{}
	for _, f := range functions {
		switch f.Type {
		case markup:
			out[f.Name] = bound[template.HTML](f, e)
		case attributes:
			out[f.Name] = bound[template.HTMLAttr](f, e)
		default:
			out[f.Name] = bound[string](f, e)
		}
	}
	return out
}

func bound[T ~string](f function, e *engine) any {
	call := func(arg string) (T, error) {
		text, err := f.call(e, arg)
		return T(text), err
	}
	if f.Arg {
		return call
	}
	return func() (T, error) { return call("") }
}
