package token

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/fault"
)

// CSSOptions says how custom properties are written.
type CSSOptions struct {
	Prefix      string // first part of every name, without hyphens around: "portico" makes --portico-color-brand; may be ""
	Selector    string // what the properties are set on, one simple selector: ":root" (the default), `[data-portico-brand="klio"]`
	Literal     bool   // write every value out; by default what refers to a token is written var(--…)
	HexFallback bool   // write colours of newer notations as hex first, and as they are under @supports
}

const (
	identifier = `[A-Za-z][A-Za-z0-9_-]*`
	condition  = `[:.#]` + identifier + `|\[` + identifier + `(="[A-Za-z0-9 _-]*")?\]`
)

var (
	prefixPattern   = regexp.MustCompile(`^(` + identifier + `)?$`)
	selectorPattern = regexp.MustCompile(`^([*]|` + identifier + `|` + condition + `)(` + condition + `)*$`)
)

func badBase(base float64) error {
	return fault.New(fault.Invalid, "%s is no number of px that one rem can have", cssNumber(base))
}

// check fills in the defaults, and refuses what could end the rule: the options may come from a file.
func (o *CSSOptions) check() error {
	if o.Selector == "" {
		o.Selector = ":root"
	}
	if !prefixPattern.MatchString(o.Prefix) {
		return fault.New(fault.Invalid, "the prefix %s is no CSS identifier", quote(o.Prefix))
	}
	if !selectorPattern.MatchString(o.Selector) {
		return fault.New(fault.Invalid, "the selector %s is not one simple selector such as :root, .name or [name=\"value\"]", quote(o.Selector))
	}
	return nil
}

// declaration is one custom property.
type declaration struct {
	name    string
	value   string // as written: may hold var(--…)
	literal string // with every reference followed; tells whether two themes differ
	hex     string // value with colours as hex, where that differs; else ""
	note    string // comment behind it, "" for none
	color   bool   // the value is a colour, or refers to one
	whole   bool   // of a token, not of a part of one
}

// declarations gives the properties of a set: one a token, and the longhands of composites.
func (s *Set) declarations(o CSSOptions) []declaration {
	all := make([]declaration, 0, len(s.tokens))
	for i := range s.tokens {
		all = s.tokens[i].appendDeclarations(all, o)
	}
	if len(all) == len(s.tokens) {
		return all
	}
	tokens := make(map[string]bool, len(s.tokens))
	for i := range s.tokens {
		tokens[CSSName(o.Prefix, s.tokens[i].Names)] = true
	}
	return slices.DeleteFunc(all, func(d declaration) bool { return !d.whole && tokens[d.name] }) // that token declares the property
}

// cssRef gives var(--…) for a part that refers to a token, "" where it stands for itself.
func (t *Token) cssRef(key string, o CSSOptions) string {
	if path := t.refs[key]; path != "" && !o.Literal {
		return "var(" + CSSName(o.Prefix, strings.Split(path, ".")) + ")"
	}
	return ""
}

func (t *Token) appendDeclarations(all []declaration, o CSSOptions) []declaration {
	name := CSSName(o.Prefix, t.Names)
	note := ""
	if t.Deprecated {
		note = deprecation(t.Reason)
	}
	if t.Alias != "" && !o.Literal {
		target := CSSName(o.Prefix, strings.Split(t.Alias, "."))
		_, color := t.Value.(Color)
		all = append(all, declaration{name: name, value: "var(" + target + ")", literal: t.CSS(), note: note, color: color, whole: true})
		for _, l := range longhands(t.Value) {
			_, color := l.value.(Color)
			all = append(all, declaration{name: name + "-" + l.suffix, value: "var(" + target + "-" + l.suffix + ")",
				literal: CSS(l.value), color: color})
		}
		return all
	}
	ref := func(key string) string { return t.cssRef(key, o) }
	all = append(all, declare(name, t.Value, ref, ""))
	all[len(all)-1].note, all[len(all)-1].whole = note, true
	for _, l := range longhands(t.Value) {
		d := declare(name+"-"+l.suffix, l.value, ref, l.key)
		if v := ref(l.key); v != "" {
			d.value, d.hex = v, ""
		}
		all = append(all, d)
	}
	return all
}

func longhands(v Value) []longhand {
	if e, ok := v.(expander); ok {
		return e.expand()
	}
	return nil
}

func declare(name string, v Value, ref func(string) string, at string) declaration {
	d := declaration{name: name, value: v.css(ref, at), literal: CSS(v)}
	_, d.color = v.(Color)
	if hex := withHex(v).css(ref, at); hex != d.value {
		d.hex = hex
	}
	return d
}

// deprecation makes the text of a comment that can end neither the comment nor a <style> element.
func deprecation(reason string) string {
	if reason == "" {
		return "deprecated"
	}
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, reason)
	return "deprecated: " + strings.NewReplacer("*", "∗", "<", "‹", ">", "›").Replace(clean)
}

// block is a rule, perhaps within a media query.
type block struct {
	media    string
	selector string
	decls    []declaration
}

// WriteCSS writes the tokens as custom properties in one rule. Composites get a property for the shorthand and one for each
// part (--text-body and --text-body-font-size). The error is one of w, or says which option is wrong.
func (s *Set) WriteCSS(w io.Writer, o CSSOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	return writeBlocks(w, []block{{selector: o.Selector, decls: s.declarations(o)}}, o.HexFallback)
}

func writeBlocks(w io.Writer, blocks []block, hexFallback bool) error {
	var b bytes.Buffer
	b.Write(rules(blocks, "", hexFallback))
	if hexFallback {
		writeSupports(&b, blocks)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writeSupports writes the colours of newer notations once more, for browsers that know them. A fallback beside the property
// would not work: a custom property takes any value, and fails only where it is used. A property that has a newer colour in
// one block is written in all of them, or the later blocks of this part would win over the earlier ones.
func writeSupports(b *bytes.Buffer, blocks []block) {
	newer := map[string]bool{}
	for _, bl := range blocks {
		for _, d := range bl.decls {
			newer[d.name] = newer[d.name] || d.hex != ""
		}
	}
	var inner bytes.Buffer
	for _, bl := range blocks {
		bl.write(&inner, "  ", func(d declaration) (string, bool) { return d.value, newer[d.name] })
	}
	if inner.Len() > 0 {
		b.WriteString("@supports (color: color(display-p3 0 0 0)) {\n" + inner.String() + "}\n")
	}
}

// write writes the declarations that value takes, nothing where it takes none.
func (bl block) write(b *bytes.Buffer, indent string, value func(declaration) (string, bool)) {
	var body bytes.Buffer
	inner := indent + "  "
	if bl.media != "" {
		inner += "  "
	}
	for _, d := range bl.decls {
		v, ok := value(d)
		if !ok {
			continue
		}
		body.WriteString(inner + d.name + ": " + v + ";")
		if d.note != "" {
			body.WriteString(" /* " + d.note + " */")
		}
		body.WriteByte('\n')
	}
	if body.Len() == 0 {
		return
	}
	outer := indent
	if bl.media != "" {
		b.WriteString(indent + "@media " + bl.media + " {\n")
		outer += "  "
	}
	b.WriteString(outer + bl.selector + " {\n")
	b.Write(body.Bytes())
	b.WriteString(outer + "}\n")
	if bl.media != "" {
		b.WriteString(indent + "}\n")
	}
}
