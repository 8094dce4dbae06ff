package authoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// translations gives the keys of the entries of a state, in pages of one, with how many a summary counts.
func (p *plane) translations(actor authoring.Actor, q authoring.TranslationQuery) string {
	p.t.Helper()
	var keys []string
	q.Limit = 1
	for {
		page, err := p.Translations(p.t.Context(), actor, q)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, it := range page.Items {
			keys = append(keys, it.Entry.Draft.Key)
			if it.Target.State != q.State || it.Target.Locale != q.Locale || it.Source.Locale == "" {
				p.t.Errorf("%s: %+v from %+v", it.Entry.Draft.Key, it.Target, it.Source)
			}
		}
		if q.After = page.Next; q.After == "" {
			slices.Sort(keys)
			return strings.Join(keys, " ")
		}
	}
}

// summary gives "space type locale source current outdated missing" of a type.
func (p *plane) translationCounts(actor authoring.Actor, space, typ string) (out []string) {
	p.t.Helper()
	rows, err := p.TranslationSummary(p.t.Context(), actor, space, typ)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%s %s %s %d %d %d %d", r.Space, r.Type, r.Locale, r.Source, r.Current, r.Outdated, r.Missing))
	}
	return out
}

func (p *plane) patch(actor authoring.Actor, id, patch string) *content.Stored {
	p.t.Helper()
	s, _, err := p.SaveEntry(p.t.Context(), actor, id, authoring.SaveEntry{Patch: []byte(patch)})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// TestTranslationState: what is missing and what lags shows in lists and counts, until it is translated or confirmed, and not in the trash.
func TestTranslationState(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"entries/": ""})
		ctx, editor := t.Context(), actorOf(identity.Editor)
		create := func(space, key string, tags ...string) string {
			locales := map[string]map[string]any{}
			for _, tag := range tags {
				locales[tag] = map[string]any{"title": key}
			}
			s, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{Space: space, Type: "article", Key: key, Locales: locales})
			if err != nil {
				t.Fatal(err)
			}
			return s.Draft.ID
		}
		a, b := create("one", "a", "en", "fr"), create("one", "b", "en")
		create("one", "c", "fr") // written in French first, though the site is English
		create("two", "d", "fr")
		fr := func(state content.TranslationState) string {
			return p.translations(editor, authoring.TranslationQuery{Space: "one", Type: "article", Locale: "fr", State: state})
		}
		const missing, outdated, current = content.TranslationMissing, content.TranslationOutdated, content.TranslationCurrent
		if fr(missing) != "b" || fr(outdated) != "" || fr(current) != "a" {
			t.Errorf("created: missing %s, outdated %s, current %s", fr(missing), fr(outdated), fr(current))
		}
		s := p.patch(editor, a, `{"locales":{"en":{"body":"More"}}}`)
		if fr(outdated) != "a" || fr(current) != "" {
			t.Errorf("changed: outdated %s, current %s", fr(outdated), fr(current))
		}
		want := []string{"one article en 2 0 0 1", "one article fr 1 0 1 1"}
		if diff := cmp.Diff(want, p.translationCounts(editor, "one", "article")); diff != "" {
			t.Error(diff)
		}
		if _, _, err := p.MarkTranslated(ctx, editor, a, s.Version-1, "fr"); !fault.Is(err, fault.Stale) {
			t.Errorf("confirmed without having read it: %v", err)
		}
		for _, tag := range []string{"en", "de"} {
			if _, _, err := p.MarkTranslated(ctx, editor, a, s.Version, tag); code(err) != "/locale no_translation" {
				t.Errorf("confirmed %s: %v", tag, err)
			}
		}
		if _, _, err := p.MarkTranslated(ctx, editor, a, s.Version, "fr"); err != nil || fr(current) != "a" {
			t.Errorf("confirmed: %v", err)
		}
		p.patch(editor, a, `{"locales":{"en":{"body":"Still more"}}}`)
		p.patch(editor, a, `{"shared":{"order":4}}`)
		if p.patch(editor, b, `{"locales":{"fr":{"title":"B"}}}`); fr(outdated) != "a" || fr(current) != "b" || fr(missing) != "" {
			t.Errorf("translated: outdated %s, current %s, missing %s", fr(outdated), fr(current), fr(missing))
		}
		if _, err := p.TrashEntry(ctx, editor, a, 0, ""); err != nil || fr(outdated) != "" {
			t.Errorf("in the trash: %v", err)
		}
		if _, _, err := p.RestoreEntry(ctx, editor, a); err != nil || fr(outdated) != "a" {
			t.Errorf("restored: %v", err)
		}
		if p.patch(editor, a, `{"locales":{"fr":null}}`); fr(missing) != "a" {
			t.Errorf("taken away: %s", fr(missing))
		}
	})
}

