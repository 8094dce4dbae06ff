package fragment

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// engine executes the templates for one View at a time. html/template escapes a set once, when it is first executed, so
// engines are kept and used again.
type engine struct {
	release *designsystem.Release
	set     *template.Template

	// of the View at hand
	view   View
	prefix string              // of every marker
	holes  []published.Segment // what each marker stands for, by its number
	steps  int
}

func newEngine(r *designsystem.Release, pristine *template.Template) *engine {
	e := &engine{release: r}
	set, err := pristine.Clone()
	if err != nil {
		panic("fragment: the pristine set was executed: " + err.Error())
	}
	e.set = set.Funcs(template.FuncMap(e.funcs()))
	return e
}

func (e *engine) funcs() map[string]any {
	hole := func(slot string) func() string { return func() string { return e.marker(slot, "") } }
	return map[string]any{
		"t":          e.message,
		"icon":       e.icon,
		"logo":       func() template.HTML { return safe[template.HTML](e.release.Logos[e.view.Brand]) },
		"current":    func(id string) template.HTMLAttr { return safe[template.HTMLAttr](e.marker(published.SlotCurrent, id)) },
		"slot":       func(name string) template.HTML { return safe[template.HTML](e.marker(name, "")) },
		"items":      func() template.HTML { return safe[template.HTML](e.marker(published.HoleItems, "")) },
		"theme":      func() template.HTMLAttr { return safe[template.HTMLAttr](e.marker(published.SlotTheme, "")) },
		"nonce":      hole(published.SlotNonce),
		"generation": hole(published.SlotGeneration),
		"returnTo":   hole(published.SlotReturnTo),
		stepFunc:     e.step,
	}
}

// safe marks what needs no escaping: drawings, which designsystem has written anew from an allow-list, and markers, which are
// letters and digits.
func safe[T template.HTML | template.HTMLAttr](s string) T { return T(s) }

// begin makes the engine ready for a view. The markers are new each time, so that no text of an editor can hold one.
func (e *engine) begin(v View) View {
	e.prefix = "portico" + rand.Text()
	e.holes = nil
	e.view = v
	for i, a := range v.Styles {
		v.Styles[i] = e.asset(a)
	}
	for i, a := range v.Scripts {
		v.Scripts[i] = e.asset(a)
	}
	v.Search = e.asset(Asset{URL: v.Search}).URL
	return v
}

// asset puts the delivery node's origin, which is not known yet, before a path.
func (e *engine) asset(a Asset) Asset {
	if strings.HasPrefix(a.URL, "/") && !strings.HasPrefix(a.URL, "//") {
		a.URL = e.marker(published.SlotOrigin, "") + a.URL
	}
	return a
}

// marker gives the text that stands for a hole: letters and digits, which no context of HTML escapes. It ends in Z, so that
// what follows does not change its number.
func (e *engine) marker(slot, item string) string {
	e.holes = append(e.holes, published.Segment{Slot: slot, Item: item})
	return e.prefix + strconv.Itoa(len(e.holes)-1) + "Z"
}

func (e *engine) message(key string) (string, error) {
	for _, tag := range e.view.Chain {
		if text, ok := e.release.Messages[tag][key]; ok {
			return text, nil
		}
	}
	return "", fmt.Errorf("there is no message %q in %s", key, strings.Join(e.view.Chain, ", "))
}

func (e *engine) icon(name string) (template.HTML, error) {
	svg, ok := e.release.Icons[name]
	if !ok {
		return "", fmt.Errorf("there is no icon %q", name)
	}
	return safe[template.HTML](svg), nil
}

var errSteps = fmt.Errorf("it never ends, or does more than %d turns of loops and calls of templates", MaxSteps)

func (e *engine) step() (string, error) {
	if e.steps++; e.steps > MaxSteps {
		return "", errSteps
	}
	return "", nil
}

// execute writes one template. Error: a fault.Problem as fault.Problems.
func (e *engine) execute(name string, data any) (string, error) {
	e.steps = 0
	var out cappedBuffer
	if err := e.set.ExecuteTemplate(&out, name, data); err != nil {
		if errors.Is(err, errTooLong) {
			err = fmt.Errorf("template: %s:1: %w", name, errTooLong)
		}
		return "", fault.Problems{templateProblem(name, err)}
	}
	return out.String(), nil
}

var errTooLong = fmt.Errorf("it writes more than %d bytes", MaxBytes)

// cappedBuffer refuses to grow without end, which stops the template that writes to it.
type cappedBuffer struct{ bytes.Buffer }

func (b *cappedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > MaxBytes {
		return 0, errTooLong
	}
	return b.Buffer.Write(p)
}
