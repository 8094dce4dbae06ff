//go:build unix

package delivery

import (
	"net"
	"syscall"
)

// writeNow writes all of b at once, or gives false: a reader whose buffer in the kernel is full is too slow, and nobody waits for it.
func writeNow(c net.Conn, b []byte) (whole bool) {
	sc, ok := c.(syscall.Conn)
	if !ok {
		return writeSoon(c, b)
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return false
	}
	err = raw.Write(func(fd uintptr) bool {
		n, err := syscall.Write(int(fd), b)
		for err == syscall.EINTR {
			n, err = syscall.Write(int(fd), b)
		}
		whole = err == nil && n == len(b)
		return true // never wait
	})
	return whole && err == nil
}
