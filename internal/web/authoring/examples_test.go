package authoring_test

import (
	"encoding/json"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/internal/web/authoring"
)

// exampleID is an id as examples have it: what it stands for is in ids.
func exampleID(n int) string { return "01920000-0000-7000-8000-00000000000" + strconv.Itoa(n) }

const (
	exampleSecret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	exampleExpiry = "2027-01-01T08:00:00Z"

	exampleRelease = "01920000-0000-7000-8000-00000000000b"
	examplePreview = "01920000-0000-7000-8000-00000000000c"
	exampleDraft   = "01920000-0000-7000-8000-00000000000d"
	exampleMedium  = "01920000-0000-7000-8000-00000000000e"
)

// player carries out examples as an administrator.
type player struct {
	*server

	doc   *described
	admin string
	ids   map[string]string // what stands in the place of an id of the document
}

// sample makes the sample group with all that examples are about, and gives the folder it is in and what the ids stand for.
func sample(t *testing.T) (dir string, ids map[string]string, admin string) {
	dir = t.TempDir()
	t.Run("sample", func(t *testing.T) {
		s := startIn(t, dir, "", "")
		s.load()
		admin = s.as(identity.Administrator)
		s.siteKeyID()
		who, waits := s.subject(), s.waiting()
		ids = map[string]string{
			exampleID(1): s.entryID("first"), exampleID(2): s.entryID("second"), exampleID(3): who.account, exampleID(4): who.key,
			exampleID(5): s.anotherSession(), exampleID(6): s.siteKey, exampleID(7): s.comment, exampleID(8): s.job, exampleID(9): s.teamView(),
			exampleRelease: waits.release, examplePreview: waits.preview, exampleDraft: waits.draft, exampleMedium: waits.medium,
			exampleExpiry: time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339),
		}
	})
	return dir, ids, admin
}

// play serves a copy of the sample group.
func play(t *testing.T, dir string, ids map[string]string, admin string) *player {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	p := &player{server: startIn(t, copied, "", ""), admin: admin, ids: map[string]string{}}
	for example, id := range ids {
		p.ids[example] = id
	}
	p.doc = p.description()
	return p
}

// again gives a player of the same server, for another test.
func (p *player) again(t *testing.T) *player {
	s := *p.server
	s.t = t
	return &player{&s, s.description(), p.admin, p.ids}
}

// real puts real ids in the place of those of the document.
func (p *player) real(s string) string {
	for example, id := range p.ids {
		s = strings.ReplaceAll(s, example, id)
	}
	return s
}

// prepared gives the example's request as it can be sent now: with the version that what it changes has.
func (p *player) prepared(id string) request {
	p.t.Helper()
	c := p.doc.calls[id]
	if c == nil {
		p.t.Fatalf("there is no operation %s", id)
	}
	r := c.request(p.t)
	r.path, r.body = p.real(r.path), p.real(r.body)
	r.header["Cookie"] = p.admin
	if r.header["If-Match"] != "" {
		if now := p.etag(r.path); now != "" {
			r.header["If-Match"] = now
		}
	}
	return r
}

// etag gives the version of what a path is about, or is below of.
func (p *player) etag(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for ; strings.Count(path, "/") > 2; path = path[:strings.LastIndexByte(path, '/')] {
		got := p.server.do(request{http.MethodGet, path, "", with("Cookie", p.admin)})
		if tag := got.header.Get("ETag"); got.status == http.StatusOK && tag != "" {
			return tag
		}
	}
	return ""
}

// run carries out an example.
func (p *player) run(id string) answer {
	p.t.Helper()
	got := p.do(p.prepared(id))
	if want := p.doc.calls[id].success; strconv.Itoa(got.status) != want {
		p.t.Fatalf("%s answers %d where %s is documented: %.1000s", id, got.status, want, got.body)
	}
	return got
}

