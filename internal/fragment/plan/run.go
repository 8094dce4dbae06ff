package plan

import (
	"reflect"
)

// run is one execution.
type run struct {
	host  Host
	out   []byte
	limit int // of out, in bytes
	depth int // of templates that call each other

	// of the template that is being executed
	dot  reflect.Value
	root reflect.Value   // $
	vars []reflect.Value // by variable.index
}

// maxDepth is how deep templates call each other in a plan: what is deeper never ends, most likely, and html/template says so without
// running out of stack.
const maxDepth = 1000

// node is a translated node: it writes to r.out, and says how the loop around it goes on.
type node func(r *run) next

// next is how the loop goes on after a node.
type next uint8

const (
	goOn next = iota
	nextTurn
	leave
)

// refusal is what a node panics with where html/template has to do it all.
type refusal struct{}

func refuse() { panic(refusal{}) }

// Execute appends what the template writes for data to dst. ok is false where html/template has to execute it instead: it fails, it
// writes more than limit bytes, or it does with these data what a plan does not know; what was appended then is of no use.
func (p *Plan) Execute(dst []byte, limit int, host Host, data any) (out []byte, ok bool) {
	value := reflect.ValueOf(data)
	if !value.IsValid() || value.Type() != p.data {
		return dst, false
	}
	r := &run{host: host, out: dst, limit: len(dst) + limit, dot: value, root: value}
	defer func() {
		if e := recover(); e != nil {
			if _, refused := e.(refusal); !refused {
				panic(e)
			}
			out, ok = r.out, false
		}
	}()
	p.routine.execute(r)
	return r.out, true
}

func (t *routine) execute(r *run) {
	if t.vars > 0 {
		r.vars = make([]reflect.Value, t.vars)
	}
	runAll(t.nodes, r)
}

func runAll(nodes []node, r *run) next {
	for _, n := range nodes {
		if how := n(r); how != goOn {
			return how
		}
	}
	return goOn
}

func (r *run) write(text []byte) {
	r.out = append(r.out, text...)
	r.check()
}

// check refuses to write without end.
func (r *run) check() {
	if len(r.out) > r.limit {
		refuse()
	}
}

// call calls a function of the host.
func (r *run) call(i int, arg string) string {
	text, err := r.host.Call(i, arg)
	if err != nil {
		refuse()
	}
	return text
}
