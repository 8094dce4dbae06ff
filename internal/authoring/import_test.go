package authoring_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

// names gives the names of records, sorted; deleted ones with a minus.
func names(records map[string]published.Record) (out []string) {
	for name, r := range records {
		if r.Deleted {
			name = "-" + name
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// entry finds the published entry of a key.
func (p *plane) entry(typ, key string) published.Entry {
	p.t.Helper()
	for _, r := range p.since(0) {
		var e published.Entry
		if r.Kind == published.KindEntry && !r.Deleted && json.Unmarshal(r.Body, &e) == nil && e.Type == typ && e.Key == key {
			return e
		}
	}
	p.t.Fatalf("%s/%s is not published", typ, key)
	return published.Entry{}
}

func TestImport(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		done := p.importTiny(nil)
		want := &authoring.Imported{Generation: 1, Model: true, DesignSystem: "tiny 1.0.0", Created: authoring.Counts{Sites: 2, Menus: 3, Entries: 4}}
		done.Done = nil
		if diff := cmp.Diff(want, done); diff != "" {
			t.Error(diff)
		}
		// Keys became ids, forwards and in a circle, and only what the file publishes is out.
		first, second, how := p.entry("article", "first"), p.entry("article", "second"), p.entry("faq", "how")
		ref := func(e published.Entry) map[string]any { return map[string]any{"$ref": e.Type + "/" + e.ID} }
		if diff := cmp.Diff(map[string]any{"order": 1.0, "related": []any{ref(how), ref(second)}}, first.Shared); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]any{"see": ref(first)}, how.Shared); diff != "" {
			t.Error(diff)
		}
		if len(first.Locales) != 1 || first.Locales["en"].HTML["body"] != "<p>Some <strong>text</strong></p>\n" {
			t.Errorf("published: %+v", first.Locales)
		}
	})
}

// TestLargeImport: an import whose records are written before it ends is one publication, with each record once; one that fails then
// leaves nothing.
func TestLargeImport(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		text := strings.Repeat("Some words of a long text, and a few more of them.\n\n", 2000)
		many := files{}
		for i := range 60 {
			many[fmt.Sprintf("entries/shared/article/large-%d.yaml", i)] = fmt.Sprintf("locales:\n  en: {title: Large %d, body: %q}\n", i, text)
		}
		broken := maps.Clone(many)
		broken["entries/shared/article/zzz.yaml"] = "locales:\n  en: {title: Large 1}\n" // whose slug is taken: known at the end
		if err := p.unchanged(func() error {
			_, err := p.ImportFS(t.Context(), root, tiny(t, broken))
			return err
		}); err == nil {
			t.Error("two entries have one slug")
		}
		done := p.importTiny(many)
		if done.Generation != 2 || done.Created.Entries != 60 {
			t.Errorf("%+v", done)
		}
		records := p.since(1)
		size := 0
		for name, r := range records {
			if size += len(r.Body); r.Kind == published.KindEntry && (r.Generation != 2 || !strings.HasPrefix(name, "entry ")) {
				t.Errorf("%s of generation %d", name, r.Generation)
			}
		}
		if len(records) != 60 || size < 16<<20 {
			t.Errorf("%d records of %d bytes: the import was to be larger", len(records), size)
		}
	})
}

// TestImportTwice: what is the same makes no generation, and nothing is written.
func TestImportTwice(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		done := p.importTiny(nil)
		want := &authoring.Imported{Generation: 1, Unchanged: authoring.Counts{Sites: 2, Menus: 3, Entries: 4}}
		if diff := cmp.Diff(want, done); diff != "" {
			t.Error(diff)
		}
		if got := names(p.since(1)); len(got) > 0 {
			t.Errorf("records %q", got)
		}
	})
}

