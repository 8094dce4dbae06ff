package identity

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// SavedView is a list of entries that somebody wants to come back to.
type SavedView struct {
	ID        string // UUIDv7
	Owner     string // account id
	Team      bool   // for everybody, or for its owner alone
	Name      string
	Query     json.RawMessage // what the list was asked, an object; it is checked when it is asked again
	Version   int64           // counts from 1
	UpdatedAt time.Time
}

// Limits of saved views.
const (
	MaxViews = 200 // of one person
	maxView  = 8 << 10
)

// Validate gives what is wrong with a view.
func (v *SavedView) Validate() (ps fault.Problems) {
	checkName(strings.TrimSpace(v.Name), &ps)
	var query map[string]any
	if len(v.Query) > maxView || json.Unmarshal(v.Query, &query) != nil || query == nil {
		ps.Add(problem("/query", "bad_value", "the query must be a JSON object of at most 8 KB"))
	}
	return ps
}

// NewViewID makes an id.
func NewViewID() string { return newID() }
