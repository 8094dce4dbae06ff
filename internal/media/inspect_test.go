package media_test

import (
	"bytes"
	"errors"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
)

// samples are files of every type, each with something in it that is to be left out where its format has a place for that.
func samples(t testing.TB) map[string][]byte {
	j := jpegFile(t, 6, 4)
	return map[string][]byte{
		"image/png 6x4": after(pngFile(t, 6, 4), 33, chunk("tEXt", "Comment\x00"+secret), chunk("eXIf", exif(1)), chunk("zzZz", secret)),
		"image/jpeg 4x6": after(j, 2, segment(0xe1, "Exif\x00\x00"+exif(6)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
			segment(0xed, secret), segment(0xfe, secret)),
		"image/gif 8x6":       after(gifFile(t, 3), len(gifFile(t, 3))-1, []byte("\x21\xfe"+string(rune(len(secret)))+secret+"\x00")),
		"image/webp 5x4":      webpFile(riffChunk("EXIF", exif(1)), riffChunk("XMP ", secret)),
		"image/avif 7x9":      avifFile("av01"),
		"video/mp4 640x360":   mp4File("vide", mp4Box("uuid", secret)),
		"audio/mp4 0x0":       mp4File("soun"),
		"video/webm 0x0":      webmFile("webm"),
		"audio/ogg 0x0":       oggFile("OpusHead"),
		"video/ogg 0x0":       oggFile("\x80theora"),
		"audio/mpeg 0x0":      mp3File(4),
		"application/pdf 0x0": []byte(pdfFile),
	}
}

// TestF1TypesAreWhatTheBytesSay: each type is known by its bytes, and no other name or claim has a say, because none is asked.
func TestF1TypesAreWhatTheBytesSay(t *testing.T) {
	var types []string
	for want, b := range samples(t) {
		facts, _, err := media.Inspect(bytes.Clone(b))
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if got := facts.Type + " " + size(facts); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		types = append(types, facts.Type)
	}
	known := media.Types()
	slices.Sort(types)
	slices.Sort(known)
	if diff := cmp.Diff(known, types); diff != "" {
		t.Error(diff)
	}
}

func size(f media.Facts) string { return itoa(f.Width) + "x" + itoa(f.Height) }

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// TestF2MetadataIsLeftOut: nothing of what tells where a file was made is kept, the image is the same, and how it is to be turned is
// kept. What was cleaned is clean.
func TestF2MetadataIsLeftOut(t *testing.T) {
	for name, b := range samples(t) {
		_, clean, err := media.Inspect(bytes.Clone(b))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(clean, []byte(secret)) {
			t.Errorf("%s still holds %q", name, secret)
		}
		_, again, err := media.Inspect(bytes.Clone(clean))
		if err != nil || !bytes.Equal(clean, again) {
			t.Errorf("%s is another file when it is cleaned again: %v", name, err)
		}
	}
	_, clean, err := media.Inspect(samples(t)["image/jpeg 4x6"])
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(clean, []byte("Exif\x00\x00MM\x00*")) {
		t.Error("how the image is to be turned is lost")
	}
	if img, err := jpeg.Decode(bytes.NewReader(clean)); err != nil || img.Bounds().Dx() != 6 {
		t.Errorf("what was cleaned is no image: %v", err)
	}
	_, clean, err = media.Inspect(after(pngFile(t, 6, 4), 33, chunk("eXIf", exif(8))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(clean)); err != nil || !bytes.Contains(clean, []byte("eXIfMM")) {
		t.Errorf("what was cleaned is no image, or not turned: %v", err)
	}
}

// TestF1WhatIsRefused: pages, scripts, archives and what is two things at once are told apart from media, each with its reason.
func TestF1WhatIsRefused(t *testing.T) {
	zip := "PK\x03\x04 body PK\x05\x06" + strings.Repeat("\x00", 18)
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"nothing":               {nil, "empty_file"},
		"HTML":                  {[]byte("\n<!doctype html><script>alert(1)</script>"), "unknown_type"},
		"SVG":                   {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "unknown_type"},
		"a script":              {[]byte("alert(1)"), "unknown_type"},
		"ZIP":                   {[]byte(zip), "unknown_type"},
		"HEIC":                  {[]byte(mp4Box("ftyp", "heic\x00\x00\x00\x00heicmif1")), "unknown_type"},
		"MOV":                   {[]byte(mp4Box("ftyp", "qt  \x00\x00\x00\x00qt  ")), "unknown_type"},
		"Matroska":              {webmFile("matroska"), "unknown_type"},
		"another Ogg":           {oggFile("fishead"), "unknown_type"},
		"AVIF with Exif":        {avifFile("Exif"), "has_metadata"},
		"HTML behind a PNG":     {append(pngFile(t, 2, 2), "<script>"...), "polyglot"},
		"ZIP behind a JPEG":     {append(jpegFile(t, 2, 2), zip...), "polyglot"},
		"HTML behind a GIF":     {append(gifFile(t, 1), "<script>"...), "polyglot"},
		"ZIP behind a WebP":     {append(webpFile(), zip...), "polyglot"},
		"HTML behind a PDF":     {[]byte(pdfFile + "<script>"), "polyglot"},
		"ZIP in a PDF":          {[]byte(strings.Replace(pdfFile, "trailer", zip[:len(zip)-1]+"\x00trailer", 1)), "polyglot"},
		"ZIP over a PDF":        {[]byte("%PDF-1.4 PK\x05\x06" + strings.Repeat("\x00", 16) + "\x06\x00%%EOF\n"), "polyglot"},
		"ZIP behind an MP4":     {append(mp4File("vide"), zip...), "broken_file"},
		"ZIP in an MP4":         {mp4File("vide", mp4Box("mdat", zip)), "polyglot"},
		"HTML behind a WebM":    {append(webmFile("webm"), "<script>"...), "polyglot"},
		"HTML behind an Ogg":    {append(oggFile("OpusHead"), strings.Repeat("<script>", 9)...), "polyglot"},
		"HTML behind an MP3":    {append(mp3File(4), strings.Repeat("<script>", 999)...), "polyglot"},
		"a GIF without an end":  {gifFile(t, 1)[:40], "broken_file"},
		"a PNG without an end":  {pngFile(t, 2, 2)[:50], "broken_file"},
		"half a JPEG":           {jpegFile(t, 2, 2)[:200], "broken_file"},
		"one frame of MP3":      {mp3File(1), "broken_file"},
		"a PDF without an end":  {[]byte("%PDF-1.4\n"), "broken_file"},
		"PNG of a wrong sum":    {after(pngFile(t, 2, 2), 20, []byte{1})[:90], "broken_file"},
		"an image of no height": {after(pngFile(t, 2, 2)[:8], 8, chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x00\x08\x00\x00\x00\x00"), chunk("IDAT", ""), chunk("IEND", "")), "broken_file"},
	} {
		if got := code(second(media.Inspect(c.file))); got != c.code {
			t.Errorf("%s: %q, want %q", name, got, c.code)
		}
	}
}

func second(_ media.Facts, _ []byte, err error) error { return err }

func code(err error) string {
	var ps fault.Problems
	if errors.As(err, &ps) && len(ps) == 1 {
		return ps[0].Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestF2ImageBombs: an image that claims to be huge is refused by its header, and one of many frames by their number.
func TestF2ImageBombs(t *testing.T) {
	head := func(width, height string) []byte {
		return after([]byte("\x89PNG\r\n\x1a\n"), 8, chunk("IHDR", width+height+"\x08\x00\x00\x00\x00"), chunk("IDAT", "x"), chunk("IEND", ""))
	}
	jpegHead := jpegFile(t, 2, 2)
	at := bytes.Index(jpegHead, []byte("\xff\xc0"))
	copy(jpegHead[at+5:], "\xff\xff\xff\xff")
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"wide":          {head("\x00\x01\x00\x00", "\x00\x00\x00\x01"), "too_many_pixels"},
		"large":         {head("\x00\x00\x4e\x20", "\x00\x00\x4e\x20"), "too_many_pixels"},
		"beyond 32 bit": {head("\xff\xff\xff\xff", "\xff\xff\xff\xff"), "too_many_pixels"},
		"a JPEG":        {jpegHead, "too_many_pixels"},
		"a WebP":        {riff(riffChunk("VP8X", "\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff")), "too_many_pixels"},
		"10,000 frames": {gifFile(t, 10_000), "too_many_frames"},
		"1,000 frames":  {gifFile(t, 1_000), ""},
	} {
		if got := code(second(media.Inspect(c.file))); got != c.code {
			t.Errorf("%s: %q, want %q", name, got, c.code)
		}
	}
}

// TestHostileBytes: whatever stands in a file, looking at it ends with an answer.
func TestHostileBytes(t *testing.T) {
	var files [][]byte
	for _, b := range samples(t) {
		files = append(files, b)
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := bytes.Clone(rapid.SampledFrom(files).Draw(rt, "file"))
		for range rapid.IntRange(0, 6).Draw(rt, "changes") {
			at := rapid.IntRange(0, len(b)-1).Draw(rt, "at")
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				b[at] = rapid.Byte().Draw(rt, "byte")
			case 1:
				b = append(b[:at:at], b[min(len(b), at+rapid.IntRange(0, 9).Draw(rt, "less")):]...)
			case 2:
				b = append(b[:at:at], append(rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(rt, "more"), b[at:]...)...)
			}
			if len(b) == 0 {
				return
			}
		}
		facts, clean, err := media.Inspect(b)
		if err != nil {
			return
		}
		if !slices.Contains(media.Types(), facts.Type) || facts.Size != int64(len(clean)) || len(clean) > len(b)+64 {
			rt.Fatalf("%+v of %d bytes", facts, len(clean))
		}
	})
}
