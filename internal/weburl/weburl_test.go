package weburl_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/weburl"
)

func TestAbsolute(t *testing.T) {
	good := []string{
		"https://www.example.com", "https://www.example.com/", "https://www.example.com:8443/a?b=c#d", "HTTPS://www.example.com/x",
		"http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:3000", "http://app.localhost", "https://bücher.example/ä",
		"https://a_b.example.com", "https://[2001:db8::1]/", "https://example.com.",
	}
	for _, s := range good {
		if _, err := weburl.Absolute(s); err != nil {
			t.Errorf("Absolute(%q): %v", s, err)
		}
	}
	bad := []string{
		"", "/x", "//example.com", "example.com", "https:example.com", "https:///x", "https://", "https://:443", "https://example.com:",
		"http://example.com", "ftp://example.com", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@example.com",
		"https://user@example.com", "https://user:pw@example.com", "https://example.com@evil.example",
		"https://example.com\\@evil.example", "https:\\\\example.com", "https://exam ple.com", " https://example.com",
		"https://example.com\n", "java\tscript:alert(1)", "https://example.com/\x00", "https://example.com/\x7f", "https://example.com/\u0085",
		"https://example.com/\u202egpj.exe", "https://example.com/a\u00a0b", "https://example.com/\u2028", "https://example.com/\xff",
		"https://example.com:0", "https://example.com:99999", "https://example.com:-1", "https://exa%6dple.com", "https://a..b", "https://.a",
		"https://a<b>.example", "https://[::1", "https://[::1%25eth0]/", "https://" + strings.Repeat("a", 64) + ".example",
		"https://example.com/" + strings.Repeat("x", 2000),
	}
	for _, s := range bad {
		u, err := weburl.Absolute(s)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Absolute(%q) = %v, %v; want an invalid", s, u, err)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "a.localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"localhost.example.com": false, "notlocalhost": false, "10.0.0.1": false, "": false, "127.0.0.1.example.com": false,
	} {
		if got := weburl.Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %v", host, got)
		}
	}
}

func TestOrigin(t *testing.T) {
	for _, s := range []string{"https://www.example.com", "https://www.example.com:8443", "http://localhost:8080", "https://[2001:db8::1]:8443"} {
		if err := weburl.Origin(s); err != nil {
			t.Errorf("Origin(%q): %v", s, err)
		}
	}
	for _, s := range []string{
		"https://example.com/", "https://example.com/x", "https://example.com?", "https://example.com?x", "https://example.com#",
		"https://example.com#x", "https://Example.com", "HTTPS://example.com", "https://example.com:443", "http://localhost:80",
		"https://example.com.", "http://example.com", "null", "*", "https://*.example.com",
	} {
		if err := weburl.Origin(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("Origin(%q) = %v; want an invalid", s, err)
		}
	}
}

func TestPath(t *testing.T) {
	for _, s := range []string{"/", "/a/b", "/a?b=c#d", "/ä/العروض", "/a%20b", "/a:b", "/a//b"} {
		if err := weburl.Path(s); err != nil {
			t.Errorf("Path(%q): %v", s, err)
		}
	}
	for _, s := range []string{
		"", "a", "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "/a b", "/a\r\nSet-Cookie: x", "/\t/evil.example",
		"/%zz", "/a\x00", "/\u202e", "?x", "#x", "/" + strings.Repeat("x", 2000),
	} {
		if err := weburl.Path(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("Path(%q) = %v; want an invalid", s, err)
		}
	}
}

// TestPathPattern: whoever goes by the description of an API writes what is taken, and all of it, of ASCII.
func TestPathPattern(t *testing.T) {
	pattern := regexp.MustCompile(weburl.PathPattern)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]string{"/", "//", "", "/a"}).Draw(t, "begin") +
			rapid.StringOf(rapid.SampledFrom([]rune("/aZ09%2fG?#:@&=+;\\ \t\n\x00\x7f\"<[]"))).Draw(t, "rest")
		if taken := weburl.Path(s) == nil; taken != pattern.MatchString(s) {
			t.Fatalf("Path takes %q: %t", s, taken)
		}
	})
}

func TestHosts(t *testing.T) {
	h := weburl.Hosts{"example.org": true}
	h.Add("https://WWW.Example.com:8443")
	h.Add("not an origin")
	h.Add("")
	if len(h) != 2 {
		t.Errorf("hosts are %v", h)
	}
	for host, want := range map[string]bool{
		"www.example.com": true, "WWW.EXAMPLE.COM": true, "www.example.com.": true, "a.www.example.com": true, "b.a.example.org": true,
		"example.com": false, "evilexample.org": false, "example.org.evil.example": false, "org": false, "": false, ".": false, "1.2.3.4": false,
	} {
		if got := h.Allows(host); got != want {
			t.Errorf("Allows(%q) = %v", host, got)
		}
	}
	if (weburl.Hosts{"3.4": true}).Allows("1.2.3.4") {
		t.Error("an address is allowed because of its last numbers")
	}
}

func TestLink(t *testing.T) {
	h := weburl.Hosts{"example.com": true}
	tests := []struct{ in, want string }{ // want "" is refused
		{"/a?b#c", "/a?b#c"},
		{"https://www.example.com/a b", ""},
		{"https://www.example.com/a", "https://www.example.com/a"},
		{"https://evil.example/", ""},
		{"//www.example.com/", ""},
		{"https://www.example.com@evil.example/", ""},
		{"javascript:alert(1)", ""},
		{`https://www.example.com/"><script>`, "https://www.example.com/%22%3E%3Cscript%3E"},
	}
	for _, tt := range tests {
		got, err := h.Link(tt.in)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Link(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}
