package media

import (
	"bytes"
	"encoding/binary"
)

// cleanGIF keeps the frames and how often they are repeated. Comments and the data of programs go.
func cleanGIF(b []byte) (Facts, []byte, error) {
	if len(b) < 13 {
		return Facts{}, nil, broken("GIF")
	}
	facts := Facts{
		Type: "image/gif", Sort: Image, Width: int(binary.LittleEndian.Uint16(b[6:])), Height: int(binary.LittleEndian.Uint16(b[8:])),
	}
	at := 13 + colours(b[10])
	if at > len(b) {
		return Facts{}, nil, broken("GIF")
	}
	out := append(make([]byte, 0, len(b)), b[:at]...)
	for frames := 0; at < len(b); {
		from, keep := at, true
		switch b[at] {
		case 0x3b:
			if len(bytes.TrimLeft(b[at+1:], "\x00")) > 0 {
				return Facts{}, nil, trailing("GIF")
			}
			if frames == 0 {
				return Facts{}, nil, broken("GIF")
			}
			return facts, append(out, 0x3b), sized(facts, frames)
		case 0x2c:
			frames++
			if at = gifFrame(b, at, &facts); at < 0 {
				return Facts{}, nil, broken("GIF")
			}
		case 0x21:
			if at+2 > len(b) {
				return Facts{}, nil, broken("GIF")
			}
			keep = keptExtension(b[at+1], b[at+2:])
			at += 2
		default:
			return Facts{}, nil, broken("GIF")
		}
		if at = gifBlocks(b, at); at < 0 {
			return Facts{}, nil, broken("GIF")
		}
		if keep {
			out = append(out, b[from:at]...)
		}
	}
	return Facts{}, nil, broken("GIF")
}

// colours gives the bytes of a table of colours.
func colours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifFrame gives where the blocks of a frame begin, -1 where it is none. A frame that is larger than the image makes it so large.
func gifFrame(b []byte, at int, facts *Facts) int {
	if at+10 > len(b) {
		return -1
	}
	facts.Width = max(facts.Width, int(binary.LittleEndian.Uint16(b[at+1:]))+int(binary.LittleEndian.Uint16(b[at+5:])))
	facts.Height = max(facts.Height, int(binary.LittleEndian.Uint16(b[at+3:]))+int(binary.LittleEndian.Uint16(b[at+7:])))
	return at + 10 + colours(b[at+9]) + 1
}

// gifBlocks gives where a row of blocks ends, -1 where it does not.
func gifBlocks(b []byte, at int) int {
	for at < len(b) {
		size := int(b[at])
		if at += size + 1; size == 0 {
			return at
		}
	}
	return -1
}

func keptExtension(label byte, rest []byte) bool {
	if label == 0xf9 {
		return true
	}
	return label == 0xff && (bytes.HasPrefix(rest, []byte("\x0bNETSCAPE2.0")) || bytes.HasPrefix(rest, []byte("\x0bANIMEXTS1.0")))
}
