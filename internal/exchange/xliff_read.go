package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
)

// ReadXLIFF reads an answer in XLIFF 2.0, 2.1 or 2.2, as UTF-8 or UTF-16: in any order, with any prefix, in groups, with modules
// and extensions (which it passes over), with segments that were split (which it joins) and targets in an order of their own. A
// document type is refused, so there are no entities; a file has MaxFile bytes at most. What has a problem (with the line, the
// file's id and the unit's) is left out, and the rest is given.
func ReadXLIFF(r io.Reader) (Job, fault.Problems) {
	x := xliffReader{xml: xml.NewDecoder(utf8Reader(r))}
	x.xml.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(charset), "utf-16") { // what it was; it is UTF-8 by now
			return in, nil
		}
		return nil, fmt.Errorf("encoding %.40q is not known here: save the file as UTF-8", charset)
	}
	x.document()
	return x.job, x.problems
}

// xliffReader goes through the elements of a file once. After a fault of the whole file, broken is set and nothing more comes.
type xliffReader struct {
	xml      *xml.Decoder
	job      Job
	problems fault.Problems
	broken   bool
	depth    int
	units    int
	where    string // the file and unit that it is in, for messages
}

func (r *xliffReader) problem(line int, code, format string, args ...any) {
	switch {
	case len(r.problems) < maxProblems:
		r.problems.Add(fault.Problem{Line: line, Code: code, Message: r.where + fmt.Sprintf(format, args...)})
	case len(r.problems) == maxProblems:
		r.problems.Add(fault.Problem{Code: "more", Message: "the file has more problems than are shown here"})
	}
}

// stop ends the reading.
func (r *xliffReader) stop(code, format string, args ...any) {
	if !r.broken {
		r.problem(r.line(), code, format, args...)
	}
	r.broken = true
}

func (r *xliffReader) line() int {
	line, _ := r.xml.InputPos()
	return line
}

// next gives the next token, or nil where there is none any more.
func (r *xliffReader) next() xml.Token {
	if r.broken {
		return nil
	}
	t, err := r.xml.Token()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			p := unreadable(err, r.line())
			r.stop(p.Code, "%s", p.Message)
		}
		r.broken = true
		return nil
	}
	if _, declared := t.(xml.Directive); declared {
		r.stop("document_type", "the file has a document type, which is not taken: XLIFF has none")
		return nil
	}
	return t
}

// inside calls f for what stands in an element whose beginning was read, up to its end. For a start element, f reads its content.
func (r *xliffReader) inside(f func(t xml.Token)) {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxDepth {
		r.stop("too_deep", "the file has elements inside one another more than %d times", maxDepth)
	}
	for t := r.next(); t != nil; t = r.next() {
		if _, end := t.(xml.EndElement); end {
			return
		}
		f(t)
	}
}

// elements calls those of fs that are named like a core element, and passes over all others.
func (r *xliffReader) elements(fs map[string]func(xml.StartElement)) {
	r.inside(func(t xml.Token) {
		start, ok := t.(xml.StartElement)
		if !ok {
			return
		}
		if f := fs[start.Name.Local]; f != nil && isCore(start.Name) {
			f(start)
			return
		}
		r.pass()
	})
}

// pass reads an element to its end, however deep.
func (r *xliffReader) pass() {
	for open := 1; open > 0; {
		switch r.next().(type) {
		case nil:
			return
		case xml.StartElement:
			open++
		case xml.EndElement:
			open--
		}
	}
}

const anyXLIFF = "urn:oasis:names:tc:xliff:document:"

func isCore(name xml.Name) bool { return strings.HasPrefix(name.Space, anyXLIFF+"2") }

// attr gives an attribute without a namespace, or "".
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// document reads the whole file.
func (r *xliffReader) document() {
	for t := r.next(); t != nil; t = r.next() {
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case start.Name.Local == "xliff" && isCore(start.Name):
		case start.Name.Local == "xliff":
			r.stop("version", "the file is XLIFF %.20s; only XLIFF 2 is taken", attr(start, "version"))
			return
		default:
			r.stop("syntax", "the file is no XLIFF: it begins with <%.40s>", start.Name.Local)
			return
		}
		r.job.Source, r.job.Target = r.locale(start, "srcLang"), r.locale(start, "trgLang")
		r.elements(map[string]func(xml.StartElement){"file": r.file})
		for r.next() != nil { // what follows the end must be well formed too
			continue
		}
		return
	}
	if len(r.problems) == 0 {
		r.problem(0, "syntax", "the file is empty, or no XML")
	}
}

func (r *xliffReader) locale(e xml.StartElement, name string) string {
	tag, err := locale.Parse(attr(e, name))
	if err != nil {
		r.problem(r.line(), "bad_locale", "%s: %v", name, err)
	}
	return tag
}

// file reads the units of one entry.
func (r *xliffReader) file(e xml.StartElement) {
	line := r.line()
	f := fileOf(attr(e, "original"), attr(e, "id"))
	r.where = fmt.Sprintf("file %.80q: ", attr(e, "id"))
	defer func() { r.where = "" }()
	if len(r.job.Files) >= maxFiles {
		r.stop("too_many", "there are more than %d files", maxFiles)
		return
	}
	if f.ID == "" {
		r.problem(line, "unknown_entry", "it names no entry; original was portico:type/id?…")
		r.pass()
		return
	}
	seen := map[string]bool{}
	r.group(&f, seen)
	if len(f.Units) > 0 {
		r.job.Files = append(r.job.Files, f)
	}
}

var originalForm = regexp.MustCompile(`^portico:([^/?]+)/([^/?]+)\?(.*)$`)

// fileOf reads what WriteXLIFF says of an entry; where a tool has dropped that, the file's id is the entry's, if it has the form.
func fileOf(originalURI, id string) File {
	m := originalForm.FindStringSubmatch(originalURI)
	if len(m) == 4 && schema.TypeName.MatchString(m[1]) && content.EntryID.MatchString(m[2]) {
		f := File{Type: m[1], ID: m[2]}
		q, _ := url.ParseQuery(m[3])
		f.Version, _ = strconv.ParseInt(q.Get("version"), 10, 64)
		f.Version = max(0, f.Version)
		if key := q.Get("key"); schema.EntryKey.MatchString(key) {
			f.Key = key
		}
		return f
	}
	if content.EntryID.MatchString(id) {
		return File{ID: id}
	}
	return File{}
}

// group reads units, also those of groups inside it.
func (r *xliffReader) group(f *File, seen map[string]bool) {
	r.elements(map[string]func(xml.StartElement){
		"group": func(xml.StartElement) { r.group(f, seen) },
		"unit": func(e xml.StartElement) {
			outer := r.where
			r.where += fmt.Sprintf("unit %.200q: ", attr(e, "id"))
			if u, ok := r.unit(e); ok && seen[u.Pointer] {
				r.problem(u.Line, "repeated", "its text is in the file twice; the first one counts")
			} else if ok {
				seen[u.Pointer] = true
				f.Units = append(f.Units, u)
			}
			r.where = outer
		},
	})
}