// TestImportUpdates: a change of one thing publishes the records that it touches, and no other.
func TestImportUpdates(t *testing.T) {
	menu := func(label string) string {
		return "name: footer\nspace: two\nitems:\n  - {id: contact, label: {fr: " + label + "}, site: two, path: /contact}\n"
	}
	for name, tt := range map[string]struct {
		files files
		want  []string // of the records; the id of the entry first is "first"
		done  authoring.Imported
	}{
		"entry": {
			files{first: "shared: {order: 2}\nlocales:\n  en: {title: First}\n  fr: {title: Premier}\npublish: [en]\n"}, []string{"entry first"},
			authoring.Imported{Updated: authoring.Counts{Entries: 1}, Unchanged: authoring.Counts{Sites: 2, Menus: 3, Entries: 3}},
		},
		"one more locale": {
			files{first: "shared: {order: 1, related: [faq/how, article/second]}\nlocales:\n  en: {title: First, body: \"Some **text**\"}\n  fr: {title: Premier}\n"}, []string{"entry first"},
			authoring.Imported{Updated: authoring.Counts{Entries: 1}, Unchanged: authoring.Counts{Sites: 2, Menus: 3, Entries: 3}},
		},
		"a draft's locale": { // is saved, and is nothing to delivery nodes
			files{first: "shared: {order: 1, related: [faq/how, article/second]}\nlocales:\n  en: {title: First, body: \"Some **text**\"}\n  fr: {title: Premier}\n  de: {title: Erster}\npublish: [en]\n"},
			[]string{"entry first"},
			authoring.Imported{Updated: authoring.Counts{Entries: 1}, Unchanged: authoring.Counts{Sites: 2, Menus: 3, Entries: 3}},
		},
		"menu of a site": {
			files{"menus/two/footer.yaml": menu("Nous")}, []string{"bundle two/fr", "bundle two/fr-CA"},
			authoring.Imported{Updated: authoring.Counts{Menus: 1}, Unchanged: authoring.Counts{Sites: 2, Menus: 2, Entries: 4}},
		},
		"site": { // its name is in its own header, and its address in the others' menus
			files{siteTwo: strings.Replace(string(tiny(t, nil)[siteTwo].Data), "name: Two", "name: Zwei", 1)}, []string{"bundle two/fr", "bundle two/fr-CA", "site two"},
			authoring.Imported{Updated: authoring.Counts{Sites: 1}, Unchanged: authoring.Counts{Sites: 1, Menus: 3, Entries: 4}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, p *plane) {
				p.importTiny(nil)
				id := p.entry("article", "first").ID
				done := p.importTiny(tt.files)
				tt.done.Generation, done.Done = 2, nil
				if diff := cmp.Diff(&tt.done, done); diff != "" {
					t.Error(diff)
				}
				got := names(p.since(1))
				for i := range got {
					got[i] = strings.Replace(got[i], id, "first", 1)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// TestImportNothingHalfDone: whatever is wrong, and however late it shows, no table has changed, and it is said where.
func TestImportNothingHalfDone(t *testing.T) {
	cases := map[string]struct {
		files files
		want  string
	}{
		"broken file":            {files{siteTwo: "key: [\n"}, "sites/two.yaml:"},
		"token cycle":            {files{"design-system/tokens/core.tokens.json": "{\n  \"a\": {\"$type\": \"dimension\", \"$value\": \"{b}\"},\n  \"b\": {\"$type\": \"dimension\", \"$value\": \"{a}\"}\n}", manifest: higher}, "design-system/tokens/core.tokens.json:2:"},
		"style":                  {files{"design-system/styles/tiny.css": "/**/\n@import \"./none.css\";", manifest: higher}, "design-system/styles/tiny.css:2:"},
		"template":               {files{"design-system/fragments/header.html": "<p>\n{{range .Menus.main}}{{(index .Items 30).Label}}{{end}}", manifest: higher}, "design-system/fragments/header.html:2:"},
		"item to nowhere":        {files{mainMenu: "name: main\nspace: shared\nitems:\n  - {id: a, label: {en: A}}\n"}, "menus/shared/main.yaml:4:5: "},
		"unknown site":           {files{mainMenu: "name: main\nspace: shared\nitems:\n  - {id: a, label: {en: A}, site: three, path: /}\n"}, "menus/shared/main.yaml:4:5: "},
		"unknown icon":           {files{mainMenu: "name: main\nspace: shared\nitems:\n  - {id: a, label: {en: A}, site: one, path: /, icon: star}\n"}, "menus/shared/main.yaml:4:5: "},
		"id in two menus":        {files{"menus/two/footer.yaml": "name: footer\nspace: two\nitems:\n  - {id: press, label: {en: P}, site: one, path: /}\n"}, "menus/two/footer.yaml:4:5: "},
		"unknown brand":          {files{siteTwo: strings.Replace(string(tiny(t, nil)[siteTwo].Data), "blue", "green", 1)}, "sites/two.yaml:1:1: "},
		"no messages":            {files{siteTwo: strings.Replace(string(tiny(t, nil)[siteTwo].Data), "{tag: fr, ", "{tag: it, ", 1)}, "sites/two.yaml:1:1: "},
		"missing field, last":    {files{"entries/two/faq/z.yaml": "shared: {see: article/first}\nlocales:\n  fr: {}\n"}, "entries/two/faq/z.yaml:"},
		"missing reference":      {files{"entries/two/faq/z.yaml": "shared: {see: article/none}\nlocales:\n  fr: {question: Q}\n"}, "entries/two/faq/z.yaml:1:15: there is no entry article/none"},
		"entry of no site":       {files{"entries/zoo/faq/z.yaml": "locales:\n  fr: {question: Q}\n"}, "entries/zoo/faq/z.yaml:1:1: the space \"zoo\""},
		"one address twice":      {files{"entries/shared/article/zzz.yaml": "locales:\n  en: {title: Second}\n"}, "entries/shared/article/zzz.yaml:2:"},
		"same version, other":    {files{"design-system/styles/tiny.css": ".b{}"}, "tiny 1.0.0 was released already"},
		"lower version":          {files{manifest: strings.Replace(higher, "1.1.0", "0.9.0", 1)}, "tiny 1.0.0 was released already"},
		"removed field":          {files{article: strings.Replace(string(tiny(t, nil)[article].Data), "  - {name: order, kind: integer, label: {en: Order}}\n", "", 1), first: "locales:\n  en: {title: First}\n"}, "article.order: the field is gone"},
		"removed type":           {files{"content-types/faq.yaml": "", "entries/shared/faq.yaml": "", article: strings.Replace(string(tiny(t, nil)[article].Data), "[article, faq]", "[article]", 1), first: "locales:\n  en: {title: First}\n"}, "faq: the type is gone"},
		"narrower type":          {files{article: strings.Replace(string(tiny(t, nil)[article].Data), "maxLength: 60", "maxLength: 4", 1)}, "article.title: maxLength goes from 60 to 4 ("},
		"no project":             {files{"content-types/": "", "design-system/": "", "sites/": "", "menus/": "", "entries/": ""}, "no project folder"},
		"id that is another's":   {files{"entries/shared/article/second.yaml": "", "entries/shared/article/new.yaml": "id: ID-OF-SECOND\nlocales:\n  en: {title: New}\n", first: "locales:\n  en: {title: First}\n"}, "entries/shared/article/new.yaml:1:5: entry shared/article/second has this id"},
		"another id than before": {files{"entries/shared/article/second.yaml": "id: 0192d3a0-0000-7000-8000-000000000001\nlocales:\n  en: {title: Second}\n"}, "entries/shared/article/second.yaml:1:5: this entry is there with id"},
	}
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		second := p.entry("article", "second").ID
		for name, tt := range cases {
			t.Run(name, func(t *testing.T) {
				p.t = t
				folder := tiny(t, tt.files)
				for _, f := range folder {
					f.Data = []byte(strings.Replace(string(f.Data), "ID-OF-SECOND", second, 1))
				}
				err := p.unchanged(func() error { _, err := p.ImportFS(t.Context(), root, folder); return err })
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v\nwant %s", err, tt.want)
				}
				if code := fault.CodeOf(err); code != fault.Unprocessable && code != fault.Conflict {
					t.Errorf("code %s", code)
				}
			})
		}
	})
}

const manifest = "design-system/design-system.yaml"

// higher is the manifest of the tiny group with a higher version.
const higher = `name: tiny
version: 1.1.0
title: Tiny
package: "@tiny/tokens"
brands:
  - {key: red, name: Red}
  - {key: blue, name: Blue}
resolver: tokens.resolver.json
parts: [head, header, footer]
styles: styles/tiny.css
scripts: scripts/tiny.ts
`

// TestImportFirstFails: an import into an empty database that fails leaves it empty.
func TestImportFirstFails(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		for name, replaced := range map[string]files{
			"no types":         {"content-types/": "", "entries/": ""},
			"no design system": {"design-system/": ""},
			"late":             {"menus/two/footer.yaml": "name: footer\nspace: two\nitems:\n  - {id: press, label: {en: P}, site: one, path: /}\n"},
		} {
			if err := p.unchanged(func() error { _, err := p.ImportFS(t.Context(), root, tiny(t, replaced)); return err }); err == nil {
				t.Error(name)
			}
		}
	})
}

