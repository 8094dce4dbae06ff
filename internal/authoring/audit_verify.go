package authoring

import (
	"context"
	"math"

	"github.com/portico-cms/portico/internal/fault"
)

// verifyPage is how many lines are read at once.
const verifyPage = 1000

// AuditHead is the end of the audit. Whoever keeps it elsewhere can tell later that nothing before it was changed.
type AuditHead struct {
	Number int64  // of the newest line; 0 where there is none
	Hash   string // of it
}

// VerifyAudit reads the whole audit at one moment: that numbers have no gaps, that each line has the hash of what it says and carries
// the one of the line before, and that the last line is the one that is noted beside the audit. Error: fault.Conflict, which names the
// first line that is wrong.
func (a *Authoring) VerifyAudit(ctx context.Context) (head AuditHead, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		noted := AuditHead{}
		if noted.Number, noted.Hash, err = tx.AuditHead(ctx); err != nil {
			return err
		}
		for after := int64(math.MinInt64); ; after = head.Number { // line 0 would have been added by hand
			lines, err := tx.AuditLines(ctx, AuditFilter{After: after, Limit: verifyPage})
			if err != nil {
				return err
			}
			for _, l := range lines {
				if err := head.follow(l); err != nil {
					return err
				}
			}
			if len(lines) < verifyPage {
				break
			}
		}
		if head != noted {
			return brokenAudit(min(head.Number, noted.Number)+1, "the last line is number %d, and the last that was written is number %d, %.12s…",
				head.Number, noted.Number, noted.Hash)
		}
		return nil
	})
	return head, err
}

// follow moves on to the next line. Lines of before the audit was a chain have no hash: they can only be the first ones.
func (h *AuditHead) follow(l *AuditLine) error {
	switch {
	case l.Number != h.Number+1:
		return brokenAudit(h.Number+1, "it is missing; the next one there is has number %d", l.Number)
	case l.Previous != h.Hash:
		return brokenAudit(l.Number, "it does not follow the line before: one of them was replaced or moved")
	case l.Hash == "" && h.Hash == "":
	case l.Hash != l.Sum():
		return brokenAudit(l.Number, "it does not say what was written")
	}
	*h = AuditHead{l.Number, l.Hash}
	return nil
}

func brokenAudit(number int64, format string, args ...any) error {
	return fault.New(fault.Conflict, "the audit was changed at line %d: %s", number, fault.New(fault.Conflict, format, args...).Message)
}
