package content

import (
	"maps"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// Flow is what is under way with an entry in one locale.
type Flow struct {
	Version  int64     `json:"version,omitempty"`  // of the revision that is served; 0 where nothing is
	Archived bool      `json:"archived,omitempty"` // taken out of use
	Review   *Review   `json:"review,omitempty"`   // nil where nothing was submitted
	Schedule *Schedule `json:"schedule,omitempty"` // a publication that is planned; nil where none is
	Expiry   *Schedule `json:"expiry,omitempty"`   // the end of one that is planned; nil where none is
}

// ReviewState says how far a review is.
type ReviewState string

// The states of a review. It ends with the publication of what it was about.
const (
	ReviewOpen     ReviewState = "open"
	ReviewApproved ReviewState = "approved"
	ReviewChanges  ReviewState = "changes-requested"
)

// Review is a revision that was submitted. What is saved after it is not approved with it: where Version is not that of the draft,
// the review is void, and kept to say what was.
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
	Action     ScheduleAction `json:"action"`
	At         time.Time      `json:"at"`
	By         string         `json:"by"`                   // whose rights count then
	Version    int64          `json:"version,omitempty"`    // of the revision that goes out, whatever is saved after it
	ApprovedBy string         `json:"approvedBy,omitempty"` // who had approved that revision when it was planned
	Failure    *Failure       `json:"failure,omitempty"`    // why it was not done when its time came; it is not tried again
}

// Failure says why something that was planned was not done.
type Failure struct {
	At       time.Time      `json:"at"`
	Code     fault.Code     `json:"code"`
	Message  string         `json:"message"`
	Problems fault.Problems `json:"problems,omitempty"`
}

// Pending says whether the plan is to be carried out still.
func (s *Schedule) Pending() bool { return s != nil && s.Failure == nil }

// Plan gives what is planned of an action, or nil.
func (f Flow) Plan(action ScheduleAction) *Schedule {
	if action == ScheduleUnpublish {
		return f.Expiry
	}
	return f.Schedule
}

// WithPlan gives the flow with another plan of an action; nil takes it away.
func (f Flow) WithPlan(action ScheduleAction, s *Schedule) Flow {
	if action == ScheduleUnpublish {
		f.Expiry = s
	} else {
		f.Schedule = s
	}
	return f
}

// ReviewOf gives the review of the draft in a locale as it is now, or nil: a review of what was saved over is void.
func (s *Stored) ReviewOf(tag string) *Review {
	if r := s.Workflow[tag].Review; r != nil && r.Version == s.Version {
		return r
	}
	return nil
}

// Approved says whether the draft in a locale is what somebody has approved.
func (s *Stored) Approved(tag string) bool {
	r := s.ReviewOf(tag)
	return r != nil && r.State == ReviewApproved
}

// CarryReviews lets reviews of the draft that was before go on where the save in between has changed neither the document of their
// locale nor what all locales share: a French text that is saved does not take the approval from the English one. It says whether
// there is any review at all.
func (s *Stored) CarryReviews(before *Stored) (reviewed bool) {
	for tag, flow := range s.Workflow {
		if flow.Review == nil {
			continue
		}
		reviewed = true
		untouched := equal(before.Draft.Shared, s.Draft.Shared) && equal(before.Draft.Locales[tag], s.Draft.Locales[tag])
		if untouched && flow.Review.Version == before.Version {
			r := *flow.Review
			r.Version = s.Version
			flow.Review = &r
			s.setFlow(tag, flow)
		}
	}
	return reviewed
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
