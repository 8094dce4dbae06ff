package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWeek is a week of an editorial team, through the API alone, on both databases: people with their roles, two sites of which
// one inherits, four locales, drafts, a review, comments, publications, a schedule, a bulk job, history, and in the end another
// server that gets it all from an export. The audit tells the story.
func TestWeek(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWeek(t, newURL(t))
			w.monday()
			w.tuesday()
			w.wednesday()
			w.thursday()
			w.night()
			w.friday(newURL(t))
		})
	}
}

// week is the team at work.
type week struct {
	t      *testing.T
	p      *process
	dir    string
	dbURL  string
	types  string // folder of the content types
	people map[string]*person
	ids    map[string]string // entries by their key
}

// person is somebody who has signed in.
type person struct {
	*client
	id string
}

func newWeek(t *testing.T, dbURL string) *week {
	w := &week{t: t, dir: t.TempDir(), dbURL: dbURL, people: map[string]*person{}, ids: map[string]string{}}
	w.types = absolute(t, "testdata/week/content-types")
	w.p = serve(t, "--data-dir", w.dir, "--database-url", dbURL, "--content-types", w.types)
	ada := w.p.setup()
	w.people["ada"] = &person{ada, w.must(ada.send(http.MethodGet, "/api/v1/me", "", "", nil), 200).get("id").(string)}
	return w
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// must gives a response that has a status, or ends the test.
func (w *week) must(r response, status int) response {
	w.t.Helper()
	if r.status != status {
		w.t.Fatalf("status %d, want %d: %s\n%s", r.status, status, r.body, tail(w.p.out.String()))
	}
	return r
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

// do sends JSON as somebody; a version is sent as If-Match.
func (w *week) do(who, method, path string, version any, body any, status int) response {
	w.t.Helper()
	etag := ""
	if version != nil {
		etag = fmt.Sprintf(`"%v"`, version)
	}
	return w.must(w.people[who].send(method, path, "application/json", etag, body), status)
}

type obj = map[string]any

func role(name string, sites, locales []string) obj {
	return obj{"role": name, "sites": sites, "locales": locales}
}

// invite makes an account, sets its password by the link, and signs in.
func (w *week) invite(name string, roles ...obj) {
	w.t.Helper()
	made := w.do("ada", http.MethodPost, "/api/v1/accounts", nil, obj{"email": name + "@portico.example", "name": name, "roles": roles}, 201)
	_, token, _ := strings.Cut(made.get("link").(string), "#")
	const password = "a password of some length"
	w.do("ada", http.MethodPost, "/api/v1/password-resets/consume", nil, obj{"token": token, "password": password}, 204)
	c := &client{t: w.t, base: w.p.authoring}
	in := w.must(c.send(http.MethodPost, "/api/v1/sessions", "application/json", "", obj{"email": name + "@portico.example", "password": password}), 201)
	c.cookie, _, _ = strings.Cut(in.header.Get("Set-Cookie"), ";")
	w.people[name] = &person{c, in.get("id").(string)}
}

// monday: the team, the sites, the first drafts.
func (w *week) monday() {
	all, both := []string{"*"}, []string{"shared", "group", "shop"}
	locales := []obj{{"tag": "fr", "fallback": "en", "home": "/fr/"}, {"tag": "en", "home": "/en/"}, {"tag": "de", "fallback": "en", "home": "/de/"}, {"tag": "ar", "fallback": "en", "home": "/ar/"}}
	site := func(key, parent string) obj {
		return obj{
			"key": key, "name": key, "origins": []string{"https://" + key + ".example"}, "owner": "Team", "locales": locales, "defaultLocale": "en",
			"brand": "orvane", "parent": parent,
		}
	}
	w.do("ada", http.MethodPost, "/api/v1/sites", nil, site("group", ""), 201)
	w.do("ada", http.MethodPost, "/api/v1/sites", nil, site("shop", "group"), 201)
	w.invite("mona", role("site-manager", []string{"group", "shop"}, all))
	w.invite("eli", role("editor", both, all))
	w.invite("tara", role("translator", both, []string{"de"}))
	w.invite("rex", role("reviewer", both, all))
	w.do("eli", http.MethodPost, "/api/v1/sites", nil, site("mine", ""), 403)

	w.create("eli", "shared", "faq", "opening", obj{"topic": "shop"}, obj{"en": obj{"question": "When are you open?", "answer": "From nine to five."}})
	w.create("eli", "group", "article", "winter", obj{"tags": []string{"winter"}, "related": []obj{{"$ref": "faq/" + w.ids["opening"]}}},
		obj{"en": obj{"title": "Winter", "body": "It is **cold**."}})
	w.do("tara", http.MethodPost, "/api/v1/entries", nil, obj{"space": "group", "type": "article"}, 403)
	for _, key := range []string{"about", "team", "jobs"} {
		w.create("eli", "group", "page", key, nil, obj{"en": obj{"title": strings.ToUpper(key)}})
	}
}

func (w *week) create(who, space, typ, key string, shared, locales obj) {
	w.t.Helper()
	r := w.do(who, http.MethodPost, "/api/v1/entries", nil, obj{"space": space, "type": typ, "key": key, "shared": shared, "locales": locales}, 201)
	w.ids[key] = r.get("id").(string)
}

func (w *week) entry(key string) string { return "/api/v1/entries/" + w.ids[key] }

func (w *week) version(key string) any {
	w.t.Helper()
	return w.do("ada", http.MethodGet, w.entry(key), nil, nil, 200).get("version")
}

// patch changes an entry as somebody, against its newest version.
func (w *week) patch(who, key string, patch obj, status int) response {
	w.t.Helper()
	return w.must(w.people[who].send(http.MethodPatch, w.entry(key), "application/merge-patch+json", fmt.Sprintf(`"%v"`, w.version(key)), patch), status)
}

// act does something to an entry against its newest version.
func (w *week) act(who, key, what string, body obj, status int) response {
	w.t.Helper()
	return w.do(who, http.MethodPost, w.entry(key)+"/"+what, w.version(key), body, status)
}

// tuesday: translation, two editors at once, a conversation, a tree.
func (w *week) tuesday() {
	w.patch("tara", "winter", obj{"locales": obj{"de": obj{"title": "Winter", "body": "Es ist **kalt**."}}}, 200)
	w.patch("tara", "winter", obj{"locales": obj{"en": obj{"title": "Mine"}}}, 403)
	w.patch("eli", "winter", obj{"locales": obj{"fr": obj{"title": "Hiver", "body": "Il fait **froid**."}, "ar": obj{"title": "شتاء", "body": "بارد"}}}, 200)

	old := w.version("winter")
	w.patch("mona", "winter", obj{"locales": obj{"en": obj{"summary": "Mona was here"}}}, 200)
	late := w.people["eli"].send(http.MethodPatch, w.entry("winter"), "application/merge-patch+json", fmt.Sprintf(`"%v"`, old), obj{"locales": obj{"en": obj{"body": "Eli too"}}})
	if got := w.must(late, 412).get("current.locales.en.summary"); got != "Mona was here" {
		w.t.Errorf("the 412 carries %v", got)
	}
	w.patch("eli", "winter", obj{"locales": obj{"en": obj{"body": "Eli too"}}}, 200)
	if got := w.do("eli", http.MethodGet, w.entry("winter"), nil, nil, 200).get("locales.en.summary"); got != "Mona was here" {
		w.t.Errorf("a text was lost: %v", got)
	}
	comment := w.do("rex", http.MethodPost, w.entry("winter")+"/comments", nil, obj{"body": "Too short?", "locale": "en", "pointer": "/locales/en/body", "mentions": []string{w.people["eli"].id}}, 201)
	if got := string(w.do("eli", http.MethodGet, "/api/v1/mentions", nil, nil, 200).body); !strings.Contains(got, "Too short?") {
		w.t.Errorf("mentions: %s", got)
	}
	w.do("eli", http.MethodPost, w.entry("winter")+"/comments", nil, obj{"body": "Longer now", "thread": comment.get("id")}, 201)

	w.act("eli", "team", "move", obj{"parent": w.ids["about"]}, 200)
	w.act("eli", "jobs", "move", obj{"parent": w.ids["team"]}, 200)
	w.act("eli", "about", "move", obj{"parent": w.ids["jobs"]}, 422) // it would stand below itself
}

// wednesday: review, publication, what sites see.
func (w *week) wednesday() {
	w.act("eli", "winter", "publish", obj{"locales": []string{"en"}}, 409) // nobody has approved it
	w.act("eli", "winter", "submit", obj{"locales": []string{"en", "fr", "de", "ar"}, "assignee": w.people["rex"].id}, 200)
	w.act("eli", "winter", "approve", obj{}, 403)
	w.act("rex", "winter", "request-changes", obj{"comment": "Say how cold."}, 200)
	w.patch("eli", "winter", obj{"locales": obj{"en": obj{"body": "It is **ten below**."}}}, 200)
	w.act("eli", "winter", "submit", obj{"locales": []string{"en", "fr", "de", "ar"}}, 200)
	w.act("rex", "winter", "approve", obj{"comment": "Good."}, 200)
	w.act("eli", "opening", "publish", obj{}, 200)
	out := w.act("eli", "winter", "publish", obj{"locales": []string{"en", "fr", "de", "ar"}}, 200)
	generation := out.header.Get("Portico-Generation")
	for locale, title := range map[string]string{"en": "Winter", "fr": "Hiver", "de": "Winter", "ar": "شتاء"} {
		for _, site := range []string{"group", "shop"} { // the shop inherits
			r := w.must(w.p.get("/v1/sites/"+site+"/entries/article?locale="+locale, "Portico-Min-Generation", generation), 200)
			if !strings.Contains(string(r.body), title) {
				w.t.Errorf("%s in %s: %s", site, locale, r.body)
			}
		}
	}
	for _, key := range []string{"about", "team", "jobs"} {
		generation = w.act("eli", key, "publish", obj{}, 200).header.Get("Portico-Generation")
	}
	below := w.p.get("/v1/sites/shop/entries/page?locale=en&include=parent&filter[parent]="+w.ids["about"], "Portico-Min-Generation", generation)
	if list, _ := w.must(below, 200).get("data").([]any); len(list) != 1 || !strings.Contains(string(below.body), `"title":"ABOUT"`) {
		w.t.Errorf("what stands below about: %s", below.body)
	}
}

// thursday: override, schedule, bulk, history, deletion.
func (w *week) thursday() {
	w.do("rex", http.MethodPost, w.entry("winter")+"/override", nil, obj{"site": "shop"}, 403)
	mine := w.do("mona", http.MethodPost, w.entry("winter")+"/override", nil, obj{"site": "shop"}, 201)
	w.ids["shop-winter"] = mine.get("id").(string)
	w.patch("mona", "shop-winter", obj{"locales": obj{"en": obj{"title": "Winter sale"}}}, 200)
	if got := string(w.do("mona", http.MethodGet, "/api/v1/sites/shop/inheritance?type=article", nil, nil, 200).body); !strings.Contains(got, `"overridden"`) {
		w.t.Errorf("the overview: %s", got)
	}
	w.act("mona", "shop-winter", "submit", obj{"locales": []string{"en"}}, 200)
	w.act("rex", "shop-winter", "approve", obj{}, 200)
	w.act("mona", "shop-winter", "schedule", obj{"action": "publish", "at": time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339Nano), "locales": []string{"en"}}, 200)
	w.p.waitFor("the planned publication", func() bool {
		return strings.Contains(string(w.p.get("/v1/sites/shop/entries/article?locale=en").body), "Winter sale")
	})
	if strings.Contains(string(w.p.get("/v1/sites/group/entries/article?locale=en").body), "Winter sale") {
		w.t.Error("the override shows on the parent")
	}

	var rows []obj
	for i := range 30 {
		key := fmt.Sprintf("q%02d", i)
		w.create("eli", "shared", "faq", key, obj{"topic": "bulk"}, obj{"en": obj{"question": fmt.Sprintf("Question %02d?", i)}})
		rows = append(rows, obj{"id": w.ids[key]})
	}
	w.patch("eli", "q07", obj{"locales": obj{"en": obj{"question": nil}}}, 200) // cannot be published
	job := w.do("eli", http.MethodPost, "/api/v1/jobs", nil, obj{"kind": "publish", "entries": rows}, 202)
	at := "/api/v1/jobs/" + job.get("id").(string)
	w.p.waitFor("the job", func() bool { return w.people["eli"].send(http.MethodGet, at, "", "", nil).get("state") == "done" })
	if r := w.do("eli", http.MethodGet, at, nil, nil, 200); r.get("done") != 30.0 || r.get("failed") != 1.0 {
		w.t.Errorf("the job: %s", r.body)
	}
	list := "/api/v1/entries?" + url.Values{
		"type": {"faq"}, "locale": {"en"}, "filter[topic]": {"bulk"}, "filter[status]": {"published"}, "count": {"exact"}, "q": {"questions"},
	}.Encode()
	w.p.waitFor("the list to see the job's last piece", func() bool {
		return w.people["eli"].send(http.MethodGet, list, "", "", nil).get("page.total") == 29.0
	})

	w.do("eli", http.MethodDelete, w.entry("opening"), w.version("opening"), nil, 409) // the article names it
	w.do("eli", http.MethodDelete, w.entry("opening")+"?replacement="+w.ids["q00"], w.version("opening"), nil, 204)
	w.do("eli", http.MethodPost, w.entry("opening")+"/restore", nil, nil, 200)
	own := w.do("mona", http.MethodPost, w.entry("opening")+"/override", nil, obj{"site": "shop"}, 201)
	w.ids["shop-opening"] = own.get("id").(string)
	if got := w.act("mona", "shop-opening", "resume", nil, 200).get("inherited.id"); got != w.ids["opening"] {
		w.t.Errorf("the shop inherits %v again", got)
	}
	diff := w.do("eli", http.MethodGet, w.entry("winter")+"/diff?from=1&to=draft", nil, nil, 200)
	if !strings.Contains(string(diff.body), "ten below") {
		w.t.Errorf("the difference: %s", diff.body)
	}
	w.do("eli", http.MethodPost, w.entry("winter")+"/revisions/1/restore", w.version("winter"), nil, 200)
	if got := w.do("eli", http.MethodGet, w.entry("winter"), nil, nil, 200).get("status.en"); got != "changed" {
		w.t.Errorf("after restoring: %v", got)
	}
}

// night: while nobody is at work the model changes: what was the summary is the lead from now on.
func (w *week) night() {
	w.t.Helper()
	if code := w.p.stop(); code != 0 {
		w.t.Fatalf("exit code %d", code)
	}
	from := w.types
	w.types = w.t.TempDir()
	for _, name := range []string{"article.yaml", "faq.yaml", "page.yaml"} {
		src, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			w.t.Fatal(err)
		}
		write(w.t, w.types, name, strings.Replace(string(src), "name: summary,", "name: lead, renamedFrom: summary,", 1))
	}
	w.p = serve(w.t, "--data-dir", w.dir, "--database-url", w.dbURL, "--content-types", w.types)
	for _, p := range w.people {
		p.base = w.p.authoring
	}
	if got := w.do("mona", http.MethodGet, w.entry("shop-winter"), nil, nil, 200).get("locales.en.lead"); got != "Mona was here" {
		w.t.Errorf("after the rename the draft has %v", got)
	}
	w.p.waitFor("the renamed field on the site", func() bool {
		return strings.Contains(string(w.p.get("/v1/sites/group/entries/article?locale=en&fields=lead").body), "Mona was here")
	})
}

