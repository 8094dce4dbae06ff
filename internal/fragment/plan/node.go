package plan

import (
	"reflect"
	"slices"
	"text/template/parse"
)

// list translates nodes one after the other. What is declared in it is forgotten behind it.
func (b *builder) list(l *parse.ListNode, dot reflect.Type) ([]node, error) {
	if l == nil {
		return nil, nil
	}
	defer b.leave(len(b.scope))
	var out []node
	for _, n := range l.Nodes {
		made, err := b.node(n, dot)
		if err != nil {
			return nil, err
		}
		out = append(out, made)
	}
	return out, nil
}

func (b *builder) node(n parse.Node, dot reflect.Type) (node, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := slices.Clone(n.Text)
		return func(r *run) next { r.write(text); return goOn }, nil
	case *parse.CommentNode:
		return func(*run) next { return goOn }, nil
	case *parse.ActionNode:
		return b.action(n, dot)
	case *parse.IfNode:
		return b.branch(&n.BranchNode, dot, false)
	case *parse.WithNode:
		return b.branch(&n.BranchNode, dot, true)
	case *parse.RangeNode:
		return b.loop(n, dot)
	case *parse.TemplateNode:
		return b.template(n, dot)
	case *parse.BreakNode:
		return func(*run) next { return leave }, nil
	case *parse.ContinueNode:
		return func(*run) next { return nextTurn }, nil
	}
	return nil, b.fail(n, "%s is not translated", n)
}

// action is {{…}}: it writes a value, or declares a variable.
func (b *builder) action(n *parse.ActionNode, dot reflect.Type) (node, error) {
	if len(n.Pipe.Decl) > 0 {
		v, err := b.pipe(n.Pipe, dot)
		if err != nil {
			return nil, err
		}
		return func(r *run) next { v.evaluate(r); return goOn }, nil
	}
	cmds, escapers := splitEscapers(n.Pipe.Cmds)
	v, err := b.commands(n, cmds, dot)
	if err != nil {
		return nil, err
	}
	if v.typ == nil {
		return nil, b.fail(n, "%s is not of one type", n)
	}
	e, err := b.escaper(escapers)
	if err != nil {
		return nil, b.fail(n, "%v", err)
	}
	return e.writer(v), nil
}

// branch is if and with.
func (b *builder) branch(n *parse.BranchNode, dot reflect.Type, with bool) (node, error) {
	defer b.leave(len(b.scope))
	if !with && len(n.Pipe.Decl) == 0 {
		return b.condition(n, dot)
	}
	v, err := b.valued(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	inner := dot
	if with {
		inner = v.typ
	}
	yes, err := b.list(n.List, inner)
	if err != nil {
		return nil, err
	}
	no, err := b.list(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	truth := truthOf(v.typ)
	return func(r *run) next {
		value := v.get(r)
		if !truth(value) {
			return runAll(no, r)
		}
		if !with {
			return runAll(yes, r)
		}
		outer := r.dot
		r.dot = value
		how := runAll(yes, r)
		r.dot = outer
		return how
	}, nil
}

// condition is an if of whose value nothing but its truth is needed.
func (b *builder) condition(n *parse.BranchNode, dot reflect.Type) (node, error) {
	v, err := b.pipe(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	yes, err := b.list(n.List, dot)
	if err != nil {
		return nil, err
	}
	no, err := b.list(n.ElseList, dot)
	if err != nil {
		return nil, err
	}
	return func(r *run) next {
		if v.truth(r) {
			return runAll(yes, r)
		}
		return runAll(no, r)
	}, nil
}

// template is a call. What is called sees its own dot, and none of the variables.
func (b *builder) template(n *parse.TemplateNode, dot reflect.Type) (node, error) {
	v := value{typ: noDot, get: func(*run) reflect.Value { return reflect.Value{} }}
	var err error
	if n.Pipe != nil {
		v, err = b.valued(n.Pipe, dot)
	}
	if err != nil {
		return nil, err
	}
	called, err := b.routine(n.Name, v.typ)
	if err != nil {
		return nil, err
	}
	return func(r *run) next {
		if r.depth++; r.depth > maxDepth {
			refuse()
		}
		dot, root, vars := r.dot, r.root, r.vars
		r.dot = v.get(r)
		r.root, r.vars = r.dot, nil
		called.execute(r)
		r.dot, r.root, r.vars = dot, root, vars
		r.depth--
		return goOn
	}, nil
}
