package fragment

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// The functions of templates. Of html/template's own, those are left out that build texts of any length (print, printf) or
// that undo escaping (html, js, urlquery, call).
var (
	slotFuncs = map[string]string{ // name → the slot it asks for; "" where its argument says so
		"current": published.SlotCurrent, "slot": "", "nonce": published.SlotNonce,
		"generation": published.SlotGeneration, "returnTo": published.SlotReturnTo, "items": published.HoleItems,
		"theme": published.SlotTheme,
	}
	allowed = func() map[string]any {
		m := map[string]any{}
		for _, name := range strings.Fields("and or not len index slice eq ne lt le gt ge t icon logo " + stepFunc) {
			m[name] = true
		}
		for name := range slotFuncs {
			m[name] = true
		}
		return m
	}()
)

// stepFunc is called at every turn of a loop and at the beginning of every template, to stop what never ends.
const stepFunc = "porticoStep"

// withStep puts the call at the beginning of a list, as an assignment: so it writes nothing, and html/template leaves it
// alone. It is parsed behind as many line ends as stand before the list, so that an error names the line.
func (s *source) withStep(l *parse.ListNode) {
	line := strings.Repeat("\n", s.line(l)-1)
	trees, err := parse.Parse(s.name, line+"{{$porticoStep := "+stepFunc+"}}", "", "", allowed)
	if err != nil {
		panic(err)
	}
	nodes := trees[s.name].Root.Nodes
	l.Nodes = slices.Insert(l.Nodes, 0, nodes[len(nodes)-1])
}

// line is where a node begins, from 1.
func (s *source) line(n parse.Node) int {
	before := min(int(n.Position()), len(s.all[s.name]))
	return 1 + strings.Count(s.all[s.name][:before], "\n")
}

// source is one template file on its way to be compiled.
type source struct {
	name     string // file stem
	tree     *parse.Tree
	release  *designsystem.Release
	all      map[string]string // all templates of the release
	problems *fault.Problems
	used     map[string]bool // the slots that any template asks for
}

func fileOf(name string) string { return designsystem.FragmentsDir + "/" + name + ".html" }

// parseSources gives the checked trees of all templates; what could not be parsed is left out and reported.
func parseSources(r *designsystem.Release, ps *fault.Problems) map[string]*parse.Tree {
	all := r.Fragments()
	out, used := map[string]*parse.Tree{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		all[name] = strings.TrimRight(all[name], " \t\r\n") // else the line end of a partial would stand inside a link
		trees, err := parse.Parse(name, all[name], "", "", allowed)
		if err != nil {
			ps.Add(templateProblem(name, err))
			continue
		}
		s := source{name: name, tree: trees[name], release: r, all: all, problems: ps, used: used}
		if len(trees) > 1 || s.tree == nil {
			s.tree = cmpOr(s.tree, anyTree(trees))
			s.fail(s.tree.Root, "define", "define and block are not allowed: one file is one template, named as the file")
			continue
		}
		if _, isSlot := slotTemplates[name]; !isSlot && !strings.HasPrefix(name, "_") && !slices.Contains(r.Parts, name) {
			s.fail(s.tree.Root, "unused", "%q is neither a part of the manifest nor a slot template; the name of a partial begins with _", name)
		}
		end := s.list(s.tree.Root, context{})
		if end.in != inText {
			s.fail(s.tree.Root, "open", "the template ends %s", end)
		}
		s.withStep(s.tree.Root)
		out[name] = s.tree
	}
	for _, name := range slices.Sorted(maps.Keys(slotTemplates)) {
		if _, ok := all[name]; !ok && (used[slotOf(name)] || !slices.Contains(onlyWhereUsed, slotOf(name))) {
			ps.Add(fault.Problem{File: fileOf(name), Code: "missing", Message: "this slot template is not there; every design system needs it"})
		}
	}
	return out
}

func cmpOr(a, b *parse.Tree) *parse.Tree {
	if a != nil {
		return a
	}
	return b
}

func anyTree(trees map[string]*parse.Tree) *parse.Tree {
	return trees[slices.Min(slices.Collect(maps.Keys(trees)))]
}

