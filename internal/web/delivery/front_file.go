//go:build linux

package delivery

import (
	"errors"
	"io"
	"net"
	"runtime"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// These bound the files of a front: each takes a descriptor, and memory. The bodies beyond are copied, as small ones are.
const (
	maxFiles     = 256
	maxFileBytes = 64 << 20
)

// bodyFiles counts the files that are open.
type bodyFiles struct{ count, bytes atomic.Int64 }

func (f *bodyFiles) add(count, bytes int) { f.count.Add(int64(count)); f.bytes.Add(int64(bytes)) }

// bodyFile is a body in the kernel's memory, sealed. It is closed once no answer has it any more.
type bodyFile struct {
	fd   int
	size int
}

// of gives a file of a body, or nil: then the body is sent from where it lies.
func (f *bodyFiles) of(body []byte) *bodyFile {
	size := len(body)
	if f.count.Load() >= maxFiles || f.bytes.Load()+int64(size) > maxFileBytes {
		return nil
	}
	fd, err := unix.MemfdCreate("portico-body", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil { // an old kernel, no descriptor
		return nil
	}
	n, err := unix.Write(fd, body)
	if err == nil && n == size {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE|unix.F_SEAL_SHRINK|unix.F_SEAL_GROW|unix.F_SEAL_SEAL)
	}
	if err != nil || n != size {
		_ = unix.Close(fd)
		return nil
	}
	file := &bodyFile{fd, size}
	f.add(1, size)
	runtime.AddCleanup(file, func(fd int) {
		_ = unix.Close(fd)
		f.add(-1, -size)
	}, fd)
	return file
}

// fileSender sends an answer whose body is a file. It belongs to one connection, which sends one answer at a time, and allocates nothing
// for it.
type fileSender struct {
	raw    syscall.RawConn
	push   func(fd uintptr) bool // s.write; made once
	head   []byte
	sent   int // of the head
	file   *bodyFile
	offset int64
	err    error
}

// send writes the head and the body. The connection's time limit holds.
func (s *fileSender) send(conn *net.TCPConn, head, date []byte, file *bodyFile) error {
	if s.raw == nil {
		raw, err := conn.SyscallConn()
		if err != nil {
			return err
		}
		s.raw, s.push = raw, s.write
	}
	s.head = append(append(s.head[:0], head...), date...)
	s.sent, s.file, s.offset, s.err = 0, file, 0, nil
	err := s.raw.Write(s.push)
	s.file = nil // an idle connection keeps no body
	if err == nil {
		err = s.err
	}
	return err
}

// write sends what the socket takes. It says whether that was all, or cannot be.
func (s *fileSender) write(fd uintptr) bool {
	for s.sent < len(s.head) {
		n, err := unix.SendmsgN(int(fd), s.head[s.sent:], nil, nil, unix.MSG_MORE|unix.MSG_NOSIGNAL)
		if done, again := s.failed(err); done || again {
			return done
		}
		s.sent += max(n, 0)
	}
	for left := s.file.size - int(s.offset); left > 0; left = s.file.size - int(s.offset) {
		n, err := unix.Sendfile(int(fd), s.file.fd, &s.offset, left)
		if n == 0 && err == nil {
			err = io.ErrUnexpectedEOF
		}
		if done, again := s.failed(err); done || again {
			return done
		}
	}
	runtime.KeepAlive(s.file)
	return true
}

// failed tells an error that ends it from one that asks for patience.
func (s *fileSender) failed(err error) (done, again bool) {
	switch {
	case err == nil, errors.Is(err, unix.EINTR):
		return false, false
	case errors.Is(err, unix.EAGAIN):
		return false, true
	}
	s.err = err
	return true, false
}
