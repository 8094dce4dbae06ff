package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// Freeze stops all processes of the server where they are: connections stay open, new ones are taken by the kernel, and nothing answers.
// It needs /proc. Thaw must follow before Halt or Stop.
func (c *Cluster) Freeze() error { return c.signalTree(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (c *Cluster) Thaw() error { return c.signalTree(syscall.SIGCONT) }

// signalTree signals the postmaster first, so that it starts no other process, then its children. One that has ended meanwhile is no error.
func (c *Cluster) signalTree(s syscall.Signal) error {
	if c.server == nil {
		return errors.New("the server does not run")
	}
	postmaster := c.server.Process.Pid
	if err := syscall.Kill(postmaster, s); err != nil {
		return err
	}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return fmt.Errorf("no /proc: %w", err)
	}
	for _, path := range stats {
		if pid, parent := relatives(path); parent == postmaster {
			if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
				return err
			}
		}
	}
	return nil
}

// relatives reads a process's number and its parent's: "12 (its name) S 11 …". Zeros where it has ended.
func relatives(stat string) (pid, parent int) {
	src, err := os.ReadFile(stat)
	end := bytes.LastIndexByte(src, ')')
	if err != nil || end < 0 {
		return 0, 0
	}
	fields := bytes.Fields(src[end+1:])
	if len(fields) < 2 {
		return 0, 0
	}
	pid, _ = strconv.Atoi(filepath.Base(filepath.Dir(stat)))
	parent, _ = strconv.Atoi(string(fields[1]))
	return pid, parent
}
