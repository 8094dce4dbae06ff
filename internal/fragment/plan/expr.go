package plan

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// pipe translates a pipeline whose value is needed, with the variable that it declares or sets.
func (b *builder) pipe(p *parse.PipeNode, dot reflect.Type) (value, error) {
	v, err := b.commands(p, p.Cmds, dot)
	if err != nil || len(p.Decl) == 0 {
		return v, err
	}
	if v.typ == nil {
		return value{}, b.fail(p, "%s is not of one type", p)
	}
	return b.declare(p, v)
}

// valued is pipe where more than the truth of the value is needed.
func (b *builder) valued(p *parse.PipeNode, dot reflect.Type) (value, error) {
	v, err := b.pipe(p, dot)
	if err == nil && v.typ == nil {
		err = b.fail(p, "%s is not of one type", p)
	}
	return v, err
}

// commands translates commands of which each is the last argument of the next one.
func (b *builder) commands(at parse.Node, cmds []*parse.CommandNode, dot reflect.Type) (value, error) {
	if len(cmds) == 0 {
		return value{}, b.fail(at, "an empty pipeline is not translated")
	}
	var last *value
	for _, cmd := range cmds {
		v, err := b.command(cmd, last, dot)
		if err != nil {
			return value{}, err
		}
		last = &v
	}
	return *last, nil
}

// command translates one command; last is what the one before gives, or nil.
func (b *builder) command(cmd *parse.CommandNode, last *value, dot reflect.Type) (value, error) {
	if name, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		args, err := b.args(cmd.Args[1:], dot)
		if err != nil {
			return value{}, err
		}
		if last != nil {
			args = append(args, *last)
		}
		v, err := b.call(name.Ident, args)
		if err != nil {
			return value{}, b.fail(cmd, "%v", err)
		}
		return v, nil
	}
	if len(cmd.Args) > 1 || last != nil {
		return value{}, b.fail(cmd, "%s takes no arguments", cmd.Args[0])
	}
	return b.operand(cmd.Args[0], dot)
}

func (b *builder) args(nodes []parse.Node, dot reflect.Type) ([]value, error) {
	var out []value
	for _, n := range nodes {
		v, err := b.operand(n, dot)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// operand translates what stands by itself: a field, a variable, a literal, a pipeline in brackets.
func (b *builder) operand(n parse.Node, dot reflect.Type) (v value, err error) {
	switch n := n.(type) {
	case *parse.DotNode:
		v, err = b.dot(n, dot)
	case *parse.FieldNode:
		if v, err = b.dot(n, dot); err == nil {
			v, err = fields(v, n.Ident)
		}
	case *parse.VariableNode:
		if v, err = b.variable(n); err == nil {
			v, err = fields(v, n.Ident[1:])
		}
	case *parse.ChainNode:
		if v, err = b.operand(n.Node, dot); err == nil {
			v, err = fields(v, n.Field)
		}
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return value{}, b.fail(n, "a variable in brackets is not translated")
		}
		return b.commands(n, n.Cmds, dot)
	case *parse.IdentifierNode:
		v, err = b.call(n.Ident, nil)
	case *parse.StringNode:
		return fixedOf(n.Text), nil
	case *parse.BoolNode:
		return fixedOf(n.True), nil
	case *parse.NumberNode:
		if n.IsInt && strings.Trim(n.Text, "-0123456789") == "" {
			return fixedOf(int(n.Int64)), nil
		}
		return value{}, b.fail(n, "the number %s is not translated", n)
	default:
		return value{}, b.fail(n, "%s is not translated", n)
	}
	if err != nil {
		return value{}, b.fail(n, "%v", err)
	}
	return v, nil
}

func (b *builder) dot(n parse.Node, dot reflect.Type) (value, error) {
	if dot == noDot {
		return value{}, b.fail(n, "%s of nothing is not translated", n)
	}
	return valueOf(dot, func(r *run) reflect.Value { return r.dot }), nil
}
