package authoring

import (
	"bytes"
	"context"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/schema"
)

// maxExchanged is how many entries one file for translators holds.
const maxExchanged = 1000

// Formats of files for translators.
const (
	FormatXLIFF = "xliff"
	FormatCSV   = "csv"
)

// ExportTranslations says what goes to a translator: the entries that are named, or those of a space and type whose document in the
// target locale is in a state.
type ExportTranslations struct {
	Entries []string
	Space   string // "" is every one that the actor may read; with State
	Type    string // likewise
	State   content.TranslationState
	Source  string // BCP 47
	Target  string // BCP 47
	Format  string // FormatXLIFF or FormatCSV
	Comma   rune   // of CSV: ',' ';' or a tab
	Open    bool   // without the texts whose translation is current
}

// TranslationFile is what goes to a translator.
type TranslationFile struct {
	Content []byte // in the format that was asked for
	Entries int    // whose texts are in it
	LeftOut int    // entries that were meant, and have no text to translate
}

// ExportTranslations writes the texts of entries as a file for translators: their drafts, as far as everybody may read them. Entries
// without texts in the source locale are left out, and counted. Errors: fault.NotFound for an entry that is not for the actor;
// fault.Unprocessable for bad locales, too many entries, or no text at all.
func (a *Authoring) ExportTranslations(ctx context.Context, actor Actor, x ExportTranslations) (*TranslationFile, error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	if err := x.check(); err != nil {
		return nil, err
	}
	job := exchange.Job{Source: x.Source, Target: x.Target}
	out := &TranslationFile{}
	err := a.store.View(ctx, func(tx Tx) error {
		ids, err := a.exported(ctx, tx, actor, x)
		if err != nil {
			return err
		}
		known, err := tx.Translations(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			s, t, err := a.typedEntry(ctx, tx, id)
			if err == nil {
				s, err = readable(actor, t, s)
			}
			if err != nil {
				return err
			}
			if s.Trashed() {
				return fault.New(fault.Unprocessable, "entry %s is in the trash", id)
			}
			base, err := a.baseTexts(ctx, tx, t, s, x, known[id])
			if err != nil {
				return err
			}
			f := exchange.Collect(t, s.Draft, s.Version, x.Source, x.Target, exchange.Options{Base: base, OnlyOpen: x.Open})
			if len(f.Units) == 0 {
				out.LeftOut++
				continue
			}
			job.Files = append(job.Files, f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(job.Files) == 0 {
		return nil, fault.New(fault.Unprocessable, "none of these entries has a text in %s to translate", x.Source)
	}
	out.Entries = len(job.Files)
	out.Content, err = x.write(job)
	return out, err
}

// check brings the locales to their canonical form, and refuses what makes no sense.
func (x *ExportTranslations) check() error {
	var ps fault.Problems
	for pointer, tag := range map[string]*string{"/source": &x.Source, "/target": &x.Target} {
		c, err := locale.Parse(*tag)
		if err != nil {
			ps.Add(fault.Problem{Pointer: pointer, Code: "bad_locale", Message: err.Error()})
			continue
		}
		*tag = c
	}
	if len(ps) == 0 && x.Source == x.Target {
		ps.Add(fault.Problem{Pointer: "/target", Code: "bad_locale", Message: "the target is another locale than the source"})
	}
	if len(x.Entries) > maxExchanged {
		ps.Add(fault.Problem{Pointer: "/entries", Code: "too_many", Message: "one file holds 1000 entries at most"})
	}
	return ps.Err()
}

// exported gives the ids of the entries that are meant, each once.
func (a *Authoring) exported(ctx context.Context, tx Tx, actor Actor, x ExportTranslations) (ids []string, err error) {
	if len(x.Entries) > 0 {
		seen := map[string]bool{}
		for _, id := range x.Entries {
			if !seen[id] {
				ids = append(ids, id)
			}
			seen[id] = true
		}
		return ids, nil
	}
	_, in, _, err := a.readablePlaces(ctx, tx, actor, x.Space, x.Type)
	if err != nil || len(in) == 0 {
		return nil, err
	}
	ids, err = tx.TranslationList(ctx, content.TranslationFilter{In: in, Locale: x.Target, State: x.State, Limit: maxExchanged + 1})
	if err == nil && len(ids) > maxExchanged {
		return nil, fault.New(fault.Unprocessable, "more than %d entries are meant: name a space and a type", maxExchanged)
	}
	return ids, err
}

// baseTexts gives the source texts that the translation was made from, so that the file says which have changed since: nil where none has.
func (a *Authoring) baseTexts(
	ctx context.Context, tx Tx, t *schema.Type, s *content.Stored, x ExportTranslations, known []content.Translation,
) (map[string]string, error) {
	for _, tr := range known {
		if tr.Locale != x.Target || tr.State != content.TranslationOutdated {
			continue
		}
		r, err := a.revision(ctx, tx, t, s.Draft.ID, tr.Basis)
		if fault.Is(err, fault.NotFound) { // not kept: then any text may have changed
			return map[string]string{}, nil
		}
		if err != nil {
			return nil, err
		}
		return exchange.Texts(t, r.Entry, x.Source), nil
	}
	return nil, nil //nolint:nilnil // all that is translated is current
}

func (x ExportTranslations) write(job exchange.Job) ([]byte, error) {
	var b bytes.Buffer
	if x.Format == FormatCSV {
		err := exchange.WriteCSV(&b, job, x.Comma)
		return b.Bytes(), err
	}
	err := exchange.WriteXLIFF(&b, job)
	return b.Bytes(), err
}