// TestImportModel: additions apply; so do removals where nothing would be lost.
func TestImportModel(t *testing.T) {
	more := func(field string) string { return string(tiny(t, nil)[article].Data) + "  - " + field + "\n" }
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		done := p.importTiny(files{article: more("{name: note, kind: text, label: {en: Note}}"), "content-types/poem.yaml": poem})
		if !done.Model || !slices.Equal(names(p.since(1)), []string{"type article", "type poem"}) {
			t.Errorf("%+v, records %q", done, names(p.since(1)))
		}
		done = p.importTiny(nil) // no poem and no note was written: nothing is lost
		if !done.Model || !slices.Equal(names(p.since(2)), []string{"-type poem", "type article"}) {
			t.Errorf("%+v, records %q", done, names(p.since(2)))
		}
	})
}

const poem = "name: poem\nlabel: {en: Poem}\ntitle: t\nfields:\n  - {name: t, kind: text, label: {en: T}}\n"

// TestImportModelRecompiles: a text field that becomes Markdown is rendered in the entries that are out already.
func TestImportModelRecompiles(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		plain := strings.Replace(string(tiny(t, nil)[article].Data), "kind: markdown", "kind: long-text", 1)
		p.importTiny(files{article: plain})
		if html := p.entry("article", "first").Locales["en"].HTML; len(html) > 0 {
			t.Fatalf("rendered already: %v", html)
		}
		p.importTiny(files{"entries/": ""})
		if html := p.entry("article", "first").Locales["en"].HTML["body"]; html != "<p>Some <strong>text</strong></p>\n" {
			t.Errorf("rendered as %q", html)
		}
		if got := names(p.since(1)); len(got) != 2 {
			t.Errorf("records %q; only the type and the entry with a body have changed", got)
		}
	})
}

