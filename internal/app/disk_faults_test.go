package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk gives a node a data folder of its own small disk, which only its process sees, and ends with it.
func (m *member) smallDisk() {
	m.prefix = []string{"unshare", "--mount"}
	if os.Getuid() != 0 {
		m.prefix = append(m.prefix, "--map-root-user")
	}
	m.prefix = append(m.prefix, "sh", "-c", `mount -t tmpfs -o size=48m portico "$0" && exec "$@"`, m.dir)
}

// fill writes to a node's disk until nothing more fits, and gives what takes that away.
func (m *member) fill() (empty func()) {
	m.t.Helper()
	path := fmt.Sprintf("/proc/%d/root%s/filler", m.cmd.Process.Pid, m.dir)
	file, err := os.Create(path)
	if err != nil {
		m.t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; { // ever smaller, to the last byte
		if _, err := file.Write(make([]byte, size)); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				m.t.Fatal(err)
			}
			size /= 2
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			m.t.Error(err)
		}
	}
}

// copies is how often a node has said that it copied everything.
func (m *member) copies() int { return strings.Count(m.out.String(), "whole=true") }

// readSide is a node's file.
func (m *member) readSide() string { return filepath.Join(m.dir, "readmodel", "published.db") }

// overwrite changes a file in place, as a disk would: whoever has it open sees it.
func overwrite(path string, change func(src []byte)) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	src, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	change(src)
	_, err = file.WriteAt(src, 0)
	return err
}

// noise writes over every page but the first: with each of them alone there are tests in internal/readmodel.
func noise(src []byte) {
	for i := 4096; i < len(src); i++ {
		src[i] ^= byte(i) | 0x10
	}
}

// damages are what may happen to a read side.
var damages = map[string]func(path string) error{
	"truncated": func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, info.Size()/3)
	},
	"noise": func(path string) error { return overwrite(path, noise) },
	"a bit in a record": func(path string) error {
		return overwrite(path, func(src []byte) {
			for at := 0; ; at++ { // of every copy of it that there is
				next := bytes.Index(src[at:], []byte(`"key":"customer"`))
				if next < 0 {
					return
				}
				at += next
				src[at+7] ^= 1
			}
		})
	},
	"empty": func(path string) error { return os.Truncate(path, 0) },
	"gone":  os.Remove,
}

// TestDiskFaults: under load, one node's disk is full; the read side of another is cut off and overwritten under its hands; a third finds
// its own damaged in five ways when it starts. Shared parts are always there, content is there or refused with 503, and in the end all
// nodes serve the same.
func TestDiskFaults(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	full, running, stopped := f.member(), f.member(), f.member()
	full.smallDisk()
	for _, m := range f.nodes {
		f.start(m)
	}
	f.converge()
	crowd := []*visitors{visit(t, full.delivery, false), visit(t, running.delivery, true)}
	stop := f.editors()

	empty := full.fill()
	f.more(2)
	full.waitFor("that it is stale", func() bool { return isStale(full) })
	empty()
	full.waitFor("that it follows again", func() bool { return isReady(full) })

	for _, name := range []string{"truncated", "noise"} {
		before := running.copies()
		if err := damages[name](running.readSide()); err != nil {
			t.Fatal(err)
		}
		running.waitFor("a new read side after: "+name, func() bool {
			// What these need is not in memory; each publication lets SQLite forget what it has read.
			for _, path := range []string{"/v1/sites/customer/search?locale=fr&q=la", "/v1/sites/customer/entries/article?locale=fr&q=la"} {
				if res := running.get(path); res.status != http.StatusOK && res.status != http.StatusServiceUnavailable {
					t.Errorf("%s: %d %s", path, res.status, res.body)
				}
			}
			return running.copies() > before
		})
	}
	for name, damage := range damages {
		stopped.stop()
		for _, beside := range []string{"-wal", "-shm"} {
			_ = os.Remove(stopped.readSide() + beside)
		}
		if err := damage(stopped.readSide()); err != nil {
			t.Fatal(err)
		}
		f.start(stopped)
		stopped.waitFor("a new read side after: "+name, func() bool { return stopped.copies() > 0 })
	}
	stop()
	f.converge()
	for _, v := range crowd {
		v.leave()
		t.Logf("%s: %d shared parts, %d answers with content, %d refused", v.base, v.parts.Load(), v.content.Load(), v.refused.Load())
	}
	if crowd[0].stale.Load() == 0 {
		t.Error("a node whose disk is full told nobody that it is stale")
	}
}
