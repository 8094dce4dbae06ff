package fault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
)

func TestX2Guard(t *testing.T) {
	var none map[string]int
	err := fault.Guard(func() error { none["a"] = 1; return nil })
	if err == nil || !strings.Contains(err.Error(), "nil map") || !strings.Contains(err.Error(), "guard_test.go") {
		t.Errorf("a panic gives %v; want an error with its stack", err)
	}
	if fault.CodeOf(err) != fault.Internal {
		t.Errorf("a panic has the code %s", fault.CodeOf(err))
	}
	own := errors.New("own")
	if err := fault.Guard(func() error { return own }); !errors.Is(err, own) {
		t.Errorf("an error comes back as %v", err)
	}
	if err := fault.Guard(func() error { return nil }); err != nil {
		t.Errorf("nothing comes back as %v", err)
	}
}
