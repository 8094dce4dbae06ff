package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

func TestCodeOf(t *testing.T) {
	gone := fault.New(fault.Gone, "version %d is gone", 3)
	var none fault.Problems
	tests := []struct {
		name string
		err  error
		want fault.Code
	}{
		{"nil", nil, ""},
		{"fault", gone, fault.Gone},
		{"wrapped", fmt.Errorf("a: %w", fmt.Errorf("b: %w", gone)), fault.Gone},
		{"joined", errors.Join(errors.New("x"), gone), fault.Gone},
		{"the outer one counts", fault.New(fault.Conflict, "x").With(gone), fault.Conflict},
		{"no code", errors.New("x"), fault.Internal},
		{"problems", fault.Problems{{Message: "x"}}, fault.Unprocessable},
		{"wrapped problems", fmt.Errorf("a: %w", fault.Problems{{Message: "x"}}), fault.Unprocessable},
		{"no problems", none.Err(), ""},
	}
	for _, tt := range tests {
		if got := fault.CodeOf(tt.err); got != tt.want {
			t.Errorf("%s: code %q, want %q", tt.name, got, tt.want)
		}
	}
	if !fault.Is(gone, fault.Gone) || fault.Is(nil, fault.Gone) || fault.Is(errors.New("x"), fault.Gone) {
		t.Error("Is does not agree with CodeOf")
	}
}

func TestErrorText(t *testing.T) {
	cause := errors.New("disk full")
	err := fault.New(fault.Invalid, "%s cannot be saved", "menu main").With(cause)
	err.Problems = fault.Problems{{File: "a.yaml", Line: 2, Column: 3, Message: "first"}, {Pointer: "/x", Message: "second"}}
	if got, want := err.Error(), "menu main cannot be saved:\na.yaml:2:3: first\n/x: second: disk full"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
}

func TestWrap(t *testing.T) {
	do := func(fail error) (err error) {
		defer fault.Wrap(&err, "Open(%q)", "x")
		return fail
	}
	if err := do(nil); err != nil {
		t.Errorf("a success became %v", err)
	}
	err := do(fault.New(fault.NotFound, "no such file"))
	if err.Error() != `Open("x"): no such file` || !fault.Is(err, fault.NotFound) {
		t.Errorf("err = %v, code %s", err, fault.CodeOf(err))
	}
}

func TestProblemString(t *testing.T) {
	tests := []struct {
		problem fault.Problem
		want    string
	}{
		{fault.Problem{Message: "m"}, "m"},
		{fault.Problem{File: "f", Message: "m"}, "f: m"},
		{fault.Problem{File: "f", Line: 2, Message: "m"}, "f:2: m"},
		{fault.Problem{File: "f", Line: 2, Column: 5, Pointer: "/p", Message: "m"}, "f:2:5: m"},
		{fault.Problem{Pointer: "/p", Message: "m"}, "/p: m"},
	}
	for _, tt := range tests {
		if got := tt.problem.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
}

func TestProblemsAreSortedByPlace(t *testing.T) {
	var ps fault.Problems
	for _, p := range []fault.Problem{
		{File: "b", Line: 1, Message: "6"}, {File: "a", Line: 10, Message: "5"}, {File: "a", Line: 9, Column: 2, Message: "4"},
		{File: "a", Line: 9, Column: 1, Message: "3"}, {Pointer: "/b", Message: "2"}, {Pointer: "/a", Message: "0"}, {Pointer: "/a", Message: "1"},
	} {
		ps.Add(p)
	}
	var got []string
	for _, line := range strings.Split(ps.Err().Error(), "\n") {
		got = append(got, line[len(line)-1:])
	}
	if diff := cmp.Diff([]string{"0", "1", "2", "3", "4", "5", "6"}, got); diff != "" {
		t.Error(diff)
	}
}
