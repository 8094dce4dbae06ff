package published

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"
)

// Checksum stands for a set of live records, whatever their order: the sum of their digests, in four lanes of 64 bits. A record is
// added and taken out without a look at the others, so that keeping it costs a publication what the publication is. The log and
// all nodes at one generation have the same.
type Checksum [4]uint64

// Add puts a record in, by the place where it stands and the hash of its body (Record.Hash).
func (c *Checksum) Add(m Mark, hash string) {
	for i, lane := range digest(m, hash) {
		c[i] += lane
	}
}

// Remove takes a record out that was put in.
func (c *Checksum) Remove(m Mark, hash string) {
	for i, lane := range digest(m, hash) {
		c[i] -= lane
	}
}

func digest(m Mark, hash string) (lanes [4]uint64) {
	text := make([]byte, 0, 128)
	for _, part := range []string{string(m.Kind), m.Key, strconv.FormatInt(m.Generation, 10)} {
		text = append(append(text, part...), 0)
	}
	sum := sha256.Sum256(append(text, hash...))
	for i := range lanes {
		lanes[i] = binary.BigEndian.Uint64(sum[8*i:])
	}
	return lanes
}

// String gives 64 hexadecimal digits.
func (c *Checksum) String() string {
	var b [32]byte
	for i, lane := range c {
		binary.BigEndian.PutUint64(b[8*i:], lane)
	}
	return hex.EncodeToString(b[:])
}

var errChecksum = errors.New("published: no checksum")

// ParseChecksum reads what String wrote.
func ParseChecksum(s string) (c Checksum, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 32 {
		return c, errChecksum
	}
	for i := range c {
		c[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return c, nil
}
