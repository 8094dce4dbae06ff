package delivery

import (
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// eventsHead begins a stream. It has no length and no chunks, so that it is the same in HTTP/1.0 and 1.1: it ends with its connection.
const eventsHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n" +
	"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"

// maxChatter is how much a client may send on its stream, which is nothing, before it is ended.
const maxChatter = 4 << 10

// events tells what publications change, as server-sent events. The connection is taken from fasthttp: a stream costs a parked
// goroutine and no buffer. SECURITY D4: a key that opens nothing makes its sender nobody.
func (s *server) events(c *fiber.Ctx) error {
	site, err := eventsSite(c)
	if err != nil {
		return err
	}
	since, err := lastEventID(c)
	if err != nil {
		return err
	}
	snapshot, token := s.snapshot(c), ""
	if site != "" {
		if err := s.Node.Sees(snapshot, site); err != nil {
			return err
		}
		if snapshot.Closed(site) {
			token = strings.Clone(string(c.Context().Request.Header.Peek(fiber.HeaderAuthorization)[len(bearer):]))
		}
	}
	if c.Context().IsHead() {
		c.Set(fiber.HeaderContentType, "text/event-stream")
		c.Set(fiber.HeaderCacheControl, cacheNothing)
		return nil
	}
	network := s.networkOf(c)
	if err := s.listeners.room(network); err != nil {
		return err
	}
	s.open(c, &listener{site: strings.Clone(site), token: token, network: network}, since)
	return nil
}

// open takes the connection over, and keeps it until its client goes, is too slow, or the stream is ended here.
func (s *server) open(c *fiber.Ctx, l *listener, since int64) {
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(conn net.Conn) {
		if under, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = under.UnsafeConn() // without fasthttp's buffer, which goes back when this returns (KeepHijackedConns)
		}
		if tcp, ok := conn.(interface{ SetWriteBuffer(int) error }); ok {
			_ = tcp.SetWriteBuffer(sendBuffer)
		}
		l.conn = conn
		go s.hold(l, since)
	})
}

func (s *server) hold(l *listener, since int64) {
	defer func() { _ = l.conn.Close() }()
	// Counted only here: fasthttp may give a connection up between the handler and this.
	if err := s.listeners.reserve(l.network); err != nil {
		writeNow(l.conn, []byte("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
		return
	}
	defer s.listeners.release(l.network)
	if !s.listeners.add(l, []byte(eventsHead), since) {
		return
	}
	defer s.listeners.remove(l)
	_, _ = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{io.LimitReader(l.conn, maxChatter)}, make([]byte, 64))
}

func eventsSite(c *fiber.Ctx) (site string, err error) {
	seen := false
	for k, v := range c.Context().QueryArgs().All() {
		if string(k) != "site" || seen || len(v) == 0 {
			return "", fault.New(fault.Invalid, "the only parameter is site, with the key of one site")
		}
		site, seen = string(v), true
	}
	return site, nil
}

// lastEventID gives the generation that the client knows; -1 is none.
func lastEventID(c *fiber.Ctx) (int64, error) {
	text := string(c.Context().Request.Header.Peek("Last-Event-ID"))
	if text == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "Last-Event-ID must be a generation")
	}
	return n, nil
}

// writeSoon writes where a connection cannot say whether it would wait.
func writeSoon(c net.Conn, b []byte) bool {
	_ = c.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	n, err := c.Write(b)
	return err == nil && n == len(b)
}
