package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/content"
)

type useRow struct {
	Source  string `gorm:"primaryKey"`
	View    string `gorm:"primaryKey"`
	Pointer string `gorm:"primaryKey"`
	Target  string
}

func (useRow) TableName() string { return "entry_references" }

func viewName(published bool) string {
	if published {
		return "published"
	}
	return "draft"
}

// SetUses implements content.Repository.
func (t *tx) SetUses(ctx context.Context, source string, published bool, uses []content.Use) error {
	db, view := t.db.WithContext(ctx), viewName(published)
	rows := make([]useRow, len(uses))
	for i, u := range uses {
		rows[i] = useRow{source, view, u.Pointer, u.Target}
	}
	slices.SortFunc(rows, func(a, b useRow) int { return strings.Compare(a.Pointer, b.Pointer) })
	side := besideDraftUses
	if published {
		side = besidePublishedUses
	}
	if t.fresh.empty(source, side) && len(rows) == 0 {
		return nil
	}
	var known []useRow
	of := db.Where("source = ? AND view = ?", source, view).Session(&gorm.Session{})
	if !t.fresh.fill(source, side) {
		if err := of.Find(&known).Error; err != nil {
			return err
		}
	}
	slices.SortFunc(known, func(a, b useRow) int { return strings.Compare(a.Pointer, b.Pointer) })
	if slices.Equal(rows, known) { // most saves change no reference
		return nil
	}
	if len(known) > 0 {
		if err := of.Delete(&useRow{}).Error; err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return db.CreateInBatches(rows, inBatch/4).Error
}

// UsesOf implements content.Repository.
func (t *tx) UsesOf(ctx context.Context, target string, limit int) ([]content.Use, error) {
	q := t.db.WithContext(ctx).Where("target = ?", target).Order("source, view, pointer")
	if limit > 0 {
		q = q.Limit(limit)
	}
	var rows []useRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return usesOf(rows), nil
}

// users is a query of the places that name a target, each with its entry; the entry itself and those in the trash do not count.
func (t *tx) users(ctx context.Context, target string) *gorm.DB {
	return t.db.WithContext(ctx).Table("entry_references AS r").Joins("JOIN entries e ON e.id = r.source").
		Where("r.target = ? AND r.source <> r.target AND e.trashed_at IS NULL", target)
}

// UsesIn implements content.Users.
func (t *tx) UsesIn(ctx context.Context, target string, in []content.Area, after content.Use, limit int) ([]content.Use, error) {
	q := inPlaces(t.db.WithContext(ctx), t.users(ctx, target), "e", in)
	if after.Source != "" {
		q = q.Where("(r.source, r.view, r.pointer) > (?, ?, ?)", after.Source, viewName(after.Published), after.Pointer)
	}
	var rows []useRow
	err := q.Select("r.source, r.view, r.pointer, r.target").Order("r.source, r.view, r.pointer").Limit(limit).Scan(&rows).Error
	return usesOf(rows), err
}

// CountUses implements content.Users.
func (t *tx) CountUses(ctx context.Context, target string) (out []content.UseCount, err error) {
	err = t.users(ctx, target).Select("e.type, e.space, COUNT(DISTINCT r.source) AS sources").Group("e.type, e.space").Scan(&out).Error
	return out, err
}

func usesOf(rows []useRow) []content.Use {
	uses := make([]content.Use, len(rows))
	for i, r := range rows {
		uses[i] = content.Use{Source: r.Source, Pointer: r.Pointer, Target: r.Target, Published: r.View == "published"}
	}
	return uses
}

type uniqueRow struct {
	Space  string `gorm:"primaryKey"`
	Type   string `gorm:"primaryKey"`
	Field  string `gorm:"primaryKey"`
	Locale string `gorm:"primaryKey"`
	Hash   string `gorm:"primaryKey"`
	Entry  string
}

func (uniqueRow) TableName() string { return "unique_values" }

// ClaimValues implements content.Repository.
func (t *tx) ClaimValues(ctx context.Context, e *content.Entry, values []content.UniqueValue) (taken map[string]string, err error) {
	rows, pointers := make([]uniqueRow, len(values)), make(map[uniqueRow]string, len(values))
	for i, v := range values {
		rows[i] = uniqueRow{e.Space, e.Type, v.Field, v.Locale, v.Hash, e.ID}
		pointers[rows[i]] = v.Pointer
	}
	others, err := t.owned(ctx, e.Type, []string{e.Space}, rows)
	if err != nil {
		return nil, err
	}
	taken = map[string]string{}
	for _, other := range others {
		if other.Entry == e.ID {
			continue
		}
		mine := other
		mine.Entry = e.ID
		taken[pointers[mine]] = other.Entry
	}
	if len(taken) > 0 {
		return taken, nil
	}
	return nil, t.own(ctx, e.ID, rows)
}

// ValueOwners implements content.Repository.
func (t *tx) ValueOwners(
	ctx context.Context, typ string, spaces []string, values []content.UniqueValue,
) (out []content.ValueOwner, err error) {
	rows, pointers := make([]uniqueRow, len(values)), make(map[uniqueRow]string, len(values))
	for i, v := range values {
		rows[i] = uniqueRow{Field: v.Field, Locale: v.Locale, Hash: v.Hash}
		pointers[rows[i]] = v.Pointer
	}
	for some := range slices.Chunk(spaces, inBatch/8) {
		found, err := t.owned(ctx, typ, some, rows)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			out = append(out, content.ValueOwner{Entry: r.Entry, Pointer: pointers[uniqueRow{Field: r.Field, Locale: r.Locale, Hash: r.Hash}]})
		}
	}
	slices.SortFunc(out, func(a, b content.ValueOwner) int {
		return cmp.Or(strings.Compare(a.Entry, b.Entry), strings.Compare(a.Pointer, b.Pointer))
	})
	return out, nil
}

// owned gives those of some values that entries of a type own in some spaces.
func (t *tx) owned(ctx context.Context, typ string, spaces []string, rows []uniqueRow) (all []uniqueRow, err error) {
	for some := range slices.Chunk(rows, inBatch/8) {
		names := make([][]any, len(some))
		for i, r := range some {
			names[i] = []any{r.Field, r.Locale, r.Hash}
		}
		var found []uniqueRow
		err := t.db.WithContext(ctx).Where("space IN ? AND type = ? AND (field, locale, hash) IN ?", spaces, typ, names).Find(&found).Error
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// own makes an entry the owner of these values and no others.
func (t *tx) own(ctx context.Context, entry string, rows []uniqueRow) error {
	db := t.db.WithContext(ctx)
	var known []uniqueRow
	if !t.fresh.fill(entry, besideUnique) {
		if err := db.Where("entry = ?", entry).Find(&known).Error; err != nil {
			return err
		}
	}
	same := len(known) == len(rows)
	for _, r := range rows {
		same = same && slices.Contains(known, r)
	}
	if same {
		return nil
	}
	if len(known) > 0 {
		if err := db.Where("entry = ?", entry).Delete(&uniqueRow{}).Error; err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := db.CreateInBatches(rows, inBatch/8).Error; err != nil {
		return err
	}
	return t.wrote(ctx, len(rows))
}
