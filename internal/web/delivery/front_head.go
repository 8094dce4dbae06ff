package delivery

import "bytes"

// head is a request as the front needs it. Its bytes lie in the connection's buffer.
type head struct {
	target, accept, match []byte
	plain                 bool // nothing in it makes the answer another than that which anybody gets
	hosts                 int
}

// read says whether data is one whole GET without a body, and nothing more. It is stricter than any server: lines end in CR LF,
// names are tokens, no line is folded, nothing announces a body or another protocol. So there is one reading of it only, and
// nothing can be smuggled past whoever stands before or behind.
func (h *head) read(data []byte) (whole bool) {
	*h = head{plain: true}
	if !bytes.HasPrefix(data, []byte("GET /")) || !bytes.HasSuffix(data, []byte("\r\n\r\n")) {
		return false
	}
	line, rest, ok := cutLine(data)
	if h.target = line[len("GET "):]; !ok || !bytes.HasSuffix(h.target, []byte(" HTTP/1.1")) {
		return false
	}
	h.target = h.target[:len(h.target)-len(" HTTP/1.1")]
	if !visible(h.target) {
		return false
	}
	for len(rest) > len("\r\n") {
		if line, rest, ok = cutLine(rest); !ok || !h.header(line) {
			return false
		}
	}
	return h.hosts == 1
}

// cutLine gives what stands before the next line's end.
func cutLine(data []byte) (line, rest []byte, ok bool) {
	i := bytes.IndexByte(data, '\r')
	if i < 0 || i+1 == len(data) || data[i+1] != '\n' || bytes.IndexByte(data[:i], '\n') >= 0 {
		return data, nil, false
	}
	return data[:i], data[i+2:], true
}

// visible says whether a text has neither spaces nor control characters, and is ASCII.
func visible(text []byte) bool {
	for _, c := range text {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// header takes a line; ok is false where more than the head may follow, or the line is none.
func (h *head) header(line []byte) (ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || !visible(line[:colon]) {
		return false
	}
	name, value := line[:colon], bytes.Trim(line[colon+1:], " \t")
	switch len(name) {
	case len("Host"):
		if named(name, "host") {
			h.hosts++
		}
	case len("Expect"): // and Cookie
		if named(name, "cookie") && bytes.Contains(value, []byte(previewCookie)) {
			h.plain = false
		}
		return !named(name, "expect")
	case len("Upgrade"): // and Trailer
		return !named(name, "upgrade") && !named(name, "trailer")
	case len("Connection"):
		if named(name, "connection") {
			h.plain = h.plain && named(value, "keep-alive")
		}
	case len("Authorization"): // and If-None-Match
		switch {
		case named(name, "authorization"):
			h.plain = false
		case named(name, "if-none-match"):
			h.once(&h.match, value)
		}
	case len("Content-Length"):
		return !named(name, "content-length")
	case len("Accept-Encoding"):
		if named(name, "accept-encoding") {
			h.once(&h.accept, value)
		}
	case len("Transfer-Encoding"):
		return !named(name, "transfer-encoding")
	case len(headerMinGeneration):
		h.plain = h.plain && !named(name, "portico-min-generation")
	}
	return true
}

// once takes a value; a header that stands twice, or is empty, is left to the application.
func (h *head) once(into *[]byte, value []byte) {
	h.plain = h.plain && *into == nil && len(value) > 0
	*into = value
}

// named compares with a name in small letters.
func named(name []byte, small string) bool {
	if len(name) != len(small) {
		return false
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != small[i] {
			return false
		}
	}
	return true
}
