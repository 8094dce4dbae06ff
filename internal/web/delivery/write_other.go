//go:build !unix

package delivery

import "net"

// writeNow writes all of b, or gives false where the reader is too slow.
func writeNow(c net.Conn, b []byte) bool { return writeSoon(c, b) }
