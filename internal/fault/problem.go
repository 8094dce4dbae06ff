package fault

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
)

// Problem is one thing that is wrong in a file or in a document: where it is, what it is, and what to do about it.
type Problem struct {
	File    string `json:"file,omitempty"`    // path of the file, with slashes, relative to the folder that was checked
	Line    int    `json:"line,omitempty"`    // from 1; 0 where the whole file is meant
	Column  int    `json:"column,omitempty"`  // from 1; 0 where the whole line is meant
	Pointer string `json:"pointer,omitempty"` // RFC 6901 pointer into the document
	Code    string `json:"code"`              // stable, machine-readable: "unknown_key", "cycle"
	Message string `json:"message"`           // for a person: what is wrong, and what to do
}

// String gives file:line:column: message.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
			if p.Column > 0 {
				fmt.Fprintf(&b, ":%d", p.Column)
			}
		}
		b.WriteString(": ")
	} else if p.Pointer != "" {
		b.WriteString(p.Pointer + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// Problems is a list of them; as an error it is one line each.
type Problems []Problem

// Add appends a problem.
func (ps *Problems) Add(p Problem) { *ps = append(*ps, p) }

// Error gives the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err gives the problems as an error, sorted by place, or nil where there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	ps.Sort()
	return ps
}

// Sort orders the problems by file, line, column and pointer; equal places keep their order.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		switch {
		case a.File != b.File:
			return a.File < b.File
		case a.Line != b.Line:
			return a.Line < b.Line
		case a.Column != b.Column:
			return a.Column < b.Column
		default:
			return a.Pointer < b.Pointer
		}
	})
}

// Unique gives the problems in their order, each once: two checks of the same file find the same.
func (ps Problems) Unique() (out Problems) {
	seen := make(map[string]bool, len(ps))
	for _, p := range ps {
		if text := p.String(); !seen[text] {
			seen[text] = true
			out.Add(p)
		}
	}
	return out
}

// InFolder puts a folder before the file of every problem that err lists; another error stays as it is.
func InFolder(err error, dir string) error {
	var ps Problems
	if !errors.As(err, &ps) {
		return err
	}
	out := slices.Clone(ps)
	for i := range out {
		if out[i].File != "" {
			out[i].File = path.Join(dir, out[i].File)
		}
	}
	return out
}
