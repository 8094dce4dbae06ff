package authoring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

const (
	mediaLines = "application/x-ndjson"
	linesLimit = 256 << 20 // bytes of an import of lines
	transfers  = 2         // imports and exports of lines at once
)

// linesDone is what an import of lines did.
type linesDone struct {
	Lines     int  `json:"lines"`
	Created   int  `json:"created"`
	Updated   int  `json:"updated"`
	Unchanged int  `json:"unchanged"`
	Published int  `json:"published" doc:"Entries of which something went out"`
	DryRun    bool `json:"dryRun" doc:"Nothing was changed"`

	Rows []lineDone `json:"rows,omitempty" doc:"Where they were asked for"`
}

// lineDone is what became of one line.
type lineDone struct {
	Number    int            `json:"number" doc:"Of the line, counts from 1"`
	ID        string         `json:"id"`
	Space     string         `json:"space"`
	Type      string         `json:"type"`
	Key       string         `json:"key"`
	State     core.LineState `json:"state" enum:"created,updated,unchanged"`
	Published bool           `json:"published"`
}

func linesDoneOf(done *core.LinesDone, dry bool) linesDone {
	out := linesDone{done.Lines, done.Created, done.Updated, done.Unchanged, done.Published, dry, nil}
	for _, r := range done.Rows {
		out.Rows = append(out.Rows, lineDone{r.Number, r.Entry.ID, r.Entry.Space, r.Entry.Type, r.Entry.Key, r.State, r.Published})
	}
	return out
}

// transferring runs a transfer, of which there are few at once.
func (a *api) transferring(f func() error) error {
	select {
	case a.transfers <- struct{}{}:
		defer func() { <-a.transfers }()
		return f()
	default:
		return fault.New(fault.TooMany, "other imports and exports are under way; try again later")
	}
}

// spool makes a file for a transfer. It has no name any more where the system allows that, so that nothing of it stays, however the
// process ends; elsewhere the folder is emptied at the next start.
func (a *api) spool() (*os.File, error) {
	f, err := os.CreateTemp(a.TempDir, "transfer-*")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "there is no room for a transfer").With(err)
	}
	_ = os.Remove(f.Name())
	return f, nil
}

