package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/config"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/lint"
	"github.com/portico-cms/portico/internal/token/output"
)

// runTokens carries out `portico tokens`.
func runTokens(ctx context.Context, cmd config.Command, stdout, stderr io.Writer) error {
	t := &tokensRun{cmd: cmd, stdout: stdout, stderr: stderr}
	var do func() error
	switch cmd.Do {
	case "build":
		do = t.build
	case "docs":
		t.cmd.Formats = []string{"markdown", "html"}
		do = t.build
	case "check":
		do = t.check
	case "diff":
		return t.diff()
	case "convert":
		return t.convert()
	default:
		return fault.New(fault.Invalid, "there is no command tokens %s", cmd.Do)
	}
	if cmd.Watch {
		return t.watch(ctx, do)
	}
	return do()
}

// tokensRun is one run of the command.
type tokensRun struct {
	cmd            config.Command
	stdout, stderr io.Writer
	read           []string       // files that the last run read, as paths of this machine
	also           map[string]any // what JSON says beside the files that were written
}

// open reads and resolves the tokens that the command line names.
func (t *tokensRun) open() (*tokenFolder, *output.Resolved, error) {
	f, err := openTokens(t.cmd.Paths, t.cmd.Lenient)
	if f != nil {
		t.read = f.watched()
	}
	if err != nil {
		return f, nil, err
	}
	for _, p := range f.leftOut {
		fmt.Fprintln(t.stderr, "left out:", p)
	}
	inputs, err := pairs(t.cmd.Inputs, "=")
	if err != nil {
		return f, nil, err
	}
	r, err := output.Resolve(f.system, inputs)
	return f, r, err
}

// pairs takes "theme=dark" apart.
func pairs(list []string, at string) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range list {
		name, value, ok := strings.Cut(p, at)
		if !ok || name == "" || value == "" {
			return nil, fault.New(fault.Invalid, "%q is not written NAME%sVALUE", p, at)
		}
		out[name] = value
	}
	return out, nil
}

func (t *tokensRun) options() (output.Options, error) {
	c := t.cmd
	selectors, err := pairs(c.Selectors, ":")
	return output.Options{Prefix: c.Prefix, Literal: c.Literal, Rem: c.Rem, Include: c.Include, Exclude: c.Exclude, HexFallback: c.Hex,
		Scheme: token.Scheme(c.Scheme), Selector: c.Selector, Selectors: selectors, Namespace: c.Namespace, Class: c.Class}, err
}

// build renders every format, and writes only when all of them are there.
func (t *tokensRun) build() error {
	f, r, err := t.open()
	if err != nil {
		return t.failed(err)
	}
	for _, w := range f.system.Warnings() { // on standard error: standard output is what was done
		w.File = inRoot(f.root, w.File)
		fmt.Fprintf(t.stderr, "%s [warning: %s]\n", w, w.Code)
	}
	options, err := t.options()
	if err != nil {
		return err
	}
	formats := t.cmd.Formats
	if len(formats) == 0 {
		formats = []string{"css"}
	}
	var files []output.File
	for _, name := range formats {
		more, err := output.Render(name, r, options)
		if err != nil {
			return t.failed(err)
		}
		files = append(files, more...)
	}
	return t.write(files)
}

// check compiles the tokens and lints them.
func (t *tokensRun) check() error {
	f, r, err := t.open()
	if err != nil {
		return t.failed(err)
	}
	c, err := lint.Read(f.files, lint.File)
	if err != nil {
		return t.failed(fault.InFolder(err, f.root))
	}
	var variants []lint.Variant
	for _, v := range r.Variants {
		variants = append(variants, lint.Variant{Label: r.Label(v), Set: v.Set})
	}
	findings := lint.Check(variants, c)
	var warned []lint.Finding
	for _, w := range f.system.Warnings() {
		warned = append(warned, lint.Finding{Problem: w, Severity: lint.Warning})
	}
	for i := range findings {
		findings[i].File = inRoot(f.root, findings[i].File)
	}
	for i := range warned {
		warned[i].File = inRoot(f.root, warned[i].File)
	}
	return t.say(append(warned, findings...), len(r.Variants[0].Set.Tokens()), len(r.Variants))
}

// watch runs do now and whenever a file that it read, or the folder, has changed. What fails is said, and waited out.
func (t *tokensRun) watch(ctx context.Context, do func() error) error {
	for {
		if err := do(); err != nil {
			fmt.Fprintln(t.stderr, "portico:", err)
		}
		before := stamp(t.read)
		for same := true; same; same = stamp(t.read) == before {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
}
