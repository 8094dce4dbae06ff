// Package identity is the domain of people who sign in to the authoring plane: accounts and their roles, passwords, sessions,
// and the one-time link that makes the first administrator. It is pure: time comes in as an argument, and storage is a port.
//
// Secrets are never kept. Of a password there is an argon2id hash, of a token its SHA-256; a copy of the database signs
// nobody in.
package identity

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/portico-cms/portico/internal/fault"
)

// Account is a person who can sign in.
type Account struct {
	ID           string // UUIDv7; never used again
	Email        string // normalised, see NormalizeEmail; unique
	Name         string // as the person is addressed in the admin UI
	PasswordHash string // PHC string of argon2id; "" while somebody who was invited has set no password
	Assignments  []Assignment
	CreatedAt    time.Time
	SuspendedAt  *time.Time // nil: may sign in
	Version      int64      // counts from 1; 0 before it is saved
}

// Suspended says whether the account is shut.
func (a *Account) Suspended() bool { return a.SuspendedAt != nil }

// Invited says whether the account still waits for its first password.
func (a *Account) Invited() bool { return a.PasswordHash == "" }

// ActiveAdministrator says whether somebody can sign in and do everything: of those there is always one.
func (a *Account) ActiveAdministrator() bool {
	return !a.Suspended() && !a.Invited() && IsAdministrator(a.Assignments)
}

// WorksAt says whether the account has a role for a site, or for SharedSpace.
func (a *Account) WorksAt(site string) bool {
	return slices.ContainsFunc(a.Assignments, func(as Assignment) bool { return coversSite(as.Sites, site) })
}

const (
	maxEmail = 254 // RFC 5321: a forward-path is at most 256 characters with its brackets
	maxName  = 100
)

// NewAccount makes an account from what somebody typed. Error: fault.Unprocessable, with every problem at once and its
// pointer (/email, /name, /password).
func NewAccount(email, name, password string, assignments []Assignment, now time.Time) (*Account, error) {
	a := &Account{ID: newID(), Name: strings.TrimSpace(name), Assignments: assignments, CreatedAt: now}
	var ps fault.Problems
	a.Email = normalize(email, &ps)
	checkName(a.Name, &ps)
	checkPassword(password, &ps)
	if len(ps) > 0 {
		return nil, unprocessable("the account cannot be made", ps)
	}
	a.PasswordHash = hash(password)
	return a, nil
}

// NewInvited makes an account that has no password yet. Error: as NewAccount, without /password.
func NewInvited(email, name string, assignments []Assignment, now time.Time) (*Account, error) {
	a := &Account{ID: newID(), Assignments: assignments, CreatedAt: now}
	if err := a.SetProfile(email, name); err != nil {
		return nil, err
	}
	return a, nil
}

// SetProfile changes how somebody is found and called. Error: fault.Unprocessable, pointers /email and /name; nothing is changed then.
func (a *Account) SetProfile(email, name string) error {
	var ps fault.Problems
	email, name = normalize(email, &ps), strings.TrimSpace(name)
	if checkName(name, &ps); len(ps) > 0 {
		return unprocessable("the account is refused", ps)
	}
	a.Email, a.Name = email, name
	return nil
}

// newID gives a UUIDv7: it sorts by time and is never repeated.
func newID() string { return uuid.Must(uuid.NewV7()).String() } // fails only where the system has no random numbers

// NormalizeEmail gives the one form of an address under which an account is stored and found: trimmed and in lower case.
// Letters outside ASCII are refused, because many of them look alike or change when the case does (K and the Kelvin sign).
// Error: fault.Unprocessable, pointer /email.
func NormalizeEmail(s string) (string, error) {
	var ps fault.Problems
	if s = normalize(s, &ps); len(ps) > 0 {
		return "", unprocessable("the e-mail address is refused", ps)
	}
	return s, nil
}

func normalize(s string, ps *fault.Problems) string {
	s = strings.TrimSpace(s)
	odd := strings.ContainsFunc(s, notInEmail) // looked for first: ToLower makes a k of the Kelvin sign
	s = strings.ToLower(s)
	user, domain, ok := strings.Cut(s, "@")
	if !ok || user == "" || len(s) > maxEmail || odd || !isDomain(domain) {
		ps.Add(problem("/email", "bad_email", "write an e-mail address such as name@example.com, at most %d characters", maxEmail))
	}
	return s
}

// notInEmail finds what no address outside quotes has: control characters, spaces, brackets, and what is not ASCII.
func notInEmail(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`()<>[]:;,\"`, r)
}

// isDomain takes a host name of one label or more (an intranet may have mail on one); a second @ makes it none.
func isDomain(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
		}) {
			return false
		}
	}
	return true
}

// checkName keeps names printable: they stand in pages, logs and mails.
func checkName(s string, ps *fault.Problems) {
	hidden := func(r rune) bool { return r != ' ' && !unicode.IsGraphic(r) }
	if s == "" || utf8.RuneCountInString(s) > maxName || !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		ps.Add(problem("/name", "bad_name", "write a name of 1 to %d printable characters", maxName))
	}
}

func problem(pointer, code, format string, args ...any) fault.Problem {
	p := fault.Problem{Pointer: pointer, Code: code}
	p.Message = fault.New(fault.Unprocessable, format, args...).Message
	return p
}

func unprocessable(message string, ps fault.Problems) error {
	return &fault.Error{Code: fault.Unprocessable, Message: message, Problems: ps}
}
