package fault_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

func TestUnique(t *testing.T) {
	a, b := fault.Problem{File: "a", Line: 1, Message: "x"}, fault.Problem{File: "a", Line: 2, Message: "x"}
	if diff := cmp.Diff(fault.Problems{b, a}, fault.Problems{b, a, b, a}.Unique()); diff != "" {
		t.Error(diff)
	}
}
