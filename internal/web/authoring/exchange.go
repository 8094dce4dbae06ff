package authoring

import (
	"context"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// Media types of files for translators.
const (
	mediaXLIFF = "application/xliff+xml"
	mediaCSV   = "text/csv"
)

const translationsLimit = 64 << 20 // bytes of an answer of a translator

type exportBody struct {
	Entries   []string `json:"entries,omitempty" maxItems:"1000" doc:"Ids; none: those that the rest of the filter finds"`
	Space     string   `json:"space,omitempty" maxLength:"40"`
	Type      string   `json:"type,omitempty" maxLength:"40"`
	State     string   `json:"state,omitempty" enum:"missing,outdated,current" default:"missing"`
	Source    string   `json:"source" maxLength:"60" doc:"BCP 47"`
	Target    string   `json:"target" maxLength:"60" doc:"BCP 47"`
	Format    string   `json:"format,omitempty" enum:"xliff,csv" default:"xliff"`
	Separator string   `json:"separator,omitempty" enum:"comma,semicolon,tab" default:"comma" doc:"Of CSV"`
	Open      bool     `json:"open,omitempty" doc:"Without the texts whose translation is current"`
}

// conflictBody is a translation of a text that the entry no longer has.
type conflictBody struct {
	Pointer string `json:"pointer"`
	Sent    string `json:"sent" doc:"The source that was translated"`
	Now     string `json:"now" doc:"What the entry has in its place"`
	Target  string `json:"target" doc:"The translation"`
}

// importedBody says what has become of one entry of an answer.
type importedBody struct {
	ID        string           `json:"id"`
	State     core.ImportState `json:"state" enum:"saved,unchanged,failed"`
	Version   int64            `json:"version,omitempty" doc:"Of the draft"`
	Applied   []string         `json:"applied"`
	Unchanged []string         `json:"unchanged"`
	Conflicts []conflictBody   `json:"conflicts"`
	Problems  []fault.Problem  `json:"problems" doc:"What was not applied, and why"`
	AtPublish []fault.Problem  `json:"atPublish" doc:"What was applied and stands in the way of publishing"`
}

type importBody struct {
	Source   string          `json:"source"`
	Target   string          `json:"target"`
	Entries  []importedBody  `json:"entries"`
	Problems []fault.Problem `json:"problems" doc:"Of the file: what they are about was left out"`
}

func (a *api) registerExchange() {
	type export struct{ Body exportBody }
	type file struct {
		ContentType string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Entries     int    `header:"Portico-Entries"`
		LeftOut     int    `header:"Portico-Left-Out"`
		Body        []byte
	}
	handle(a, huma.Operation{
		OperationID: "export-translations", Method: http.MethodPost, Path: "/api/v1/translations/export", Summary: "Export texts for translators",
		Description: "As XLIFF 2.1 or CSV: the texts of drafts that everybody may read. Portico-Entries says of how many entries they are, " +
			"Portico-Left-Out how many have nothing to translate from the source.",
		Tags: []string{"Translation"}, Security: signedIn, Errors: append(readErrors, http.StatusUnprocessableEntity),
		Responses: answers(&huma.Schema{Type: huma.TypeString}, mediaXLIFF, mediaCSV),
	}, func(ctx context.Context, in *export) (*file, error) {
		b := in.Body
		f, err := a.Authoring.ExportTranslations(ctx, actorOf(ctx), core.ExportTranslations{
			Entries: b.Entries, Space: b.Space, Type: b.Type, State: content.TranslationState(b.State), Source: b.Source, Target: b.Target,
			Format: b.Format, Open: b.Open, Comma: map[string]rune{"": ',', "comma": ',', "semicolon": ';', "tab": '\t'}[b.Separator],
		})
		if err != nil {
			return nil, err
		}
		if b.Format == core.FormatCSV {
			return &file{mediaCSV + "; charset=utf-8", `attachment; filename="translations.csv"`, f.Entries, f.LeftOut, f.Content}, nil
		}
		return &file{mediaXLIFF, `attachment; filename="translations.xlf"`, f.Entries, f.LeftOut, f.Content}, nil
	})

	type answer struct {
		ContentType string `header:"Content-Type"`
		Force       bool   `query:"force" doc:"Apply translations of texts that have changed since, too"`
		Try         bool   `query:"try" doc:"Say what would be done, and do nothing"`
	}
	type output struct {
		Written
		Body importBody
	}
	handle(a, huma.Operation{
		OperationID: "import-translations", Method: http.MethodPost, Path: "/api/v1/translations/import", Summary: "Import translations",
		Description: "XLIFF 2.x or CSV, into drafts: nothing is published. What is wrong with one entry is told, and the others are saved.",
		Tags:        []string{"Translation"}, Security: signedIn, Metadata: map[string]any{spooledBody: int64(translationsLimit)},
		Errors: append(readErrors, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusUnprocessableEntity),
		RequestBody: &huma.RequestBody{Required: true, Content: bytesOf([]string{mediaXLIFF, mediaCSV})},
	}, func(ctx context.Context, in *answer) (*output, error) {
		format := core.FormatXLIFF
		if media, _, err := mime.ParseMediaType(in.ContentType); err == nil && media == mediaCSV {
			format = core.FormatCSV
		}
		data, err := spoolOf(ctx).bytes()
		if err != nil {
			return nil, err
		}
		got, done, err := a.Authoring.ImportTranslations(ctx, actorOf(ctx), core.ImportTranslations{
			File: data, Format: format, Force: in.Force, Try: in.Try,
		})
		if err != nil {
			return nil, err
		}
		out := &output{Written: Written{done.Sequence, done.Generation}}
		out.Body = importBody{Source: got.Source, Target: got.Target, Entries: []importedBody{}, Problems: orNone(got.Problems)}
		for _, e := range got.Entries {
			out.Body.Entries = append(out.Body.Entries, importedOf(e))
		}
		return out, nil
	})
}

func importedOf(e core.ImportedTranslation) importedBody {
	b := importedBody{
		ID: e.ID, State: e.State, Version: e.Version, Applied: orNone(e.Outcome.Applied), Unchanged: orNone(e.Outcome.Unchanged),
		Conflicts: []conflictBody{}, Problems: orNone(append(e.Problems, e.Outcome.Problems...)), AtPublish: orNone(e.Outcome.AtPublish),
	}
	for _, c := range e.Outcome.Conflicts {
		b.Conflicts = append(b.Conflicts, conflictBody(c))
	}
	return b
}

// orNone gives a list that is never null.
func orNone[S ~[]T, T any](list S) []T {
	if list == nil {
		return []T{}
	}
	return list
}
