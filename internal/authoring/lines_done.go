package authoring

import "github.com/portico-cms/portico/internal/content"

// LinesMode is how lines are imported.
type LinesMode struct {
	Create bool // only new entries: one that is there already is a problem
	DryRun bool // only say what would be done
	Rows   bool // say it of each line, too
	Force  bool // lines take the place of drafts that were saved since they were made
}

// LinesDone says what an import of lines did, or would do.
type LinesDone struct {
	Written

	Lines, Created, Updated, Unchanged int
	Published                          int // entries of which something went out

	Rows []LineDone // where they were asked for, in the order of the lines
}

// LineState is what became of a line, or would.
type LineState string

// The states.
const (
	LineCreated   LineState = "created"
	LineUpdated   LineState = "updated"
	LineUnchanged LineState = "unchanged"
)

// LineDone says what became of one line.
type LineDone struct {
	Number    int // counts from 1
	Entry     content.Place
	State     LineState
	Published bool // something of it went out
}