func (s *source) fail(n parse.Node, code, format string, args ...any) {
	location, _ := s.tree.ErrorContext(n)
	p := fault.Problem{File: fileOf(s.name), Line: 1, Code: code, Message: fmt.Sprintf(format, args...)}
	if m := located.FindStringSubmatch(location); m != nil {
		p.Line, _ = strconv.Atoi(m[2])
		p.Column, _ = strconv.Atoi(m[3])
		p.Column++ // the library counts bytes from 0
	}
	s.problems.Add(p)
}

// list checks nodes that are written one after the other, and gives the context behind them. The branches of an if or with
// begin in the same context, and html/template makes sure that they end in the same one.
func (s *source) list(l *parse.ListNode, c context) context {
	if l == nil {
		return c
	}
	for _, n := range l.Nodes {
		c = s.node(n, c)
	}
	return c
}

func (s *source) node(n parse.Node, c context) context {
	switch n := n.(type) {
	case *parse.TextNode:
		return s.text(n, c)
	case *parse.ActionNode:
		return s.action(n, c)
	case *parse.IfNode:
		s.pipe(n.Pipe, false)
		s.list(n.ElseList, c)
		return s.list(n.List, c)
	case *parse.WithNode:
		s.pipe(n.Pipe, false)
		s.list(n.ElseList, c)
		return s.list(n.List, c)
	case *parse.RangeNode:
		s.pipe(n.Pipe, false)
		s.list(n.ElseList, c)
		after := s.list(n.List, c)
		s.withStep(n.List)
		return after
	case *parse.TemplateNode:
		s.pipe(n.Pipe, false)
		if _, ok := s.all[n.Name]; !ok {
			s.fail(n, "unknown_template", "there is no template %q: the file %s is not there", n.Name, fileOf(n.Name))
		}
		if c.in != inText {
			s.fail(n, "context", "{{template %q}} stands %s; a template holds whole elements, and stands between elements", n.Name, c)
		}
	}
	return c
}

var indent = regexp.MustCompile(`[ \t\r]*\n\s*`)

// text follows the HTML, refuses what a strict Content-Security-Policy would block, and takes out indentation.
func (s *source) text(n *parse.TextNode, c context) context {
	for i, b := range n.Text {
		next := c.next(b)
		at := &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos + parse.Pos(i), Text: n.Text}
		switch {
		case next.in == inRaw && c.in == inRaw && next.match == 0 && !isSpace(b) && (c.tag == "script" || c.tag == "style"):
			s.fail(at, "inline", "a <%s> with content in the page is blocked by a strict Content-Security-Policy: put it in a file", c.tag)
			return c.feed(string(n.Text[i:]))
		case next.in == inValue && c.in != inValue && (next.attr == "style" || next.attr == "srcdoc" || strings.HasPrefix(next.attr, "on")):
			s.fail(at, "inline", "the attribute %s is blocked by a strict Content-Security-Policy: use the style sheet or the script", next.attr)
		}
		c = next
	}
	n.Text = indent.ReplaceAll(n.Text, []byte("\n"))
	return c
}

// action checks {{…}} that writes something.
func (s *source) action(n *parse.ActionNode, c context) context {
	s.pipe(n.Pipe, true)
	if len(n.Pipe.Decl) > 0 {
		return c
	}
	if hole, item := s.hole(n.Pipe); hole != "" {
		if why := refuse(hole, c); why != "" {
			s.fail(n, "hole", "%s is a slot that each page fills: %s", item, why)
		}
		s.used[hole] = true
		if isAttribute(hole) {
			return c
		}
	}
	return c.feed("x")
}

// hole gives the slot that an action asks for, and how it is written; "" where it asks for none.
func (s *source) hole(p *parse.PipeNode) (slot, written string) {
	if len(p.Cmds) != 1 {
		return "", ""
	}
	switch first := p.Cmds[0].Args[0].(type) {
	case *parse.IdentifierNode:
		slot, ok := slotFuncs[first.Ident]
		if ok && slot == "" && len(p.Cmds[0].Args) == 2 {
			if arg, ok := p.Cmds[0].Args[1].(*parse.StringNode); ok {
				slot = arg.Text
			}
		}
		return slot, p.String()
	case *parse.FieldNode:
		if _, isSlot := slotTemplates[s.name]; isSlot && len(first.Ident) == 1 && len(p.Cmds[0].Args) == 1 {
			return holeFields[first.Ident[0]], p.String()
		}
	}
	return "", ""
}

