package authoring

import "time"

// SetClock lets tests say what time it is.
func (a *Authoring) SetClock(now func() time.Time) { a.now = now }
