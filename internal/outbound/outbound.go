// Package outbound connects to addresses that somebody chose in the UI or in a file, and looks where a connection really leads before
// it is made.
package outbound

import (
	"errors"
	"net"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Dialer gives a dialer that checks at dial time where it connects: whatever a name resolves to, and whenever, only public addresses at
// the usual ports, and the networks that the administrator allows, at any port (SECURITY N1).
func Dialer(timeout time.Duration, allow []netip.Prefix) *net.Dialer {
	public := ssrf.New()
	return &net.Dialer{Timeout: timeout, Control: func(network, address string, c syscall.RawConn) error {
		if ap, err := netip.ParseAddrPort(address); err == nil {
			for _, p := range allow {
				if p.Contains(ap.Addr().Unmap().WithZone("")) {
					return nil
				}
			}
		}
		return public.Safe(network, address, c)
	}}
}

// Refused says whether a connection failed because a dialer of this package would not make it.
func Refused(err error) bool {
	for _, reason := range []error{ssrf.ErrProhibitedIP, ssrf.ErrProhibitedNetwork, ssrf.ErrProhibitedPort, ssrf.ErrInvalidHostPort} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}
