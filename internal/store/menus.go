package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
)

type menuRow struct {
	ID        string `gorm:"primaryKey"`
	Space     string
	Name      string
	Version   int64
	Published *int64
}

func (menuRow) TableName() string { return "menus" }

// Menu implements menu.Repository.
func (t *tx) Menu(ctx context.Context, space, name string) (*menu.Stored, error) {
	row, err := t.menuRow(ctx, space, name)
	if err != nil {
		return nil, err
	}
	all, err := t.withDocs(ctx, []menuRow{*row})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (t *tx) menuRow(ctx context.Context, space, name string) (*menuRow, error) {
	var row menuRow
	err := t.db.WithContext(ctx).Where("space = ? AND name = ?", space, name).Take(&row).Error
	return &row, notFound(err, "no menu %q in %q", name, space)
}

// Menus implements menu.Repository.
func (t *tx) Menus(ctx context.Context) ([]*menu.Stored, error) {
	var rows []menuRow
	if err := t.db.WithContext(ctx).Order("space, name").Find(&rows).Error; err != nil {
		return nil, err
	}
	return t.withDocs(ctx, rows)
}

func (t *tx) withDocs(ctx context.Context, rows []menuRow) ([]*menu.Stored, error) {
	var keys []revisionKey
	for _, r := range rows {
		keys = append(keys, revisionKey{r.ID, r.Version})
		if r.Published != nil {
			keys = append(keys, revisionKey{r.ID, *r.Published})
		}
	}
	docs, err := t.revisions(ctx, keys)
	if err != nil {
		return nil, err
	}
	load := func(id string, version int64) (*menu.Menu, error) {
		m := &menu.Menu{}
		if err := json.Unmarshal([]byte(docs[revisionKey{id, version}].Doc), m); err != nil {
			return nil, fmt.Errorf("store: menu %s, revision %d: %w", id, version, err)
		}
		return m, nil
	}
	return convert(rows, func(r *menuRow) (*menu.Stored, error) {
		stored := &menu.Stored{ID: r.ID, Version: r.Version}
		if stored.Draft, err = load(r.ID, r.Version); err == nil && r.Published != nil {
			stored.PublishedVersion = *r.Published
			stored.Published, err = load(r.ID, *r.Published)
		}
		return stored, err
	})
}

// SaveMenu implements menu.Repository.
func (t *tx) SaveMenu(ctx context.Context, m *menu.Menu, version int64, author string) (int64, error) {
	db := t.db.WithContext(ctx)
	row := &menuRow{ID: newID(), Space: m.Space, Name: m.Name, Version: version + 1}
	if version == 0 {
		if err := db.Create(row).Error; err != nil {
			return 0, err
		}
		return row.Version, t.addRevision(ctx, row.ID, row.Version, m, content.By{Author: author})
	}
	row, err := t.menuRow(ctx, m.Space, m.Name)
	if err != nil {
		return 0, err
	}
	done := db.Model(&menuRow{}).Where("id = ? AND version = ?", row.ID, version).Update("version", version+1)
	if done.Error != nil {
		return 0, done.Error
	}
	if done.RowsAffected == 0 {
		return 0, stale(fmtRef("menu", fmtRef(m.Space, m.Name)))
	}
	return version + 1, t.addRevision(ctx, row.ID, version+1, m, content.By{Author: author})
}

// PublishMenu implements menu.Repository.
func (t *tx) PublishMenu(ctx context.Context, space, name string) error {
	done := t.db.WithContext(ctx).Exec(`UPDATE menus SET published = version WHERE space = ? AND name = ?`, space, name)
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.New(fault.NotFound, "no menu %q in %q", name, space)
	}
	return done.Error
}

// UnpublishMenu implements menu.Repository.
func (t *tx) UnpublishMenu(ctx context.Context, space, name string) error {
	done := t.db.WithContext(ctx).Exec(`UPDATE menus SET published = NULL WHERE space = ? AND name = ?`, space, name)
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.New(fault.NotFound, "no menu %q in %q", name, space)
	}
	return done.Error
}

// newID gives a UUIDv7: it grows with time, so that index pages fill in order, and is never given out twice.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// DeleteMenu implements menu.Repository.
func (t *tx) DeleteMenu(ctx context.Context, space, name string, version int64) error {
	row, err := t.menuRow(ctx, space, name)
	if err != nil {
		return err
	}
	db := t.db.WithContext(ctx)
	done := db.Where("id = ? AND version = ?", row.ID, version).Delete(&menuRow{})
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return stale(fmtRef("menu", fmtRef(space, name)))
	}
	return db.Where("subject_id = ?", row.ID).Delete(&revisionRow{}).Error
}

// MenuRevisions implements menu.Repository.
func (t *tx) MenuRevisions(ctx context.Context, id string, before int64, limit int) ([]*menu.Revision, error) {
	all, err := t.Revisions(ctx, id, before, limit)
	if err != nil {
		return nil, err
	}
	out := make([]*menu.Revision, len(all))
	for i, r := range all {
		out[i] = &menu.Revision{Version: r.Version, Author: r.Author, CreatedAt: r.CreatedAt}
	}
	return out, nil
}

// MenuRevision implements menu.Repository.
func (t *tx) MenuRevision(ctx context.Context, id string, version int64) (*menu.Revision, error) {
	var row revisionRow
	if err := t.db.WithContext(ctx).Where("subject_id = ? AND version = ?", id, version).Take(&row).Error; err != nil {
		return nil, notFound(err, "this menu has no revision %d", version)
	}
	r := &menu.Revision{Version: row.Version, Author: row.Author, CreatedAt: row.CreatedAt, Menu: &menu.Menu{}}
	if err := json.Unmarshal([]byte(row.Doc), r.Menu); err != nil {
		return nil, fmt.Errorf("store: menu %s, revision %d: %w", id, version, err)
	}
	return r, nil
}
