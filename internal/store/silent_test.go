package store_test

import (
	"net"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/store"
)

// TestSilentDatabase: where a database takes connections and says nothing, a follower of the log is told so, and does not wait for ever.
func TestSilentDatabase(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // the kernel takes connections; nobody reads
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := open(t, "postgres://portico@"+l.Addr().String()+"/portico?sslmode=disable", t.TempDir())
	store.Patience(s, 50*time.Millisecond)
	if _, err := s.Page(t.Context(), published.Place{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}
