package readmodel

import (
	"context"
	"database/sql"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// chains brings the table of chains in line with the sites' locales, and says whether that changed it.
func (a *applier) chains() (ids map[string]int64, changed bool, err error) {
	sites, err := bodies[published.Site](a, published.KindSite)
	if err != nil {
		return nil, false, err
	}
	wanted := map[string]bool{}
	for _, s := range sites {
		for _, l := range s.Locales {
			wanted[strings.Join(l.Chain, " ")] = true
			if len(a.meta) > 0 {
				continue // lists of drafts always fall back to the other locales
			}
			for _, tag := range l.Chain {
				wanted[tag] = true
			}
		}
	}
	ids = map[string]int64{}
	rows, err := a.tx.QueryContext(a.ctx, "SELECT id, tags, asked FROM chains")
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	var gone, taken []int64
	for rows.Next() {
		var id int64
		var tags string
		var asked bool
		if err := rows.Scan(&id, &tags, &asked); err != nil {
			return nil, false, err
		}
		if wanted[tags] || asked {
			ids[tags] = id
			if wanted[tags] && asked {
				taken = append(taken, id) // a site has it now
			}
		} else {
			gone = append(gone, id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	for _, id := range taken {
		if _, err := a.tx.ExecContext(a.ctx, "UPDATE chains SET asked = 0 WHERE id = ?", id); err != nil {
			return nil, false, err
		}
	}
	for _, id := range gone {
		if err := dropChain(a.ctx, a.tx, id); err != nil {
			return nil, false, err
		}
	}
	for tags := range wanted {
		if _, ok := ids[tags]; ok {
			continue
		}
		changed = true
		done, err := a.tx.ExecContext(a.ctx, "INSERT INTO chains (tags) VALUES (?)", tags)
		if err != nil {
			return nil, false, err
		}
		if ids[tags], err = done.LastInsertId(); err != nil {
			return nil, false, err
		}
	}
	return ids, changed, nil
}

func dropChain(ctx context.Context, tx *sql.Tx, id int64) error {
	for _, text := range []string{
		"DELETE FROM words WHERE rowid IN (SELECT doc FROM docs WHERE chain = ?)",
		"DELETE FROM vals WHERE path IN (SELECT id FROM paths WHERE chain = ?)",
		"DELETE FROM sorts WHERE path IN (SELECT id FROM paths WHERE chain = ?)",
		"DELETE FROM paths WHERE chain = ?",
		"DELETE FROM docs WHERE chain = ?",
		"DELETE FROM chains WHERE id = ?",
	} {
		if _, err := tx.ExecContext(ctx, text, id); err != nil {
			return err
		}
	}
	return nil
}
