package authoring_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// export gives the files of an export.
func (p *plane) export(scope authoring.ExportScope) map[string]string {
	p.t.Helper()
	out := map[string]string{}
	_, err := p.Export(p.t.Context(), root, scope, func(name string, src []byte) error {
		if _, twice := out[name]; twice {
			p.t.Errorf("%s is written twice", name)
		}
		out[name] = string(src)
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// folderOf makes a folder of the files of an export.
func folderOf(exported map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, src := range exported {
		out[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return out
}

// moved imports an export into an empty database, and compares what comes out there.
func moved(t *testing.T, exported map[string]string) *plane {
	t.Helper()
	other := newPlane(t, "")
	if _, err := other.ImportFS(t.Context(), root, folderOf(exported)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(exported, other.export(authoring.ExportScope{})); diff != "" {
		t.Errorf("after an import it is (-want +got):\n%s", diff)
	}
	done, err := other.ImportFS(t.Context(), root, folderOf(exported))
	if err != nil || len(done.Done) > 0 || done.Created != (authoring.Counts{}) {
		t.Errorf("importing it once more did %+v, %v", done, err)
	}
	return other
}

// put creates an entry and gives its id.
func (p *plane) put(n authoring.NewEntry) string {
	p.t.Helper()
	s, _, err := p.CreateEntry(p.t.Context(), root, n)
	if err != nil {
		p.t.Fatal(err)
	}
	return s.Draft.ID
}

func (p *plane) must(_ any, _ authoring.Written, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

type docs = map[string]map[string]any

// TestExportStates: what an export writes of each state, and that all of it comes back.
func TestExportStates(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		changed := p.put(authoring.NewEntry{Space: "shared", Type: "article", Key: "changed", Locales: docs{"en": {"title": "Old"}, "fr": {"title": "Vieux"}}})
		p.must(p.PublishEntry(ctx, root, changed, 0, []string{"en"}))
		p.must(p.SaveEntry(ctx, root, changed, authoring.SaveEntry{Patch: []byte(`{"shared":{"order":7,"related":[{"$ref":"faq/how"}]},"locales":{"en":{"title":"New","slug":null}}}`)}))
		archived := p.put(authoring.NewEntry{Space: "one", Type: "article", Key: "archived", Locales: docs{"en": {"title": "Gone"}, "fr": {"title": "Parti"}}})
		p.must(p.ArchiveEntry(ctx, root, archived, 0, []string{"fr"}, true))
		p.put(authoring.NewEntry{Space: "two", Type: "article", Key: "first", Locales: docs{"fr": {"title": "Of two"}}})
		first := p.entry("article", "first").ID
		p.put(authoring.NewEntry{Space: "two", Type: "faq", Key: "far", Shared: map[string]any{"see": "article/" + first}, Locales: docs{"fr": {"question": "true"}}})
		trashed := p.put(authoring.NewEntry{Space: "two", Type: "faq", Key: "trashed"})
		if _, err := p.TrashEntry(ctx, root, trashed, 0, ""); err != nil {
			t.Fatal(err)
		}
		got := p.export(authoring.ExportScope{})
		for name, want := range map[string]string{
			"entries/shared/article/changed.yaml": "id: " + changed + `
shared:
  order: 7
  related:
    - faq/how
locales:
  en:
    title: New
  fr:
    slug: vieux
    title: Vieux
empty:
  - /locales/en/slug
publish:
  - en
published:
  locales:
    en:
      slug: old
      title: Old
`,
			"entries/one/article/archived.yaml": "id: " + archived + `
locales:
  en:
    slug: gone
    title: Gone
  fr:
    slug: parti
    title: Parti
publish: []
archived:
  - fr
`,
			"entries/two/faq/trashed.yaml": "",
		} {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		if far := got["entries/two/faq/far.yaml"]; !strings.Contains(far, "see: article/"+first+"\n") || !strings.Contains(far, `question: "true"`) {
			t.Errorf("a key that leads elsewhere from there is not used:\n%s", far)
		}
		other := moved(t, got)
		s, err := other.Entry(ctx, root, changed)
		if err != nil || s.Published.Locales["en"]["title"] != "Old" || s.Draft.Locales["en"]["title"] != "New" || s.Status("fr") != content.StatusDraft {
			t.Errorf("%+v %v", s, err)
		}
	})
}

// TestImportDescribesTheState: an import takes out of service what its file does not publish, and out of the trash what it has.
func TestImportDescribesTheState(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		id := p.entry("article", "first").ID
		src := "shared: {order: 1, related: [faq/how, article/second]}\nlocales:\n  en: {title: First, body: \"Some **text**\"}\n  fr: {title: Premier}\npublish: []\n"
		folder := fstest.MapFS{first: {Data: []byte(src)}}
		plan, err := p.PreviewImport(t.Context(), root, folder)
		want := []authoring.Done{{Name: first, What: "unpublished"}}
		if err != nil || !cmp.Equal(plan.Done, want) || plan.Generation != 1 || len(p.since(1)) > 0 {
			t.Errorf("%+v %v", plan, err)
		}
		done, err := p.ImportFS(t.Context(), root, folder)
		if err != nil || !cmp.Equal(done.Done, want) || done.Unpublished.Entries != 1 {
			t.Errorf("%+v %v", done, err)
		}
		if got := names(p.since(1)); !slices.Equal(got, []string{"-entry " + id}) {
			t.Errorf("records %q", got)
		}
		other := p.put(authoring.NewEntry{Space: "one", Type: "article", Key: "back", Locales: docs{"en": {"title": "Back"}}})
		if _, err := p.TrashEntry(t.Context(), root, other, 0, ""); err != nil {
			t.Fatal(err)
		}
		done, err = p.ImportFS(t.Context(), root, fstest.MapFS{"entries/one/article/back.yaml": {Data: []byte("locales:\n  en: {title: Back}\n")}})
		if err != nil || !cmp.Equal(done.Done, []authoring.Done{{Name: "entries/one/article/back.yaml", What: "restored"}}) || p.entry("article", "back").ID != other {
			t.Errorf("%+v %v", done, err)
		}
	})
}

// TestImportExchangesUniqueValues: of two entries that exchange their addresses neither stands in the way of the other; a third is.
func TestImportExchangesUniqueValues(t *testing.T) {
	art := func(title, slug string) string { return "locales:\n  en: {title: " + title + ", slug: " + slug + "}\n" }
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"entries/one/article/a.yaml": art("A", "x"), "entries/one/article/b.yaml": art("B", "y")})
		done, err := p.ImportFS(t.Context(), root, fstest.MapFS{
			"entries/one/article/a.yaml": {Data: []byte(art("A", "y"))}, "entries/one/article/b.yaml": {Data: []byte(art("B", "x"))},
		})
		if err != nil || done.Updated.Entries != 2 {
			t.Errorf("%+v %v", done, err)
		}
		err = p.unchanged(func() error {
			_, err := p.ImportFS(t.Context(), root, fstest.MapFS{"entries/one/article/c.yaml": {Data: []byte(art("C", "x"))}})
			return err
		})
		if want := "entries/one/article/c.yaml:2:24: entry one/article/b has this value already, and it is unique"; err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	})
}

