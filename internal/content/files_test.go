package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
)

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return fsys
}

func TestReadFiles(t *testing.T) {
	fsys := folder(map[string]string{
		"entries/shared/article/winter-tariff.yaml": `id: 01920000-0000-7000-8000-000000000001
shared: {publishedOn: 2026-10-01, related: [faq/meter-reading], tags: [winter]}
locales:
  fr: {title: Tarif d’hiver, summary: Court}
  fr-ca: {title: Tarif}
  en:
    title: Winter tariff
    body: |
      # Text
publish: [fr, FR-CA]
`,
		"entries/shared/faq.yaml": `- key: meter-reading
  shared: {topic: meter}
  locales:
    en: {question: 'When is my meter read?', answer: Once a year.}
- key: second
  shared: {topic: meter, position: 3}
  publish: []
`,
		"entries/README.md":                "not an entry",
		"entries/shared/.git/x/y.yaml":     "not: read",
		"entries/shared/article/.swp.yaml": "not: read",
	})
	got, ps := content.ReadFiles(fsys, "entries", model(t))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	type file struct {
		Entry   *content.Entry
		Publish []string
		Place   string
	}
	var files []file
	for _, f := range got {
		files = append(files, file{f.Entry, f.Publish, f.Pos.Problem("", "x").String()})
	}
	want := []file{
		{
			&content.Entry{
				ID: "01920000-0000-7000-8000-000000000001", Space: "shared", Type: "article", Key: "winter-tariff",
				Shared: map[string]any{
					"category": "news", "publishedOn": "2026-10-01", "tags": []any{"winter"},
					"related": []any{map[string]any{"$ref": "faq/meter-reading"}},
				},
				Locales: map[string]map[string]any{
					"fr":    {"title": "Tarif d’hiver", "slug": "tarif-d-hiver", "summary": "Court"},
					"fr-CA": {"title": "Tarif", "slug": "tarif"},
					"en":    {"title": "Winter tariff", "slug": "winter-tariff", "body": "# Text\n"},
				},
			},
			[]string{"fr", "fr-CA"}, "entries/shared/article/winter-tariff.yaml:1:1: x",
		},
		{
			&content.Entry{
				Space: "shared", Type: "faq", Key: "meter-reading", Shared: map[string]any{"topic": "meter", "position": int64(100)},
				Locales: map[string]map[string]any{"en": {"question": "When is my meter read?", "slug": "when-is-my-meter-read", "answer": "Once a year."}},
			},
			[]string{"en"}, "entries/shared/faq.yaml:1:3: x",
		},
		{
			&content.Entry{
				Space: "shared", Type: "faq", Key: "second", Shared: map[string]any{"topic": "meter", "position": int64(3)},
				Locales: map[string]map[string]any{},
			},
			[]string{}, "entries/shared/faq.yaml:5:3: x",
		},
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	located := got[1].Locate(content.CheckPublish(model(t), &content.Entry{Space: "shared", Type: "faq", Key: "x", Shared: map[string]any{"topic": "x"}}, []string{"en"}, nil))
	var text []string
	for _, p := range located {
		text = append(text, p.String())
	}
	if diff := cmp.Diff([]string{
		"entries/shared/faq.yaml:4:9: there is no document in locale en",
		`entries/shared/faq.yaml:2:19: topic "x" is not one of contract, billing, meter, moving, outage, water, account, other`,
	}, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadFilesProblems(t *testing.T) {
	fsys := folder(map[string]string{
		"e/shared/article/a.yaml":    "shared: {publishedOn: tomorrow, colour: red}\nlocales:\n  fr: {title: 3}\n  nonsense-: {}\npublish: [de]\n",
		"e/shared/article/b.yaml":    "key: b\n",
		"e/shared/article/c.yaml":    "shared: [\n",
		"e/shared/article/D.yaml":    "shared: {}\n",
		"e/shared/article/f.yml":     "shared: {}\n",
		"e/shared/country.yaml":      "- {key: ch}\n- {key: ch}\n- {}\n",
		"e/shared/country/ch.yaml":   "id: 01920000-0000-7000-8000-000000000001\n",
		"e/shared/country/de.yaml":   "id: 01920000-0000-7000-8000-000000000001\n",
		"e/shared/recipe/cake.yaml":  "shared: {}\n",
		"e/stray.yaml":               "shared: {}\n",
		"e/shared/article/x/y.yaml":  "shared: {}\n",
		"e/Bad Space/article/g.yaml": "shared: {}\n",
	})
	_, ps := content.ReadFiles(fsys, "e", model(t))
	want := `e/Bad Space/article/g.yaml:1:1: space "Bad Space" is neither shared nor the key of a site
e/shared/article/D.yaml:1:1: key "D": use 1 to 80 of a-z, 0-9 and -, beginning with a letter or digit
e/shared/article/a.yaml:1:23: publishedOn "tomorrow" is not a day of the calendar, written as 2026-10-01
e/shared/article/a.yaml:1:41: type article has no field "colour"; it has category, publishedOn, contact, tags, related shared
e/shared/article/a.yaml:3:15: title must be text, not a number (put it in quotes)
e/shared/article/a.yaml:4:14: "nonsense-" is not a language tag (BCP 47, such as fr or fr-CA)
e/shared/article/a.yaml:5:11: the entry has no document in locale "de" to publish
e/shared/article/b.yaml:1:1: unknown key "key" in the file; allowed: archived, empty, id, locales, parent, position, publish, published, shared
e/shared/article/c.yaml:1: this is not YAML: did not find expected node content
e/shared/article/f.yml: entries are read from .yaml files: rename it
e/shared/article/x/y.yaml: an entry stands in {space}/{type}/{key}.yaml, a list of them in {space}/{type}.yaml
e/shared/country.yaml:1:9: entry shared/country/ch stands in e/shared/country/ch.yaml:1 already
e/shared/country.yaml:2:9: entry shared/country/ch stands in e/shared/country/ch.yaml:1 already
e/shared/country.yaml:3:3: key "": use 1 to 80 of a-z, 0-9 and -, beginning with a letter or digit
e/shared/country/de.yaml:1:5: entry 01920000-0000-7000-8000-000000000001 stands in e/shared/country/ch.yaml:1 already
e/shared/recipe/cake.yaml: there is no content type "recipe"; there are article, country, faq, notice, page
e/stray.yaml: an entry stands in {space}/{type}/{key}.yaml, a list of them in {space}/{type}.yaml`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(ps.Error(), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadFilesOfNoFolder(t *testing.T) {
	files, ps := content.ReadFiles(fstest.MapFS{}, "entries", model(t))
	if len(files) > 0 || len(ps) > 0 {
		t.Errorf("%v, %v", files, ps)
	}
	files, ps = content.ReadFiles(folder(map[string]string{"shared/country/ch.yaml": "shared: {code: CH}\n"}), ".", model(t))
	if len(files) != 1 || len(ps) > 0 || files[0].Entry.Key != "ch" {
		t.Errorf("%v, %v", files, ps)
	}
}