// tellsTheWeek looks for what happened, in its order, among the lines of the audit.
func (w *week) tellsTheWeek(story string) {
	w.t.Helper()
	type line struct {
		Actor, Action, Subject string
		Before, After          map[string]any
	}
	var lines []line
	for src := range strings.Lines(story) {
		var l line
		if err := json.Unmarshal([]byte(src), &l); err != nil {
			w.t.Fatalf("%s: %v", src, err)
		}
		lines = append(lines, l)
	}
	next := 0
	for _, want := range []struct{ who, action, key string }{
		{"eli", "entry.create", "opening"}, {"eli", "entry.create", "winter"}, {"tara", "entry.save", "winter"}, {"eli", "entry.save", "winter"},
		{"mona", "entry.save", "winter"}, {"eli", "entry.save", "winter"}, {"rex", "comment.create", "winter"}, {"eli", "entry.move", "team"},
		{"eli", "entry.submit", "winter"}, {"rex", "entry.request-changes", "winter"}, {"eli", "entry.save", "winter"}, {"eli", "entry.submit", "winter"},
		{"rex", "entry.approve", "winter"}, {"eli", "entry.publish", "opening"}, {"eli", "entry.publish", "winter"},
		{"mona", "entry.override", "shop-winter"}, {"mona", "entry.save", "shop-winter"}, {"mona", "entry.schedule", "shop-winter"},
		{"mona", "entry.publish", "shop-winter"}, {"eli", "entry.publish", "q00"}, {"eli", "entry.trash", "opening"}, {"eli", "entry.restore", "opening"},
		{"mona", "entry.override", "shop-opening"}, {"mona", "entry.trash", "shop-opening"}, {"eli", "entry.save", "winter"},
		{"", "entry.migrate", "shop-winter"}, // by the process
	} {
		at := slices.IndexFunc(lines[next:], func(l line) bool {
			who := want.who == "" && strings.HasPrefix(l.Actor, "system:") || want.who != "" && l.Actor == w.people[want.who].id
			return who && l.Action == want.action && l.Subject == "entry/"+w.ids[want.key]
		})
		if at < 0 {
			w.t.Errorf("the audit does not tell of %+v in its place", want)
			continue
		}
		next += at + 1
	}
	if !slices.ContainsFunc(lines, func(l line) bool {
		return l.Actor == w.people["eli"].id && l.Action == "entry.save" && l.Before["/locales/en/body"] == "It is **cold**." && l.After["/locales/en/body"] == "Eli too"
	}) {
		w.t.Error("the audit does not tell what Eli's save changed")
	}
	if !slices.ContainsFunc(lines, func(l line) bool { return l.Action == "session.create" && l.Subject == "account/"+w.people["rex"].id }) {
		w.t.Error("the audit does not tell that Rex signed in")
	}
}

