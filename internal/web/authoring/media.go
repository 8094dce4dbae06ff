package authoring

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
)

// mediumBody is a medium without its bytes.
type mediumBody struct {
	ID        string            `json:"id" doc:"UUIDv7"`
	Space     string            `json:"space" doc:"Key of the site that it belongs to, or shared"`
	File      string            `json:"file" doc:"Its name: made of the one that was sent, with an extension of its type"`
	Type      string            `json:"type" doc:"Media type, by what its bytes are"`
	Sort      string            `json:"sort" enum:"image,video,audio,document"`
	Size      int64             `json:"size" doc:"Bytes"`
	SHA256    string            `json:"sha256"`
	Width     int               `json:"width,omitempty" doc:"Pixels, as it is shown"`
	Height    int               `json:"height,omitempty"`
	Alt       map[string]string `json:"alt" doc:"Alternative text by locale"`
	Version   int64             `json:"version"`
	CreatedAt time.Time         `json:"createdAt"`
	CreatedBy string            `json:"createdBy" doc:"Account id"`
	UpdatedAt time.Time         `json:"updatedAt"`
	Path      string            `json:"path" doc:"Where every delivery node serves it"`
	URL       string            `json:"url,omitempty" doc:"The same on the delivery plane of this process, where it runs one"`
}

func (a *api) mediumOf(m *media.Medium) mediumBody {
	b := mediumBody{
		ID: m.ID, Space: m.Space, File: m.File, Type: m.Type, Sort: string(m.Sort), Size: m.Size, SHA256: m.SHA256, Width: m.Width,
		Height: m.Height, Alt: orEmpty(m.Alt), Version: m.Version, CreatedAt: m.CreatedAt.UTC(), CreatedBy: m.CreatedBy,
		UpdatedAt: m.UpdatedAt.UTC(), Path: published.MediaPath(m.ID, m.File),
	}
	if a.DeliveryURL != "" {
		b.URL = a.DeliveryURL + b.Path
	}
	return b
}

// mediumOutput is a medium with its version.
type mediumOutput struct {
	ETag string `header:"ETag"`
	Body mediumBody
}

// writtenMedium answers a write.
type writtenMedium struct {
	Written
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     mediumBody
}

func (a *api) writtenMedium(m *media.Medium, done core.Written) *writtenMedium {
	return &writtenMedium{Written{done.Sequence, done.Generation}, etag(m.Version), "/api/v1/media/" + m.ID, a.mediumOf(m)}
}

// MediumPath names a medium.
type MediumPath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

// MediumWrite names a medium, and the version that a write is based on.
type MediumWrite struct {
	MediumPath

	IfMatch string `header:"If-Match" doc:"The ETag of the medium as you have read it"`
}