// TestTranslationsQ6: lists and counts have nothing that somebody may not read, and confirming asks for the locale.
func TestTranslationsQ6(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"entries/": ""})
		for _, space := range []string{"one", "two", "shared"} {
			_, _, err := p.CreateEntry(t.Context(), actorOf(identity.Editor), authoring.NewEntry{
				Space: space, Type: "article", Key: space, Locales: map[string]map[string]any{"fr": {"title": "T"}, "en": {"title": "T"}},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		one := actorWith("y", identity.Assignment{Role: identity.Translator, Sites: []string{"one"}, Locales: []string{"en"}})
		if got := p.translations(one, authoring.TranslationQuery{Locale: "de", State: content.TranslationMissing}); got != "one shared" {
			t.Errorf("missing: %s", got)
		}
		for _, line := range p.translationCounts(one, "", "") {
			if strings.HasPrefix(line, "two") {
				t.Errorf("counted: %s", line)
			}
		}
		if got := p.translationCounts(one, "two", ""); got != nil {
			t.Errorf("counted: %s", got)
		}
		s, err := p.EntryByKey(t.Context(), actorOf(identity.Editor), "one", "article", "one")
		if err != nil {
			t.Fatal(err)
		}
		for tag, want := range map[string]fault.Code{"fr": fault.Forbidden, "en": fault.Unprocessable} { // English is the source
			if _, _, err := p.MarkTranslated(t.Context(), one, s.Draft.ID, 0, tag); fault.CodeOf(err) != want {
				t.Errorf("%s: %v", tag, err)
			}
		}
	})
}

func (p *plane) sendOut(actor authoring.Actor, format string, ids ...string) []byte {
	p.t.Helper()
	file, err := p.ExportTranslations(p.t.Context(), actor, authoring.ExportTranslations{
		Entries: ids, Source: "en", Target: "de", Format: format, Comma: ',',
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return file.Content
}

// TestTranslationsLeftOut: who sends texts out is told how many entries have none in the source locale.
func TestTranslationsLeftOut(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		editor := actorOf(identity.Editor)
		a, b := p.draft(editor, "Winter"), p.draft(editor, "Summer") // in English
		x := authoring.ExportTranslations{Entries: []string{a.Draft.ID, b.Draft.ID, a.Draft.ID}, Source: "en", Target: "de", Format: authoring.FormatXLIFF}
		got, err := p.ExportTranslations(t.Context(), editor, x)
		if err != nil || got.Entries != 2 || got.LeftOut != 0 {
			t.Fatalf("%+v %v", got, err)
		}
		if _, _, err := p.ImportTranslations(t.Context(), editor, authoring.ImportTranslations{
			File: []byte(strings.Replace(string(p.sendOut(editor, authoring.FormatCSV, a.Draft.ID)), "/title,Winter,", "/title,Winter,Hiver", 1)), Format: authoring.FormatCSV,
		}); err != nil {
			t.Fatal(err)
		}
		x.Source, x.Target = "de", "fr"
		if got, err = p.ExportTranslations(t.Context(), editor, x); err != nil || got.Entries != 1 || got.LeftOut != 1 {
			t.Fatalf("%+v %v", got, err)
		}
	})
}