func TestImportDesignSystem(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		done := p.importTiny(files{manifest: higher, "design-system/styles/tiny.css": ".portico-header{margin:0}"})
		if done.DesignSystem != "tiny 1.1.0" {
			t.Errorf("%+v", done)
		}
		records := p.since(1)
		for _, want := range []string{"bundle one/en", "bundle one/fr", "bundle two/fr", "bundle two/fr-CA", "site one", "site two"} {
			if _, ok := records[want]; !ok {
				t.Errorf("%s is not published anew", want)
			}
		}
		assets := 0
		for _, r := range p.since(0) {
			if r.Kind == published.KindAsset && !r.Deleted {
				assets++
			}
		}
		if assets != 5 { // two styles before, two now, one script: a page that was rendered before loads the old ones
			t.Errorf("%d assets", assets)
		}
	})
}

// TestImportPart: a folder with entries alone, or menus alone, is checked against what is there.
func TestImportPart(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		one := fstest.MapFS{"entries/one/faq/new.yaml": {Data: []byte("shared: {see: article/first}\nlocales:\n  en: {question: New}\n")}}
		done, err := p.ImportFS(t.Context(), root, one)
		if err != nil || done.Created.Entries != 1 {
			t.Fatalf("%+v %v", done, err)
		}
		see, _ := p.entry("faq", "new").Shared["see"].(map[string]any)
		if see["$ref"] != "article/"+p.entry("article", "first").ID {
			t.Errorf("it refers to %v", see)
		}
		menu := fstest.MapFS{"menus/one/legal.yaml": {Data: []byte("name: legal\nspace: one\nitems:\n  - {id: imprint, label: {en: I}, site: two, path: /}\n")}}
		if done, err = p.ImportFS(t.Context(), root, menu); err != nil || done.Created.Menus != 1 {
			t.Fatalf("%+v %v", done, err)
		}
	})
}

