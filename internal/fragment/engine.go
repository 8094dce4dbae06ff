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
	"github.com/portico-cms/portico/internal/fragment/plan"
	"github.com/portico-cms/portico/internal/published"
)

// engine executes the templates for one View at a time, and is used again.
type engine struct {
	release  *designsystem.Release
	plans    map[string]*plan.Plan // by template; one that is not there is executed by html/template
	pristine *template.Template    // was never executed, so that it can be cloned
	set      *template.Template    // of this engine's own; nil as long as plans do
	out      []byte                // kept for the next template

	// of the View at hand
	view   View
	prefix string              // of every marker
	holes  []published.Segment // what each marker stands for, by its number
	steps  int
}

// templates gives the engine's own set, whose functions are the engine's. html/template escapes it when it is first executed.
func (e *engine) templates() *template.Template {
	if e.set == nil {
		e.set = cloned(e.pristine).Funcs(e.funcs())
	}
	return e.set
}

// begin makes the engine ready for a view. The markers are new each time, so that no text of an editor can hold one.
func (e *engine) begin(v View) View {
	e.prefix = "X" + rand.Text() // a capital letter is rare in markup, so it is found fast
	e.holes = e.holes[:0]
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

func (e *engine) icon(name string) (string, error) {
	svg, ok := e.release.Icons[name]
	if !ok {
		return "", fmt.Errorf("there is no icon %q", name)
	}
	return svg, nil
}

var errSteps = fmt.Errorf("it never ends, or does more than %d turns of loops and calls of templates", MaxSteps)

func (e *engine) step(string) (string, error) {
	if e.steps++; e.steps > MaxSteps {
		return "", errSteps
	}
	return "", nil
}

// execute writes one template, by its plan. Where the plan does not do it, html/template does, and says what is wrong. Error: a
// fault.Problem as fault.Problems.
func (e *engine) execute(name string, data any) (string, error) {
	if p := e.plans[name]; p != nil {
		before := len(e.holes)
		e.steps = 0
		out, ok := p.Execute(e.out[:0], MaxBytes, e, data)
		if e.out = out; ok {
			return string(out), nil
		}
		e.holes = e.holes[:before]
	}
	e.steps = 0
	var out cappedBuffer
	if err := e.templates().ExecuteTemplate(&out, name, data); err != nil {
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
