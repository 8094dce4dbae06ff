package published

import "context"

// Log is the publication log as a delivery node reads it: in pages, each as of one moment, so that nobody who reads slowly holds up
// whoever keeps it.
type Log interface {
	// Page gives what was written after a place, ordered by generation, kind and key, and at least one record where there is any.
	// Deleted records are among them. A place that does not lie in this log's history (another database, one that was restored from
	// a backup, no place yet) gives the first page of everything, with Whole set.
	Page(ctx context.Context, after Place) (*Page, error)
	// Watch gives a channel that is signalled soon after a publication, until stop is called. A poll is the guarantee.
	Watch() (wake <-chan struct{}, stop func())
}

// Position is a moment in the history of a log. Two that are equal have the same records before them.
type Position struct {
	Identity   string `json:"identity"`   // of the log; "" is nowhere
	Generation int64  `json:"generation"` // 0 is before the first publication
	Epoch      string `json:"epoch"`      // made by chance with the generation: a restored database never gives it twice
}

// Mark is a record's place in the order of the log.
type Mark struct {
	Generation int64  `json:"generation"`
	Kind       Kind   `json:"kind"`
	Key        string `json:"key"`
}

// Place is how far somebody has read. The zero Place is before everything.
//
// Whoever reads on from a mark, while others publish, misses nothing: a record that is written again moves behind the mark, and
// what stands before it was read as it is. That holds for as long as Position stays in the log's history.
type Place struct {
	Position       // of the log when it was read last
	After    *Mark `json:"after,omitempty"` // the record that was read last; nil: all that Position has
}

// Page is a part of the log.
type Page struct {
	Whole    bool // it begins from nothing, and so must who reads it
	Records  []Record
	Head     Position // of the log, when the page was read
	Checksum string   // of what the log holds at Head, see Checksum; "" where that is not known
	Next     Place    // where the next page begins
}

// Last says whether there is nothing after this page.
func (p *Page) Last() bool { return p.Next.After == nil }

// Mark gives the record's place in the order of the log.
func (r *Record) Mark() Mark { return Mark{r.Generation, r.Kind, r.Key} }