// first names what must be done before an example, so that what it is about is as it must be.
var first = map[string]func(*player){
	"setup": func(p *player) { p.anew() },
	"reset-password": func(p *player) {
		p.ids[exampleSecret] = afterHash(text(p.run("make-password-link").get(p.t, "link")))
	},
	"rotate-key":   func(p *player) { p.ids[exampleID(4)] = text(p.run("create-key").get(p.t, "key.id")) },
	"edit-comment": func(p *player) { p.ids[exampleID(7)] = text(p.run("create-comment").get(p.t, "id")) },
	"resume-entry": func(p *player) { p.ids[exampleID(1)] = text(p.run("override-entry").get(p.t, "id")) },
	"move-entry": func(p *player) {
		made := p.call(p.admin, http.MethodPost, "/api/v1/entries", `{"space":"one","type":"section","key":"a"}`, "", 201, nil)
		p.ids[exampleID(1)] = text(made.get(p.t, "id"))
	},
	"delete-site": func(p *player) {
		p.run("create-site")
		p.call(p.admin, http.MethodPatch, "/api/v1/sites/three", `{"status":"retired"}`, `"1"`, 200, nil)
	},
	"resume-account":        func(p *player) { p.run("suspend-account") },
	"resume-menu":           func(p *player) { p.run("override-menu") },
	"revert-menu":           func(p *player) { p.run("patch-menu-item") },
	"reopen-comment":        func(p *player) { p.run("resolve-comment") },
	"restore-entry":         func(p *player) { p.run("trash-entry") },
	"purge-entry":           func(p *player) { p.run("trash-entry") },
	"unarchive-entry":       func(p *player) { p.run("archive-entry") },
	"approve-entry":         func(p *player) { p.run("submit-entry") },
	"request-changes-entry": func(p *player) { p.run("submit-entry") },
	"withdraw-entry":        func(p *player) { p.run("submit-entry") },
	"cancel-schedule":       func(p *player) { p.run("schedule-entry") },

	"publish-design-draft":  func(p *player) { p.run("change-design-tokens") },
	"preview-design-draft":  func(p *player) { p.run("change-design-tokens") },
	"retire-design-release": (*player).anotherRelease,
	"keep-design-release": func(p *player) {
		p.anotherRelease()
		p.run("retire-design-release")
	},

	"unschedule-content-release": func(p *player) { p.run("schedule-content-release") },
}

// anotherRelease makes a release of the draft, for which all channels stand.
func (p *player) anotherRelease() {
	p.t.Helper()
	p.run("change-design-tokens")
	r := p.prepared("publish-design-draft")
	r.body = `{"version": "1.5.0", "channels": ["stable", "next", "preview"]}`
	if got := p.do(r); got.status != http.StatusCreated {
		p.t.Fatalf("%d %s", got.status, got.body)
	}
}

// anew serves an empty database that waits for its first administrator.
func (p *player) anew() {
	p.t.Helper()
	p.server = start(p.t, "", "")
	p.load()
	token, err := p.core.NewSetupLink(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	p.ids[exampleSecret] = token
}

func afterHash(link string) string { return link[strings.LastIndexByte(link, '#')+1:] }

// TestExamples: what the description shows works as it says, and answers as it says.
func TestExamples(t *testing.T) {
	dir, ids, admin := sample(t)
	doc := start(t, "", "").description()
	for id := range first {
		if doc.calls[id] == nil {
			t.Errorf("there is no operation %s any more", id)
		}
	}
	for id, params := range authoring.ParametersOfExamples() {
		if doc.calls[id] == nil {
			t.Errorf("there is an example of %s, and no such operation", id)
			continue
		}
		for name := range params {
			if !doc.calls[id].has(name) {
				t.Errorf("the example of %s names a parameter %s, which it does not have", id, name)
			}
		}
	}
	reader := play(t, dir, ids, admin)
	for _, id := range doc.ids() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			p := reader.again(t)
			if doc.calls[id].method != http.MethodGet || first[id] != nil {
				p = play(t, dir, ids, admin)
			}
			c := p.doc.calls[id]
			media, body := c.media()
			if (c.RequestBody != nil) != (media != "") {
				t.Fatal("the body has no example")
			}
			if media != "" {
				if err := p.doc.check(c, body, "requestBody", "content", media, "schema"); err != nil {
					t.Errorf("the example is not what its schema says: %v", err)
				}
			}
			for i, param := range c.Parameters {
				value, _ := json.Marshal(param.Example)
				if param.Example != nil {
					if err := p.doc.check(c, value, "parameters", strconv.Itoa(i), "schema"); err != nil {
						t.Errorf("the example of %s: %v", param.Name, err)
					}
				}
			}
			if before := first[id]; before != nil {
				before(p)
			}
			lines := p.auditAfter(0)
			p.answered(c, p.run(id))
			if c.method != http.MethodGet {
				p.told(p.auditAfter(int64(len(lines))))
			}
		})
	}
}

