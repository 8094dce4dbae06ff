package content_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
)

// TestTranslations follows an entry through its saves: what is translated from what, what lags and what is confirmed.
func TestTranslations(t *testing.T) {
	typ := model(t).Type("article")
	doc := func(docs ...string) *content.Entry {
		e := &content.Entry{Type: "article", Locales: map[string]map[string]any{}}
		for i := 0; i+1 < len(docs); i += 2 {
			e.Locales[docs[i]] = map[string]any{"title": docs[i+1]}
		}
		return e
	}
	var all []content.Translation
	var last *content.Entry
	version := int64(0)
	save := func(what string, e *content.Entry, want map[string]content.TranslationState) {
		t.Helper()
		version++
		all = content.Translations(typ, all, last, e, version, []string{"fr", "en"})
		last = e
		got := map[string]content.TranslationState{}
		for _, tr := range all {
			got[tr.Locale] = tr.State
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	const source, current, outdated = content.TranslationSource, content.TranslationCurrent, content.TranslationOutdated
	type states = map[string]content.TranslationState
	save("begun in German", doc("de", "Eins"), states{"de": source})
	save("the source stays, also where a preferred locale comes", doc("de", "Eins", "fr", "Un"), states{"de": source, "fr": current})
	save("the source changes", doc("de", "Zwei", "fr", "Un"), states{"de": source, "fr": outdated})
	save("an empty document is none", &content.Entry{Type: "article", Locales: map[string]map[string]any{
		"de": {"title": "Zwei"}, "fr": {"title": "Un"}, "en": {}}}, states{"de": source, "fr": outdated})
	save("the translation is saved", doc("de", "Zwei", "fr", "Deux"), states{"de": source, "fr": current})
	save("both change at once", doc("de", "Drei", "fr", "Trois", "en", "Three"), states{"de": source, "fr": current, "en": current})
	save("the source changes again", doc("de", "Vier", "fr", "Trois", "en", "Three"), states{"de": source, "fr": outdated, "en": outdated})

	confirmed, ok := content.Confirmed(all, "en", version)
	if !ok || confirmed[1].State != current || confirmed[2].State != outdated || all[1].State != outdated {
		t.Errorf("confirmed: %v, before %v", confirmed, all)
	}
	for _, tag := range []string{"de", "ar", ""} {
		if _, ok := content.Confirmed(all, tag, version); ok {
			t.Errorf("%q is confirmed", tag)
		}
	}
	save("the source goes: a preferred locale takes its place", doc("fr", "Trois", "en", "Three"), states{"fr": source, "en": current})
	save("the new source changes", doc("fr", "Quatre", "en", "Three"), states{"fr": source, "en": outdated})
	save("all goes", doc(), states{})
	save("created in several: the best preferred is the source", doc("ar", "1", "en", "1"), states{"ar": current, "en": source})
}
