package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestPreview: a site as it will be, for who has a token and for nobody else; then all of it goes out at once.
func TestPreview(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, "--sample", "--data-dir", t.TempDir(), "--database-url", newURL(t), "--log-level", "warn")
			v := &previewing{t: t, p: p, c: p.setup()}
			v.drafts()
			v.wholeSite()
			v.content()
			v.refusals()
			v.browser()
			v.design()
			v.release()
			if code := p.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, p.out)
			}
		})
	}
}

// previewing is somebody who looks at drafts.
type previewing struct {
	t     *testing.T
	p     *process
	c     *client
	token string // of the draft view of site customer
	one   string // id of an article that was never published
	two   string // id of one that is, and has another title in its draft
}

const oldLabel, draftLabel = "Producteurs et fournisseurs", "Demain, les fournisseurs"

func (v *previewing) must(r response, status int) response {
	v.t.Helper()
	if r.status != status {
		v.t.Fatalf("status %d, want %d: %s\n%s", r.status, status, r.body, tail(v.p.out.String()))
	}
	return r
}

func (v *previewing) send(method, path, etag string, body any, status int) response {
	v.t.Helper()
	return v.must(v.c.send(method, path, "application/json", etag, body), status)
}

// makeToken makes a preview token.
func (v *previewing) makeToken(site, view string) (token, id string) {
	v.t.Helper()
	made := v.send(http.MethodPost, "/api/v1/preview-tokens", "", obj{"site": site, "view": view, "name": "Board"}, 201)
	return made.get("token").(string), made.get("id").(string)
}

// menuDraft saves another French label of an item, and does not publish it.
func (v *previewing) menuDraft(label string) {
	v.t.Helper()
	menu := v.send(http.MethodGet, "/api/v1/menus/shared/main", "", nil, 200)
	v.must(v.c.send(http.MethodPatch, "/api/v1/menus/shared/main/items/suppliers", mergePatch, menu.header.Get("ETag"), obj{"label": obj{"fr": label}}), 200)
}

func (v *previewing) drafts() {
	if _, ok := v.c.rename("suppliers", oldLabel); !ok {
		v.t.Fatal("not published")
	}
	v.menuDraft(draftLabel)
	v.one = v.must(v.c.article("Jamais paru"), 201).get("id").(string)
	v.two = v.must(v.c.article("Paru hier"), 201).get("id").(string)
	out := v.send(http.MethodPost, "/api/v1/entries/"+v.two+"/publish", `"1"`, obj{}, 200)
	changed := obj{"locales": obj{"fr": obj{"title": "Paru demain"}}}
	v.must(v.c.send(http.MethodPatch, "/api/v1/entries/"+v.two, mergePatch, out.header.Get("ETag"), changed), 200)
	v.p.waitFor("the publication", func() bool {
		return strings.Contains(string(v.p.get("/v1/sites/customer/entries/article?locale=fr&page[size]=100").body), "Paru hier")
	})
	v.token, _ = v.makeToken("customer", "draft")
}

// shown are paths that show the menu.
var shown = []string{"/v1/sites/customer/fragments/header", "/v1/sites/customer/fragments", "/v1/sites/customer/bundle", "/v1/sites/customer/menus/main", "/i/customer/header/fr"}

// ask sends a token as a bearer; the view may be named in the address, or not.
func (v *previewing) ask(path, token, view string) response {
	v.t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	if !strings.HasPrefix(path, "/i/") {
		path, sep = path+sep+"locale=fr", "&"
	}
	if view != "" {
		path += sep + "view=" + url.QueryEscape(view)
	}
	if token == "" {
		return v.p.get(path)
	}
	return v.p.get(path, "Authorization", "Bearer "+token)
}

// wholeSite: TestG3, TestG5: what one is shown is never shown to the other, whoever asks first.
func (v *previewing) wholeSite() {
	for range 2 { // the second time from what was kept
		for _, path := range shown {
			for _, view := range []string{"", "draft"} {
				got := v.must(v.ask(path, v.token, view), 200)
				if !strings.Contains(string(got.body), draftLabel) || strings.Contains(string(got.body), oldLabel) {
					v.t.Errorf("%s with a token, view %q: %.300s", path, view, got.body)
				}
				v.private(path, got)
			}
			for _, view := range []string{"", "published"} {
				got := v.must(v.ask(path, "", view), 200)
				if !strings.Contains(string(got.body), oldLabel) || strings.Contains(string(got.body), draftLabel) {
					v.t.Errorf("%s without a token: %.300s", path, got.body)
				}
				if !strings.HasPrefix(got.header.Get("Cache-Control"), "public") || got.header.Get("Surrogate-Key") == "" {
					v.t.Errorf("%s without a token: %v", path, got.header)
				}
			}
		}
	}
	if got := v.ask(shown[0], v.token, "published"); !strings.Contains(string(got.body), oldLabel) {
		v.t.Error("who has a token cannot look at what is published")
	}
	etag := v.p.get(shown[2] + "?locale=fr").header.Get("ETag")
	if got := v.p.get(shown[2]+"?locale=fr", "Authorization", "Bearer "+v.token, "If-None-Match", etag); got.status != 200 {
		v.t.Errorf("a preview answers %d to who has what is published", got.status)
	}
	v.menuDraft("Une autre idée")
	if got := v.ask(shown[0], v.token, ""); !strings.Contains(string(got.body), "Une autre idée") {
		v.t.Errorf("a draft that was just saved is not shown: %.300s", got.body)
	}
	v.menuDraft(draftLabel)
}

