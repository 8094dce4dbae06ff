// Package server runs the servers that the benchmarks measure: on their own cores, on free ports, with what they use read
// from /proc.
package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// Server is a running server.
type Server struct {
	Name string
	Addr string // host:port

	log  string // file with what it says
	cmd  *exec.Cmd
	done chan error // what the process ended with
}

// patience is how long a server may take to answer first: it may have a million entries to read.
const patience = 40 * time.Minute

// Start runs the server, its output in logFile, and returns once addr has answered path with 200.
func Start(cmd *exec.Cmd, name, addr, logFile, path string) (*Server, error) {
	log, err := os.Create(logFile)
	if err != nil {
		return nil, err
	}
	s := &Server{Name: name, Addr: addr, log: logFile, cmd: cmd, done: make(chan error, 1)}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	go func() { s.done <- errors.Join(cmd.Wait(), log.Close()) }()
	s.endWithUs()
	err = s.await(path)
	return s, err
}

// await waits for the first good answer. A server that gives none is stopped.
func (s *Server) await(path string) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-s.done:
			s.done <- err
			return s.failure("ended before it answered")
		default:
		}
		res, err := http.Get("http://" + s.Addr + path)
		if err != nil {
			continue // not listening yet
		}
		if err := res.Body.Close(); err != nil {
			return err
		}
		if res.StatusCode == http.StatusOK {
			return nil
		}
	}
	return errors.Join(s.failure(fmt.Sprintf("did not answer %s in %s", path, patience)), s.Stop())
}

// endWithUs ends the server where the benchmark itself is told to end; the measurement then fails, and with it the run.
func (s *Server) endWithUs() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
	}()
}

func (s *Server) failure(what string) error {
	said, err := s.Log()
	if err != nil {
		return err
	}
	return fmt.Errorf("%s %s; it said:\n%s", s.Name, what, said)
}

// Log gives what the server has said so far.
func (s *Server) Log() ([]byte, error) { return os.ReadFile(s.log) }

// Stop ends the server as an orchestrator would and waits for it.
func (s *Server) Stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	err := <-s.done
	s.done <- err // Stop may be called again
	return err
}

// End is Stop for a defer: it says what went wrong, and goes on.
func (s *Server) End() {
	if err := s.Stop(); err != nil {
		fmt.Fprintf(os.Stderr, "stop %s: %v\n", s.Name, err)
	}
}

// FreeAddrs gives n addresses on loopback that nobody listens on.
func FreeAddrs(n int) (addrs []string, err error) {
	listeners := make([]net.Listener, n)
	for i := range listeners {
		if listeners[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
		addrs = append(addrs, listeners[i].Addr().String())
	}
	// Closed only now, so that no address is given twice.
	for _, l := range listeners {
		if err := l.Close(); err != nil {
			return nil, err
		}
	}
	return addrs, nil
}
