package delivery_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// shop is a group whose offers are for partners and advisers. without is the same group as if there had never been such a type: no
// offers, and nothing that leads to them.
func shop(without bool) *fixedLog {
	l := demo()
	put := func(id, typ, space string, shared, fr map[string]any) published.Record {
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: typ, Space: space, Key: id, Version: 1, Shared: shared,
			Locales: map[string]published.EntryDoc{"fr": {Fields: fr, PublishedAt: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)}},
		})
	}
	title := published.Field{Name: "title", Kind: "text", Localized: true, Filterable: true, Sortable: true, Searchable: true}
	page := published.NewRecord(published.KindType, "page", published.Type{
		Name: "page", Title: "title", Slug: "slug",
		Fields: []published.Field{
			title, {Name: "slug", Kind: "slug", Localized: true, Filterable: true},
			{Name: "deal", Kind: "reference", To: []string{"offer"}, Filterable: true},
			{Name: "more", Kind: "reference", Many: true, To: []string{"offer", "page"}, Filterable: true},
			{Name: "blocks", Kind: "blocks", Many: true, Components: []string{"teaser"}},
		},
		Components: map[string][]published.Field{"teaser": {{Name: "of", Kind: "reference", To: []string{"offer"}}, {Name: "text", Kind: "text"}}},
	})
	home := map[string]any{"more": []any{map[string]any{"$ref": "page/p2"}}, "blocks": []any{map[string]any{"$type": "teaser", "$key": "b", "text": "x"}}}
	records := []published.Record{page, put("p2", "page", "shared", map[string]any{}, map[string]any{"title": "Contact", "slug": "contact"})}
	if !without {
		offer := map[string]any{"$ref": "offer/o1"}
		home = map[string]any{
			"deal": offer, "more": []any{offer, map[string]any{"$ref": "page/p2"}, map[string]any{"$ref": "offer/o9"}},
			"blocks": []any{map[string]any{"$type": "teaser", "$key": "b", "text": "x", "of": offer}},
		}
		records = append(records, published.NewRecord(published.KindLimited, "offer", published.Type{
			Name: "offer", Title: "title", Slug: "slug", Fields: []published.Field{
				title, {Name: "slug", Kind: "slug", Localized: true, Filterable: true}, {Name: "page", Kind: "reference", To: []string{"page"}, Filterable: true},
			}, Audiences: []string{"partner", "adviser"},
		}),
			put("o1", "offer", "shared", map[string]any{"page": map[string]any{"$ref": "page/p1"}}, map[string]any{"title": "Rebate on welcome", "slug": "rebate"}),
			put("o2", "offer", "other", map[string]any{}, map[string]any{"title": "Rebate elsewhere", "slug": "elsewhere"}))
	}
	records = append(records, put("p1", "page", "shared", home, map[string]any{"title": "Welcome", "slug": "welcome"}),
		keyed(map[string]*time.Time{demosKey: nil, expiredKey: {}}, "demo"), keyed(map[string]*time.Time{hiddenKey: nil}, "hidden"))
	l.publish(records...)
	return l
}

