package delivery_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"
)

// FuzzParameters: whatever parameters somebody sends to whichever endpoint, the answer is theirs or a mistake of theirs, and never of ours.
func FuzzParameters(f *testing.F) {
	paths := []string{
		"/v1/sites/demo/fragments/header", "/v1/sites/demo/bundle", "/v1/sites/demo/entries/article", "/v1/sites/demo/search", "/i/demo/header/fr",
		"/v1/sites/demo/menus/main", "/v1/sites/demo/graphql", "/v1/sites/demo/generation",
	}
	for i, seed := range []string{
		"locale=fr&path=/a/b&bc=One|/one&bc=Two|javascript:x&alt=en|https://demo.example/&returnTo=//evil", "locale=%00&locale=fr&active=%ff", "filter[a.b][in]=x,\\,&sort=-a&page[size]=0",
		"q=%22a%22+-b*&locale=ar", "path=%2e%2e/%2f", "locale=de-AT&&&=", "query={__typename}&variables={", "view=draft&page[after]=AAAA&fields=a..b&include=a.b.c.d&count=exact&fallback=none",
	} {
		f.Add(i, seed)
	}
	s := listen(f, newDemo(f))
	f.Fuzz(func(t *testing.T, n int, query string) {
		u, err := url.Parse("http://" + s.address + paths[uint(n)%uint(len(paths))])
		if err != nil {
			t.Fatal(err)
		}
		u.RawQuery = query
		res, err := http.Get(u.String())
		if err != nil {
			return // no request can be made of it
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: %d %v", u, res.StatusCode, err)
		}
	})
}
