package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
)

// needed are the columns that an answer must have.
var needed = []string{"id", "sourceLocale", "locale", "pointer", "source", "target"}

// ReadCSV reads an answer in CSV: separated by commas, semicolons or tabs, with line ends of either kind, in UTF-8 or UTF-16, with
// or without a byte order mark and Excel's line "sep=;", columns in any order. What has a problem (with its line) is left out, and
// the rest is given; unknown columns are named and passed over. A file has MaxFile bytes at most.
func ReadCSV(r io.Reader) (Job, fault.Problems) {
	c := csvReader{files: map[string]int{}, seen: map[[2]string]bool{}}
	c.read(bufio.NewReader(utf8Reader(r)))
	return c.job, c.problems
}

type csvReader struct {
	job      Job
	files    map[string]int // number of the file of an entry
	seen     map[[2]string]bool
	at       map[string]int // number of a column, by name
	skipped  int            // lines before those that csv counts
	units    int
	problems fault.Problems
}

func (c *csvReader) problem(line int, code, format string, args ...any) {
	switch {
	case len(c.problems) < maxProblems:
		c.problems.Add(fault.Problem{Line: line, Code: code, Message: fmt.Sprintf(format, args...)})
	case len(c.problems) == maxProblems:
		c.problems.Add(fault.Problem{Code: "more", Message: "the file has more problems than are shown here"})
	}
}

func (c *csvReader) read(in *bufio.Reader) {
	separator := c.separator(in)
	lines := csv.NewReader(in)
	lines.Comma, lines.FieldsPerRecord, lines.ReuseRecord = separator, -1, true
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.unreadable(err)
			return
		}
		line, _ := lines.FieldPos(0)
		line += c.skipped
		switch {
		case c.at == nil:
			if !c.header(cells, line) {
				return
			}
		case c.units >= maxUnits:
			c.problem(line, "too_many", "there are more than %d texts", maxUnits)
			return
		case !slices.ContainsFunc(cells, func(s string) bool { return s != "" }): // spreadsheets leave empty lines
		default:
			c.line(cells, line)
		}
	}
	if c.at == nil {
		c.problem(0, "syntax", "the file is empty")
	}
}

func (c *csvReader) unreadable(err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		c.problem(parse.Line+c.skipped, "syntax", "column %d: %v", parse.Column, parse.Err)
		return
	}
	p := unreadable(err, 0)
	c.problem(p.Line, p.Code, "%s", p.Message)
}

// separator finds what separates the cells: what a line "sep=" says, or else what finds most columns in the first line.
func (c *csvReader) separator(in *bufio.Reader) rune {
	head, _ := in.Peek(4096) // where this fails, so does the reading, which tells
	first, _, _ := strings.Cut(string(head), "\n")
	if said, ok := strings.CutPrefix(strings.TrimSuffix(first, "\r"), "sep="); ok && len(said) == 1 && isSeparator(rune(said[0])) {
		_, _ = in.Discard(min(len(first)+1, len(head)))
		c.skipped = 1
		return rune(said[0])
	}
	best, most := ',', 0
	for _, separator := range ",;\t" {
		n := 0
		for cell := range strings.SplitSeq(first, string(separator)) {
			if slices.Contains(columns, columnName(cell)) {
				n++
			}
		}
		if n > most {
			best, most = separator, n
		}
	}
	return best
}

// columnName gives the name of a column as it is known here; spreadsheets change its case, and quote it.
func columnName(cell string) string {
	name := strings.Trim(cell, " \r\"")
	for _, known := range columns {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return name
}

// header reads the names of the columns.
func (c *csvReader) header(cells []string, line int) bool {
	c.at = map[string]int{}
	for i, cell := range cells {
		name := columnName(cell)
		_, twice := c.at[name]
		switch {
		case name == "":
		case twice:
			c.problem(line, "repeated", "there are two columns %s; the first one counts", name)
		case !slices.Contains(columns, name):
			c.problem(line, "unknown_column", "column %.80q is not known, and is passed over; there are %s", name, strings.Join(columns, ", "))
		default:
			c.at[name] = i
		}
	}
	whole := true
	for _, name := range needed {
		if _, ok := c.at[name]; !ok {
			c.problem(line, "required", "there is no column %s", name)
			whole = false
		}
	}
	return whole
}

// line reads one text.
func (c *csvReader) line(cells []string, line int) {
	get := func(column string) string {
		i, ok := c.at[column]
		if !ok || i >= len(cells) {
			return ""
		}
		return restore(strings.Clone(cells[i]))
	}
	u := Unit{Pointer: get("pointer"), Source: get("source"), Target: get("target"), State: State(get("status")), Line: line}
	id := get("id")
	switch u.State {
	case Missing, Outdated, Current:
	default: // a person's note
		u.State = Current
	}
	if len(u.Source) > maxText || len(u.Target) > maxText {
		c.problem(line, "too_large", "it has a text of more than 4 MB")
		return
	}
	switch {
	case blank(u.Target):
		u.Target = ""
		if u.State == Current {
			u.State = Missing
		}
	case u.State == Missing:
		u.State = Current
	}
	switch {
	case !content.EntryID.MatchString(id):
		c.problem(line, "unknown_entry", "%.80q is not the id of an entry", id)
	case !strings.HasPrefix(u.Pointer, "/"):
		c.problem(line, "unknown_text", "pointer %.120q does not begin with /", u.Pointer)
	case c.seen[[2]string{id, u.Pointer}]:
		c.problem(line, "repeated", "text %.120q of entry %s is in the file twice; the first one counts", u.Pointer, id)
	case c.locales(get("sourceLocale"), get("locale"), line):
		c.seen[[2]string{id, u.Pointer}] = true
		c.add(u, id, get)
	}
}

// locales checks that a text is of the locales of those before it.
func (c *csvReader) locales(source, target string, line int) bool {
	from, err := locale.Parse(source)
	if err != nil {
		c.problem(line, "bad_locale", "sourceLocale: %v", err)
		return false
	}
	to, err := locale.Parse(target)
	if err != nil {
		c.problem(line, "bad_locale", "locale: %v", err)
		return false
	}
	if c.job.Source == "" {
		c.job.Source, c.job.Target = from, to
	}
	if c.job.Source != from || c.job.Target != to {
		c.problem(line, "bad_locale", "the text is from %s into %s, and those before from %s into %s: send a file for each",
			from, to, c.job.Source, c.job.Target)
		return false
	}
	return true
}

func (c *csvReader) add(u Unit, id string, get func(string) string) {
	i, known := c.files[id]
	if !known {
		if len(c.job.Files) >= maxFiles {
			c.problem(u.Line, "too_many", "there are more than %d entries", maxFiles)
			return
		}
		f := File{ID: id, Title: get("title")}
		if s := get("type"); schema.TypeName.MatchString(s) {
			f.Type = s
		}
		if s := get("key"); schema.EntryKey.MatchString(s) {
			f.Key = s
		}
		f.Version, _ = strconv.ParseInt(get("version"), 10, 64)
		f.Version = max(0, f.Version)
		i = len(c.job.Files)
		c.files[id] = i
		c.job.Files = append(c.job.Files, f)
	}
	c.units++
	c.job.Files[i].Units = append(c.job.Files[i].Units, u)
}