func (v *previewing) private(path string, got response) {
	v.t.Helper()
	h := got.header
	if h.Get("Cache-Control") != "private, no-store" || h.Get("Surrogate-Key") != "" || h.Get("X-Robots-Tag") != "noindex" || h.Get("ETag") != "" {
		v.t.Errorf("%s: %v", path, h)
	}
}

const (
	articleList = "/v1/sites/customer/entries/article?page[size]=100"
	byTitle     = "/v1/sites/customer/search?q=paru"
	countNews   = "/v1/sites/customer/entries/article?count=exact&filter[category]=news&page[size]=1"
)

func (v *previewing) content() {
	before := v.must(v.ask(countNews, "", ""), 200).get("page.total").(float64)
	for range 2 {
		list := v.must(v.ask(articleList, v.token, "draft"), 200)
		if body := string(list.body); !strings.Contains(body, "Jamais paru") || !strings.Contains(body, "Paru demain") || strings.Contains(body, "Paru hier") {
			v.t.Errorf("the list of the preview: %.2000s", body)
		}
		if list.get("meta.view") != "draft" {
			v.t.Errorf("its view is %v", list.get("meta.view"))
		}
		v.private(articleList, list)
		one := v.must(v.ask("/v1/sites/customer/entries/article/"+v.one, v.token, ""), 200)
		if one.get("data.status") != "draft" || one.get("data.fields.title") != "Jamais paru" {
			v.t.Errorf("%s", one.body)
		}
		if found := string(v.must(v.ask(byTitle, v.token, "draft"), 200).body); !strings.Contains(found, v.one) || !strings.Contains(found, "demain") {
			v.t.Errorf("found by words: %.1000s", found)
		}
		if got := v.must(v.ask(countNews, v.token, "draft"), 200).get("page.total"); got != before+1 {
			v.t.Errorf("%v news in the preview, %v published", got, before)
		}
		post := v.post("/v1/sites/customer/query", `{"type":"article","locale":"fr","filter":{"title":{"starts":"Jamais"}},"view":"draft"}`, v.token)
		if post.status == http.StatusBadRequest { // the title cannot be asked for in every model
			post = v.post("/v1/sites/customer/query", `{"type":"article","locale":"fr","page":{"size":100},"view":"draft"}`, v.token)
		}
		if !strings.Contains(string(post.body), "Jamais paru") || post.status != 200 {
			v.t.Errorf("a query in JSON: %d %.300s", post.status, post.body)
		}
		for _, path := range []string{articleList, byTitle} {
			if body := string(v.must(v.ask(path, "", ""), 200).body); strings.Contains(body, v.one) || strings.Contains(body, "demain") {
				v.t.Errorf("TestG5: %s shows drafts to anybody: %.1000s", path, body)
			}
		}
	}
	if got := v.ask("/v1/sites/customer/entries/article/"+v.one, "", ""); got.status != 404 {
		v.t.Errorf("a draft is there for anybody: %d", got.status)
	}
}

