package media

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// extensions are those that a type's files may have; the first is given to those that have another.
var extensions = map[string][]string{
	"image/png": {"png"}, "image/jpeg": {"jpg", "jpeg"}, "image/gif": {"gif"}, "image/webp": {"webp"}, "image/avif": {"avif"},
	"video/mp4": {"mp4", "m4v"}, "audio/mp4": {"m4a", "mp4"}, "video/webm": {"webm"}, "audio/mpeg": {"mp3"},
	"audio/ogg": {"ogg", "oga", "opus"}, "video/ogg": {"ogv"}, "application/pdf": {"pdf"},
}

// Types lists the media types that there are.
func Types() []string {
	return []string{
		"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "video/mp4", "video/webm", "video/ogg", "audio/mpeg", "audio/mp4",
		"audio/ogg", "application/pdf",
	}
}

const (
	maxName      = 100 // characters of a name, without the extension
	maxExtension = 5
)

// reserved are names that a system takes for a device, whatever their extension.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}

// Name makes a file name of what somebody calls a file of a type: without folders, with letters, digits, - and _ alone, at most 100
// characters, and with an extension of its type. It is safe in an address, in a header and on any disk. A name that it made comes
// back as it is.
func Name(given, typ string) string {
	base := path.Base(strings.ReplaceAll(strings.ToValidUTF8(given, ""), `\`, "/"))
	stem, ext := base, ""
	if dot := strings.LastIndexByte(base, '.'); dot >= 0 && len(base)-dot-1 <= maxExtension && letters(base[dot+1:]) {
		stem, ext = base[:dot], strings.ToLower(base[dot+1:])
	}
	stem = cut(plain(stem))
	if stem == "" {
		stem = "file"
	}
	if device(stem) {
		stem = "file-" + stem
	}
	return stem + "." + extension(typ, ext)
}

func extension(typ, given string) string {
	known := extensions[typ]
	for _, ext := range known {
		if ext == given {
			return ext
		}
	}
	if len(known) == 0 {
		return "bin"
	}
	return known[0]
}

func letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
}

// plain keeps letters, their marks and digits; what stands between them becomes one dash. Characters that nobody sees go.
func plain(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0 && !gap, r == '_':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs):
		default:
			gap = true
		}
	}
	return norm.NFC.String(b.String())
}

// cut shortens a name between characters.
func cut(stem string) string {
	if utf8.RuneCountInString(stem) > maxName {
		stem = string([]rune(stem)[:maxName])
	}
	return strings.TrimRight(stem, "-")
}

func device(stem string) bool {
	name := strings.ToLower(stem)
	if len(name) == 4 && (name[:3] == "com" || name[:3] == "lpt") && name[3] >= '0' && name[3] <= '9' {
		return true
	}
	return reserved[name]
}
