package designsystem

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// The drawing vocabulary of icons and logos. There are no ids, styles, links, scripts or embedded images: a drawing stands
// several times in one page, under a strict Content-Security-Policy, among elements of a page we do not know.
var (
	svgElements = set("svg g path circle ellipse rect line polyline polygon title desc")
	svgAttrs    = set(`viewBox width height d cx cy r rx ry x y x1 y1 x2 y2 points transform fill fill-opacity fill-rule
		clip-rule opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-opacity
		vector-effect class preserveAspectRatio`)
	svgValue = regexp.MustCompile(`^[\pL\pN \t\n.,#%()+_-]*$`)
	viewBox  = regexp.MustCompile(`^0 0 (\d{1,4}) (\d{1,4})$`)
	svgClass = regexp.MustCompile(`^(portico-[a-z0-9_-]+ ?)+$`)
)

const svgNamespace = "http://www.w3.org/2000/svg"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func readIcons(files map[string][]byte, ps *fault.Problems) map[string]string {
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		stem, ok := stemIn(name, IconsDir, ".svg")
		if !ok {
			continue
		}
		if !keyForm.MatchString(stem) {
			ps.Add(problem(name, 0, "bad_name", "icon name %q: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", stem))
			continue
		}
		out[stem] = cleanSVG(name, files[name], "portico-icon", ps)
	}
	return out
}

func (r *Release) readLogos(ps *fault.Problems) map[string]string {
	out := map[string]string{}
	for _, b := range r.Brands {
		if src, ok := r.files[b.LogoFile()]; ok {
			out[b.Key] = cleanSVG(b.LogoFile(), src, "portico-logo", ps)
		}
	}
	return out
}

// cleanSVG checks a drawing and writes it anew for HTML: without declaration, comments, namespaces and blank space, with a
// class, its own size from the viewBox (so that it is never huge before the style sheet is there), and hidden from
// assistive technology, because a text always stands beside it.
func cleanSVG(name string, src []byte, class string, ps *fault.Problems) string {
	d := xml.NewDecoder(bytes.NewReader(src))
	var out strings.Builder
	depth, roots := 0, 0
	fail := func(code, format string, args ...any) {
		line, col := d.InputPos()
		p := problem(name, line, code, format, args...)
		p.Column = col
		ps.Add(p)
	}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				ps.Add(problem(name, syntax.Line, "svg_syntax", "this is not well-formed XML: %s", syntax.Msg))
			} else {
				fail("svg_syntax", "this is not well-formed XML: %v", err)
			}
			return ""
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			writeStart(&out, t, depth == 0, class, fail)
			depth++
		case xml.EndElement:
			depth--
			out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				out.WriteString(html.EscapeString(text))
			}
		case xml.Directive:
			fail("svg_forbidden", "a document type or entity is not allowed in a drawing")
		case xml.ProcInst:
			if t.Target != "xml" {
				fail("svg_forbidden", "the processing instruction %q is not allowed in a drawing", t.Target)
			}
		}
	}
	if roots != 1 {
		fail("svg_syntax", "a drawing is one <svg> element; this has %d elements at the top", roots)
	}
	return out.String()
}

func writeStart(out *strings.Builder, t xml.StartElement, root bool, class string, fail func(code, format string, args ...any)) {
	tag := t.Name.Local
	if !svgElements[tag] || (t.Name.Space != "" && t.Name.Space != svgNamespace) || root != (tag == "svg") {
		fail("svg_forbidden", "the element <%s> is not allowed in a drawing here", tag)
		return
	}
	out.WriteString("<" + tag)
	box := ""
	for _, a := range t.Attr {
		key := a.Name.Local
		switch {
		case key == "xmlns" && a.Value == svgNamespace:
			continue
		case a.Name.Space != "" || !svgAttrs[key]:
			fail("svg_forbidden", "the attribute %s of <%s> is not allowed in a drawing", strings.TrimPrefix(a.Name.Space+":"+key, ":"), tag)
			continue
		case !svgValue.MatchString(a.Value) || strings.Contains(strings.ToLower(a.Value), "url"):
			fail("svg_forbidden", "the value of %s of <%s> is not allowed in a drawing", key, tag)
			continue
		case key == "class" && (root || !svgClass.MatchString(a.Value)):
			fail("svg_forbidden", "class %q: only classes that begin with portico-, and none on <svg> itself", a.Value)
			continue
		case root && (key == "width" || key == "height"):
			continue // taken from the viewBox
		case key == "viewBox":
			box = a.Value
		}
		fmt.Fprintf(out, ` %s="%s"`, key, html.EscapeString(a.Value))
	}
	if root {
		m := viewBox.FindStringSubmatch(box)
		if m == nil {
			fail("svg_size", "a drawing needs viewBox=\"0 0 WIDTH HEIGHT\" in whole numbers")
			m = []string{"", "24", "24"}
		}
		fmt.Fprintf(out, ` class="%s" width="%s" height="%s" aria-hidden="true" focusable="false"`, class, m[1], m[2])
	}
	out.WriteString(">")
}
