// Package weburl has the one set of rules for addresses that come from an editor or a caller: what an origin is, what a
// path is, and which addresses may be linked to. Browsers forgive a lot ("\\" for "/", tabs inside a scheme), so everything
// that could be read in two ways is refused.
package weburl

import (
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/fault"
)

// MaxLength is how many bytes an address has at most.
const MaxLength = 2000

func bad(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// clean refuses what browsers strip or turn round (control characters, spaces, backslashes), and the invisible characters that
// make an address look like another one.
func clean(s string) bool {
	if s == "" || len(s) > MaxLength {
		return false
	}
	for _, r := range s {
		if r <= ' ' || r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.IsSpace(r) ||
			unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Bidi_Control, r) {
			return false
		}
	}
	return true
}

// Absolute parses an https address (http on a loopback host) without user information.
func Absolute(s string) (*url.URL, error) {
	if !clean(s) {
		return nil, bad("%.80q is not an address: it is empty, too long, or has spaces, control characters or \\", s)
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "" {
		return nil, bad("%.80q is not an absolute address (https://host/path)", s)
	}
	if u.User != nil {
		return nil, bad("%.80q has a user name in it", s)
	}
	if !goodHost(u) {
		return nil, bad("%.80q has a host or a port that cannot be", s)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !Loopback(u.Hostname())) {
		return nil, bad("%.80q must begin with https:// (http:// only for this machine)", s)
	}
	return u, nil
}

// goodHost refuses hosts that parsers read in different ways: percent-encodings, empty labels, characters that no name has,
// "host:" without a port.
func goodHost(u *url.URL) bool {
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return false
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return false
	}
	host := u.Hostname()
	if strings.HasPrefix(u.Host, "[") {
		return net.ParseIP(host) != nil
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInLabel) {
			return false
		}
	}
	return len(host) <= 253
}

func notInLabel(r rune) bool {
	return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// Loopback says whether a host is this machine: localhost, *.localhost, 127.0.0.0/8 or ::1.
func Loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Origin checks scheme://host[:port], with nothing behind it, in the one spelling that browsers send: small letters, and no port
// where it is the scheme's own. So origins can be compared as texts.
func Origin(s string) error {
	u, err := Absolute(s)
	if err != nil {
		return err
	}
	if u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery || strings.HasSuffix(s, "#") {
		return bad("%.80q is not an origin: take out what follows the host", s)
	}
	port := u.Port()
	own := u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80"
	if s != strings.ToLower(s) || own || strings.HasSuffix(u.Hostname(), ".") {
		return bad("%.80q is not an origin as browsers send it: small letters, no dot at the end, no port that https or http has anyway", s)
	}
	return nil
}

// PathPattern is what Path takes, of ASCII and of any length, as an expression that the dialects of Go and ECMAScript read alike.
const PathPattern = `^/(([^/?#%\\\x00-\x20\x7f]|%[0-9a-fA-F]{2})([^?#%\\\x00-\x20\x7f]|%[0-9a-fA-F]{2})*)?(\?[^#\\\x00-\x20\x7f]*)?` +
	`(#([^%\\\x00-\x20\x7f]|%[0-9a-fA-F]{2})*)?$`

// Path checks a path within a site, with an optional query and fragment: it begins with one slash, so that it can never
// name another host.
func Path(s string) error {
	if !clean(s) || s[0] != '/' || strings.HasPrefix(s, "//") {
		return bad("%.80q is not a path: it must begin with one / and have no spaces, control characters or \\", s)
	}
	if _, err := url.Parse(s); err != nil {
		return bad("%.80q is not a path: %v", s, err)
	}
	return nil
}

// Hosts is the set of hosts that may be linked to: those of the registered sites and those an administrator added.
type Hosts map[string]bool

// Allows says whether a host is in the set, exactly or below one of them (dot-suffix).
func (h Hosts) Allows(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for {
		if h[host] {
			return true
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok || net.ParseIP(host) != nil {
			return false
		}
		host = rest
	}
}

// Add puts the host of an origin into the set.
func (h Hosts) Add(origin string) {
	if u, err := url.Parse(origin); err == nil && u.Hostname() != "" {
		h[strings.ToLower(u.Hostname())] = true
	}
}

// Link checks an address that a page will link to: a path of the site, or an absolute address on an allowed host. It gives
// the address as it may be written into href.
func (h Hosts) Link(s string) (string, error) {
	if strings.HasPrefix(s, "/") {
		if err := Path(s); err != nil {
			return "", err
		}
		return s, nil
	}
	u, err := Absolute(s)
	if err != nil {
		return "", err
	}
	if !h.Allows(u.Hostname()) {
		return "", bad("%.80q: host %s belongs to no registered site", s, u.Hostname())
	}
	return u.String(), nil
}