// friday: everything into another server, and the audit.
func (w *week) friday(otherURL string) {
	w.do("mona", http.MethodGet, "/api/v1/audit/export", nil, nil, 200)
	story := string(w.do("ada", http.MethodGet, "/api/v1/audit/export", nil, nil, 200).body)
	w.tellsTheWeek(story)
	for _, secret := range []string{"a password of some length", "correct horse battery", "argon2id"} {
		if strings.Contains(story, secret) || strings.Contains(w.p.out.String(), secret) {
			w.t.Errorf("%q was written down", secret)
		}
	}
	before := w.published(w.p)
	if code := w.p.stop(); code != 0 {
		w.t.Fatalf("exit code %d", code)
	}
	w.run("audit", "verify", "--data-dir", w.dir, "--database-url", w.dbURL)
	folder := filepath.Join(w.t.TempDir(), "out")
	w.run("export", folder, "--data-dir", w.dir, "--database-url", w.dbURL)
	other := w.t.TempDir()
	w.run("import", folder, "--data-dir", other, "--database-url", otherURL)
	w.p = serve(w.t, "--data-dir", other, "--database-url", otherURL, "--content-types", w.types)
	w.p.waitFor("what was imported", func() bool { return strings.Contains(w.published(w.p), "Winter sale") })
	if after := w.published(w.p); after != before {
		w.t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	again := filepath.Join(w.t.TempDir(), "again")
	w.p.stop()
	w.run("export", again, "--data-dir", other, "--database-url", otherURL)
	if one, two := files(w.t, folder), files(w.t, again); !slices.Equal(one, two) {
		w.t.Errorf("exported again, the files differ:\n%s\n%s", one, two)
	}
}

// published gives the titles that both sites show, in each locale.
func (w *week) published(p *process) string {
	var b strings.Builder
	for _, site := range []string{"group", "shop"} {
		for _, locale := range []string{"en", "fr", "de", "ar"} {
			for typ, title := range map[string]string{"article": "title"} {
				r := p.get("/v1/sites/" + site + "/entries/" + typ + "?sort=title&fields=" + title + "&locale=" + locale)
				list, _ := r.get("data").([]any)
				for _, e := range list {
					fmt.Fprintln(&b, site, locale, typ, e.(obj)["fields"], e.(obj)["inheritedFrom"])
				}
			}
		}
	}
	return b.String()
}

func (w *week) run(args ...string) {
	w.t.Helper()
	if out, err := command(w.t, args...).CombinedOutput(); err != nil {
		w.t.Fatalf("portico %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// files gives the names and contents of a folder.
func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out = append(out, name+"\n"+string(src))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
