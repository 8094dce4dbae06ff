package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/content"
)

// branch narrows a query of entries to those that stand together in a tree.
func (t *tx) branch(ctx context.Context, b content.Branch) *gorm.DB {
	return t.db.WithContext(ctx).Table("entries AS e").
		Where("e.space = ? AND e.type = ? AND e.parent = ? AND e.trashed_at IS NULL", b.Space, b.Type, b.Parent)
}

// Siblings implements content.Trees.
func (t *tx) Siblings(ctx context.Context, b content.Branch) (out []content.Sibling, err error) {
	err = t.branch(ctx, b).Select("e.id, e.position").Order("e.position, e.id").Scan(&out).Error
	return out, err
}

// LastSibling implements content.Trees.
func (t *tx) LastSibling(ctx context.Context, b content.Branch) (position string, count int, err error) {
	row := t.branch(ctx, b).Select("COALESCE(MAX(e.position), ''), COUNT(*)").Row()
	err = row.Scan(&position, &count)
	return position, count, err
}

// Children implements content.Trees.
func (t *tx) Children(ctx context.Context, b content.Branch, after content.Sibling, limit int) ([]content.Child, error) {
	q := t.branch(ctx, b)
	if after.ID != "" {
		q = q.Where("(e.position, e.id) > (?, ?)", after.Position, after.ID)
	}
	var rows []struct {
		ID, Position string
		Below        int
	}
	err := q.Select("e.id, e.position, (SELECT COUNT(*) FROM entries c WHERE c.space = e.space AND c.type = e.type AND c.parent = e.id " +
		"AND c.trashed_at IS NULL) AS below").Order("e.position, e.id").Limit(limit).Scan(&rows).Error
	out := make([]content.Child, len(rows))
	for i, r := range rows {
		out[i] = content.Child{Sibling: content.Sibling{ID: r.ID, Position: r.Position}, Children: r.Below}
	}
	return out, err
}

// Ancestors implements content.Trees.
func (t *tx) Ancestors(ctx context.Context, id string, limit int) (out []string, err error) {
	err = t.db.WithContext(ctx).Raw(`WITH RECURSIVE up (id, parent, level) AS (
			SELECT id, parent, 1 FROM entries WHERE id = ?
			UNION ALL SELECT e.id, e.parent, up.level + 1 FROM entries e JOIN up ON e.id = up.parent WHERE up.level < ?
		) SELECT id FROM up ORDER BY level`, id, limit).Scan(&out).Error
	return out, err
}

// Height implements content.Trees.
func (t *tx) Height(ctx context.Context, id string, limit int) (levels int, err error) {
	err = t.db.WithContext(ctx).Raw(`WITH RECURSIVE down (id, level) AS (
			SELECT id, 1 FROM entries WHERE id = ?
			UNION ALL SELECT e.id, down.level + 1 FROM entries e JOIN down ON e.parent = down.id
				WHERE down.level < ? AND e.trashed_at IS NULL
		) SELECT COALESCE(MAX(level), 0) FROM down`, id, limit).Row().Scan(&levels)
	return levels, err
}

// NamedIn implements content.Heirs.
func (t *tx) NamedIn(ctx context.Context, spaces []string, typ string, after content.Named, limit int) ([]content.Named, error) {
	q := t.db.WithContext(ctx).Table("entries").Where("space IN ? AND trashed_at IS NULL", spaces)
	if typ != "" {
		q = q.Where("type = ?", typ)
	}
	if after.Type != "" {
		q = q.Where("(type, key) > (?, ?)", after.Type, after.Key)
	}
	var rows []struct{ ID, Space, Type, Key string }
	// A key stands in each space once at most, so that this holds every line of the keys asked for.
	err := q.Select("id, space, type, key").Order("type, key, space").Limit(limit * len(spaces)).Scan(&rows).Error
	var out []content.Named
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].Type != r.Type || out[n-1].Key != r.Key {
			if n == limit {
				break
			}
			out = append(out, content.Named{Type: r.Type, Key: r.Key, IDs: map[string]string{}})
		}
		out[len(out)-1].IDs[r.Space] = r.ID
	}
	return out, err
}