// pipe checks the functions in a pipeline. A slot has no value yet, so it can only be written: alone says that the pipeline
// is an action that may do so.
func (s *source) pipe(p *parse.PipeNode, alone bool) {
	if p == nil {
		return
	}
	alone = alone && len(p.Cmds) == 1 && len(p.Decl) == 0
	for _, cmd := range p.Cmds {
		for i, arg := range cmd.Args {
			switch arg := arg.(type) {
			case *parse.IdentifierNode:
				s.call(arg, cmd, alone && i == 0)
			case *parse.FieldNode:
				_, isSlot := slotTemplates[s.name]
				if isSlot && holeFields[arg.Ident[0]] != "" && (len(arg.Ident) > 1 || !(alone && i == 0)) {
					s.fail(arg, "hole", "%s is a slot that each page fills: it has no value yet, so it can only be written, as {{%s}}", arg, arg)
				}
			case *parse.PipeNode:
				s.pipe(arg, false)
			case *parse.ChainNode:
				if inner, ok := arg.Node.(*parse.PipeNode); ok {
					s.pipe(inner, false)
				}
			}
		}
	}
}

func (s *source) call(fn *parse.IdentifierNode, cmd *parse.CommandNode, alone bool) {
	literal := ""
	if len(cmd.Args) == 2 {
		if arg, ok := cmd.Args[1].(*parse.StringNode); ok {
			literal = arg.Text
		}
	}
	_, isSlotTemplate := slotTemplates[s.name]
	switch _, isSlot := slotFuncs[fn.Ident]; {
	case isSlot && !alone:
		s.fail(fn, "hole", "%s is a slot that each page fills: it has no value yet, so it can only be written, as {{%s}}", fn.Ident, fn.Ident)
	case fn.Ident == "items" && !isSlotTemplate:
		s.fail(fn, "hole", "items is for slot templates such as breadcrumbs.frame only")
	case fn.Ident == "slot" && !slices.Contains(slotNames, literal):
		s.fail(fn, "unknown_slot", "slot takes the name of a slot: one of %s", strings.Join(slotNames, ", "))
	case fn.Ident == "t" && literal == "":
		s.fail(fn, "message", "t takes the key of a message as a quoted text, so that it can be checked")
	case fn.Ident == "t" && !s.hasMessage(literal):
		s.fail(fn, "message", "there is no message %q in %s/*.yaml", literal, designsystem.MessagesDir)
	case fn.Ident == "icon" && literal != "" && s.release.Icons[literal] == "":
		s.fail(fn, "unknown_icon", "there is no icon %q: the file %s/%s.svg is not there", literal, designsystem.IconsDir, literal)
	case fn.Ident == stepFunc:
		s.fail(fn, "function", "function %q not defined", stepFunc)
	}
}

func (s *source) hasMessage(key string) bool {
	for _, texts := range s.release.Messages { // every locale has the same keys
		_, ok := texts[key]
		return ok
	}
	return false
}

// located finds "template: header:12:4: …"; derived names carry what html/template puts behind $.
var located = regexp.MustCompile(`^(?:html/)?(?:template: ?)?([^:$]+)(?:\$htmltemplate[^:]*)?:(\d+)(?::(\d+))?:? ?`)

// templateProblem puts an error of the template packages at its file and line. name is used where it says none.
func templateProblem(name string, err error) fault.Problem {
	p := fault.Problem{File: fileOf(name), Code: "template", Message: err.Error()}
	if m := located.FindStringSubmatch(p.Message); m != nil {
		p.File = fileOf(m[1])
		p.Line, _ = strconv.Atoi(m[2])
		if m[3] != "" {
			p.Column, _ = strconv.Atoi(m[3])
			p.Column++
		}
		p.Message = strings.TrimPrefix(p.Message, m[0])
	}
	if errors.Is(err, errSteps) { // the call that counts is not in the source
		p.Column, p.Message = 0, errSteps.Error()
	}
	return p
}
