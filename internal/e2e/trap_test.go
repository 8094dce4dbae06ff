package e2e

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// trap is a page that misleads whoever looks for its head and body with less than a scanner. The three marks say where the
// parts belong; the page that is served has none.
const trap = `<!-- </head><body>not yet</body> --><!DOCTYPE html>
<HTML lang=fr><HEAD><TITLE>A <body> in a title</TITLE>
<script>var s = "</head><body></body>";</script><style>a::after { content: "</head>" }</style>
{head}</HEAD ><BODY data-a="x>y" class='</body>'>{top}
<p>Réunion à 9 h <!-- </body> --></p><textarea></body></textarea>
<script>document.title = "</body>";</script>
{bottom}</BODY
></HTML>`

// pieces are served as text/html too, and have no place for the parts.
const piece = `<li>loaded by a script</li><script>var s = "<body></body>";</script>`

var unmarked = strings.NewReplacer("{head}", "", "{top}", "", "{bottom}", "")

// fallsForNone checks that a filter or module puts the parts where they belong and changes nothing else.
func fallsForNone(t *testing.T, server *portico, s *existingSite, trapPath, piecePath string) {
	t.Helper()
	address := server.delivery + "/v1/sites/" + s.key + "/fragments?locale=fr&path=" + url.QueryEscape(trapPath)
	for _, locale := range []string{"fr", "en", "de", "ar"} {
		address += "&alt=" + url.QueryEscape(locale+"|"+trapPath+"?lang="+locale)
	}
	status, body, err := get(address)
	if err != nil || status != http.StatusOK {
		t.Fatalf("%s: status %d, %v", address, status, err)
	}
	var answer struct{ Parts map[string]string }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	parts := answer.Parts
	want := strings.NewReplacer("{head}", parts["head"], "{top}", parts["header"]+parts["breadcrumbs"],
		"{bottom}", parts["footer"]+parts["scripts"]).Replace(trap)
	// Unescaped, because a page whose charset is unknown gets the parts with character references.
	if diff := cmp.Diff(lines(want), lines(fetch(t, s.url+trapPath))); diff != "" {
		t.Errorf("%s: parts are not where they belong, or the page changed (-want +got):\n%s", s.key, diff)
	}
	if diff := cmp.Diff(piece, strings.TrimSpace(fetch(t, s.url+piecePath))); diff != "" {
		t.Errorf("%s: a piece of a page changed (-want +got):\n%s", s.key, diff)
	}
}

func lines(page string) []string {
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(html.UnescapeString(page), "\r\n", "\n")), "\n")
}
