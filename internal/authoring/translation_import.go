package authoring

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// ImportTranslations is an answer of a translator.
type ImportTranslations struct {
	File   []byte
	Format string // FormatXLIFF or FormatCSV
	Force  bool   // applies translations of texts that have changed since
	Try    bool   // says what would be done, and does nothing
}

// ImportState says what has become of one entry of an answer.
type ImportState string

// The states.
const (
	ImportSaved     ImportState = "saved"     // its draft has changed
	ImportUnchanged ImportState = "unchanged" // nothing of the answer was new
	ImportFailed    ImportState = "failed"    // nothing of it was taken
)

// ImportedTranslation says what has become of one entry of an answer.
type ImportedTranslation struct {
	ID       string
	State    ImportState
	Version  int64 // of the draft; 0 where it failed
	Outcome  exchange.Outcome
	Problems fault.Problems // why it failed
}

// ImportedTranslations says what has become of an answer.
type ImportedTranslations struct {
	Source, Target string
	Entries        []ImportedTranslation // in the order of the file
	Problems       fault.Problems        // of the file, with lines: what they are about was left out
}

// errTried ends the transaction of an import that was only to be tried.
var errTried = errors.New("authoring: tried")

// ImportTranslations fills an answer of a translator into drafts: nothing is published. It is one transaction; what is wrong with one
// entry (it is not for the actor, a field is not for them to write, a value does not fit) is told and the others are saved. Errors:
// fault.Unprocessable for a file without anything that can be read.
func (a *Authoring) ImportTranslations(
	ctx context.Context, actor Actor, x ImportTranslations,
) (out ImportedTranslations, done Written, err error) {
	if actor.ID == "" {
		return out, done, fault.New(fault.Unauthenticated, "sign in first")
	}
	if !actor.Access.MayUpdateAnything() {
		return out, done, fault.New(fault.Forbidden, "your roles do not allow you to change any entry")
	}
	read := exchange.ReadXLIFF
	if x.Format == FormatCSV {
		read = exchange.ReadCSV
	}
	job, problems := read(bytes.NewReader(x.File))
	out = ImportedTranslations{Source: job.Source, Target: job.Target, Problems: problems}
	switch {
	case len(job.Files) == 0 && len(problems) > 0:
		return out, done, problems.Err()
	case len(job.Files) == 0:
		return out, done, fault.New(fault.Unprocessable, "the file holds no translations")
	case len(job.Files) > maxExchanged:
		return out, done, fault.New(fault.Unprocessable, "the file holds more than %d entries: send it in parts", maxExchanged)
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		out.Entries = nil
		for _, f := range job.Files {
			row, err := p.importTranslation(ctx, job, f, x.Force)
			if err != nil {
				return err
			}
			out.Entries = append(out.Entries, row)
		}
		if x.Try {
			return errTried
		}
		return nil
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return out, done, err
}

// importTranslation applies one entry's part. What is wrong with it is found before anything is written.
func (p *publication) importTranslation(
	ctx context.Context, job exchange.Job, f exchange.File, force bool,
) (row ImportedTranslation, err error) {
	row = ImportedTranslation{ID: f.ID, State: ImportUnchanged}
	if !content.EntryID.MatchString(f.ID) {
		return ImportedTranslation{ID: f.ID, State: ImportFailed, Problems: fault.Problems{
			{Code: string(fault.NotFound), Message: "this is no id of an entry"},
		}}, nil
	}
	e, err := p.edit(ctx, identity.Update, f.ID, 0)
	if err == nil {
		row.Outcome, err = e.applyTranslation(ctx, job, f, force)
	}
	var fe *fault.Error
	var ps fault.Problems
	switch {
	case err == nil:
		row.Version = e.entry.Version
		if len(row.Outcome.Applied) > 0 {
			row.State = ImportSaved
		}
		return row, nil
	case errors.As(err, &ps):
		row.Problems = ps
	case errors.As(err, &fe) && (fe.Code == fault.NotFound || fe.Code == fault.Forbidden || fe.Code == fault.Conflict ||
		fe.Code == fault.Unprocessable):
		row.Problems = append(fault.Problems{{Code: string(fe.Code), Message: fe.Message}}, fe.Problems...)
	default:
		return row, err
	}
	row.State, row.Outcome.Applied = ImportFailed, nil
	return row, nil
}

func (e *editing) applyTranslation(ctx context.Context, job exchange.Job, f exchange.File, force bool) (out exchange.Outcome, err error) {
	draft := e.entry.Draft
	if err := e.actor.may(identity.Update, identity.Target{Type: draft.Type, Site: draft.Space, Locale: job.Target}); err != nil {
		return out, err
	}
	known, err := e.tx.Translations(ctx, []string{draft.ID})
	if err != nil {
		return out, err
	}
	next, out := exchange.Apply(e.typ, draft, job.Source, job.Target, f.Units, force)
	e.hideConflicts(job.Source, out.Conflicts)
	if len(out.Applied) > 0 {
		slugs := next.Clone()
		content.DeriveSlugs(e.typ, slugs)
		next.Locales[job.Target] = slugs.Locales[job.Target]
		if err := e.save(ctx, next, content.By{Author: e.actor.ID, Kind: content.Imported, Note: "translation from " + job.Source}); err != nil {
			return out, err
		}
	}
	return out, e.translatedFrom(ctx, job, f, out, known[draft.ID])
}

// hideConflicts takes out what the source says now, where that is not for the actor.
func (e *editing) hideConflicts(source string, conflicts []exchange.Conflict) {
	for i := range conflicts {
		name, _, _ := strings.Cut(strings.TrimPrefix(conflicts[i].Pointer, "/"), "/")
		if f := e.typ.Field(name); f == nil || !e.actor.mayField(identity.Read, e.typ, e.entry.Draft.Space, source, f) {
			conflicts[i].Now = ""
		}
	}
}

// translatedFrom keeps how far the translation is: as far as the draft that the texts were taken from, where some of it was not applied,
// and confirmed where all that was sent stands there already.
func (e *editing) translatedFrom(
	ctx context.Context, job exchange.Job, f exchange.File, out exchange.Outcome, was []content.Translation,
) error {
	known, err := e.tx.Translations(ctx, []string{e.entry.Draft.ID})
	if err != nil {
		return err
	}
	basis, partly := e.entry.Version, len(out.Conflicts)+len(out.Problems) > 0
	if partly {
		basis = min(max(f.Version, 1), basis)
		for _, tr := range was {
			if tr.Locale == job.Target {
				basis = tr.Basis
			}
		}
	}
	if len(out.Applied) == 0 && (partly || len(out.Unchanged) == 0) {
		return nil
	}
	was = known[e.entry.Draft.ID]
	next, ok := content.Confirmed(was, job.Target, basis)
	if !ok || slices.Equal(was, next) {
		return nil
	}
	if err := e.tx.SetTranslations(ctx, e.entry.Draft, next); err != nil {
		return err
	}
	return e.tellTranslated(ctx, job.Target, was, next)
}
