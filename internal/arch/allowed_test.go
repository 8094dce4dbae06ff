package arch

import "testing"

// TestAllowed keeps the test of the rules honest: imports that the design forbids are refused.
func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		want     bool
	}{
		{"internal/menu", "internal/fault", true},
		{"internal/menu", "internal/site", true},
		{"internal/site", "internal/menu", false},
		{"internal/fault", "internal/site", false},
		{"internal/content", "internal/authoring", false},
		{"internal/authoring", "internal/schema", true},
		{"internal/authoring", "internal/store", false},
		{"internal/delivery", "internal/published", true},
		{"internal/delivery", "internal/content", false},
		{"internal/delivery", "internal/authoring", false},
		{"internal/store", "internal/authoring", true},
		{"internal/store", "internal/readmodel", false},
		{"internal/web/delivery", "internal/web/problem", true},
		{"internal/web/delivery", "internal/web/authoring", false},
		{"internal/web/delivery", "internal/authoring", false},
		{"internal/web/authoring", "internal/app", false},
		{"internal/app", "internal/store", true},
		{"internal/app", "design-system", true},
		{"internal/assets", "design-system", false},
		{"internal/store", "migrations", false},
		{"internal/app", "internal/store/storetest", false},
		{"internal/app", "internal/nowhere", false},
		{"cmd/portico", "internal/app", true},
		{"design-system", "internal/token", false},
	} {
		if got := allowed(tt.from, packages[tt.from], tt.to); got != tt.want {
			t.Errorf("%s → %s: allowed = %t, want %t", tt.from, tt.to, got, tt.want)
		}
	}
}
