package media

import (
	"bytes"
	"encoding/binary"
)

// cleanPDF checks that a PDF begins with its mark and ends with its end. It may hold scripts: who serves it lets no browser run it.
func cleanPDF(b []byte) (Facts, []byte, error) {
	const blank = "\x00\t\n\f\r "
	end := bytes.LastIndex(b, []byte("%%EOF"))
	switch {
	case len(b) < 8 || b[5] < '1' || b[5] > '2' || b[6] != '.' || end < 0:
		return Facts{}, nil, broken("PDF")
	case len(bytes.Trim(b[end+len("%%EOF"):], blank)) > 0:
		return Facts{}, nil, trailing("PDF")
	}
	return Facts{Type: "application/pdf", Sort: Document}, b, nil
}

// Elements of EBML, the structure of WebM.
const (
	ebmlDocType = 0x4282
	ebmlSegment = 0x18538067
	ebmlVoid    = 0xec
	ebmlTags    = 0x1254c367

	ebmlAttachments = 0x1941a469
)

// cleanWebM checks the structure of a WebM file to its end. Tags, which may tell where it was made, are blanked.
func cleanWebM(b []byte) (Facts, []byte, error) {
	_, head, at, ok := element(b, 0)
	if !ok || !isWebM(head) {
		return Facts{}, nil, refuse("unknown_type", "this is a Matroska file and no WebM: save it as WebM or MP4")
	}
	found := false
	for at < len(b) {
		id, body, next, ok := element(b, at)
		switch {
		case !ok && found, ok && id != ebmlSegment && id != ebmlVoid:
			return Facts{}, nil, trailing("WebM")
		case !ok:
			return Facts{}, nil, broken("WebM")
		case id == ebmlVoid:
			clear(body)
		default:
			found = true
			blankTags(body)
		}
		at = next
	}
	if !found {
		return Facts{}, nil, broken("WebM")
	}
	return Facts{Type: "video/webm", Sort: Video}, b, nil
}

func isWebM(head []byte) bool {
	for at := 0; at < len(head); {
		id, body, next, ok := element(head, at)
		if !ok {
			return false
		}
		if id == ebmlDocType {
			return string(bytes.TrimRight(body, "\x00")) == "webm"
		}
		at = next
	}
	return false
}

// blankTags puts empty elements in the place of a segment's tags and attachments. A segment that goes on while it is made has parts of
// no known size, which are left as they are.
func blankTags(segment []byte) {
	for at := 0; at < len(segment); {
		id, _, next, ok := element(segment, at)
		if !ok {
			return
		}
		if id == ebmlTags || id == ebmlAttachments {
			clear(segment[at:next])
			void(segment[at:next])
		}
		at = next
	}
}

// void writes the head of an element that holds nothing over one of the same size.
func void(whole []byte) {
	if whole[0] = ebmlVoid; len(whole) < 9 {
		whole[1] = 0x80 | byte(len(whole)-2) // the size in one byte, less than 7
		return
	}
	binary.BigEndian.PutUint64(whole[1:], 1<<56|uint64(len(whole)-9)) // the size in eight
}

// element reads an element: its id, its body, and where the next one begins. One of no known size reaches to the end.
func element(b []byte, at int) (id uint64, body []byte, next int, ok bool) {
	id, n, ok := vint(b, at, 4, true)
	if !ok {
		return 0, nil, 0, false
	}
	at += n
	size, n, ok := vint(b, at, 8, false)
	if !ok {
		return 0, nil, 0, false
	}
	at += n
	if size == 1<<(7*n)-1 {
		return id, b[at:], len(b), true
	}
	if size > uint64(len(b)-at) {
		return 0, nil, 0, false
	}
	end := at + int(size) // it is less than a length
	return id, b[at:end], end, true
}

// vint reads a number whose first byte says how long it is, in bytes; marked leaves the mark of that in it.
func vint(b []byte, at, most int, marked bool) (v uint64, n int, ok bool) {
	if at >= len(b) || b[at] == 0 {
		return 0, 0, false
	}
	n = 1
	for mask := byte(0x80); b[at]&mask == 0; mask >>= 1 {
		n++
	}
	if n > most || at+n > len(b) {
		return 0, 0, false
	}
	v = uint64(b[at])
	if !marked {
		v &= 1<<(8-n) - 1
	}
	for _, c := range b[at+1 : at+n] {
		v = v<<8 | uint64(c)
	}
	return v, n, true
}