// TestNearestReference: a key that stands in several spaces means the entry that a visitor of the site would get.
func TestNearestReference(t *testing.T) {
	faq := func(see string) string { return "shared: {see: article/" + see + "}\nlocales:\n  en: {question: Q}\n" }
	art := func(title string) string { return "locales:\n  en: {title: " + title + "}\n" }
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{
			"entries/one/article/second.yaml": art("Of one"), "entries/two/article/first.yaml": art("Of two"), "entries/two/article/lone.yaml": art("Alone"),
			"entries/two/faq/own.yaml": faq("first"), "entries/two/faq/parent.yaml": faq("second"), "entries/one/faq/shared.yaml": faq("first"),
			"entries/shared/faq/lone.yaml": faq("lone"),
		})
		titles := map[string]string{}
		for _, r := range p.since(0) {
			var e published.Entry
			if r.Kind == published.KindEntry && json.Unmarshal(r.Body, &e) == nil && e.Type == "article" {
				titles["article/"+e.ID] = fmt.Sprint(e.Locales["en"].Fields["title"])
			}
		}
		for key, want := range map[string]string{"own": "Of two", "parent": "Of one", "shared": "First", "lone": "Alone"} {
			see, _ := p.entry("faq", key).Shared["see"].(map[string]any)
			if got := titles[fmt.Sprint(see["$ref"])]; got != want {
				t.Errorf("%s leads to %q, want %q", key, got, want)
			}
		}
	})
}

// TestImportsAtOnce: the log's lock orders them; each sees what the one before it has written.
func TestImportsAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		var wg sync.WaitGroup
		for n := range 6 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				folder := fstest.MapFS{fmt.Sprintf("entries/shared/faq/n%d.yaml", n): {Data: []byte("locales:\n  en: {question: Q}\n")}}
				if _, err := p.ImportFS(context.Background(), root, folder); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		var entries []*content.Stored
		err := p.store.View(t.Context(), func(tx authoring.Tx) (err error) {
			entries, err = tx.Entries(t.Context(), content.Filter{Type: "faq"})
			return err
		})
		if err != nil || len(entries) != 8 {
			t.Errorf("%d entries, %v", len(entries), err)
		}
		if generation := p.importTiny(nil).Generation; generation != 7 {
			t.Errorf("generation %d, want 7", generation)
		}
	})
}

// TestImportNeedsTheRight: nobody imports who may not.
func TestImportNeedsTheRight(t *testing.T) {
	p := newPlane(t, "")
	for name, tt := range map[string]struct {
		actor authoring.Actor
		want  fault.Code
	}{
		"nobody": {authoring.Actor{}, fault.Unauthenticated},
		"editor": {actorOf(identity.Editor), fault.Forbidden},
		"viewer": {actorOf(identity.Viewer), fault.Forbidden},
		"odd":    {actorOf("root"), fault.Forbidden},
	} {
		err := p.unchanged(func() error { _, err := p.ImportFS(t.Context(), tt.actor, tiny(t, nil)); return err })
		if !fault.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		folder, _ := authoring.ReadFolder(tiny(t, nil), nil)
		err = p.unchanged(func() error { _, err := p.Import(t.Context(), tt.actor, folder, authoring.OriginImport); return err })
		if !fault.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
