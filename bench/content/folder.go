package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

//go:embed types/*.yaml
var types embed.FS

// siteKey is the site that asks. Its content stands in the shared space, as most content of a group does.
const siteKey = "bench"

const siteFile = `key: bench
name: Benchmark
origins: [https://bench.example]
stack: wrk
owner: Nobody
contact: nobody@bench.example
locales:
  - {tag: en, home: /en/}
  - {tag: fr, fallback: en, home: /fr/}
  - {tag: de, fallback: en, home: /de/}
  - {tag: es, fallback: en, home: /es/}
defaultLocale: en
brand: klio
integration: sdk
status: aligned
`

func articleID(n int) string  { return fmt.Sprintf("0192f0c8-0001-7000-8000-%012x", n) }
func categoryID(n int) string { return fmt.Sprintf("0192f0c8-0002-7000-8000-%012x", n) }

func categoryKey(n int) string { return fmt.Sprintf("category-%d", n) }

// entry is an entry as files, the management API and NDJSON have it.
type entry struct {
	ID      string                    `json:"id,omitempty"`
	Space   string                    `json:"space,omitempty"` // in files it is in the path, as type and key are
	Type    string                    `json:"type,omitempty"`
	Key     string                    `json:"key,omitempty"`
	Shared  map[string]any            `json:"shared"`
	Locales map[string]map[string]any `json:"locales"`
}

// entry gives article n; id and key are for the caller to set.
func (d data) entry(n int) entry {
	a := d.article(n)
	e := entry{Locales: map[string]map[string]any{}, Shared: map[string]any{
		"category": map[string]any{"$ref": "category/" + categoryID(a.category)}, "price": a.price, "date": a.date.Format(time.RFC3339),
	}}
	for _, locale := range locales {
		doc := d.document(n, locale)
		e.Locales[locale] = map[string]any{"title": doc.Title, "slug": doc.Slug, "summary": doc.Summary, "body": doc.Body}
	}
	return e
}

func categoryEntry(n int) entry {
	e := entry{ID: categoryID(n), Shared: map[string]any{}, Locales: map[string]map[string]any{}}
	for _, locale := range locales {
		e.Locales[locale] = map[string]any{"name": categoryName(n, locale)}
	}
	return e
}

// writeFolder writes the published data as a project folder. JSON is YAML: no second writer is needed.
func writeFolder(dir string, d data) error {
	if err := writeFile(filepath.Join(dir, "sites", siteKey+".yaml"), []byte(siteFile)); err != nil {
		return err
	}
	if err := writeTypes(filepath.Join(dir, "content-types")); err != nil {
		return err
	}
	for n := range d.categories {
		if err := writeEntry(dir, "category", categoryKey(n), categoryEntry(n)); err != nil {
			return err
		}
	}
	for n := range d.entries {
		e := d.entry(n)
		e.ID = articleID(n)
		e.Shared["category"] = map[string]any{"$ref": "category/" + categoryKey(d.article(n).category)} // files name keys
		if err := writeEntry(dir, "article", fmt.Sprintf("article-%d", n), e); err != nil {
			return err
		}
	}
	return nil
}

func writeTypes(dir string) error {
	for _, name := range []string{"article.yaml", "category.yaml"} {
		text, err := types.ReadFile("types/" + name)
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, name), text); err != nil {
			return err
		}
	}
	return nil
}

func writeEntry(dir, typ, key string, e entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, "entries/shared", typ, key+".yaml"), text)
}

func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o600)
}