// shopQuestions are asked of both groups: every way to entries, and every parameter that could lead to an offer. A parameter
// that names an audience comes after them.
var shopQuestions = []string{
	"/entries/offer?x", "/entries/offer?count=exact", "/entries/offer/o1?format=source", "/entries/offer/rebate?format=html", "/entries/nosuch?count=none",
	"/entries/page?count=exact&facets=deal,more", "/entries/page?include=deal,more,blocks.of", "/entries/page/p1?include=deal.page", "/entries/page/welcome?fields=title,deal,more",
	"/entries/page?filter[deal]=o1", "/entries/page?filter[deal]=offer/o1", "/entries/page?filter[deal][ne]=o1", "/entries/page?filter[deal][exists]=true", "/entries/page?filter[more][in]=o1,p2",
	"/entries/page?filter[deal.title]=x", "/entries/page?filter[deal.id]=o1", "/entries/page?filter[deal.key][exists]=true", "/entries/page?filter[more.id]=o1", "/entries/page?filter[more.title][starts]=R",
	"/entries/page?filter[deal.page.title]=Welcome", "/entries/page?fields=deal.title&include=deal", "/entries/page?sort=deal", "/entries/page?page[size]=1", "/entries/page?q=welcome",
	"/search?q=rebate", "/search?q=welcome", "/search?q=rebate&type=offer", "/search?q=rebate&type=page,offer",
	"/graphql?query=" + url.QueryEscape(`{offers{nodes{id}}}`), "/graphql?query=" + url.QueryEscape(`{pages{totalCount nodes{id deal{id} more{... on Page{title}} blocks{... on Teaser{text of{id}}}} facets{deal{value count}}}}`),
	"/graphql?query=" + url.QueryEscape(`{search(q:"rebate"){nodes{id type}}}`), "/graphql?query=" + url.QueryEscape(`{page(id:"p1"){more{... on Offer{id}}}}`),
	"/graphql?query=" + url.QueryEscape(`{pages(filter:{deal:{id:{eq:"o1"}}}){nodes{id}}}`), "/graphql/schema?x", "/generation?x", "?x",
}

// apartFromID is an answer without what differs in each.
func apartFromID(r response) []any {
	r.header.Del("Date")
	r.header.Del("Server-Timing")
	r.header.Del("Content-Length") // of a problem: its id has any length
	return []any{r.status, r.header, withoutID(r.body)}
}

