package media

import (
	"encoding/binary"
	"hash/crc32"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that a browser needs: the image, its animation and its colours.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true,
	"bKGD": true, "pHYs": true, "acTL": true, "fcTL": true, "fdAT": true, "cICP": true, "mDCV": true, "cLLI": true,
}

// cleanPNG keeps the image and how it is to be turned. Texts, times and what is unknown go.
func cleanPNG(b []byte) (facts Facts, out []byte, err error) {
	facts = Facts{Type: "image/png", Sort: Image}
	out = append(make([]byte, 0, len(b)), pngMagic...)
	frames, turn, pixels := 0, 1, false
	for at := len(pngMagic); ; {
		kind, body, ok := pngChunk(b, at)
		first := at == len(pngMagic)
		if !ok || first != (kind == "IHDR") || first && len(body) != 13 {
			return facts, nil, broken("PNG")
		}
		switch kind {
		case "IHDR":
			facts.Width, facts.Height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
		case "fcTL":
			frames++
		case "IDAT":
			pixels = true
		case "eXIf":
			if turn = orientation(tiffOf(body)); turn > 1 {
				out = appendChunk(out, "eXIf", onlyOrientation(turn))
			}
		}
		whole := len(body) + 12
		if pngKept[kind] {
			out = append(out, b[at:at+whole]...)
		}
		if at += whole; kind != "IEND" {
			continue
		}
		switch {
		case !pixels || len(body) > 0:
			return facts, nil, broken("PNG")
		case at != len(b):
			return facts, nil, trailing("PNG")
		}
		facts = facts.turned(turn)
		return facts, out, sized(facts, max(1, frames))
	}
}

// pngChunk reads a chunk, and checks that it is what was written.
func pngChunk(b []byte, at int) (kind string, body []byte, ok bool) {
	if len(b)-at < 12 {
		return "", nil, false
	}
	size := int64(binary.BigEndian.Uint32(b[at:]))
	if size > int64(len(b)-at-12) {
		return "", nil, false
	}
	end := at + 8 + int(size)
	return string(b[at+4 : at+8]), b[at+8 : end], crc32.ChecksumIEEE(b[at+4:end]) == binary.BigEndian.Uint32(b[end:])
}

func appendChunk(out []byte, kind string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body))) // some bytes of ours
	from := len(out)
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}