// TestTranslationExchange: texts go out, come back translated and become a draft; what has changed in between is told.
func TestTranslationExchange(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		a, b := p.draft(editor, "Winter"), p.draft(editor, "Summer")
		answer := func(file []byte) []byte { // a translator with one sentence
			text := strings.NewReplacer("/title,Winter,", "/title,Winter,Der Winter", "/title,Summer,", "/title,Summer,Der Sommer").Replace(string(file))
			return []byte(text)
		}
		file := answer(p.sendOut(editor, authoring.FormatCSV, a.Draft.ID, b.Draft.ID))
		if _, err := p.save(editor, b, "Late summer", false); err != nil {
			t.Fatal(err)
		}
		in := authoring.ImportTranslations{File: file, Format: authoring.FormatCSV, Try: true}
		var tried authoring.ImportedTranslations
		_ = p.unchanged(func() error {
			var err error
			if tried, _, err = p.ImportTranslations(ctx, editor, in); err != nil {
				t.Fatal(err)
			}
			return fault.New(fault.Conflict, "tried")
		})
		in.Try = false
		got, _, err := p.ImportTranslations(ctx, editor, in)
		if err != nil || len(got.Entries) != 2 || got.Target != "de" {
			t.Fatalf("%+v %v", got, err)
		}
		if diff := cmp.Diff(tried, got); diff != "" {
			t.Errorf("trying says something else: %s", diff)
		}
		first, second := got.Entries[0], got.Entries[1]
		if first.State != authoring.ImportSaved || second.State != authoring.ImportUnchanged || len(second.Outcome.Conflicts) != 1 ||
			second.Outcome.Conflicts[0].Now != "Late summer" {
			t.Errorf("%+v", got.Entries)
		}
		now, err := p.Entry(ctx, editor, a.Draft.ID)
		if err != nil || now.Draft.Locales["de"]["title"] != "Der Winter" || now.Draft.Locales["de"]["slug"] != "der-winter" || now.Published != nil {
			t.Errorf("%v %v", now.Draft.Locales, err)
		}
		state := func(id string) content.TranslationState {
			for _, st := range []content.TranslationState{content.TranslationCurrent, content.TranslationOutdated, content.TranslationMissing} {
				page, err := p.Translations(ctx, editor, authoring.TranslationQuery{Locale: "de", State: st})
				if err != nil {
					t.Fatal(err)
				}
				if slices.ContainsFunc(page.Items, func(it authoring.TranslationItem) bool { return it.Entry.Draft.ID == id }) {
					return st
				}
			}
			return ""
		}
		if state(a.Draft.ID) != content.TranslationCurrent || state(b.Draft.ID) != content.TranslationMissing {
			t.Errorf("states %s and %s", state(a.Draft.ID), state(b.Draft.ID))
		}
		in.Force = true
		if got, _, err = p.ImportTranslations(ctx, editor, in); err != nil || got.Entries[1].State != authoring.ImportSaved {
			t.Errorf("forced: %+v %v", got, err)
		}
		xliff := string(p.sendOut(editor, authoring.FormatXLIFF, a.Draft.ID))
		if !strings.Contains(xliff, "Der Winter") || strings.Contains(xliff, "portico:outdated") {
			t.Errorf("exported: %s", xliff)
		}
		p.patch(editor, a.Draft.ID, `{"locales":{"en":{"title":"Deep winter"}}}`)
		if xliff = string(p.sendOut(editor, authoring.FormatXLIFF, a.Draft.ID)); !strings.Contains(xliff, "portico:outdated") {
			t.Errorf("what lags is not told: %s", xliff)
		}
		back := strings.Replace(xliff, "Der Winter", "Tiefer Winter", 1)
		if got, _, err = p.ImportTranslations(ctx, editor, authoring.ImportTranslations{File: []byte(back), Format: authoring.FormatXLIFF}); err != nil ||
			got.Entries[0].State != authoring.ImportSaved || state(a.Draft.ID) != content.TranslationCurrent {
			t.Errorf("XLIFF: %+v %v", got, err)
		}
		for name, file := range map[string]string{"nothing": "", "no XLIFF": "<a/>", "a document type": "<!DOCTYPE x [<!ENTITY a 'b'>]><xliff/>"} {
			if _, _, err := p.ImportTranslations(ctx, editor, authoring.ImportTranslations{File: []byte(file)}); !fault.Is(err, fault.Unprocessable) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestImportRowsA1: rows of entries, fields and locales that are not somebody's to write are refused, and the others are saved.
func TestImportRowsA1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		mine, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{Space: "one", Type: "article", Locales: map[string]map[string]any{"en": {"title": "Mine"}}})
		if err != nil {
			t.Fatal(err)
		}
		theirs, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{Space: "two", Type: "article", Locales: map[string]map[string]any{"en": {"title": "Theirs"}}})
		if err != nil {
			t.Fatal(err)
		}
		shared := p.draft(editor, "Shared")
		row := func(id, source string) string { return id + ",en,de,/title," + source + ",Deutsch\n" }
		file := "id,sourceLocale,locale,pointer,source,target\n" + row(theirs.Draft.ID, "Theirs") + row(shared.Draft.ID, "Shared") +
			row(content.NewID(), "x") + row("none", "x") + row(mine.Draft.ID, "Mine")
		in := authoring.ImportTranslations{File: []byte(file), Format: authoring.FormatCSV}
		translator := func(tag string) authoring.Actor {
			return actorWith("y", identity.Assignment{Role: identity.Translator, Sites: []string{"one"}, Locales: []string{tag}})
		}
		got, _, err := p.ImportTranslations(ctx, translator("de"), in)
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]authoring.ImportState{}
		for _, e := range got.Entries {
			states[e.ID] = e.State
			if e.State == authoring.ImportFailed && len(e.Problems) == 0 {
				t.Errorf("%s fails without a reason", e.ID)
			}
		}
		if states[mine.Draft.ID] != authoring.ImportSaved || states[theirs.Draft.ID] != authoring.ImportFailed || states[shared.Draft.ID] != authoring.ImportFailed {
			t.Errorf("%v", states)
		}
		for _, id := range []string{theirs.Draft.ID, shared.Draft.ID} {
			if s, err := p.Entry(ctx, editor, id); err != nil || s.Draft.Locales["de"] != nil {
				t.Errorf("written: %v", s.Draft.Locales)
			}
		}
		before := p.translationCounts(editor, "", "")
		if got, _, err = p.ImportTranslations(ctx, translator("fr"), in); err != nil || slices.ContainsFunc(got.Entries, func(e authoring.ImportedTranslation) bool { return e.State == authoring.ImportSaved }) {
			t.Errorf("in a locale that is not theirs: %+v %v", got.Entries, err)
		}
		if diff := cmp.Diff(before, p.translationCounts(editor, "", "")); diff != "" {
			t.Error(diff)
		}
		if _, _, err := p.ImportTranslations(ctx, actorOf(identity.Viewer), in); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a viewer: %v", err)
		}
		if _, err := p.ExportTranslations(ctx, translator("de"), authoring.ExportTranslations{
			Entries: []string{theirs.Draft.ID}, Source: "en", Target: "de", Format: authoring.FormatXLIFF,
		}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another site's entry is exported: %v", err)
		}
	})
}
