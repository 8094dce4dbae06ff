package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"github.com/portico-cms/portico/internal/fault"
)

// Facts are what the bytes of a file say it is.
type Facts struct {
	Type          string
	Sort          Sort
	Width, Height int // pixels, as it is shown
	Size          int64
	SHA256        string // hex
}

// format is a kind of file.
type format struct {
	name  string // as people know it
	is    func(b []byte) bool
	clean func(b []byte) (Facts, []byte, error)
}

func formats() []format {
	prefix := func(magic string) func([]byte) bool {
		return func(b []byte) bool { return bytes.HasPrefix(b, []byte(magic)) }
	}
	return []format{
		{"PNG", prefix(pngMagic), cleanPNG},
		{"JPEG", prefix("\xff\xd8\xff"), cleanJPEG},
		{"GIF", func(b []byte) bool { return prefix("GIF87a")(b) || prefix("GIF89a")(b) }, cleanGIF},
		{"WebP", func(b []byte) bool { return prefix("RIFF")(b) && len(b) >= 12 && string(b[8:12]) == "WEBP" }, cleanWebP},
		{"PDF", prefix("%PDF-"), cleanPDF},
		{"AVIF", isAVIF, cleanAVIF},
		{"MP4", isMP4, cleanMP4},
		{"WebM", prefix("\x1a\x45\xdf\xa3"), cleanWebM},
		{"Ogg", prefix("OggS"), cleanOgg},
		{"MP3", isMP3, cleanMP3},
	}
}

// Inspect finds out what a file is, and gives the bytes that are kept of it: without what tells where and with which device an image
// or a film was made, comments, and whatever no browser needs. The bytes are its own where nothing is left out; b may be changed.
// Error: a fault.Problems that says in a sentence what is wrong with the file.
func Inspect(b []byte) (Facts, []byte, error) {
	for _, f := range formats() {
		if !f.is(b) {
			continue
		}
		facts, clean, err := f.clean(b)
		if err != nil {
			return Facts{}, nil, err
		}
		if hasArchive(clean) {
			return Facts{}, nil, refuse("polyglot", "this %s file is an archive as well", f.name)
		}
		sum := sha256.Sum256(clean)
		facts.Size, facts.SHA256 = int64(len(clean)), hex.EncodeToString(sum[:])
		return facts, clean, nil
	}
	return Facts{}, nil, unknown(b)
}

// refuse makes the one problem of a file.
func refuse(code, format string, args ...any) error {
	return fault.Problems{{Code: code, Message: fault.New(fault.Unprocessable, format, args...).Message}}
}

func broken(name string) error {
	return refuse("broken_file", "this %s file is broken, or ends too early", name)
}

func trailing(name string) error {
	return refuse("polyglot", "there is something else behind the end of this %s file: save it again with an image program or the like", name)
}

const known = "PNG, JPEG, GIF, WebP, AVIF, MP4, WebM, Ogg, MP3 and PDF are taken"

// unknown says what to do with files that people will try.
func unknown(b []byte) error {
	head := bytes.ToLower(bytes.TrimLeft(b[:min(len(b), 512)], "\xef\xbb\xbf \t\r\n"))
	switch {
	case len(b) == 0:
		return refuse("empty_file", "the file is empty")
	case bytes.Contains(head, []byte("<svg")):
		return refuse("unknown_type", "SVG is not taken here, because it can hold scripts: put icons and logos into the design system, "+
			"and save other drawings as PNG or WebP")
	case bytes.HasPrefix(head, []byte("<")):
		return refuse("unknown_type", "this is a page or document of markup: %s", known)
	case len(b) > 12 && string(b[4:8]) == "ftyp" && bytes.HasPrefix(b[8:], []byte("qt")):
		return refuse("unknown_type", "this is a QuickTime film (MOV): save it as MP4")
	case len(b) > 12 && string(b[4:8]) == "ftyp":
		return refuse("unknown_type", "this kind of file (HEIC, or one of its family) is not taken: save images as JPEG, and films as MP4")
	}
	return refuse("unknown_type", "this kind of file is not taken: %s", known)
}

// sized checks the size of an image, and of all its frames.
func sized(f Facts, frames int) error {
	pixels := int64(f.Width) * int64(f.Height)
	switch {
	case f.Width < 1 || f.Height < 1:
		return refuse("broken_file", "the image has no size")
	case f.Width > maxSide || f.Height > maxSide || pixels > maxPixels:
		return refuse("too_many_pixels", "the image has %d × %d pixels: at most %d on a side, and %d million together, are taken",
			f.Width, f.Height, maxSide, maxPixels>>20)
	case frames > maxFrames || int64(frames)*pixels > maxAnimated:
		return refuse("too_many_frames", "the image has %d frames of %d × %d pixels: save it as a film (MP4, WebM)",
			frames, f.Width, f.Height)
	}
	return nil
}

// hasArchive says whether the file ends as a ZIP archive does, whose readers look from the end.
func hasArchive(b []byte) bool {
	const directory, comment = 22, 1 << 16
	tail := b[max(0, len(b)-directory-comment):]
	for at := bytes.LastIndex(tail, []byte("PK\x05\x06")); at >= 0; at = bytes.LastIndex(tail[:at], []byte("PK\x05\x06")) {
		if len(tail)-at >= directory && len(tail)-at-directory >= int(tail[at+20])|int(tail[at+21])<<8 {
			return true
		}
	}
	return false
}
