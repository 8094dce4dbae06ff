//go:build unix

package delivery_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/portico-cms/portico/internal/web/delivery"
)

const (
	mostListeners  = 10_000   // that a node takes where nobody says otherwise
	firstListeners = 500      // from which on memory is counted: what all share is there then
	listenerBytes  = 16 << 10 // of memory that one may cost a node: its stack and its connection; the race detector adds to them
	nodeVariable   = "PORTICO_TEST_LISTENED_NODE"
	spareFiles     = 500 // that each of the two processes needs besides
)

// TestX1TenThousandListeners: as many listen as a node takes, or as this machine lets a process open files. Each costs a bounded number of
// bytes, a publication reaches every one, and when they have gone their memory is free again. The node is a process of its own.
func TestX1TenThousandListeners(t *testing.T) {
	if os.Getenv(nodeVariable) != "" {
		listenedNode(t)
		return
	}
	n := mostListeners
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	if files.Cur = files.Max; syscall.Setrlimit(syscall.RLIMIT_NOFILE, &files) != nil || int64(files.Max) < mostListeners+spareFiles { //nolint:gosec // a count
		n = max(0, int(min(files.Cur, 1<<20))-spareFiles)
		t.Logf("this machine lets a process open %d files", files.Cur)
	}
	if n = min(n, mostListeners); n < 2*firstListeners {
		t.Fatalf("too few files may be opened to test anything: %d", files.Cur)
	}
	node := startListenedNode(t)
	all := node.listen(t, firstListeners)
	before := node.memory(t, firstListeners)
	all = append(all, node.listen(t, n-firstListeners)...)
	with := node.memory(t, n)
	each := (with - before) / int64(n-firstListeners)
	t.Logf("%d listeners cost %d bytes each", n, each)
	if each > listenerBytes {
		t.Errorf("a listener costs %d bytes, more than %d", each, listenerBytes)
	}
	if res := node.get(t, "/v1/events"); n == mostListeners && res.status != 503 {
		t.Errorf("one more: %d", res.status)
	}
	node.says(t, "publish", "published")
	hear(t, all)
	for _, c := range all {
		_ = c.Close()
	}
	if after := node.memory(t, 0); after > before+(with-before)/4 {
		t.Errorf("%d bytes are in use when nobody listens any more; with %d it was %d, with all %d", after, firstListeners, before, with)
	}
}

// listenedNode is the other process: it does what it is told, a line at a time.
func listenedNode(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{
		Limits: delivery.Limits{Listeners: mostListeners, ListenersPerNetwork: mostListeners}, Metrics: prometheus.NewRegistry(),
	})
	fmt.Println("node", g.address)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		switch word, rest, _ := strings.Cut(lines.Text(), " "); word {
		case "publish":
			g.publish(t, bundle("demo", "fr"))
			fmt.Println("node published")
		case "memory": // once so many listen
			want := "portico_delivery_listeners " + rest
			for deadline := time.Now().Add(time.Minute); !strings.Contains(g.get(t, "/metrics").body, want+"\n") && time.Now().Before(deadline); {
				time.Sleep(10 * time.Millisecond)
			}
			var m runtime.MemStats
			for range 3 { // stacks are given back by the next collection
				runtime.GC()
			}
			runtime.ReadMemStats(&m)
			fmt.Println("node", m.HeapAlloc+m.StackInuse)
		}
	}
}

// listened is the other process as this one sees it.
type listened struct {
	*server
	in  *os.File
	out *bufio.Scanner
}

func startListenedNode(t *testing.T) *listened {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestX1TenThousandListeners$", "-test.timeout=10m")
	cmd.Env = append(os.Environ(), nodeVariable+"=1")
	in, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stderr = in, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = in.Close()
	t.Cleanup(func() {
		_ = to.Close() // it ends then
		_ = cmd.Wait()
	})
	node := &listened{in: to, out: bufio.NewScanner(out)}
	node.server = &server{node.answer(t)}
	return node
}

// answer gives what the node says next.
func (n *listened) answer(t *testing.T) string {
	t.Helper()
	for n.out.Scan() {
		if said, ok := strings.CutPrefix(n.out.Text(), "node "); ok {
			return said
		}
		t.Log(n.out.Text())
	}
	t.Fatal("the node has ended")
	return ""
}

func (n *listened) says(t *testing.T, told, want string) {
	t.Helper()
	if _, err := fmt.Fprintln(n.in, told); err != nil {
		t.Fatal(err)
	}
	if got := n.answer(t); got != want {
		t.Errorf("%s: %s", told, got)
	}
}

// memory gives the bytes that the node uses once so many listen.
func (n *listened) memory(t *testing.T, listeners int) int64 {
	t.Helper()
	if _, err := fmt.Fprintln(n.in, "memory", listeners); err != nil {
		t.Fatal(err)
	}
	bytes, err := strconv.ParseInt(n.answer(t), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// listen opens streams, some at a time, and waits until each has begun.
func (n *listened) listen(t *testing.T, count int) []net.Conn {
	t.Helper()
	const together = 50
	conns := make([]net.Conn, count)
	var opening sync.WaitGroup
	for k := range together {
		opening.Go(func() {
			for i := k; i < count; i += together {
				c, err := net.Dial("tcp", n.address)
				if err != nil {
					t.Error(err)
					return
				}
				conns[i] = c
				if _, err = c.Write([]byte("GET /v1/events?site=demo HTTP/1.1\r\nHost: x\r\n\r\n")); err == nil {
					err = until(c, "event: ready")
				}
				if err != nil {
					t.Errorf("stream %d: %v", i, err)
					return
				}
			}
		})
	}
	opening.Wait()
	if t.Failed() {
		t.FailNow()
	}
	t.Cleanup(func() {
		for _, c := range conns {
			_ = c.Close()
		}
	})
	return conns
}

// hear waits until every stream has told of the publication.
func hear(t *testing.T, all []net.Conn) {
	t.Helper()
	var hearing sync.WaitGroup
	for i, c := range all {
		hearing.Go(func() {
			if err := until(c, `"generation":2`); err != nil {
				t.Errorf("stream %d is not told of a publication: %v", i, err)
			}
		})
	}
	hearing.Wait()
}

// until reads a stream until it has said something.
func until(c net.Conn, text string) error {
	_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	var said []byte
	for b := make([]byte, 512); !bytes.Contains(said, []byte(text)); {
		n, err := c.Read(b)
		if err != nil {
			return fmt.Errorf("%w after %q", err, said)
		}
		said = append(said, b[:n]...)
	}
	return nil
}
