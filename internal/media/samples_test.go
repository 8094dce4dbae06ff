package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func picture(width, height int) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Black, color.White})
	p.SetColorIndex(0, 0, 1)
	return p
}

func pngFile(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture(width, height)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(width, height), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifFile(t testing.TB, frames int) []byte {
	t.Helper()
	g := &gif.GIF{}
	for range frames {
		g.Image, g.Delay = append(g.Image, picture(8, 6)), append(g.Delay, 1)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk makes a chunk of PNG.
func chunk(kind, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// exif makes Exif with an orientation and a GPS directory whose text is secret.
func exif(orientation byte) string {
	return "II*\x00\x08\x00\x00\x00\x02\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00" +
		"\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00\x00\x00\x00" + secret
}

// secret stands in the metadata of samples, where a place would.
const secret = "GPS 47.3769N 8.5417E"

// segment makes a segment of JPEG.
func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// after puts some bytes at a place of a file.
func after(b []byte, at int, parts ...[]byte) []byte {
	return bytes.Join(append(append([][]byte{b[:at:at]}, parts...), b[at:]), nil)
}

func riff(chunks ...string) []byte {
	body := "WEBP" + strings.Join(chunks, "")
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

func riffChunk(kind, body string) string {
	out := kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	return out + strings.Repeat("\x00", len(body)%2)
}

// vp8l is the head of a lossless image of 5 × 4 pixels.
func vp8l() string { return riffChunk("VP8L", "\x2f\x04\xc0\x00\x00 pixels") }

func webpFile(more ...string) []byte {
	return riff(append([]string{riffChunk("VP8X", "\x0c\x00\x00\x00\x04\x00\x00\x03\x00\x00"), vp8l()}, more...)...)
}

func mp4Box(kind string, bodies ...string) string {
	body := strings.Join(bodies, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

func track(handler string) string {
	tkhd := strings.Repeat("\x00", 76) + "\x02\x80\x00\x00" + "\x01\x68\x00\x00"
	return mp4Box("trak", mp4Box("tkhd", tkhd), mp4Box("mdia", mp4Box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00"+handler)), mp4Box("udta", secret))
}

func mp4File(handler string, more ...string) []byte {
	parts := []string{mp4Box("ftyp", "isom\x00\x00\x02\x00isommp42"), mp4Box("moov", track(handler), mp4Box("meta", secret)), mp4Box("mdat", "film")}
	return []byte(strings.Join(append(parts, more...), ""))
}

func avifFile(item string) []byte {
	ispe := mp4Box("ispe", "\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x09")
	iinf := mp4Box("iinf", "\x00\x00\x00\x00\x00\x01", mp4Box("infe", "\x02\x00\x00\x00\x00\x01\x00\x00"+item+"\x00"))
	return []byte(mp4Box("ftyp", "avif\x00\x00\x00\x00avifmif1") +
		mp4Box("meta", "\x00\x00\x00\x00", iinf, mp4Box("iprp", mp4Box("ipco", ispe))) + mp4Box("mdat", "pixels"))
}

func oggFile(codec string) []byte {
	page := func(flags byte, body string) string {
		return "OggS\x00" + string(flags) + strings.Repeat("\x00", 20) + "\x01" + string([]byte{byte(len(body))}) + body
	}
	return []byte(page(2, codec+" and more") + page(4, "sound"))
}

func mp3File(frames int) []byte {
	frame := "\xff\xfb\x90\x64" + strings.Repeat("\x00", 413) // MPEG 1, 128 kbit/s, 44.1 kHz: 417 bytes
	return []byte(strings.Repeat(frame, frames))
}

func webmFile(docType string) []byte {
	head := "\x42\x82" + string([]byte{0x80 | byte(len(docType))}) + docType
	tags := "\x12\x54\xc3\x67" + string([]byte{0x80 | byte(len(secret))}) + secret
	body := tags + "\x1f\x43\xb6\x75\x84film"
	return []byte("\x1a\x45\xdf\xa3" + string([]byte{0x80 | byte(len(head))}) + head + "\x18\x53\x80\x67" + string([]byte{0x80 | byte(len(body))}) + body)
}

const pdfFile = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
