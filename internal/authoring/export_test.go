package authoring

import "time"

// SetClock lets tests say what time it is.
func (a *Authoring) SetClock(now func() time.Time) { a.now = now }

// Asked says how many requests for a new password wait.
func (a *Authoring) Asked() int { return len(a.mail.asked) }
