package delivery

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2/utils"
	"github.com/maypok86/otter/v2"

	core "github.com/portico-cms/portico/internal/delivery"
)

// Front stands before the delivery application's connections and gives an answer that was given before again: the bytes of a
// request's target are looked up, and what is there leaves in one write, header and body from where they lie. Everything else goes
// to the application, which tells the front what it answered. Nothing is understood here twice: a request that is not plainly one
// of those (head.read) is passed on as it came.
type Front struct {
	node    *core.Node
	logger  *slog.Logger
	answers *otter.Cache[string, *answer] // by the target, as it was sent

	files bodyFiles

	mu      sync.Mutex
	open    map[*conn]struct{}
	closing atomic.Bool
}

// frontBytes bounds what the front keeps, bodies that other caches hold too included.
const frontBytes = 96 << 20

// NewFront makes a front for a node. Give it to Options, and let the application listen on what Over returns.
func NewFront(node *core.Node, logger *slog.Logger) *Front {
	return &Front{node: node, logger: logger, open: map[*conn]struct{}{}, answers: otter.Must(&otter.Options[string, *answer]{
		MaximumWeight: frontBytes,
		Weigher:       func(target string, a *answer) uint32 { return uint32(len(target)+a.body.Size()+a.body.Size()/2) + 4096 },
	})}
}

// Over wraps a listener. TCP connections only: others stay as they are.
func (f *Front) Over(l net.Listener) net.Listener { return &frontListener{l, f} }

type frontListener struct {
	net.Listener

	front *Front
}

// Accept waits for a connection.
func (l *frontListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	tcp, ok := c.(*net.TCPConn)
	if err != nil || !ok {
		return c, err
	}
	wrapped := &conn{TCPConn: tcp, front: l.front}
	l.front.mu.Lock()
	l.front.open[wrapped] = struct{}{}
	l.front.mu.Unlock()
	return wrapped, nil
}

// Close stops listening, and ends the connections that wait in the front for a request. The application ends the others.
func (l *frontListener) Close() error {
	l.front.closing.Store(true)
	l.front.mu.Lock()
	defer l.front.mu.Unlock()
	for c := range l.front.open {
		if c.waits.Load() {
			_ = c.SetReadDeadline(time.Unix(1, 0))
		}
	}
	return l.Listener.Close()
}

// conn is a connection whose requests the front reads first. It stands at the beginning of a request whenever Read is called: what
// it passes on is always one whole request without a body, and the application reads on only after it has answered that. Where it
// cannot be sure of this, it lets everything through from then on.
type conn struct {
	*net.TCPConn

	front  *Front
	unsure bool
	waits  atomic.Bool // the front waits for a request after one that it answered
	limits time.Time   // when the front set the connection's time limits; zero: they are the application's
	head   head
	parts  [3][]byte
	out    net.Buffers
	files  fileSender
}

// keepLimits is for how long time limits are not set again: a request has so much less than its limit at most.
const keepLimits = 5 * time.Second

// Read gives the application what the front has no answer to. No middleware is above it: a panic ends the connection, not the process.
func (c *conn) Read(p []byte) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			c.front.logger.Error("panic in the front", "panic", v, "stack", string(debug.Stack()))
			n, err = 0, io.ErrUnexpectedEOF
		}
	}()
	return c.next(p)
}

// next answers requests until there is one for the application.
func (c *conn) next(p []byte) (int, error) {
	if c.unsure {
		return c.TCPConn.Read(p)
	}
	for {
		n, err := c.TCPConn.Read(p)
		if err != nil {
			if c.waits.Load() {
				return 0, io.EOF // nobody is in the middle of anything: the connection just ends
			}
			return n, err
		}
		whole := c.head.read(p[:n])
		if whole && c.head.plain {
			if a := c.front.find(&c.head); a != nil {
				if err := c.write(a); err != nil {
					return 0, err
				}
				continue
			}
		}
		return n, c.passOn(whole)
	}
}

// passOn leaves the connection to the application, which has its own time limits.
func (c *conn) passOn(whole bool) error {
	c.unsure = !whole
	if !c.waits.Load() {
		return nil
	}
	c.waits.Store(false)
	c.limits = time.Time{}
	return c.SetReadDeadline(time.Now().Add(readTimeout))
}

// write sends an answer, and readies the connection for the next request.
func (c *conn) write(a *prepared) error {
	now := time.Now()
	if now.Sub(c.limits) > keepLimits {
		c.limits = now
		if err := errors.Join(c.SetReadDeadline(now.Add(idleTimeout)), c.SetWriteDeadline(now.Add(writeTimeout))); err != nil {
			return err
		}
	}
	err := c.send(a, dateLine(now))
	c.waits.Store(true)
	if err == nil && c.front.closing.Load() {
		return io.EOF
	}
	return err
}

func (c *conn) send(a *prepared, date []byte) error {
	if file := a.file.Load(); file != nil {
		return c.files.send(c.TCPConn, a.head, date, file)
	}
	c.parts = [3][]byte{a.head, date, a.body}
	c.out = c.parts[:]
	if len(a.body) == 0 {
		c.out = c.parts[:2]
	}
	_, err := c.out.WriteTo(c.TCPConn)
	return err
}

// Close closes the connection.
func (c *conn) Close() error {
	c.front.mu.Lock()
	delete(c.front.open, c)
	c.front.mu.Unlock()
	return c.TCPConn.Close()
}

// find gives the answer to a request where it is that of what is served now.
func (f *Front) find(h *head) *prepared {
	a, ok := f.answers.GetIfPresent(utils.UnsafeString(h.target))
	if !ok || a.of != f.node.Snapshot().ID || f.node.Stale() {
		return nil
	}
	matched := len(h.match) > 0 && a.body.Matches(h.match)
	p := a.slot(core.Negotiate(h.accept), matched).Load()
	if p == nil {
		return nil
	}
	p.warm(&f.files)
	if a.used != nil {
		a.used.Add(1)
	}
	return p
}

// date is the header line of a second, with the empty line that ends a header.
type date struct {
	second int64
	line   []byte
}

var latestDate atomic.Pointer[date]

func dateLine(now time.Time) []byte {
	d := latestDate.Load()
	if d == nil || d.second != now.Unix() {
		d = &date{second: now.Unix(), line: now.UTC().AppendFormat(nil, "Date: Mon, 02 Jan 2006 15:04:05 GMT\r\n\r\n")}
		latestDate.Store(d)
	}
	return d.line
}
