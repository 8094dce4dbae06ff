package e2e

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// troubles are the ways in which something on Portico's address can fail a site.
var troubles = map[string]http.HandlerFunc{
	"hangs": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	"fails": func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<h1>500</h1>", http.StatusInternalServerError)
	},
	"lacks a part": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"parts": {"head": "", "header": "<div data-portico-part=header>half</div>"}}`)
	},
	"is endless": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"parts": {"head": "", "header": "<div data-portico-part=header></div>", "footer": "%s"}}`,
			strings.Repeat("x", 2<<20))
	},
}

// inTrouble puts something on Portico's address that is not Portico, before any site has ever reached it: each page must be
// what it was, and soon.
func inTrouble(t *testing.T, address string, sites []*existingSite) {
	t.Helper()
	for name, trouble := range troubles {
		var asked sync.Map
		listener, err := net.Listen("tcp", strings.TrimPrefix(address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Store(strings.Split(r.URL.Path, "/")[3], true) // /v1/sites/{site}/fragments
			trouble(w, r)
		}))
		server.Listener = listener
		server.Start()
		time.Sleep(2 * clientTTL) // the clients leave a Portico that failed alone for so long
		for _, s := range sites {
			begin := time.Now()
			unchanged(t, s)
			if took := time.Since(begin); took > 5*time.Second { // 0.8 s, on a machine that does other things too
				t.Errorf("%s waits %v for a Portico that %s", s.key, took, name)
			}
			if _, ok := asked.Load(s.key); !ok {
				t.Errorf("%s did not ask the Portico that %s", s.key, name)
			}
		}
		server.CloseClientConnections()
		server.Close()
	}
}

// unchanged checks that a page is what it was before it knew Portico.
func unchanged(t *testing.T, s *existingSite) {
	t.Helper()
	if page := fetch(t, s.url+s.page); strings.Contains(page, "data-portico-part") || !strings.Contains(page, s.content) {
		t.Fatalf("%s: nothing usable is known of Portico, so the page must be as it was:\n%s", s.key, page)
	}
}