// TestQ5Q6L3LimitedTypesAreAsIfTheyWereNot: whoever does not both have a key of the site and name an audience of the type is answered,
// byte for byte, as by a group that never had it: lists, single entries, inclusions, filters through references, counts, facets, words,
// GraphQL, and what is said about references that lead nowhere.
func TestQ5Q6L3LimitedTypesAreAsIfTheyWereNot(t *testing.T) {
	front, _ := frontedOver(t, shop(false))
	never, _ := frontedOver(t, shop(true))
	bearer := func(key string) []string { return []string{"Authorization", "Bearer " + key} }
	for name, caller := range map[string]struct {
		audience string
		headers  []string
	}{
		"nobody": {}, "nobody who names it": {"&audience=partner", nil}, "a key and no name": {"", bearer(demosKey)},
		"a key and another name": {"&audience=customer", bearer(demosKey)}, "a key and everybody": {"&audience=anonymous", bearer(demosKey)},
		"another site's key": {"&audience=partner", bearer(hiddenKey)}, "an expired key": {"&audience=partner", bearer(expiredKey)},
		"no key": {"&audience=partner", bearer("pds_x")}, "a basic key": {"&audience=partner", []string{"Authorization", "Basic " + demosKey}},
		"two names": {"&audience=partner&audience=adviser", nil}, "no name at all": {"&audience=", bearer(demosKey)}, "a list": {"&audience=partner,adviser", bearer(demosKey)},
	} {
		for _, question := range shopQuestions {
			path := "/v1/sites/demo" + question + caller.audience
			for range 3 { // as it is made, as it is kept, and out of tables
				want, got := never.get(t, path, caller.headers...), front.get(t, path, caller.headers...)
				if diff := cmp.Diff(apartFromID(want), apartFromID(got)); diff != "" {
					t.Fatalf("%s asks %s: (-as if it were not +got)\n%s", name, path, diff)
				}
			}
		}
	}
	for _, src := range []string{
		`{"type":"offer"}`, `{"type":"offer","audience":"partner"}`, `{"type":"page","filter":{"or":[{"deal":"o1"},{"not":{"deal":{"exists":true}}}]},"include":["deal","more"]}`,
		`{"type":"page","audience":"partner","facets":["deal","more"],"count":"exact"}`, `{"type":"page","audience":"Not a name"}`, `{"type":"page","audience":["partner"]}`,
	} {
		want, got := never.post(t, "/v1/sites/demo/query", src), front.post(t, "/v1/sites/demo/query", src)
		if diff := cmp.Diff(apartFromID(want), apartFromID(got)); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

// TestEntriesByAudience: the site's server gets what is for its visitor, in every way in which entries are asked for.
func TestEntriesByAudience(t *testing.T) {
	front, _ := frontedOver(t, shop(false))
	for path, wants := range map[string][]string{
		"/entries/offer?audience=partner":                                                                                    {`"id":"o1"`, `Rebate on welcome`},
		"/entries/offer/o1?audience=adviser":                                                                                 {`"id":"o1"`},
		"/entries/offer/rebate?audience=partner&include=page":                                                                {`"title":"Welcome"`},
		"/entries/page/p1?audience=partner&include=deal,more,blocks.of":                                                      {`"deal":{"$ref":"offer/o1","fields":{`, `"of":{"$ref":"offer/o1","fields":{`, `"unresolved":["offer/o9"]`},
		"/entries/page?audience=partner&filter[deal.title][starts]=Re":                                                       {`"id":"p1"`},
		"/entries/page?audience=partner&facets=deal&count=exact":                                                             {`{"value":"offer/o1","count":1}`},
		"/search?q=rebate&audience=partner":                                                                                  {`"type":"offer"`},
		"/graphql?audience=partner&query={offers{nodes{title,page{id}}}}":                                                    {`{"title":"Rebate on welcome","page":{"id":"p1"}}`},
		"/graphql?audience=partner&query=" + url.QueryEscape(`{search(q:"rebate"){nodes{id entry{id ... on Offer{slug}}}}}`): {`"slug":"rebate"`},
		"/graphql/schema?audience=partner":                                                                                   {"type Offer implements Entry"},
	} {
		got := front.get(t, "/v1/sites/demo"+path, "Authorization", "Bearer "+demosKey)
		for _, want := range wants {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s: %d %s\nwithout %s", path, got.status, got.body, want)
			}
		}
		h := got.header
		if h.Get("Cache-Control") != "private, no-store" || h.Get("Etag")+h.Get("Surrogate-Key") != "" || strings.Contains(got.body, "elsewhere") {
			t.Errorf("%s: %v %s", path, h, got.body)
		}
	}
	body := front.post(t, "/v1/sites/demo/query", `{"type":"offer","audience":"partner"}`, "Authorization", "Bearer "+demosKey)
	asked := front.post(t, "/v1/sites/demo/graphql?audience=partner", `{"query":"{offers{totalCount}}"}`, "Authorization", "Bearer "+demosKey)
	for _, got := range []response{body, asked} {
		if !strings.Contains(got.body, `"id":"o1"`) && !strings.Contains(got.body, `"totalCount":1`) || got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%d %v %s", got.status, got.header, got.body)
		}
	}
	if got := front.get(t, "/v1/sites/hidden/entries/offer?audience=partner", "Authorization", "Bearer "+hiddenKey); !strings.Contains(got.body, `"id":"o1"`) {
		t.Errorf("a private site: %d %s", got.status, got.body)
	}
	for _, audience := range []string{"Partner", "par%20tner", "9", strings.Repeat("a", 41), "", "partner%00", "%ff"} {
		for _, path := range []string{"/entries/page?", "/entries/page/p1?", "/search?q=x&", "/graphql?query={__typename}&", "/graphql/schema?"} {
			if got := front.get(t, "/v1/sites/demo"+path+"audience="+audience, "Authorization", "Bearer "+demosKey); got.status != http.StatusBadRequest {
				t.Errorf("%s with %q: %d %s", path, audience, got.status, got.body)
			}
		}
	}
}

