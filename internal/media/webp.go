package media

import (
	"encoding/binary"
)

const lossy = "VP8 " // all four characters count

// webpKept are the chunks that a browser needs.
var webpKept = map[string]bool{lossy: true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true}

const flagExif, flagXMP = 0x08, 0x04 // of VP8X

// cleanWebP keeps the image, its colour profile and how it is to be turned.
func cleanWebP(b []byte) (Facts, []byte, error) {
	size := int64(binary.LittleEndian.Uint32(b[4:])) + 8
	switch {
	case size > int64(len(b)) || size < 20:
		return Facts{}, nil, broken("WebP")
	case size < int64(len(b)):
		return Facts{}, nil, trailing("WebP")
	}
	facts, frames, turn, extended := Facts{Type: "image/webp", Sort: Image}, 0, 1, -1
	out := append(make([]byte, 0, len(b)), b[:12]...)
	for at := 12; at < len(b); {
		if len(b)-at < 8 {
			return Facts{}, nil, broken("WebP")
		}
		kind, n := string(b[at:at+4]), int64(binary.LittleEndian.Uint32(b[at+4:]))
		padded := n + n&1
		if padded > int64(len(b)-at-8) {
			return Facts{}, nil, broken("WebP")
		}
		body, whole := b[at+8:at+8+int(n)], b[at:at+8+int(padded)]
		at += len(whole)
		switch kind {
		case "VP8X":
			extended = len(out) + 8
		case "ANMF":
			frames++
		case "EXIF":
			turn = orientation(tiffOf(body))
		}
		if !webpSize(kind, body, &facts) {
			return Facts{}, nil, broken("WebP")
		}
		if webpKept[kind] {
			out = append(out, whole...)
		}
	}
	if extended >= 0 {
		out[extended] &^= flagExif | flagXMP
		if exif := onlyOrientation(turn); exif != nil {
			out[extended] |= flagExif
			out = append(out, "EXIF"...)
			out = append(binary.LittleEndian.AppendUint32(out, uint32(len(exif))), exif...) // 26: even
		}
		facts = facts.turned(turn)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8)) // it was not more before by much: an Exif of ours
	return facts, out, sized(facts, max(1, frames))
}

// webpSize reads the size of the image; the canvas of an extended file comes first, and holds all that follows. ok is false for a
// chunk that is too short for what it is.
func webpSize(kind string, body []byte, facts *Facts) (ok bool) {
	width, height := 0, 0
	switch kind {
	case "VP8X":
		if len(body) < 10 {
			return false
		}
		width, height = uint24(body[4:])+1, uint24(body[7:])+1
	case "VP8L":
		if len(body) < 5 || body[0] != 0x2f {
			return false
		}
		bits := binary.LittleEndian.Uint32(body[1:])
		width, height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case lossy:
		if len(body) < 10 || string(body[3:6]) != "\x9d\x01\x2a" {
			return false
		}
		width, height = int(binary.LittleEndian.Uint16(body[6:])&0x3fff), int(binary.LittleEndian.Uint16(body[8:])&0x3fff)
	}
	facts.Width, facts.Height = max(facts.Width, width), max(facts.Height, height)
	return true
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
