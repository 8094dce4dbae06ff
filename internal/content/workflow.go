package content

import (
	"maps"
	"time"
)

// Flow is what is under way with an entry in one locale.
type Flow struct {
	Version  int64     `json:"version,omitempty"`  // of the revision that is served; 0 where nothing is
	Archived bool      `json:"archived,omitempty"` // taken out of use
	Review   *Review   `json:"review,omitempty"`   // nil where nothing was submitted
	Schedule *Schedule `json:"schedule,omitempty"` // nil where nothing is planned
}

// ReviewState says how far a review is.
type ReviewState string

// The states of a review. It ends with the publication of what it was about.
const (
	ReviewOpen     ReviewState = "open"
	ReviewApproved ReviewState = "approved"
	ReviewChanges  ReviewState = "changes-requested"
)

// Review is a revision that was submitted. What is saved after it is not approved with it.
type Review struct {
	State       ReviewState `json:"state"`
	Version     int64       `json:"version"` // of the draft that was submitted
	SubmittedBy string      `json:"submittedBy"`
	SubmittedAt time.Time   `json:"submittedAt"`
	Assignee    string      `json:"assignee,omitempty"` // account that is asked; "" is whoever may
	Note        string      `json:"note,omitempty"`
	DecidedBy   string      `json:"decidedBy,omitempty"`
	DecidedAt   *time.Time  `json:"decidedAt,omitempty"`
	Comment     string      `json:"comment,omitempty"` // of the one who decided
}

// ScheduleAction is what happens at a time.
type ScheduleAction string

// The actions that can be planned.
const (
	SchedulePublish   ScheduleAction = "publish"
	ScheduleUnpublish ScheduleAction = "unpublish"
)

// Schedule is a plan for one locale.
type Schedule struct {
	Action ScheduleAction `json:"action"`
	At     time.Time      `json:"at"`
	By     string         `json:"by"` // whose rights count then
}

// unpublishing gives a plan that a publication does not carry out.
func (f Flow) unpublishing() *Schedule {
	if f.Schedule != nil && f.Schedule.Action == ScheduleUnpublish {
		return f.Schedule
	}
	return nil
}

// Approved says whether the draft in a locale is what somebody has approved.
func (s *Stored) Approved(tag string) bool {
	r := s.Workflow[tag].Review
	return r != nil && r.State == ReviewApproved && r.Version == s.Version
}

// SetFlow replaces what is under way in a locale.
func (s *Stored) SetFlow(tag string, f Flow) { s.setFlow(tag, f) }

// setFlow copies the map, because a Stored may be shared.
func (s *Stored) setFlow(tag string, f Flow) {
	s.Workflow = maps.Clone(s.Workflow)
	if s.Workflow == nil {
		s.Workflow = map[string]Flow{}
	}
	if f == (Flow{}) {
		delete(s.Workflow, tag)
		return
	}
	s.Workflow[tag] = f
}