func (v *previewing) post(path, body, token string) response {
	req, err := http.NewRequest(http.MethodPost, v.p.delivery+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return do(req)
}

var errorID = regexp.MustCompile(`"id":"[^"]+"`)

// refusals: TestA7: whoever may not see a view is told the same, whatever the reason.
func (v *previewing) refusals() {
	other, _ := v.makeToken("klio", "draft")
	revoked, id := v.makeToken("customer", "draft")
	if got := v.ask(shown[0], revoked, "draft"); got.status != 200 {
		v.t.Errorf("before it is revoked: %d", got.status)
	}
	v.send(http.MethodDelete, "/api/v1/preview-tokens/"+id, "", nil, 204)
	used, _ := v.makeToken("customer", "draft")
	v.exchange(used)
	siteKey := v.send(http.MethodPost, "/api/v1/sites/customer/keys", "", obj{"name": "Web server"}, 201).get("key").(string)
	want := map[string]string{}
	for name, token := range map[string]string{
		"nobody": "", "another site's": other, "revoked": revoked, "used": used, "delivery key": siteKey, "session": v.c.cookie,
		"nonsense": "ppv_x", "unknown": "ppv_" + strings.Repeat("A", 43),
	} {
		for _, path := range append([]string{articleList, byTitle, "/v1/sites/customer/entries/article/" + v.one, "/v1/sites/customer"}, shown...) {
			for _, view := range []string{"draft", "release:" + v.one} {
				got := v.ask(path, token, view)
				body := errorID.ReplaceAllString(string(got.body), "")
				if strings.HasPrefix(path, "/i/") {
					if got.status != 200 || !strings.Contains(body, "portico-skeleton") {
						v.t.Errorf("%s, %s: %d %s", name, path, got.status, body)
					}
					continue
				}
				if want[path] == "" {
					want[path] = body
				}
				if got.status != 403 || body != want[path] || got.header.Get("Cache-Control") != "no-store" {
					v.t.Errorf("%s, %s, view %s: %d %s", name, path, view, got.status, body)
				}
			}
		}
		if got := v.post("/v1/sites/customer/query", `{"type":"article","view":"draft"}`, token); got.status != 403 {
			v.t.Errorf("%s, a query in JSON: %d", name, got.status)
		}
	}
	if got := v.ask(shown[0], v.token, "release:"+v.one); got.status != 403 {
		v.t.Errorf("another view than the token's: %d", got.status)
	}
	if got := v.post("/v1/sites/customer/query", `{"type":"article","view":"release:x"}`, v.token); got.status != 403 {
		v.t.Errorf("another view than the token's, in JSON: %d", got.status)
	}
}

func (v *previewing) exchange(token string) response {
	v.t.Helper()
	form := url.Values{"token": {token}, "next": {"/showcase/customer?locale=fr"}}
	req, err := http.NewRequest(http.MethodPost, v.p.delivery+"/v1/preview", strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(req)
}

// browser: a token goes into a cookie, once, and the page is shown as it will be.
func (v *previewing) browser() {
	token, _ := v.makeToken("customer", "draft")
	in := v.must(v.exchange(token), http.StatusSeeOther)
	set := in.header.Get("Set-Cookie")
	cookie, attributes, _ := strings.Cut(set, ";")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "path=/"} {
		if !strings.Contains(attributes, want) {
			v.t.Errorf("no %s in %s", want, set)
		}
	}
	if in.header.Get("Location") != "/showcase/customer?locale=fr" || strings.Contains(in.header.Get("Location"), "ppv_") || strings.Contains(set, token) {
		v.t.Errorf("%v", in.header)
	}
	page := v.must(v.p.get("/showcase/customer?locale=fr", "Cookie", cookie), 200)
	if !strings.Contains(string(page.body), draftLabel) {
		v.t.Errorf("the page is as it is published")
	}
	v.private("/showcase", page)
	v.must(v.exchange(token), 403)
	if got := v.p.get("/v1/sites/customer/menus/main?locale=fr"); strings.Contains(string(got.body), draftLabel) {
		v.t.Error("TestG5: the next visitor sees the draft")
	}
	for _, next := range []string{"//evil.example", "/\\evil.example", "https://evil.example/", "/a\r\nSet-Cookie: x=1", "evil"} {
		form := url.Values{"token": {"ppv_x"}, "next": {next}}
		req, err := http.NewRequest(http.MethodPost, v.p.delivery+"/v1/preview", strings.NewReader(form.Encode()))
		if err != nil {
			v.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := do(req); got.status != 400 || got.header.Get("Location") != "" {
			v.t.Errorf("TestS4: next=%q: %d %v", next, got.status, got.header)
		}
	}
}

var styleSheet = regexp.MustCompile(`/a/[0-9a-f]{64}/portico-(orvane|klio)\.css`)

// design: a draft of the design system is seen on pages of a site and in the style guide, with its style sheets, and by nobody else.
func (v *previewing) design() {
	made := v.send(http.MethodPost, "/api/v1/design-system/drafts", "", obj{"name": "Round"}, 201)
	path := "/api/v1/design-system/drafts/" + made.get("id").(string)
	change := obj{"changes": []obj{{"path": "palette.white", "value": obj{"colorSpace": "srgb", "components": []float64{1, 0.9412, 0.9608}}}}}
	v.must(v.c.send(http.MethodPost, path+"/tokens", "application/json", made.header.Get("ETag"), change), 200)
	tried := v.send(http.MethodPost, path+"/parts", "", obj{"site": "customer", "locale": "fr"}, 200)
	if css := tried.get("styles").(string) + tried.get("componentStyles").(string); !strings.Contains(css, "#fff0f5") || len(tried.get("components").([]any)) < 5 {
		v.t.Errorf("the parts in the look of the draft: %.300s", tried.body)
	}
	token, _ := v.makeToken("customer", "design:"+made.get("id").(string))
	cookie, _, _ := strings.Cut(v.must(v.exchange(token), http.StatusSeeOther).header.Get("Set-Cookie"), ";")
	for _, page := range []string{"/showcase/customer?locale=fr", "/v1/sites/customer/fragments/head?locale=fr", "/i/customer/head/fr"} {
		sheet := styleSheet.FindString(string(v.must(v.p.get(page, "Cookie", cookie), 200).body))
		got := v.p.get(sheet) // as a browser asks for files of another origin: without a cookie
		if got.status != 200 || !strings.Contains(string(got.body), "#fff0f5") {
			v.t.Errorf("%s loads %q: %d %.200s", page, sheet, got.status, got.body)
		}
		v.private(sheet, got)
		if public := v.p.get(page); styleSheet.FindString(string(public.body)) == sheet {
			v.t.Errorf("TestG5: %s shows the draft to anybody", page)
		}
	}
	guide := v.must(v.p.get("/styleguide?site=customer", "Cookie", cookie), 200)
	v.private("/styleguide", guide)
	if same := v.p.get("/styleguide?site=customer"); string(same.body) == string(guide.body) || same.status != 200 {
		v.t.Errorf("the style guide is not that of the draft, or not there without: %d", same.status)
	}
	if got := v.p.get("/v1/sites/customer/tokens.css", "Cookie", cookie); !strings.Contains(string(got.body), "#fff0f5") {
		v.t.Errorf("the tokens are not those of the draft: %d %.200s", got.status, got.body)
	}
}

// release: what is in it is previewed, and goes out as one; what is not stays as it is.
func (v *previewing) release() {
	three := v.must(v.c.article("Troisième"), 201).get("id").(string)
	made := v.send(http.MethodPost, "/api/v1/content-releases", "", obj{"name": "Printemps"}, 201)
	path := "/api/v1/content-releases/" + made.get("id").(string)
	items := []obj{{"entry": v.one}, {"entry": v.two, "locales": []string{"fr"}}, {"entry": three}, {"menu": "main", "space": "shared"}}
	full := v.send(http.MethodPost, path+"/items", made.header.Get("ETag"), obj{"items": items}, 200)
	left := v.must(v.c.article("Pas encore"), 201).get("id").(string)
	token, _ := v.makeToken("customer", "release:"+made.get("id").(string))
	list := string(v.must(v.ask(articleList, token, ""), 200).body)
	for _, id := range []string{v.one, v.two, three} {
		if !strings.Contains(list, id) {
			v.t.Errorf("%s is not in the preview of the release", id)
		}
	}
	if strings.Contains(list, left) || !strings.Contains(string(v.ask(shown[0], token, "").body), draftLabel) {
		v.t.Errorf("the preview of the release: %.500s", list)
	}
	if again := string(v.must(v.ask(articleList, v.token, ""), 200).body); !strings.Contains(again, left) {
		v.t.Error("the preview of all drafts shows those of a release alone")
	}
	if got := v.send(http.MethodGet, path+"/check", "", nil, 200); len(got.get("problems").([]any)) > 0 {
		v.t.Fatalf("%s", got.body)
	}
	before := v.p.get("/v1/sites/customer").header.Get("Portico-Generation")
	at := time.Now().Add(1500 * time.Millisecond).UTC().Format(time.RFC3339Nano)
	v.send(http.MethodPost, path+"/schedule", full.header.Get("ETag"), obj{"at": at}, 200)
	v.p.waitFor("the release", func() bool { return v.send(http.MethodGet, path, "", nil, 200).get("state") == "published" })
	var was int
	if _, err := fmt.Sscan(before, &was); err != nil {
		v.t.Fatal(err)
	}
	v.p.waitFor("its publication", func() bool {
		return strings.Contains(string(v.ask(shown[0], "", "").body), draftLabel)
	})
	got := v.must(v.ask(articleList, "", ""), 200)
	if body := string(got.body); !strings.Contains(body, v.one) || !strings.Contains(body, three) || !strings.Contains(body, "Paru demain") || strings.Contains(body, left) {
		v.t.Errorf("after the release: %.1000s", body)
	}
	if now := got.header.Get("Portico-Generation"); now != fmt.Sprint(was+1) {
		v.t.Errorf("the release is in generations %s to %s: it must be one", before, now)
	}
}
