package publishing

import (
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// Medium compiles what delivery nodes must know of a medium. Its alternative texts are not among that: they stand in the entries that
// show it.
func Medium(m *media.Medium) published.Record {
	return published.NewRecord(published.KindMedia, m.ID, mediumOf(m))
}

func mediumOf(m *media.Medium) published.Medium {
	return published.Medium{
		Space: m.Space, File: m.File, Type: m.Type, Sort: string(m.Sort), Size: m.Size, SHA256: m.SHA256, PieceSize: published.MediaPiece,
		CreatedAt: m.CreatedAt.UTC(),
	}
}

// MediumPieces gives the records of a medium's bytes.
func MediumPieces(id string, b []byte) (out []published.Record) {
	for n := int64(0); len(b) > 0; n++ {
		size := min(len(b), published.MediaPiece)
		out = append(out, published.Record{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(id, n), Body: b[:size:size]})
		b = b[size:]
	}
	return out
}

// MediumGone gives the records that take a medium out of delivery.
func MediumGone(m *media.Medium) []published.Record {
	out := []published.Record{{Kind: published.KindMedia, Key: m.ID, Deleted: true}}
	described := mediumOf(m)
	for n := range described.Pieces() {
		out = append(out, published.Record{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(m.ID, n), Deleted: true})
	}
	return out
}

// withMedia describes the media in an entry as sites get them.
func withMedia(t *schema.Type, e *content.Entry, shown map[string]*media.Medium) *content.Entry {
	return content.WithMedia(t, e, func(id string) map[string]any {
		m := shown[id]
		if m == nil {
			return nil
		}
		alt := map[string]any{}
		for tag, text := range m.Alt {
			alt[tag] = text
		}
		out := schema.MediaValue(id)
		out["url"], out["type"], out["alt"] = published.MediaPath(id, m.File), m.Type, alt
		if m.Width > 0 && m.Height > 0 {
			out["width"], out["height"] = m.Width, m.Height
		}
		return out
	})
}