func (a *api) registerMedia() {
	type list struct {
		PageQuery

		Space string `query:"space" maxLength:"1000" doc:"Keys of spaces, with commas between them; none is every space that you may read"`
		Sort  string `query:"sort" enum:"image,video,audio,document"`
		Text  string `query:"q" maxLength:"200" doc:"What the name or an alternative text holds"`
	}
	type listOutput struct{ Body pageOf[mediumBody] }
	handle(a, huma.Operation{
		OperationID: "list-media", Method: http.MethodGet, Path: "/api/v1/media", Summary: "List media", Description: "The newest first.",
		Tags: []string{"Media"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		f := media.Filter{Sort: media.Sort(in.Sort), Text: in.Text, Before: in.After, Limit: in.Size + 1}
		if in.Space != "" {
			f.Spaces = splitComma(in.Space)
		}
		found, err := a.Authoring.Media(ctx, actorOf(ctx), f)
		if err != nil {
			return nil, err
		}
		return &listOutput{paged(found, in.Size, a.mediumOf, func(m *media.Medium) string { return m.ID })}, nil
	})

	handle(a, huma.Operation{
		OperationID: "get-medium", Method: http.MethodGet, Path: "/api/v1/media/{id}", Summary: "Read what is known of a medium",
		Tags: []string{"Media"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *MediumPath) (*mediumOutput, error) {
		m, err := a.Authoring.Medium(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &mediumOutput{etag(m.Version), a.mediumOf(m)}, nil
	})

	a.registerUpload()
	a.registerMediumWrites()
	a.registerMediumFile()
}

// bytesOf documents a body that is a file of one of some types.
func bytesOf(types []string) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{}
	for _, name := range types {
		content[name] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	return content
}

func (a *api) registerUpload() {
	type upload struct {
		Space string `query:"space" required:"true" maxLength:"40" doc:"Key of the site that it belongs to, or shared"`
		File  string `query:"file" maxLength:"1000" doc:"What the file is called; of it a name is made that is safe everywhere"`
	}
	handle(a, huma.Operation{
		OperationID: "upload-medium", Method: http.MethodPost, Path: "/api/v1/media", Summary: "Upload a medium, published at once",
		Description: "The body is the file: PNG, JPEG, GIF, WebP, AVIF, MP4, WebM, Ogg, MP3 or PDF. Its type is what its bytes are, whatever " +
			"Content-Type says. What tells where and by whom it was made is left out, so its hash may be another than the one you have.",
		Tags: []string{"Media"}, Security: signedIn, Metadata: map[string]any{spooledBody: int64(0)}, DefaultStatus: http.StatusCreated,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict,
			http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity},
		RequestBody: &huma.RequestBody{Required: true, Content: bytesOf(append(media.Types(), fiber.MIMEOctetStream))},
	}, func(ctx context.Context, in *upload) (*writtenMedium, error) {
		data, err := spoolOf(ctx).bytes()
		if err != nil {
			return nil, err
		}
		m, done, err := a.Authoring.UploadMedium(ctx, actorOf(ctx), core.NewMedium{Space: in.Space, File: in.File, Data: data})
		if err != nil {
			return nil, err
		}
		return a.writtenMedium(m, done), nil
	})
}

func (a *api) registerMediumWrites() {
	type patch struct {
		MediumWrite

		RawBody []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-medium", Method: http.MethodPatch, Path: "/api/v1/media/{id}",
		Summary:     "Change a medium's name and alternative texts",
		Description: "A JSON merge patch (RFC 7396) of {file, alt}. It is published at once, in the entries that show the medium too.",
		Tags:        []string{"Media"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*writtenMedium, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		m, done, err := a.Authoring.PatchMedium(ctx, actorOf(ctx), in.ID, version, in.RawBody)
		if err != nil {
			return nil, err
		}
		return a.writtenMedium(m, done), nil
	})

	handle(a, huma.Operation{
		OperationID: "delete-medium", Method: http.MethodDelete, Path: "/api/v1/media/{id}", Summary: "Delete a medium",
		Description: "Refused while entries show it, in a draft or in what is published; the problem names them.",
		Tags:        []string{"Media"}, Security: signedIn, Errors: writeErrors, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *MediumWrite) (*Written, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		done, err := a.Authoring.DeleteMedium(ctx, actorOf(ctx), in.ID, version)
		return writtenOr(done, err)
	})

	type uses struct {
		MediumPath

		After string `query:"page[after]" maxLength:"2500" doc:"What page.next was"`
		Limit int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type usesOutput struct{ Body usesBody }
	handle(a, huma.Operation{
		OperationID: "list-medium-uses", Method: http.MethodGet, Path: "/api/v1/media/{id}/uses", Summary: "List where entries show a medium",
		Description: "In drafts and in what is published, of entries that you may read; of the others, how many there are.",
		Tags:        []string{"Media"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest),
	}, func(ctx context.Context, in *uses) (*usesOutput, error) {
		found, err := a.Authoring.MediumUses(ctx, actorOf(ctx), in.ID, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		return &usesOutput{usesOf(found, in.Limit)}, nil
	})
}

func (a *api) registerMediumFile() {
	handle(a, huma.Operation{
		OperationID: "get-medium-file", Method: http.MethodGet, Path: "/api/v1/media/{id}/file", Summary: "Read the bytes of a medium",
		Description: "For who edits; sites and their visitors load them from a delivery node.", Tags: []string{"Media"}, Security: signedIn,
		Errors: readErrors, Responses: map[string]*huma.Response{"200": {
			Description: "The file", Content: bytesOf(media.Types()),
		}},
	}, func(ctx context.Context, in *MediumPath) (*huma.StreamResponse, error) {
		m, err := a.Authoring.Medium(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		r := &mediumReader{core: a.Authoring, id: m.ID, size: m.Size}
		if err := r.next(ctx); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			c := humafiber.Unwrap(ctx)
			c.Set(fiber.HeaderContentType, m.Type)
			c.Set(fiber.HeaderContentSecurityPolicy, "sandbox; default-src 'none'")
			how := map[bool]string{true: "attachment", false: "inline"}[m.Sort == media.Document]
			c.Set(fiber.HeaderContentDisposition, how+"; filename*=UTF-8''"+url.PathEscape(m.File))
			c.Context().SetBodyStream(r, int(m.Size)) // far below 2 GB
		}}, nil
	})
}

// pieceTimeout is how long the database may take for a piece of a medium.
const pieceTimeout = 10 * time.Second

// mediumReader reads a medium's bytes, of which a piece is in memory at a time.
type mediumReader struct {
	core   *core.Authoring
	id     string
	size   int64
	read   int64
	number int64
	piece  []byte
}

func (r *mediumReader) next(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTimeout)
	defer cancel()
	r.piece, err = r.core.MediumPiece(ctx, r.id, r.number)
	if err == nil && len(r.piece) == 0 {
		err = fault.New(fault.Internal, "piece %d of medium %s is empty", r.number, r.id)
	}
	r.number++
	return err
}

// Read implements io.Reader.
func (r *mediumReader) Read(p []byte) (int, error) {
	if r.read >= r.size {
		return 0, io.EOF
	}
	if len(r.piece) == 0 {
		if err := r.next(context.Background()); err != nil { // the request is over by then
			return 0, err
		}
	}
	n := copy(p, r.piece)
	r.piece, r.read = r.piece[n:], r.read+int64(n)
	return n, nil
}
