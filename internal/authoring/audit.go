package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// AuditEvent is what a use case tells of a change: who did what to what. It never holds a secret.
type AuditEvent struct {
	Actor   Actor
	Action  string // "entry.publish"
	Subject string // "entry/0192…", "menu/shared/main"
	Site    string // the space that it concerns; "" for none
	Detail  map[string]any
	Before  any // nil where there was nothing, or nothing of it was changed
	After   any
}

// AuditLine is one line of the audit. Detail, Before and After are JSON, "" where there is none.
type AuditLine struct {
	Number    int64     `json:"number"` // counts from 1, without gaps
	At        time.Time `json:"at"`     // UTC, in microseconds
	Actor     string    `json:"actor"`  // account id, or "system:…"
	Via       string    `json:"via"`    // id of the key that was used; "" for a session
	Action    string    `json:"action"`
	Subject   string    `json:"subject"`
	Site      string    `json:"site"`
	Detail    string    `json:"detail"`
	Before    string    `json:"before"`
	After     string    `json:"after"`
	RequestID string    `json:"requestId"`
	Address   string    `json:"address"`  // network address that the request came from
	Previous  string    `json:"previous"` // hash of the line before
	Hash      string    `json:"hash"`     // SHA-256 of the line, of Previous too, hex
}

// NewAuditLine makes the line that follows previous.
func NewAuditLine(number int64, previous string, at time.Time, e AuditEvent) *AuditLine {
	l := &AuditLine{
		Number: number, At: at.UTC().Truncate(time.Microsecond), Actor: e.Actor.ID, Via: e.Actor.Via, Action: e.Action, Subject: e.Subject,
		Site: e.Site, Detail: auditJSON(orNil(e.Detail)), Before: auditJSON(e.Before), After: auditJSON(e.After),
		RequestID: e.Actor.RequestID, Address: e.Actor.Address, Previous: previous,
	}
	l.Hash = l.Sum()
	return l
}

func orNil(m map[string]any) any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// auditJSON is for our own types, which are always JSON.
func auditJSON(v any) string {
	if v == nil {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("authoring: audit: " + err.Error())
	}
	return string(b)
}

// Sum gives the hash that the line must have.
func (l *AuditLine) Sum() string {
	c := *l
	c.Hash = ""
	b, err := json.Marshal(c) // in the order of the fields: the same bytes each time
	if err != nil {
		panic("authoring: audit: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// AuditFilter says which lines a list holds.
type AuditFilter struct {
	Actor, Action, Subject, Site string   // "" is every one
	Sites                        []string // only lines of these, "" among them for lines of none; nil is every one
	Since, Until                 time.Time
	After                        int64 // only lines beyond this number, in the order of the list
	Newest                       bool  // the newest first
	Limit                        int
}

// AuditCount is how many lines of a day, an action and a site there are.
type AuditCount struct {
	Day          string // 2026-11-22
	Action, Site string
	Lines        int
}

// Auditor keeps the audit, in the transaction of the change.
type Auditor interface {
	// Audit adds a line.
	Audit(ctx context.Context, e AuditEvent) error
	// AuditLines lists some.
	AuditLines(ctx context.Context, f AuditFilter) ([]*AuditLine, error)
	// CountAudit counts the lines of each day, action and site that a filter lets through, in the order of these. Days begin that much
	// before those of UTC; After, Newest and Limit of the filter do not count.
	CountAudit(ctx context.Context, f AuditFilter, ahead time.Duration) ([]AuditCount, error)
	// AuditHead gives the newest line's number and hash, as they are noted beside the lines.
	AuditHead(ctx context.Context) (number int64, hash string, err error)
}

// entryType gives the content type of a line about an entry; "" for others.
func (l *AuditLine) entryType() string {
	var detail struct{ Type string }
	if json.Unmarshal([]byte(l.Detail), &detail) != nil {
		return ""
	}
	return detail.Type
}
