package media

import (
	"encoding/binary"
	"slices"
)

// box is a part of a file of the MP4 family. Its body is that of the file.
type box struct {
	kind string
	name []byte // of the file
	body []byte
}

const maxBoxes = 10_000

// boxes takes a file, or the body of a box, apart; ok is false where it is not boxes to its very end.
func boxes(b []byte) (out []box, ok bool) {
	for len(b) > 0 {
		if len(b) < 8 || len(out) > maxBoxes {
			return nil, false
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		case size == 0:
			size = uint64(len(b))
		}
		if size < head || size > uint64(len(b)) {
			return nil, false
		}
		out = append(out, box{string(b[4:8]), b[4:8], b[head:size]})
		b = b[size:]
	}
	return out, true
}

// inside gives all boxes of a kind below others: inside(b, "moov", "trak").
func inside(in []box, path ...string) (out []box) {
	for _, x := range in {
		switch {
		case x.kind != path[0]:
		case len(path) == 1:
			out = append(out, x)
		default:
			if below, ok := boxes(x.body); ok {
				out = append(out, inside(below, path[1:]...)...)
			}
		}
	}
	return out
}

// blank makes a box one that holds nothing, of the same size: what stands behind it is found by its place in the file.
func (x box) blank() {
	copy(x.name, "free")
	clear(x.body)
}

// brands gives the kinds of file that the first box says this is, the main one first.
func brands(b []byte) (out []string) {
	if len(b) < 16 || string(b[4:8]) != "ftyp" {
		return nil
	}
	size := int64(binary.BigEndian.Uint32(b))
	if size < 16 || size > int64(min(len(b), 1024)) {
		return nil
	}
	out = []string{string(b[8:12])}
	for at := 16; at+4 <= int(size); at += 4 {
		out = append(out, string(b[at:at+4]))
	}
	return out
}

func isAVIF(b []byte) bool {
	names := brands(b)
	return slices.Contains(names, "avif") || slices.Contains(names, "avis")
}

var mp4Brands = []string{
	"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ", "M4A ", "M4B ", "dash", "av01",
	"hvc1",
}

func isMP4(b []byte) bool {
	names := brands(b)
	return len(names) > 0 && slices.Contains(mp4Brands, names[0])
}
