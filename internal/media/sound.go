package media

import (
	"bytes"
	"encoding/binary"
)

// cleanOgg checks the pages of an Ogg file to its end.
func cleanOgg(b []byte) (Facts, []byte, error) {
	facts := Facts{Type: "audio/ogg", Sort: Audio}
	for at := 0; at < len(b); {
		if len(b)-at < 27 || string(b[at:at+4]) != "OggS" || b[at+4] != 0 {
			if at > 0 {
				return Facts{}, nil, trailing("Ogg")
			}
			return Facts{}, nil, broken("Ogg")
		}
		table := at + 27
		body := table + int(b[at+26])
		if body > len(b) {
			return Facts{}, nil, broken("Ogg")
		}
		end := body
		for _, n := range b[table:body] {
			end += int(n)
		}
		if end > len(b) {
			return Facts{}, nil, broken("Ogg")
		}
		if b[at+5]&2 != 0 { // a stream begins here, and says what it is
			switch page := b[body:end]; {
			case bytes.HasPrefix(page, []byte("\x01vorbis")), bytes.HasPrefix(page, []byte("OpusHead")), bytes.HasPrefix(page, []byte("\x7fFLAC")):
			case bytes.HasPrefix(page, []byte("\x80theora")):
				facts.Type, facts.Sort = "video/ogg", Video
			default:
				return Facts{}, nil, refuse("unknown_type", "this Ogg file holds something else than Vorbis, Opus, FLAC or Theora")
			}
		} else if at == 0 {
			return Facts{}, nil, broken("Ogg")
		}
		at = end
	}
	return facts, b, nil
}

// isMP3 says whether a file begins as MP3 does: with a frame, or with tags before the first.
func isMP3(b []byte) bool { return bytes.HasPrefix(b, []byte("ID3")) || frameSize(b) > 0 }

const (
	leastFrames = 3
	mostJunk    = 4 << 10 // bytes between frames, of encoders that do not count well
)

// cleanMP3 checks the frames of an MP3 file to its end. Tags before and behind them stay.
func cleanMP3(b []byte) (Facts, []byte, error) {
	at := 0
	if bytes.HasPrefix(b, []byte("ID3")) && len(b) >= 10 {
		at = 10 + int(b[6]&0x7f)<<21 + int(b[7]&0x7f)<<14 + int(b[8]&0x7f)<<7 + int(b[9]&0x7f)
	}
	frames, junk := 0, 0
	for at < len(b) {
		if n := frameSize(b[at:]); n > 0 {
			at, frames = at+n, frames+1
			continue
		}
		if isTag(b[at:]) {
			break
		}
		if at, junk = at+1, junk+1; junk > mostJunk {
			return Facts{}, nil, trailing("MP3")
		}
	}
	if frames < leastFrames {
		return Facts{}, nil, broken("MP3")
	}
	return Facts{Type: "audio/mpeg", Sort: Audio}, b, nil
}

// isTag says whether what stands behind the frames are tags as players know them: nothing else follows those.
func isTag(rest []byte) bool {
	switch {
	case bytes.HasPrefix(rest, []byte("TAG")):
		return len(rest) == 128
	case bytes.HasPrefix(rest, []byte("APETAGEX")) && len(rest) >= 32:
		n := int64(binary.LittleEndian.Uint32(rest[12:])) + 32
		return n == int64(len(rest)) || n < int64(len(rest)) && isTag(rest[n:])
	}
	return len(bytes.TrimLeft(rest, "\x00")) == 0
}

// Bit rates in kbit/s by their number in a frame's header, of MPEG 1 and of MPEG 2, layer III; rates in Hz of MPEG 1.
var (
	bitRates = [2][16]int{
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}, {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
	}
	sampleRates = [4]int{44100, 48000, 32000}
)

// frameSize gives the bytes of the frame that begins here; 0 where there is none, or its end is missing.
func frameSize(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 { // layer III
		return 0
	}
	version, second, halves := b[1]>>3&3, 0, 1 // 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5
	switch version {
	case 1:
		return 0
	case 2:
		second, halves = 1, 2
	case 0:
		second, halves = 1, 4
	}
	rate, samples := bitRates[second][b[2]>>4], sampleRates[b[2]>>2&3]/halves
	if rate == 0 || samples == 0 {
		return 0
	}
	n := 144_000*rate/samples/(second+1) + int(b[2]>>1&1)
	if n > len(b) {
		return 0
	}
	return n
}