// unspool closes and removes such a file.
func unspool(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

func (a *api) registerTransfers() {
	type query struct {
		Type  string `query:"type" maxLength:"40" doc:"Of this content type"`
		Space string `query:"space" maxLength:"40" doc:"Of this site, or shared"`
		View  string `query:"view" enum:"draft,published" default:"draft"`
	}
	handle(a, huma.Operation{
		OperationID: "export-entries", Method: http.MethodGet, Path: "/api/v1/entries/export", Summary: "Export entries as NDJSON",
		Description: "One entry on each line, ordered by id, with the fields that you may read.", Tags: []string{"Entries"}, Security: signedIn,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests},
		Responses: map[string]*huma.Response{"200": {
			Description: "Entries", Content: map[string]*huma.MediaType{mediaLines: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}, func(ctx context.Context, in *query) (*huma.StreamResponse, error) {
		return a.exportLines(ctx, core.LinesScope{Type: in.Type, Space: in.Space, Published: in.View == "published"})
	})
	a.registerExportSome()

	type input struct {
		Mode   string `query:"mode" enum:"upsert,create" default:"upsert" doc:"create refuses entries that are there already"`
		DryRun bool   `query:"dryRun" doc:"Only say what would be done"`
		Force  bool   `query:"force" doc:"Take lines whose version is not the entry's any more, too: those of another environment"`
		Rows   bool   `query:"rows" doc:"Say what becomes of each line, too"`
	}
	type output struct {
		Written
		Body linesDone
	}
	handle(a, huma.Operation{
		OperationID: "import-entries", Method: http.MethodPost, Path: "/api/v1/entries/import", Summary: "Import entries as NDJSON",
		Description: "One entry on each line, as exported. All of it or nothing: what is wrong is listed as /lines/{number}/….",
		Tags:        []string{"Entries"}, Security: signedIn, Metadata: map[string]any{streamed: true},
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestEntityTooLarge,
			http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		RequestBody: &huma.RequestBody{
			Required: true, Content: map[string]*huma.MediaType{mediaLines: {Schema: &huma.Schema{Type: huma.TypeString}}},
		},
	}, func(ctx context.Context, in *input) (out *output, err error) {
		err = a.transferring(func() error {
			done, err := a.importLines(ctx, core.LinesMode{Create: in.Mode == "create", DryRun: in.DryRun, Force: in.Force, Rows: in.Rows})
			if err == nil {
				out = &output{
					Written: Written{done.Sequence, done.Generation},
					Body:    linesDoneOf(done, in.DryRun),
				}
			}
			return err
		})
		return out, err
	})
}

func (a *api) registerExportSome() {
	type some struct {
		Body struct {
			Entries []string `json:"entries" minItems:"1" maxItems:"10000" doc:"Ids"`
			View    string   `json:"view,omitempty" enum:"draft,published" default:"draft"`
		}
	}
	handle(a, huma.Operation{
		OperationID: "export-some-entries", Method: http.MethodPost, Path: "/api/v1/entries/export", Summary: "Export some entries as NDJSON",
		Description: "As GET does, those that are named. What is not there, not for you, or in the trash is left out.",
		Tags:        []string{"Entries"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		Responses: map[string]*huma.Response{"200": {
			Description: "Entries", Content: map[string]*huma.MediaType{mediaLines: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}, func(ctx context.Context, in *some) (*huma.StreamResponse, error) {
		return a.exportLines(ctx, core.LinesScope{IDs: in.Body.Entries, Published: in.Body.View == "published"})
	})
}

// exportLines writes all lines into a file first: a slow reader keeps no transaction open, and what fails is told as an error.
func (a *api) exportLines(ctx context.Context, scope core.LinesScope) (*huma.StreamResponse, error) {
	var file *os.File
	var size int64
	err := a.transferring(func() (err error) {
		if file, err = a.spool(); err != nil {
			return err
		}
		if _, err = a.Authoring.ExportLines(ctx, actorOf(ctx), scope, file); err == nil {
			size, err = file.Seek(0, io.SeekCurrent)
		}
		if err == nil {
			_, err = file.Seek(0, io.SeekStart)
		}
		if err != nil {
			unspool(file)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		c := humafiber.Unwrap(ctx)
		c.Set(fiber.HeaderContentType, mediaLines)
		c.Set(fiber.HeaderContentDisposition, `attachment; filename="entries.ndjson"`)
		c.Context().SetBodyStream(&spooled{file}, int(size))
	}}, nil
}

// spooled is a file that is removed when it was sent.
type spooled struct{ *os.File }

// Close is called by the server.
func (s *spooled) Close() error {
	unspool(s.File)
	return nil
}

func (a *api) importLines(ctx context.Context, mode core.LinesMode) (*core.LinesDone, error) {
	c, ok := ctx.Value(keyFiber).(*fiber.Ctx)
	if !ok {
		return nil, errors.New("authoring: no request")
	}
	file, err := a.spool()
	if err != nil {
		return nil, err
	}
	defer unspool(file)
	body := c.Context().RequestBodyStream()
	if body == nil {
		body = bytes.NewReader(c.Body())
	}
	n, err := io.Copy(file, io.LimitReader(body, linesLimit+1))
	switch {
	case err != nil:
		return nil, fault.New(fault.Invalid, "the body ended before its end").With(err)
	case n > linesLimit:
		return nil, fiber.NewError(http.StatusRequestEntityTooLarge, fmt.Sprintf("an import has %d bytes at most", linesLimit))
	}
	open := func() (io.Reader, error) {
		_, err := file.Seek(0, io.SeekStart)
		return file, err
	}
	return a.Authoring.ImportLines(ctx, actorOf(ctx), open, mode)
}
