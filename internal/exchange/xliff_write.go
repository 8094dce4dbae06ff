package exchange

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// xliffNamespace is that of XLIFF 2.0 and 2.1 alike.
const xliffNamespace = "urn:oasis:names:tc:xliff:document:2.0"

// outdated is the sub-state of a segment whose translation is of an older source.
const outdatedState = "portico:outdated"

// WriteXLIFF writes a job as XLIFF 2.1, core elements alone: a <file> for each entry, a <unit> with one <segment> for each text.
// The entry and its version are told in `original`, which tools keep; a unit's id is its pointer. Codes become <pc> and <ph>
// that cannot be copied, and of which only line breaks can be deleted. Fault: Unprocessable where the codes of a text do not
// stand inside one another, a text or an entry is there twice, or there is no text at all.
func WriteXLIFF(w io.Writer, j Job) error {
	x := xliffWriter{Writer: bufio.NewWriter(w)}
	x.put(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<xliff xmlns="` + xliffNamespace + `" version="2.1"`)
	x.attribute("srcLang", j.Source)
	x.attribute("trgLang", j.Target)
	x.put(` xml:space="preserve">` + "\n")
	seen := map[string]bool{}
	for _, f := range j.Files {
		if len(f.Units) == 0 { // XLIFF has no empty files
			continue
		}
		if seen[f.ID] {
			return fault.New(fault.Unprocessable, "entry %s is in the job twice", f.ID)
		}
		seen[f.ID] = true
		if err := x.file(f); err != nil {
			return err
		}
	}
	if len(seen) == 0 {
		return fault.New(fault.Unprocessable, "there is no text to translate")
	}
	x.put("</xliff>\n")
	return x.Flush()
}

// xliffWriter writes XML. What goes wrong with the stream, Flush tells.
type xliffWriter struct{ *bufio.Writer }

func (w xliffWriter) put(xml string) { _, _ = w.WriteString(xml) }

func (w xliffWriter) attribute(name, value string) {
	w.put(" " + name + `="`)
	for _, r := range value {
		switch {
		case r == '"':
			w.put("&quot;")
		case r == '\n' || r == '\t' || r == '\r':
			w.put("&#" + strconv.Itoa(int(r)) + ";")
		case !inXML(r):
			w.put("\uFFFD")
		default:
			w.character(r)
		}
	}
	w.put(`"`)
}

// text writes characters; those that XML has not as <cp>, which may stand only in <source> and <target>.
func (w xliffWriter) text(s string) {
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			w.put("\uFFFD") // no UTF-8
		case r == '\r':
			w.put("&#13;")
		case !inXML(r):
			w.put(fmt.Sprintf(`<cp hex="%04X"/>`, r))
		default:
			w.character(r)
		}
	}
}

func (w xliffWriter) character(r rune) {
	switch r {
	case '&':
		w.put("&amp;")
	case '<':
		w.put("&lt;")
	case '>':
		w.put("&gt;")
	default:
		_, _ = w.WriteRune(r)
	}
}

// inXML says whether XML 1.0 has a character.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// file writes one entry.
func (w xliffWriter) file(f File) error {
	w.put("  <file")
	w.attribute("id", f.ID)
	w.attribute("original", original(f))
	w.put(">\n    ")
	w.note("title", f.Title)
	seen := map[string]bool{}
	for _, u := range f.Units {
		if seen[u.Pointer] {
			return fault.New(fault.Unprocessable, "text %s of entry %s is in the job twice", u.Pointer, f.ID)
		}
		seen[u.Pointer] = true
		source, target := tokens(u.Source), tokens(u.Target)
		if !nested(source) || !nested(target) {
			return fault.New(fault.Unprocessable, "the codes of text %s of entry %s do not stand inside one another", u.Pointer, f.ID)
		}
		w.unit(u, source, target)
	}
	w.put("  </file>\n")
	return nil
}

// original names the entry and its version as a URI.
func original(f File) string {
	q := url.Values{"key": {f.Key}, "version": {strconv.FormatInt(f.Version, 10)}}
	return "portico:" + f.Type + "/" + f.ID + "?" + q.Encode()
}

func (w xliffWriter) note(category, text string) {
	if text == "" {
		return
	}
	w.put("<notes><note")
	w.attribute("category", category)
	w.put(">")
	for _, r := range text {
		if inXML(r) {
			w.character(r)
		}
	}
	w.put("</note></notes>\n")
}

func (w xliffWriter) unit(u Unit, source, target []token) {
	w.put("    <unit")
	w.attribute("id", u.id())
	w.attribute("name", u.Pointer)
	w.put(">\n      ")
	w.note("field", u.Note)
	switch u.State {
	case Outdated:
		w.put(`      <segment state="initial" subState="` + outdatedState + `">`)
	case Current:
		w.put(`      <segment state="translated">`)
	default:
		w.put(`      <segment state="initial">`)
	}
	w.put("<source>")
	w.tokens(source, u.Codes)
	w.put("</source>")
	if len(target) > 0 {
		w.put("<target>")
		w.tokens(target, u.Codes)
		w.put("</target>")
	}
	w.put("</segment>\n    </unit>\n")
}

func (w xliffWriter) tokens(list []token, codes []Code) {
	for _, t := range list {
		var c Code
		if t.form != literal && t.code <= len(codes) {
			c = codes[t.code-1]
		}
		switch t.form {
		case literal:
			w.text(t.text)
		case opening:
			w.put("<pc")
			w.code(t, c)
			w.attributeIf("dispEnd", c.End)
			w.attributeIf("dispStart", c.Start)
			w.put(">")
		case closing:
			w.put("</pc>")
		case alone:
			w.put("<ph")
			w.code(t, c)
			w.attributeIf("disp", c.Start)
			w.put("/>")
		}
	}
}

// kinds are how XLIFF names what codes stand for.
var kinds = map[string]string{
	"bold": ` type="fmt" subType="xlf:b"`, "italic": ` type="fmt" subType="xlf:i"`, "underline": ` type="fmt" subType="xlf:u"`,
	"hardBreak": ` type="fmt" subType="xlf:lb"`, "link": ` type="link"`,
}

func (w xliffWriter) code(t token, c Code) {
	w.attribute("id", strconv.Itoa(t.code))
	w.put(` canCopy="no"`)
	if c.Name != "hardBreak" {
		w.put(` canDelete="no"`)
	}
	if kind := kinds[c.Name]; kind != "" {
		w.put(kind)
	} else if c.Name != "" {
		w.put(` type="fmt"`)
	}
}

func (w xliffWriter) attributeIf(name, value string) {
	if value != "" {
		w.attribute(name, value)
	}
}
