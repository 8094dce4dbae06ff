package app

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/change"
	"github.com/portico-cms/portico/internal/token/lint"
)

func (t *tokensRun) json(v any) error {
	e := json.NewEncoder(t.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// failed says what is wrong with the tokens, line by line or as JSON; the error that is left only counts.
func (t *tokensRun) failed(err error) error {
	var ps fault.Problems
	if !errors.As(err, &ps) {
		return err
	}
	var all []lint.Finding
	for _, p := range ps {
		all = append(all, lint.Finding{Problem: p, Severity: lint.Error})
	}
	return t.say(all, 0, 0)
}

// say writes findings, and fails where there are errors.
func (t *tokensRun) say(all []lint.Finding, tokens, variants int) error {
	wrong := lint.Errors(all)
	if t.cmd.Strict {
		wrong = len(all)
	}
	switch {
	case t.cmd.JSON:
		if all == nil {
			all = []lint.Finding{}
		}
		if err := t.json(map[string]any{"ok": wrong == 0, "tokens": tokens, "variants": variants, "findings": all}); err != nil {
			return err
		}
	default:
		for _, f := range all {
			line := f.String()
			if f.Severity == lint.Warning {
				line += " [warning: " + f.Code + "]"
			} else {
				line += " [" + f.Code + "]"
			}
			if _, err := fmt.Fprintln(t.stdout, line); err != nil {
				return err
			}
		}
		if wrong == 0 {
			if _, err := fmt.Fprintf(t.stdout, "good: %d tokens in %d variants; warnings: %d\n", tokens, variants, len(all)); err != nil {
				return err
			}
		}
	}
	if wrong > 0 {
		return fmt.Errorf("problems in the tokens: %d", wrong)
	}
	return nil
}

// diff compares two folders, resolvers or files.
func (t *tokensRun) diff() error {
	if len(t.cmd.Paths) != 2 {
		return fault.New(fault.Invalid, "diff takes two paths, the old tokens and the new")
	}
	var systems []*token.System
	for _, p := range t.cmd.Paths {
		f, err := openTokens([]string{p}, t.cmd.Lenient)
		if err != nil {
			return t.failed(err)
		}
		systems = append(systems, f.system)
	}
	list, err := change.Compare(systems[0], systems[1])
	if err != nil {
		return err
	}
	if t.cmd.JSON {
		err = t.json(list)
	} else {
		_, err = fmt.Fprintf(t.stdout, "%s\n\n%s", list.Level, list.Markdown())
	}
	if err != nil {
		return err
	}
	if most, ok := change.ParseLevel(t.cmd.AtMost); ok && list.Level > most {
		return fmt.Errorf("the change is %s, and %s at most is allowed", list.Level, most)
	}
	return nil
}
