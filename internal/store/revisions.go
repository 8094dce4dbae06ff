package store

import (
	"context"
	"encoding/json"
	"time"
)

// revisionRow is an immutable saved state of a menu or an entry. Versions count from 1 per subject, without gaps.
type revisionRow struct {
	SubjectID string `gorm:"primaryKey"`
	Version   int64  `gorm:"primaryKey;autoIncrement:false"`
	Doc       string
	Author    string
	CreatedAt time.Time
}

func (revisionRow) TableName() string { return "revisions" }

func (t *tx) addRevision(ctx context.Context, subject string, version int64, doc any, author string) error {
	b, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return t.db.WithContext(ctx).Create(&revisionRow{subject, version, string(b), author, time.Now().UTC()}).Error
}

type revisionKey struct {
	subject string
	version int64
}

// revisions loads the documents of the given revisions, with one statement for every thousand.
func (t *tx) revisions(ctx context.Context, keys []revisionKey) (map[revisionKey]string, error) {
	out := make(map[revisionKey]string, len(keys))
	const batch = 1000
	for len(keys) > 0 {
		n := min(batch, len(keys))
		wanted, subjects := make(map[revisionKey]bool, n), make([]string, 0, n)
		for _, k := range keys[:n] {
			wanted[k] = true
			subjects = append(subjects, k.subject)
		}
		keys = keys[n:]
		var rows []revisionRow
		err := t.db.WithContext(ctx).Select("subject_id", "version", "doc").Where("subject_id IN ?", subjects).
			Where("version IN ?", versionsOf(wanted)).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if k := (revisionKey{r.SubjectID, r.Version}); wanted[k] {
				out[k] = r.Doc
			}
		}
	}
	return out, nil
}

func versionsOf(keys map[revisionKey]bool) []int64 {
	seen, out := map[int64]bool{}, []int64{}
	for k := range keys {
		if !seen[k.version] {
			seen[k.version] = true
			out = append(out, k.version)
		}
	}
	return out
}
