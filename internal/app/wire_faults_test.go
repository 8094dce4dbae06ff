package app_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// wire is the network between a node and the database: a proxy of ours, which can break connections and refuse others, or swallow
// everything, so that connections stay and nothing comes.
type wire struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	change   *sync.Cond
	state    wireState
	open     map[net.Conn]bool
}

type wireState int

const (
	whole     wireState = iota
	broken              // connections are reset, and new ones as well
	swallowed           // nothing arrives, and nobody is told
)

func newWire(t *testing.T, listen, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", listen)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: to, open: map[net.Conn]bool{}}
	w.change = sync.NewCond(&w.mu)
	t.Cleanup(func() {
		_ = l.Close()
		w.set(broken)
	})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	return w
}

func (w *wire) addr() string { return w.listener.Addr().String() }

// set changes what the wire does, for connections that there are, too.
func (w *wire) set(s wireState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state = s
	if s == broken {
		for c := range w.open {
			_ = c.(*net.TCPConn).SetLinger(0)
			_ = c.Close()
		}
		clear(w.open)
	}
	w.change.Broadcast()
}

// pass waits while everything is swallowed, and says whether the wire is whole then.
func (w *wire) pass() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.state == swallowed {
		w.change.Wait()
	}
	return w.state == whole
}

func (w *wire) keep(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[c] = true
}

func (w *wire) carry(from net.Conn) {
	defer from.Close()
	w.keep(from)
	if !w.pass() {
		return
	}
	to, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer to.Close()
	w.keep(to)
	go func() {
		w.copy(from, to)
		_ = from.Close()
	}()
	w.copy(to, from)
}

func (w *wire) copy(to io.Writer, from io.Reader) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil || !w.pass() {
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// island puts a node into a network namespace with two cables: one for its visitors, one to the database. It gives what pulls the
// second and puts it back, or false where this user or machine has no namespaces: then the proxy that swallows has to do.
func (f *fleet) island(m *member) (set func(up bool), ok bool) {
	name, net := fmt.Sprintf("portico-%d", os.Getpid()), fmt.Sprintf("10.213.%d.", os.Getpid()%250)
	visitors, database := fmt.Sprintf("pv%d", os.Getpid()%1e6), fmt.Sprintf("pd%d", os.Getpid()%1e6)
	ip := func(line string) error {
		out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ip %s: %w: %s", line, err, out)
		}
		return nil
	}
	f.t.Cleanup(func() { _ = ip("netns del " + name) }) // the cables go with it
	for _, line := range []string{
		"netns add " + name, "-n " + name + " link set lo up",
		"link add " + visitors + " type veth peer name eth0 netns " + name, "addr add " + net + "1/30 dev " + visitors, "link set " + visitors + " up",
		"-n " + name + " addr add " + net + "2/30 dev eth0", "-n " + name + " link set eth0 up",
		"link add " + database + " type veth peer name eth1 netns " + name, "addr add " + net + "5/30 dev " + database, "link set " + database + " up",
		"-n " + name + " addr add " + net + "6/30 dev eth1", "-n " + name + " link set eth1 up",
	} {
		if err := ip(line); err != nil {
			f.t.Logf("no network namespace, so the proxy cuts all nodes: %v", err)
			return func(up bool) { m.wire.set(map[bool]wireState{true: whole, false: swallowed}[up]) }, false
		}
	}
	m.wire = newWire(f.t, net+"5:0", f.databaseAddr())
	m.url, m.addr = f.urlVia(m.wire.addr()), net+"2:8080"
	m.prefix = []string{"ip", "netns", "exec", name}
	return func(up bool) {
		if err := ip("link set " + database + map[bool]string{true: " up", false: " down"}[up]); err != nil {
			f.t.Error(err)
		}
	}, true
}