// TestImportNeverRevivesAnIDA6: an entry that was deleted for good does not come back under its id.
func TestImportNeverRevivesAnIDA6(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		id := p.put(authoring.NewEntry{Space: "one", Type: "article", Key: "gone"})
		before := p.export(authoring.ExportScope{Types: []string{"article"}, Parts: []string{"entries"}, Sites: []string{"one"}})
		if _, err := p.TrashEntry(t.Context(), root, id, 0, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := p.PurgeEntry(t.Context(), root, id); err != nil {
			t.Fatal(err)
		}
		err := p.unchanged(func() error { _, err := p.ImportFS(t.Context(), root, folderOf(before)); return err })
		if err == nil || !strings.Contains(err.Error(), "entries/one/article/gone.yaml:1:5: an entry with this id was deleted for good") {
			t.Error(err)
		}
	})
}

// TestExportScope: a part is a part, and what leads to nothing is told.
func TestExportScope(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(nil)
	for name, tt := range map[string]struct {
		scope authoring.ExportScope
		want  string
	}{
		"menus of a site": {authoring.ExportScope{Parts: []string{"menus"}, Sites: []string{"two"}}, "menus/two/footer.yaml"},
		"one type":        {authoring.ExportScope{Parts: []string{"entries", "sites"}, Sites: []string{"shared"}, Types: []string{"faq"}}, "entries/shared/faq/how.yaml entries/shared/faq/why.yaml"},
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(p.export(tt.scope))), " "); got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, bad := range []authoring.ExportScope{{Parts: []string{"accounts"}}, {Sites: []string{"../x"}}, {Types: []string{"poem"}}} {
		if _, err := p.Export(t.Context(), root, bad, nil); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	for _, actor := range []authoring.Actor{{}, actorOf(identity.Editor), actorOf("")} {
		if _, err := p.Export(t.Context(), actor, authoring.ExportScope{}, nil); err == nil {
			t.Errorf("%s exports", actor.ID)
		}
	}
}

