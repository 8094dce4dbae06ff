package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/content"
)

type translationRow struct {
	Entry   string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Space   string
	Type    string
	State   string
	Changed int64
	Basis   int64
	Hidden  bool
}

func (translationRow) TableName() string { return "translations" }

// Translations implements content.TranslationKeeper.
func (t *tx) Translations(ctx context.Context, ids []string) (map[string][]content.Translation, error) {
	out := make(map[string][]content.Translation, len(ids))
	kept := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return t.fresh.empty(id, besideTranslations) })
	for chunk := range slices.Chunk(kept, inBatch) {
		var rows []translationRow
		if err := t.db.WithContext(ctx).Where("entry IN ?", chunk).Order("entry, locale").Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Entry] = append(out[r.Entry], content.Translation{
				Locale: r.Locale, State: content.TranslationState(r.State), Changed: r.Changed, Basis: r.Basis,
			})
		}
	}
	return out, nil
}

// SetTranslations implements content.TranslationKeeper.
func (t *tx) SetTranslations(ctx context.Context, e *content.Entry, all []content.Translation) error {
	db := t.db.WithContext(ctx)
	if !t.fresh.fill(e.ID, besideTranslations) {
		if err := db.Where("entry = ?", e.ID).Delete(&translationRow{}).Error; err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	rows := make([]translationRow, len(all))
	for i, tr := range all {
		rows[i] = translationRow{
			Entry: e.ID, Locale: tr.Locale, Space: e.Space, Type: e.Type, State: string(tr.State), Changed: tr.Changed, Basis: tr.Basis,
		}
	}
	return db.CreateInBatches(rows, inBatch/8).Error
}

// HideTranslations implements content.TranslationKeeper.
func (t *tx) HideTranslations(ctx context.Context, id string, hidden bool) error {
	return t.db.WithContext(ctx).Model(&translationRow{}).Where("entry = ?", id).Update("hidden", hidden).Error
}

// inPlaces narrows a query to some types and spaces, by the columns of a table.
func inPlaces(db, q *gorm.DB, table string, in []content.Area) *gorm.DB {
	some := db.Session(&gorm.Session{NewDB: true}).Where("1 = 0")
	for _, p := range in {
		some = some.Or(table+".type IN ? AND "+table+".space IN ?", p.Types, p.Spaces)
	}
	return q.Where(some)
}

// TranslationList implements content.TranslationKeeper.
func (t *tx) TranslationList(ctx context.Context, f content.TranslationFilter) (ids []string, err error) {
	db := t.db.WithContext(ctx)
	q := inPlaces(db, db.Table("translations AS t"), "t", f.In).Where("NOT t.hidden AND t.entry > ?", f.After)
	if f.State == content.TranslationMissing { // every entry that has any text has a source
		q = q.Where("t.state = ? AND t.locale <> ?", content.TranslationSource, f.Locale).
			Where("NOT EXISTS (SELECT 1 FROM translations d WHERE d.entry = t.entry AND d.locale = ?)", f.Locale)
	} else {
		q = q.Where("t.locale = ? AND t.state = ?", f.Locale, f.State)
	}
	err = q.Order("t.entry").Limit(f.Limit).Pluck("t.entry", &ids).Error
	return ids, err
}

// CountTranslations implements content.TranslationKeeper.
func (t *tx) CountTranslations(ctx context.Context, in []content.Area) (out []content.TranslationCount, err error) {
	db := t.db.WithContext(ctx)
	err = inPlaces(db, db.Table("translations AS t"), "t", in).Where("NOT t.hidden").
		Select("t.space, t.type, t.locale, t.state, COUNT(*) AS entries").Group("t.space, t.type, t.locale, t.state").
		Order("t.space, t.type, t.locale, t.state").Scan(&out).Error
	return out, err
}
