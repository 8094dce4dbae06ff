package readmodel

import "strings"

// packed are many short texts in one piece of memory, which the garbage collector need not walk through.
type packed struct {
	ends  []uint32
	bytes []byte
}

// add appends a text.
func (t *packed) add(s string) {
	t.bytes = append(t.bytes, s...)
	t.ends = append(t.ends, uint32(len(t.bytes))) // tables are refused long before 4 GiB
}

// addBytes is add for a text of another.
func (t *packed) addBytes(s []byte) {
	t.bytes = append(t.bytes, s...)
	t.ends = append(t.ends, uint32(len(t.bytes)))
}

// roomFor gives texts that are empty, with room for as many as another has and some more.
func roomFor(t *packed, more int) packed {
	return packed{ends: make([]uint32, 0, len(t.ends)+more), bytes: make([]byte, 0, len(t.bytes)+more*16)}
}

func (t *packed) len() int { return len(t.ends) }

// at gives the bytes of a text, which are not to be changed.
func (t *packed) at(i int) []byte {
	begin := uint32(0)
	if i > 0 {
		begin = t.ends[i-1]
	}
	return t.bytes[begin:t.ends[i]]
}

// compare orders a text and a string, byte by byte.
func (t *packed) compare(i int, s string) int { return strings.Compare(string(t.at(i)), s) }

// size is what it takes, in bytes.
func (t *packed) size() int64 { return int64(cap(t.bytes)) + 4*int64(cap(t.ends)) }
