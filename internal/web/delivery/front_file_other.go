//go:build !linux

package delivery

import (
	"errors"
	"net"
)

// bodyFile is a large body in the kernel's memory, on Linux.
type bodyFile struct{}

type bodyFiles struct{}

func (*bodyFiles) of([]byte) *bodyFile { return nil }

type fileSender struct{}

func (*fileSender) send(*net.TCPConn, []byte, []byte, *bodyFile) error { return errors.ErrUnsupported }