// TestExportHoldsNoSecretL1: nothing of accounts, sessions and keys is in an export.
func TestExportHoldsNoSecretL1(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(nil)
	p.account("ada@portico.example", identity.Administrator)
	token, _, err := p.SignIn(t.Context(), "ada@portico.example", password)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{token, password, "ada@portico.example", "argon2"}
	for _, table := range []string{"sessions", "installation"} {
		for _, row := range storetest.Dump(t, "", p.dir)[table] {
			if word := strings.Fields(strings.Trim(row, "[]")); len(word[0]) > 20 {
				secrets = append(secrets, word[0])
			}
		}
	}
	for name, src := range p.export(authoring.ExportScope{}) {
		for _, secret := range secrets {
			if strings.Contains(src, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
}

// TestExportOfTheSampleGroup: all that the sample has comes back as the same bytes.
func TestExportOfTheSampleGroup(t *testing.T) {
	p := newPlane(t, "")
	group := os.DirFS("../../examples/group")
	if _, err := p.ImportFS(t.Context(), root, withTypes(t, group)); err != nil {
		t.Fatal(err)
	}
	moved(t, p.export(authoring.ExportScope{}))
}

// TestExportListsMedia: an export has the media of its spaces and names how many entries show each, in components, blocks and what is
// published too, and nothing else.
func TestExportListsMedia(t *testing.T) {
	p := newPlane(t, "")
	p.importTiny(files{
		"content-types/shot.yaml": "name: shot\nlabel: {en: Shot}\ntitle: name\nfields:\n  - {name: cover, kind: media, label: {en: C}}\n  - {name: name, kind: text, label: {en: N}}\n" +
			"  - {name: body, kind: blocks, components: [frame], label: {en: B}, localized: true}\n",
		"content-types/components/frame.yaml": "name: frame\nlabel: {en: Frame}\nfields:\n  - {name: image, kind: media, many: true, label: {en: I}}\n" +
			"  - {name: inner, kind: blocks, components: [frame], label: {en: In}}\n",
	})
	beach, cliff, harbour, shore := p.medium("shared", "png"), p.medium("shared", "png"), p.medium("shared", "pdf"), p.medium("shared", "pdf")
	unused := p.medium("one", "pdf")
	_, _, err := p.PatchMedium(t.Context(), root, beach, 1, []byte(`{"file":"Beach.png","alt":{"en":"The beach","fr":"La plage"}}`))
	if err != nil {
		t.Fatal(err)
	}
	frame := func(ids ...any) map[string]any { return map[string]any{"$type": "frame", "image": ids} }
	deep := frame(shore)
	deep["inner"] = []any{frame(harbour, cliff)}
	id := p.put(authoring.NewEntry{Space: "shared", Type: "shot", Key: "a", Shared: map[string]any{"cover": harbour, "name": "no-medium"},
		Locales: docs{"en": {"body": []any{deep}}}})
	p.must(p.PublishEntry(t.Context(), root, id, 0, []string{"en"}))
	p.must(p.SaveEntry(t.Context(), root, id, authoring.SaveEntry{Patch: []byte(`{"shared":{"cover":"` + beach + `"}}`)}))
	p.put(authoring.NewEntry{Space: "two", Type: "shot", Key: "b", Shared: map[string]any{"cover": beach}})
	const file = "media/list.yaml"
	all := p.export(authoring.ExportScope{})
	list := func(parts ...string) string { return "media:\n" + strings.Join(parts, "") }
	one := func(id string, entries int, rest string) string {
		count := fmt.Sprintf("    entries: %d\n", entries)
		if entries == 0 {
			count = ""
		}
		return "  - id: " + id + "\n" + count + rest
	}
	first := one(beach, 2, "    space: shared\n    file: Beach.png\n    alt:\n      en: The beach\n      fr: La plage\n")
	want := list(first, one(cliff, 1, "    space: shared\n    file: file.png\n"), one(harbour, 1, "    space: shared\n    file: file.pdf\n"),
		one(shore, 1, "    space: shared\n    file: file.pdf\n"), one(unused, 0, "    space: one\n    file: file.pdf\n"))
	if diff := cmp.Diff(want, all[file]); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(all["media/"+beach+".png"], "\x89PNG") || all["media/"+unused+".pdf"] != mediaSamples["pdf"] {
		t.Error("the bytes are not there")
	}
	moved(t, all)
	two := p.export(authoring.ExportScope{Parts: []string{"media"}, Sites: []string{"two"}})
	first = strings.Replace(first, "entries: 2", "entries: 1", 1)
	if diff := cmp.Diff(map[string]string{file: list(first), "media/" + beach + ".png": all["media/"+beach+".png"]}, two); diff != "" {
		t.Error(diff)
	}
}
