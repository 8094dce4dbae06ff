package media

import (
	"bytes"
	"encoding/binary"
)

// jpegWalk copies the segments of a JPEG file that a browser needs.
type jpegWalk struct {
	in     []byte
	at     int
	out    []byte
	facts  Facts
	turn   int // of Exif
	scans  int
	closed bool
}

// maxScans bounds the passes of a progressive image: each costs a browser the whole image again.
const maxScans = 500

// cleanJPEG keeps the image, its colour profile and how it is to be turned. What cameras put behind the image (a preview, a film) is
// cut off; anything else there is refused.
func cleanJPEG(b []byte) (Facts, []byte, error) {
	w := &jpegWalk{in: b, at: 2, out: append(make([]byte, 0, len(b)), b[:2]...), turn: 1}
	w.facts.Type, w.facts.Sort = "image/jpeg", Image
	for !w.closed {
		if !w.segment() {
			return Facts{}, nil, broken("JPEG")
		}
	}
	if w.scans > maxScans || w.scans == 0 {
		return Facts{}, nil, broken("JPEG")
	}
	if !ofCamera(b[w.at:]) {
		return Facts{}, nil, trailing("JPEG")
	}
	facts := w.facts.turned(w.turn)
	return facts, w.out, sized(facts, 1)
}

// segment copies one segment; ok is false where there is none.
func (w *jpegWalk) segment() (ok bool) {
	for w.at < len(w.in)-1 && w.in[w.at] == 0xff && w.in[w.at+1] == 0xff {
		w.at++ // a marker may have any number of these before it
	}
	if w.at+2 > len(w.in) || w.in[w.at] != 0xff {
		return false
	}
	marker := w.in[w.at+1]
	if marker == 0xd9 {
		w.out, w.at, w.closed = append(w.out, 0xff, 0xd9), w.at+2, true
		return true
	}
	if marker < 0xc0 || marker >= 0xd0 && marker <= 0xd8 || w.at+4 > len(w.in) {
		return false
	}
	size := int(binary.BigEndian.Uint16(w.in[w.at+2:]))
	if size < 2 || w.at+2+size > len(w.in) {
		return false
	}
	whole, body := w.in[w.at:w.at+2+size], w.in[w.at+4:w.at+2+size]
	w.at += len(whole)
	switch {
	case marker == 0xe1 && bytes.HasPrefix(body, exifHead):
		w.exif(tiffOf(body))
	case keptSegment(marker, body):
		w.out = append(w.out, whole...)
	}
	switch {
	case isFrame(marker):
		return w.frame(body)
	case marker == 0xda:
		w.scan()
	}
	return true
}

func (w *jpegWalk) exif(tiff []byte) {
	if w.turn = orientation(tiff); w.turn > 1 {
		body := append(bytes.Clone(exifHead), onlyOrientation(w.turn)...)
		w.out = append(w.out, 0xff, 0xe1)
		w.out = binary.BigEndian.AppendUint16(w.out, uint16(len(body)+2)) // 34
		w.out = append(w.out, body...)
	}
}

// keptSegment says whether a browser needs a segment: the image itself, JFIF, a colour profile, and Adobe's mark of how colours are
// told apart.
func keptSegment(marker byte, body []byte) bool {
	switch marker {
	case 0xe0:
		return bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14 && int(body[12])*int(body[13]) == 0 // no preview inside
	case 0xe2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case 0xee:
		return bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12
	}
	return marker < 0xe0 // the rest are of programs, comments among them
}

func isFrame(marker byte) bool {
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
}

func (w *jpegWalk) frame(body []byte) (ok bool) {
	if len(body) < 6 || w.facts.Width > 0 { // one frame: more are of a mode that no browser knows
		return false
	}
	w.facts.Height, w.facts.Width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	return true
}

// scan copies compressed pixels up to the next marker.
func (w *jpegWalk) scan() {
	w.scans++
	from := w.at
	for w.at < len(w.in)-1 {
		next := bytes.IndexByte(w.in[w.at:], 0xff)
		if next < 0 {
			w.at = len(w.in)
			break
		}
		w.at += next
		if w.at+1 < len(w.in) && w.in[w.at+1] != 0 && (w.in[w.at+1] < 0xd0 || w.in[w.at+1] > 0xd7) {
			break
		}
		w.at += 2
	}
	w.out = append(w.out, w.in[from:min(w.at, len(w.in))]...)
}

// ofCamera says whether what stands behind an image is what cameras put there: nothing, filling, another JPEG, or a film.
func ofCamera(rest []byte) bool {
	rest = bytes.TrimLeft(rest, "\x00")
	return len(rest) == 0 || bytes.HasPrefix(rest, []byte("\xff\xd8\xff")) || bytes.HasSuffix(rest, []byte("SEFT")) ||
		len(rest) > 8 && string(rest[4:8]) == "ftyp"
}
