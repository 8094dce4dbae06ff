package delivery

import (
	"context"
	"io"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Medium gives what a snapshot knows of a medium. Media are for everybody who has their address, those of private sites too: browsers
// load them without a key, and an id cannot be guessed. Errors: fault.NotFound.
func (n *Node) Medium(s *published.Snapshot, id string) (*published.Medium, error) {
	m := s.Media[id]
	if m == nil {
		return nil, missing("medium", "no such medium")
	}
	return m, nil
}

// pieceTime is how long reading a piece from the disk may take.
const pieceTime = 5 * time.Second

// MediumReader reads a part of a medium from the node's disk, of which one piece is in memory at a time. Bytes of a medium never
// change; where it is deleted in between, reading ends with an error.
type MediumReader struct {
	index Index
	id    string
	size  int64 // of a piece
	at    int64
	end   int64
	piece []byte // what is left of the one that was read last
}

// OpenMedium gives a reader of the bytes from ≤ i < to. The first piece is read at once. Errors: fault.NotFound, fault.Unavailable.
func (n *Node) OpenMedium(ctx context.Context, id string, m *published.Medium, from, to int64) (*MediumReader, error) {
	r := &MediumReader{index: n.index, id: id, size: m.PieceSize, at: from, end: to}
	if from < to && m.PieceSize > 0 {
		if err := r.next(ctx); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// next reads the piece in which the place stands.
func (r *MediumReader) next(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	number := r.at / r.size
	b, err := r.index.Body(ctx, published.Ref{Kind: published.KindMediaPiece, Key: published.MediaPieceKey(r.id, number)})
	if err != nil {
		return err
	}
	begin := r.at - number*r.size
	if begin >= int64(len(b)) {
		return fault.New(fault.Internal, "piece %d of medium %s is too short", number, r.id)
	}
	r.piece = b[begin:min(int64(len(b)), begin+r.end-r.at)]
	return nil
}

// Read implements io.Reader.
func (r *MediumReader) Read(p []byte) (int, error) {
	if r.at >= r.end {
		return 0, io.EOF
	}
	if len(r.piece) == 0 {
		if err := r.next(context.Background()); err != nil { // the request that asked is over by then
			return 0, err
		}
	}
	n := copy(p, r.piece)
	r.piece, r.at = r.piece[n:], r.at+int64(n)
	return n, nil
}
