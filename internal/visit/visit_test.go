package visit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

const (
	header = `<header class="portico-part" data-portico-part="header" data-portico-generation="%d"></header>`
	footer = `<footer data-portico-part="footer" data-portico-generation="%d"></footer>`
)

// serve answers every request in the same way.
func serve(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s
}

func page(html string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, html)
	}
}

// TestPages: what is on a page decides, and a page that is anybody's cannot say more than that.
func TestPages(t *testing.T) {
	both := fmt.Sprintf(header+footer, 7, 9)
	for name, tt := range map[string]struct {
		html string
		want authoring.SitePage
	}{
		"arrived":       {"<body>" + both, authoring.SitePage{Outcome: authoring.VisitArrived, Parts: []string{"header", "footer"}, Generation: 9}},
		"only a header": {fmt.Sprintf(header, 3), authoring.SitePage{Outcome: authoring.VisitIncomplete, Parts: []string{"header"}, Generation: 3}},
		"only a head":   {`<link data-portico-part="head" data-portico-generation="x">`, authoring.SitePage{Outcome: authoring.VisitIncomplete, Parts: []string{"head"}}},
		"nothing":       {"<h1>Hello</h1><p>data-portico-part=header</p>", authoring.SitePage{Outcome: authoring.VisitAbsent}},
		"empty":         {"", authoring.SitePage{Outcome: authoring.VisitAbsent}},
		"in a comment":  {"<!-- " + both + " -->", authoring.SitePage{Outcome: authoring.VisitAbsent}},
		"in a script":   {"<script>'" + both + "'</script>", authoring.SitePage{Outcome: authoring.VisitAbsent}},
		"skeletons": {
			`<template data-portico-part="header" data-portico-status="fallback"></template>`, authoring.SitePage{Outcome: authoring.VisitFallback},
		},
		"of an SDK":  {`<header class="portico-fallback" data-portico-part="header">Shop</header>`, authoring.SitePage{Outcome: authoring.VisitFallback}},
		"SSI is off": {`<!--# include virtual="/portico/i/shop/header/en?path=$uri" --><main>`, authoring.SitePage{Outcome: authoring.VisitUnprocessed}},
		"Apache's":   {`<!--#include virtual="/portico/i/shop/header/en" -->`, authoring.SitePage{Outcome: authoring.VisitUnprocessed}},
		"ESI is off": {`<esi:include src="/portico/i/shop/header/en" onerror="continue"/>`, authoring.SitePage{Outcome: authoring.VisitUnprocessed}},
		"other SSI":  {`<!--#include virtual="/menu.html" -->`, authoring.SitePage{Outcome: authoring.VisitAbsent}},
		"loader": {
			`<script src="https://portico.example/e/shop@12.js" crossorigin></script><portico-header></portico-header>`,
			authoring.SitePage{Outcome: authoring.VisitLoader, Loader: "shop"},
		},
		"loader alone": {`<script src="https://portico.example/e/shop.js"></script>`, authoring.SitePage{Outcome: authoring.VisitIncomplete, Loader: "shop"}},
		"hostile names": {
			strings.Repeat(`<p data-portico-part="<b>"><p data-portico-part="`+strings.Repeat("a", 50)+`">`, 10), authoring.SitePage{Outcome: authoring.VisitAbsent},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, page(tt.html))
			got := New(loopback, nil).Visit(t.Context(), s.URL+"/", "en", []string{s.URL})
			tt.want.Address, tt.want.Status = s.URL+"/", http.StatusOK
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, `<p data-portico-part="p%d">`, i)
	}
	s := serve(t, page(many.String()))
	if got := New(loopback, nil).Visit(t.Context(), s.URL, "en", nil); len(got.Parts) != maxParts {
		t.Errorf("a page makes us remember %d names", len(got.Parts))
	}
}

// TestAnswers: what is no page is said in a word; redirects are followed within the site.
func TestAnswers(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/home":
			http.Redirect(w, r, "/fr/", http.StatusFound)
		case "/fr/":
			page(fmt.Sprintf(header+footer, 1, 1))(w, r)
		case "/circle":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "https://Other.Example:443/x?secret=1", http.StatusMovedPermanently)
		case "/inside":
			http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
		case "/json":
			w.Header().Set("Content-Type", "application/json")
		default:
			http.Error(w, "a stack trace", http.StatusInternalServerError)
		}
	})
	for path, want := range map[string]authoring.SitePage{
		"/home":   {Outcome: authoring.VisitArrived, Address: "/fr/", Status: 200, Parts: []string{"header", "footer"}, Generation: 1},
		"/circle": {Outcome: authoring.VisitRefused, Address: "/circle", Status: 302},
		"/away":   {Outcome: authoring.VisitElsewhere, Address: "/away", Status: 301, Elsewhere: "https://other.example"},
		"/inside": {Outcome: authoring.VisitElsewhere, Address: "/inside", Status: 302, Elsewhere: "http://169.254.169.254"},
		"/json":   {Outcome: authoring.VisitNoPage, Address: "/json", Status: 200},
		"/error":  {Outcome: authoring.VisitRefused, Address: "/error", Status: 500},
	} {
		want.Address = s.URL + want.Address
		if diff := cmp.Diff(&want, New(loopback, nil).Visit(t.Context(), s.URL+path, "en", []string{s.URL})); diff != "" {
			t.Error(path, diff)
		}
	}
}

// TestConnections: why nobody answered is said in a word, without what the network says.
func TestConnections(t *testing.T) {
	secure := httptest.NewTLSServer(page("x"))
	t.Cleanup(secure.Close)
	secure.Config.ErrorLog = nil
	closed := httptest.NewServer(nil)
	closed.Close()
	gone, cancel := context.WithCancel(t.Context())
	slow := serve(t, func(http.ResponseWriter, *http.Request) { <-gone.Done() })
	defer cancel()
	short, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	for address, want := range map[string]authoring.VisitOutcome{
		secure.URL: authoring.VisitCertificate, closed.URL: authoring.VisitUnreachable, slow.URL: authoring.VisitTimeout,
	} {
		ctx := t.Context()
		if want == authoring.VisitTimeout {
			ctx = short
		}
		if got := New(loopback, nil).Visit(ctx, address, "en", []string{address}); got.Outcome != want || got.Status != 0 {
			t.Errorf("%s: %+v", want, got)
		}
	}
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	got := New(loopback, &tls.Config{RootCAs: roots}).Visit(t.Context(), secure.URL, "en", nil)
	if got.Outcome != authoring.VisitAbsent {
		t.Errorf("%+v", got)
	}
}

// TestN1SitesAreVisitedInPublic: internal addresses, however they are written, are refused when they are dialled, but for the networks
// that the administrator allows.
func TestN1SitesAreVisitedInPublic(t *testing.T) {
	asked := 0
	s := serve(t, func(http.ResponseWriter, *http.Request) { asked++ })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	for _, host := range []string{
		"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.0.0.1", "192.168.0.1",
		"169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "8.8.8.8", // a public one, at an odd port
	} {
		address := "http://" + host + ":" + port
		got := New([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, nil).Visit(t.Context(), address+"/", "en", []string{address})
		if got.Outcome != authoring.VisitInternal && got.Outcome != authoring.VisitUnknownHost || asked != 0 {
			t.Errorf("%s: %+v", host, got)
		}
	}
}