// TestG3AudiencesShareNothing: in whatever order callers come, nobody gets an answer that was made for another.
func TestG3AudiencesShareNothing(t *testing.T) {
	front, _ := frontedOver(t, shop(false))
	for _, path := range []string{"/entries/page/p1?include=deal", "/entries/page?include=more", "/search?q=rebate", "/graphql?query=" + url.QueryEscape(`{pages{nodes{deal{id}}}}`)} {
		path = "/v1/sites/demo" + path
		for range 3 {
			for _, named := range []string{path + "&audience=partner", path} {
				own, anybody := front.get(t, named, "Authorization", "Bearer "+demosKey), front.get(t, named)
				if opened := strings.Contains(own.body, "o1"); opened != (named != path) {
					t.Errorf("%s with a key: %s", named, own.body)
				}
				if strings.Contains(anybody.body, "o1") || strings.Contains(anybody.body, "ebate on") {
					t.Errorf("%s without: %s", named, anybody.body)
				}
				if public := strings.HasPrefix(anybody.header.Get("Cache-Control"), "public"); public != (named == path) {
					t.Errorf("%s: %v", named, anybody.header)
				}
			}
		}
	}
	plain, named := front.get(t, "/v1/sites/demo/entries/article"), front.get(t, "/v1/sites/demo/entries/article?audience=partner")
	if own := front.get(t, "/v1/sites/demo/entries/article?audience=partner", "Authorization", "Bearer "+demosKey); plain.body != named.body || plain.body != own.body {
		t.Errorf("an audience changes entries for everybody: %s, %s, %s", plain.body, named.body, own.body)
	}
}

// TestL3SignalsKeepLimitedTypes: change signals, which everybody may hear, tell of no entry for some audiences; where a type becomes one,
// everything that was answered before is old, and the type is gone for everybody.
func TestL3SignalsKeepLimitedTypes(t *testing.T) {
	log := shop(false)
	g := newGroup(t, log, delivery.Options{})
	keys := func() []string {
		t.Helper()
		g.catchUp(t)
		list, ok, _ := g.node.Changes(log.generation-1, log.generation)
		if !ok || len(list) != 1 {
			t.Fatal(list, ok)
		}
		return list[0].Sites["demo"]
	}
	entry := func(typ string) published.Record {
		return published.NewRecord(published.KindEntry, "new-"+typ, published.Entry{
			ID: "new-" + typ, Type: typ, Space: "demo", Key: typ, Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": "New"}}},
		})
	}
	log.publish(entry("offer"), entry("page"))
	if diff := cmp.Diff([]string{"entry:new-page", "type:page"}, keys()); diff != "" {
		t.Error(diff)
	}
	log.publish(published.Record{Kind: published.KindEntry, Key: "new-offer", Deleted: true})
	if got := keys(); len(got) != 0 {
		t.Errorf("an offer goes: %q", got)
	}
	page := published.Type{Name: "page", Title: "title", Audiences: []string{"partner"}}
	log.publish(published.Record{Kind: published.KindType, Key: "page", Deleted: true}, published.NewRecord(published.KindLimited, "page", page))
	if got := keys(); !slices.Equal(got, []string{"site:demo"}) {
		t.Errorf("pages are for partners now: %q", got)
	}
	if tags, known := (published.Ref{Kind: published.KindLimited, Key: "page"}).Tags(""); known || tags != nil {
		t.Errorf("caches are purged of %q only", tags)
	}
	if res := g.get(t, "/v1/sites/demo/entries/page"); res.status != http.StatusNotFound {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := g.get(t, "/v1/sites/demo/entries/page?audience=partner", "Authorization", "Bearer "+demosKey); !strings.Contains(res.body, "p1") {
		t.Errorf("%d %s", res.status, res.body)
	}
	var facts map[string]any
	if err := json.Unmarshal([]byte(g.get(t, "/v1/sites/demo").body), &facts); err != nil || facts["audiences"] != nil {
		t.Errorf("a site's facts name audiences of types: %v", facts)
	}
}
