package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/locale"
)

// translationBody says how far a locale of an entry is.
type translationBody struct {
	ID            string                   `json:"id"`
	Type          string                   `json:"type"`
	Space         string                   `json:"space"`
	Key           string                   `json:"key"`
	Title         map[string]string        `json:"title" doc:"By locale; under an empty name where all locales share it"`
	Locale        string                   `json:"locale"`
	State         content.TranslationState `json:"state" enum:"source,current,outdated,missing"`
	Source        string                   `json:"source" doc:"The locale that it is translated from"`
	Version       int64                    `json:"version" doc:"Of the draft"`
	SourceVersion int64                    `json:"sourceVersion" doc:"In which the source changed last"`
	BasisVersion  int64                    `json:"basisVersion,omitempty" doc:"The newest when the translation was made or confirmed"`
}

// confirmedBody is a locale of an entry, after one was confirmed.
type confirmedBody struct {
	Locale string                   `json:"locale"`
	State  content.TranslationState `json:"state" enum:"source,current,outdated"`
}

// summaryBody counts entries by how far they are.
type summaryBody struct {
	Space    string `json:"space"`
	Type     string `json:"type"`
	Locale   string `json:"locale"`
	Source   int    `json:"source" doc:"Entries that are translated from this locale"`
	Current  int    `json:"current"`
	Outdated int    `json:"outdated"`
	Missing  int    `json:"missing"`
}

func (a *api) registerTranslations() {
	a.registerTranslationReads()
	a.registerExchange()
	type mark struct {
		EntryWrite

		Body struct {
			Locale string `json:"locale" maxLength:"60" doc:"Whose document says what the source does"`
		}
	}
	type output struct {
		Written
		Body listOf[confirmedBody]
	}
	handle(a, huma.Operation{
		OperationID: "mark-translated", Method: http.MethodPost, Path: "/api/v1/entries/{id}/translated", Summary: "Confirm a translation",
		Description: "It says what its source does, without a change of it.",
		Tags:        []string{"Translation"}, Security: signedIn, Errors: append(writeErrors, http.StatusConflict),
	}, func(ctx context.Context, in *mark) (*output, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		tag := in.Body.Locale
		if c, err := locale.Parse(tag); err == nil {
			tag = c
		}
		all, done, err := a.Authoring.MarkTranslated(ctx, actorOf(ctx), in.ID, version, tag)
		if err != nil {
			return nil, err
		}
		out := &output{Written: Written{done.Sequence, done.Generation}, Body: listOf[confirmedBody]{[]confirmedBody{}}}
		for _, tr := range all {
			out.Body.Data = append(out.Body.Data, confirmedBody{tr.Locale, tr.State})
		}
		return out, nil
	})
}

func (a *api) registerTranslationReads() {
	type list struct {
		Space  string `query:"space" maxLength:"40"`
		Type   string `query:"type" maxLength:"40"`
		Locale string `query:"locale" required:"true" maxLength:"60"`
		State  string `query:"state" enum:"missing,outdated,current" default:"missing"`
		After  string `query:"page[after]" maxLength:"80" doc:"What page.next was"`
		Limit  int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body pageOf[translationBody] }
	handle(a, huma.Operation{
		OperationID: "list-translations", Method: http.MethodGet, Path: "/api/v1/translations", Summary: "List what is to be translated",
		Description: "Entries whose document in a locale is missing, outdated (the source changed since) or current.",
		Tags:        []string{"Translation"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		tag := in.Locale
		if c, err := locale.Parse(tag); err == nil {
			tag = c
		}
		page, err := a.Authoring.Translations(ctx, actorOf(ctx), core.TranslationQuery{
			Space: in.Space, Type: in.Type, Locale: tag, State: content.TranslationState(in.State), After: in.After, Limit: in.Limit,
		})
		if err != nil {
			return nil, err
		}
		out := &listOutput{pageOf[translationBody]{Data: []translationBody{}, Page: pageBody{Size: in.Limit, Next: page.Next}}}
		for _, it := range page.Items {
			e := it.Entry.Draft
			out.Body.Data = append(out.Body.Data, translationBody{
				ID: e.ID, Type: e.Type, Space: e.Space, Key: e.Key, Title: titlesOf(e, it.Title), Locale: it.Target.Locale, State: it.Target.State,
				Source: it.Source.Locale, Version: it.Entry.Version, SourceVersion: it.Source.Changed, BasisVersion: it.Target.Basis,
			})
		}
		return out, nil
	})

	type summary struct {
		Space string `query:"space" maxLength:"40"`
		Type  string `query:"type" maxLength:"40"`
	}
	type summaryOutput struct{ Body listOf[summaryBody] }
	handle(a, huma.Operation{
		OperationID: "summarize-translations", Method: http.MethodGet, Path: "/api/v1/translations/summary", Summary: "Count translations",
		Description: "By space, content type and locale: every locale of the site, and in the shared space of any site.",
		Tags:        []string{"Translation"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, in *summary) (*summaryOutput, error) {
		rows, err := a.Authoring.TranslationSummary(ctx, actorOf(ctx), in.Space, in.Type)
		if err != nil {
			return nil, err
		}
		out := &summaryOutput{listOf[summaryBody]{[]summaryBody{}}}
		for _, r := range rows {
			out.Body.Data = append(out.Body.Data, summaryBody(r))
		}
		return out, nil
	})
}
