// Package address finds out where a request came from, in the same way for both listeners.
package address

import (
	"bytes"
	"net"
	"net/netip"

	"github.com/gofiber/fiber/v2"
)

// Of gives the address that a request came from. X-Forwarded-For is read from its end, and only as far as it was written by proxies
// that are trusted: whatever else stands there, anybody can write.
func Of(c *fiber.Ctx, trusted []netip.Prefix) netip.Addr {
	addr := OfConn(c.Context().RemoteAddr())
	if !Contains(trusted, addr) {
		return addr
	}
	lists := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	for i := len(lists) - 1; i >= 0; i-- {
		for rest, more := lists[i], true; more; {
			var last []byte
			if at := bytes.LastIndexByte(rest, ','); at >= 0 {
				rest, last = rest[:at], rest[at+1:]
			} else {
				last, more = rest, false
			}
			next, ok := forwarded(last)
			if !ok {
				return addr // the proxy that wrote this is the nearest that is known
			}
			if addr = next; !Contains(trusted, addr) {
				return addr
			}
		}
	}
	return addr
}

// forwarded reads an address as proxies write it: alone, with a port, or in brackets.
func forwarded(text []byte) (netip.Addr, bool) {
	const longest = 64 // an IPv6 address with zone and port
	text = bytes.TrimSpace(text)
	if len(text) > longest {
		return netip.Addr{}, false
	}
	if a, err := netip.ParseAddr(string(text)); err == nil {
		return a.Unmap().WithZone(""), true
	}
	if ap, err := netip.ParseAddrPort(string(text)); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}

// OfConn gives the address of the other end of a connection.
func OfConn(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.IPv4Unspecified() // no network: a test
}

// Contains says whether an address is in one of some networks.
func Contains(list []netip.Prefix, a netip.Addr) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Network gives the network that counts as one caller: one IPv4 address, or a /64, which is one customer's.
func Network(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // bits are right for the family
	return p
}
