package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/published"
)

// A page of the log is small enough to be held in memory for each node that reads, and large enough that a million records are
// read in a thousand steps.
const (
	pageRecords = 1000
	pageBytes   = 1 << 20
)

// Page implements published.Log: one short read transaction. Errors: fault.Unavailable, also where nothing comes for long.
func (s *Store) Page(ctx context.Context, after published.Place) (page *published.Page, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	err = s.view(ctx, func(db *gorm.DB) error {
		page = &published.Page{}
		if err := logHead(db, page); err != nil {
			return err
		}
		known, err := inHistory(db, after.Position, page.Head)
		if err != nil {
			return err
		}
		if !known {
			page.Whole, after = true, published.Place{}
		}
		page.Next = published.Place{Position: page.Head}
		if after.After == nil && after.Generation == page.Head.Generation {
			return nil
		}
		return readPage(db, after, page)
	})
	if err != nil {
		return nil, translate(err)
	}
	return page, nil
}

// logHead reads where the log is. A publication of before epochs were kept has none.
func logHead(db *gorm.DB, page *published.Page) error {
	return db.Raw(`SELECT i.identity, i.generation, COALESCE(p.epoch, ''), COALESCE(p.checksum, '') FROM installation i
		LEFT JOIN publications p ON p.generation = i.generation WHERE i.id = 1`).
		Row().Scan(&page.Head.Identity, &page.Head.Generation, &page.Head.Epoch, &page.Checksum)
}

// inHistory says whether a position lies in the past of the log.
func inHistory(db *gorm.DB, at, head published.Position) (bool, error) {
	if at.Identity != head.Identity || at.Generation > head.Generation || at.Generation < 0 {
		return false, nil
	}
	if at.Generation == 0 || at.Generation == head.Generation {
		return at.Epoch == "" && at.Generation == 0 || at == head, nil
	}
	var rows []publicationRow
	err := db.Select("epoch").Where("generation = ?", at.Generation).Limit(1).Find(&rows).Error
	return len(rows) == 1 && rows[0].Epoch == at.Epoch, err
}

func readPage(db *gorm.DB, after published.Place, page *published.Page) error {
	query := db.Model(&recordRow{}).Order("generation, kind, key").Limit(pageRecords)
	if m := after.After; m != nil {
		query = query.Where("(generation, kind, key) > (?, ?, ?)", m.Generation, string(m.Kind), m.Key)
	} else {
		query = query.Where("generation > ?", after.Generation)
	}
	rows, err := query.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	size := 0
	for rows.Next() {
		var row recordRow
		if err := db.ScanRows(rows, &row); err != nil {
			return err
		}
		page.Records = append(page.Records, published.Record{
			Kind: published.Kind(row.Kind), Key: row.Key, Generation: row.Generation, Deleted: row.Deleted, Body: row.Body,
		})
		if size += len(row.Body); size >= pageBytes || len(page.Records) == pageRecords {
			mark := page.Records[len(page.Records)-1].Mark()
			page.Next.After = &mark
			return nil
		}
	}
	return rows.Err()
}

// checksumBefore gives the checksum of the log as it was before a publication.
func checksumBefore(db *gorm.DB, generation int64) (sum published.Checksum, err error) {
	var before []publicationRow
	if err := db.Select("checksum").Where("generation = ?", generation-1).Limit(1).Find(&before).Error; err != nil {
		return sum, err
	}
	switch {
	case len(before) == 1 && before[0].Checksum != "":
		sum, err = published.ParseChecksum(before[0].Checksum)
	case generation > 1: // the first publication since checksums are kept
		err = wholeChecksum(db, &sum)
	}
	return sum, err
}

// count brings a checksum in line with rows that are about to be written.
func count(db *gorm.DB, sum *published.Checksum, rows []recordRow) error {
	if err := withoutReplaced(db, sum, rows); err != nil {
		return err
	}
	for i := range rows {
		if !rows[i].Deleted {
			sum.Add(markOf(&rows[i]), rows[i].Hash)
		}
	}
	return nil
}

// wholeChecksum adds all that the log holds.
func wholeChecksum(db *gorm.DB, sum *published.Checksum) error {
	rows, err := db.Model(&recordRow{}).Select("kind", "key", "generation", "hash").Where("deleted = ?", false).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row recordRow
		if err := db.ScanRows(rows, &row); err != nil {
			return err
		}
		sum.Add(markOf(&row), row.Hash)
	}
	return rows.Err()
}

// withoutReplaced takes out of a checksum what rows will replace.
func withoutReplaced(db *gorm.DB, sum *published.Checksum, rows []recordRow) error {
	keys := map[string][]string{}
	for i := range rows {
		keys[rows[i].Kind] = append(keys[rows[i].Kind], rows[i].Key)
	}
	for kind, all := range keys {
		for len(all) > 0 {
			some := all[:min(len(all), pageRecords)]
			all = all[len(some):]
			var old []recordRow
			err := db.Select("kind", "key", "generation", "hash").Where("kind = ? AND key IN ? AND deleted = ?", kind, some, false).Find(&old).Error
			if err != nil {
				return err
			}
			for i := range old {
				sum.Remove(markOf(&old[i]), old[i].Hash)
			}
		}
	}
	return nil
}

func markOf(r *recordRow) published.Mark {
	return published.Mark{Generation: r.Generation, Kind: published.Kind(r.Kind), Key: r.Key}
}
