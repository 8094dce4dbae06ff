package delivery

import (
	"net/netip"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
)

// TestStreamsAreBounded: one network takes some places only, all together no more than there are, and a place is given back once.
func TestStreamsAreBounded(t *testing.T) {
	s := newStreams()
	network := func(n int) netip.Prefix { return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(n), 1}), 32) }
	var leave []func()
	for i := range mediaStreams {
		l, err := s.enter(network(i / mediaOfOne))
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	if _, err := s.enter(network(99)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("more than there are: %v", err)
	}
	for _, l := range leave[mediaOfOne:] {
		l()
		l()
	}
	if _, err := s.enter(network(0)); !fault.Is(err, fault.TooMany) {
		t.Errorf("more than one network has: %v", err)
	}
	if _, err := s.enter(network(1)); err != nil || s.count != mediaOfOne+1 || len(s.of) != 2 {
		t.Errorf("%d places of %d networks are taken: %v", s.count, len(s.of), err)
	}
}
