package published

import (
	"fmt"
	"net/url"
	"time"
)

// Medium is the body of a media record: what a node must know of a medium to serve it. Its bytes are in records of their own, of which
// no snapshot holds one (see OnDisk): they are read piece by piece when somebody asks.
type Medium struct {
	Space     string    `json:"space"`
	File      string    `json:"file"` // last part of its address
	Type      string    `json:"type"` // media type
	Sort      string    `json:"sort"` // image, video, audio or document
	Size      int64     `json:"size"` // bytes
	SHA256    string    `json:"sha256"`
	PieceSize int64     `json:"pieceSize"` // bytes of each piece but the last, which may have less
	CreatedAt time.Time `json:"createdAt"`
}

// MediaPiece is how many bytes of a medium one record holds: what an answer has in memory of it at a time.
const MediaPiece = 256 << 10

// MediaPieceKey is the key of a media-piece record; pieces count from 0.
func MediaPieceKey(id string, n int64) string { return fmt.Sprintf("%s/%05d", id, n) }

// Pieces is how many there are.
func (m *Medium) Pieces() int64 {
	if m.PieceSize < 1 {
		return 0
	}
	return (m.Size + m.PieceSize - 1) / m.PieceSize
}

// MediaPath is the address of a medium on a delivery node. A medium of another name has another.
func MediaPath(id, file string) string { return "/media/" + id + "/original/" + url.PathEscape(file) }

// OnDisk says whether records of a kind are on a node's disk alone, and not in its snapshot.
func OnDisk(k Kind) bool { return k == KindEntry || k == KindMediaPiece }
