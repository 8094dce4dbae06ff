package token

import (
	"net/url"
	"strings"

	"github.com/portico-cms/portico/internal/yamlfile"
)

// curlySegments reads {a.b}. isRef is false for a text without curly brackets; brackets that make no reference are a problem.
func curlySegments(s string) (segments []string, isRef bool, problem string) {
	if !strings.ContainsAny(s, "{}") {
		return nil, false, ""
	}
	inner, opened := strings.CutPrefix(s, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !opened || !closed || strings.ContainsAny(inner, "{}") {
		return nil, false, quote(s) + " is no reference: a reference is the whole text, {a.b}"
	}
	segments = strings.Split(inner, ".")
	for k, seg := range segments {
		if seg == "" {
			return nil, false, quote(s) + " is no reference: a name in it is empty"
		}
		if strings.HasPrefix(seg, "$") && (seg != "$root" || k < len(segments)-1) {
			return nil, false, quote(s) + " is no reference: {…} names a token, and " + seg + " is no token name; use $ref to reach inside one"
		}
	}
	return segments, true, ""
}

// pointerSegments reads #/a/b as RFC 6901 says for URI fragments.
func pointerSegments(s string) (segments []string, problem string) {
	fragment, local := strings.CutPrefix(s, "#")
	if !local {
		return nil, quote(s) + " is no pointer into the tokens: #/a/b is"
	}
	if fragment == "" || fragment == "/" {
		return nil, ""
	}
	if fragment[0] != '/' {
		return nil, quote(s) + " is no pointer: a slash is missing after #"
	}
	for _, seg := range strings.Split(fragment[1:], "/") {
		if text, err := url.PathUnescape(seg); err == nil { // a name with a lone % stays as it is
			seg = text
		}
		for k := range len(seg) {
			if seg[k] == '~' && (k+1 == len(seg) || seg[k+1] != '0' && seg[k+1] != '1') {
				return nil, quote(s) + " is no pointer: ~ is written ~0 and / is written ~1 in it"
			}
		}
		segments = append(segments, yamlfile.Unescape(seg))
	}
	return segments, ""
}
