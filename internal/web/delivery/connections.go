package delivery

import (
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/portico-cms/portico/internal/web/address"
)

// LimitConnections gives a listener that has at most so many connections at a time, and so many of one network. Beyond the first,
// connections wait in the kernel until another ends; beyond the second they are answered 429 and closed. Proxies that are trusted
// are only bound by the first.
func LimitConnections(l net.Listener, total, perNetwork int, trusted []netip.Prefix) net.Listener {
	return &connections{
		Listener: l, free: make(chan struct{}, total), perNetwork: perNetwork, trusted: trusted,
		open: map[netip.Prefix]int{}, closed: make(chan struct{}),
	}
}

type connections struct {
	net.Listener
	free       chan struct{} // as many as are open
	perNetwork int
	trusted    []netip.Prefix
	closed     chan struct{}
	once       sync.Once

	mu   sync.Mutex
	open map[netip.Prefix]int
}

// Accept implements net.Listener.
func (l *connections) Accept() (net.Conn, error) {
	select {
	case l.free <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			<-l.free
			return nil, err
		}
		addr := address.OfConn(c.RemoteAddr())
		network := address.Network(addr)
		if l.admit(network, address.Contains(l.trusted, addr)) {
			return wrap(l, c, network), nil
		}
		// A new connection has room for this. No body: an assembler would paste it into a page.
		_ = c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
		_, _ = c.Write([]byte("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
		_ = c.Close()
	}
}

// Close implements net.Listener.
func (l *connections) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

func (l *connections) admit(network netip.Prefix, trusted bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !trusted && l.open[network] >= l.perNetwork {
		return false
	}
	l.open[network]++
	return true
}

func (l *connections) gone(network netip.Prefix) {
	l.mu.Lock()
	if l.open[network]--; l.open[network] <= 0 {
		delete(l.open, network)
	}
	l.mu.Unlock()
	<-l.free
}

// counted is a connection that says when it ends.
type counted struct {
	net.Conn
	from    *connections
	network netip.Prefix
	once    sync.Once
}

// tcpConn is what the change signals ask of a connection beside net.Conn.
type tcpConn interface {
	syscall.Conn
	SetWriteBuffer(bytes int) error
}

// countedTCP keeps it.
type countedTCP struct {
	counted
	tcp tcpConn
}

func wrap(l *connections, c net.Conn, network netip.Prefix) net.Conn {
	if tcp, ok := c.(tcpConn); ok {
		return &countedTCP{counted{Conn: c, from: l, network: network}, tcp}
	}
	return &counted{Conn: c, from: l, network: network}
}

// Close implements net.Conn.
func (c *counted) Close() error {
	c.once.Do(func() { c.from.gone(c.network) })
	return c.Conn.Close()
}

// SyscallConn implements syscall.Conn.
func (c *countedTCP) SyscallConn() (syscall.RawConn, error) { return c.tcp.SyscallConn() }

// SetWriteBuffer bounds what the kernel holds for a slow reader, in bytes.
func (c *countedTCP) SetWriteBuffer(bytes int) error { return c.tcp.SetWriteBuffer(bytes) }
