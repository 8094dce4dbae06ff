package fragment

import (
	"testing"

	design "github.com/portico-cms/portico/design-system"
	"github.com/portico-cms/portico/internal/designsystem"
)

func shipped(t testing.TB) *designsystem.Release {
	t.Helper()
	r, err := designsystem.Load(design.FS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestShippedDesignSystem(t *testing.T) {
	if err := Check(shipped(t), nil); err != nil {
		t.Fatal(err)
	}
}
