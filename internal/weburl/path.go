package weburl

import "strings"

// NormalizePath brings a path to the form in which pages and menu items are compared. The SDKs do the same, and all are
// held to clients/conformance/current-item.json:
//
//   - what follows the first ? or # is dropped;
//   - a path that does not begin with / is none: the result is ""; only the empty path stands for /;
//   - percent-encodings of letters, digits, "-", ".", "_" and "~" are decoded; others stay, with capital hex digits; a % that
//     begins no encoding becomes %25;
//   - what is neither a printable ASCII character nor allowed in a path (space, ", <, >, \, ^, `, {, |, }) is percent-encoded,
//     byte by byte of its UTF-8;
//   - what follows a ; in a segment is dropped (;jsessionid=…);
//   - empty segments and "." are dropped, ".." takes the segment before it away, if there is one;
//   - the result begins with / and does not end with it, but for the root itself.
//
// Letters keep their case. Decoding comes before everything about segments, so "/a/%2E%2E/b" is "/b", while %2F never
// becomes a slash.
func NormalizePath(path string) string {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if path == "" {
		return "/"
	}
	if path[0] != '/' {
		return ""
	}
	if normal(path) {
		return path
	}
	var segments []string
	for segment := range strings.SplitSeq(encode(path), "/") {
		segment, _, _ = strings.Cut(segment, ";")
		switch segment {
		case "", ".":
		case "..":
			segments = segments[:max(0, len(segments)-1)]
		default:
			segments = append(segments, segment)
		}
	}
	return "/" + strings.Join(segments, "/")
}

// normal says whether a path is in its normal form for certain; most are, and then nothing has to be made.
func normal(path string) bool {
	for i := 1; i < len(path); i++ {
		if c := path[i]; !unreserved(c) && c != '/' || path[i-1] == '/' && (c == '/' || c == '.') {
			return false
		}
	}
	return path == "/" || path[len(path)-1] != '/'
}

// encode gives each character of a path its one spelling.
func encode(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		decoded, encoded := byte(0), false
		if c == '%' {
			decoded, encoded = unhex(path[i+1:])
		}
		switch {
		case encoded && unreserved(decoded):
			b.WriteByte(decoded)
			i += 2
		case encoded:
			b.WriteString(strings.ToUpper(path[i : i+3]))
			i += 2
		case c <= ' ' || c >= 0x7f || strings.IndexByte("%\"<>\\^`{|}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unhex reads the two hex digits at the beginning of s.
func unhex(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	var b byte
	for _, c := range []byte(s[:2]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		b = b<<4 | c
	}
	return b, true
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
