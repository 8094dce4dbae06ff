package authoring_test

import (
	"context"
	"strings"

	core "github.com/portico-cms/portico/internal/authoring"
)

// tellsNoValues has actions of the audit that have nothing that was before or is after, and why.
var tellsNoValues = map[string]string{
	"account.setup":            "the account is new, and its line of account.create has it",
	"account.password":         "a secret",
	"account.password-refused": "nothing was changed",
	"account.password-link":    "a secret",
	"account.end-sessions":     "sessions are not listed",
	"comment.":                 "what was said is not kept in the audit",
	"entries.import":           "each entry has its own line",
	"entry.replace-uses":       "each entry has its own line",
	"import":                   "each thing has its own line",
	"job.":                     "each entry has its own line, when the job comes to it",
	"model.migrate":            "each entry has its own line",
	"session.":                 "somebody came or went",
}

// auditAfter gives the lines beyond a number.
func (p *player) auditAfter(number int64) (lines []*core.AuditLine) {
	p.t.Helper()
	ctx := context.Background()
	err := p.store.View(ctx, func(tx core.Tx) (err error) {
		lines, err = tx.AuditLines(ctx, core.AuditFilter{After: number, Limit: 100_000})
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return lines
}

// told makes sure that lines say what was before, or what is after.
func (p *player) told(lines []*core.AuditLine) {
	p.t.Helper()
	for _, l := range lines {
		group, _, _ := strings.Cut(l.Action, ".")
		if tellsNoValues[l.Action] != "" || tellsNoValues[group+"."] != "" {
			continue
		}
		if empty := map[string]bool{"": true, "null": true, "{}": true}; empty[l.Before] && empty[l.After] {
			p.t.Errorf("the audit does not say what %s changed: %+v", l.Action, l)
		}
	}
}