// TestSmallestBodies: what the description does not ask for may be left out, and the answer is still as it says.
func TestSmallestBodies(t *testing.T) {
	dir, ids, admin := sample(t)
	doc := start(t, "", "").description()
	for _, id := range doc.ids() {
		body := doc.smallest(doc.calls[id])
		if body == "" {
			continue
		}
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			p := play(t, dir, ids, admin)
			if before := first[id]; before != nil {
				before(p)
			}
			r := p.prepared(id)
			r.body = p.real(body)
			got := p.do(r)
			if refused := mayAskForMore[id]; refused != "" && got.status == http.StatusUnprocessableEntity {
				return
			}
			if want := p.doc.calls[id].success; strconv.Itoa(got.status) != want {
				t.Fatalf("%s: %d where %s is documented: %s", r.body, got.status, want, got.body)
			}
			p.answered(p.doc.calls[id], got)
		})
	}
}

// mayAskForMore has operations that need more than a schema can say, and why.
var mayAskForMore = map[string]string{
	"request-changes-entry": "a comment says which changes",
}

// answered holds an answer against the description.
func (p *player) answered(c *call, got answer) {
	p.t.Helper()
	content := c.Responses[c.success].Content
	if len(content) == 0 {
		if got.body != "" {
			p.t.Errorf("it answers a body that is not documented: %.200s", got.body)
		}
		return
	}
	media, _, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil || content[media] == nil {
		p.t.Fatalf("it answers %q, which is not documented", got.header.Get("Content-Type"))
	}
	if !isJSON(media) {
		return
	}
	if err := p.doc.check(c, []byte(got.body), "responses", c.success, "content", media, "schema"); err != nil {
		p.t.Errorf("the answer is not what is documented: %v\n%.2000s", err, got.body)
	}
}

// freeForm has the objects of bodies that hold whatever a client puts there.
var freeForm = map[string]string{
	"create-view/query": "the client's own", "create-view/query/filter": "the client's own",
	"replace-view/query": "the client's own", "replace-view/query/filter": "the client's own",
}

const unknownMember = "unheardOf"

// TestUnknownMembers: a body with a member that nobody knows is refused, at whatever depth, and nothing is written.
func TestUnknownMembers(t *testing.T) {
	dir, ids, admin := sample(t)
	p := play(t, dir, ids, admin)
	tried := 0
	for _, id := range p.doc.ids() {
		media, _ := p.doc.calls[id].media()
		if media == "" || (!isJSON(media) && id != "import-entries") {
			continue
		}
		r := p.prepared(id)
		before := storetest.Dump(t, p.dbURL, p.dir)
		for at, body := range withUnknown(t, r.body) {
			if freeForm[id+at] != "" {
				continue
			}
			tried++
			r.body = body
			got := p.do(r)
			if got.status != http.StatusBadRequest && got.status != http.StatusUnprocessableEntity {
				t.Errorf("%s with an unknown member in %q: %d %.300s", id, at, got.status, got.body)
				continue
			}
			if !strings.Contains(got.body, unknownMember) {
				t.Errorf("%s with an unknown member in %q is refused for something else: %s", id, at, got.body)
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, p.dbURL, p.dir)); diff != "" {
			t.Errorf("%s has written: %s", id, diff)
		}
	}
	if tried < 60 {
		t.Errorf("only %d bodies were tried", tried)
	}
}

// like gives a value of the kind that an object's members have: in a map of objects, a number would be refused for being one.
func like(object map[string]any) any {
	for _, v := range object {
		if _, ok := v.(map[string]any); !ok {
			return true
		}
	}
	return map[string]any{}
}

// withUnknown gives a JSON document with one more member, once in each of its objects, by where that is.
func withUnknown(t testing.TB, body string) map[string]string {
	t.Helper()
	var doc any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			v[unknownMember] = like(v)
			src, _ := json.Marshal(doc)
			out[at] = string(src)
			delete(v, unknownMember)
			for name, child := range v {
				walk(at+"/"+name, child)
			}
		case []any:
			for i, child := range v {
				walk(at+"/"+strconv.Itoa(i), child)
			}
		}
	}
	walk("", doc)
	return out
}
