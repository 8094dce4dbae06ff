package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// writeResult is how long one kind of operation took at each server.
type writeResult struct {
	operation string
	each      int                        // entries in one operation
	took      map[string][]time.Duration // by server, in the order of the repetitions
	used      map[string]time.Duration   // by server: its processor time for one, with what it does behind the answer
	absent    map[string]error           // by server: why there are none
}

func (r *writeResult) note(server string, took time.Duration, err error) error {
	switch {
	case errors.Is(err, errAbsent):
		r.absent[server] = err
	case err != nil:
		return fmt.Errorf("%s: %s: %w", server, r.operation, err)
	default:
		r.took[server] = append(r.took[server], took)
	}
	return nil
}

// editor is one server as an editor's client uses it. Each action prepares what it needs and gives the operation to be timed.
type editor struct {
	*server.Server

	name    string
	actions map[string]func(ctx context.Context, i int) (func() error, error)
}

// has says whether the server has such an operation, as far as is known.
func (r *writeResult) has(e editor) bool {
	return e.actions[r.operation] != nil && r.absent[e.name] == nil
}

// operations in the order in which they are measured; once ones are done once per size, with many entries.
var operations = []struct {
	name string
	once bool
}{
	{"create", false}, {"create in one locale", false}, {"save", false}, {"publish", false}, {"list", false}, {"search", false},
	{"list after a save", false}, {"search after a save", false}, {"publish many", true}, {"import", true},
}

// warmed are the operations that a server may begin to be ready for when they are first asked for.
var warmed = []string{"list", "search"}

// writing measures what editors do: one client, one request after the other, the servers in turn.
type writing struct {
	d       data
	repeats int
	editors []editor
	dirs    []string // that the servers' files are in
}

func (w *writing) measureAll(ctx context.Context) (results []writeResult, err error) {
	for _, op := range operations {
		fmt.Fprintf(os.Stderr, "  %s …\n", op.name)
		r := writeResult{
			operation: op.name, each: 1, took: map[string][]time.Duration{}, used: map[string]time.Duration{}, absent: map[string]error{},
		}
		repeats := w.repeats
		if op.once {
			repeats, r.each = 1, w.d.drafts
		}
		if slices.Contains(warmed, op.name) {
			if err := w.warm(ctx, &r); err != nil {
				return nil, err
			}
		}
		before, err := w.used()
		if err != nil {
			return nil, err
		}
		if err := readAll(w.dirs); err != nil {
			return nil, err
		}
		for i := range repeats {
			turn := slices.Clone(w.editors)
			if i%2 == 1 {
				slices.Reverse(turn) // who comes second finds the machine as the first left it
			}
			for _, e := range turn {
				if !r.has(e) {
					continue
				}
				if err := r.once(ctx, e, i); err != nil {
					return nil, err
				}
			}
		}
		after, err := w.used()
		if err != nil {
			return nil, err
		}
		for i, e := range w.editors {
			one := after[i].Since(before[i], repeats*r.each)
			r.used[e.name] = one.User + one.System
		}
		results = append(results, r)
	}
	return results, nil
}

// warm asks every server for a few of what is measured then, in each locale, and lets it do what it does behind its answers.
func (w *writing) warm(ctx context.Context, r *writeResult) error {
	for range 3 {
		for _, e := range w.editors {
			for i := range locales {
				do, err := e.actions[r.operation](ctx, w.repeats+i)
				if err == nil {
					err = do()
				}
				if err != nil {
					return fmt.Errorf("%s: %s: %w", e.name, r.operation, err)
				}
			}
			if err := e.Rest(); err != nil {
				return err
			}
		}
	}
	return nil
}

// used waits until all servers rest, and gives the processor time that each has used.
func (w *writing) used() (all []server.Usage, err error) {
	for _, e := range w.editors {
		if err := e.Rest(); err != nil {
			return nil, err
		}
	}
	for _, e := range w.editors {
		one, err := e.Used()
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// readAll reads all files of some folders, so that the kernel has them in memory: some machines page out what was not used for seconds, and
// what their disk takes to give it back is not what a server takes.
func readAll(dirs []string) error {
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return ignoreGone(err)
			}
			file, err := os.Open(path)
			if err != nil {
				return ignoreGone(err)
			}
			_, err = io.Copy(io.Discard, file)
			return errors.Join(err, file.Close())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ignoreGone leaves out that a file has gone meanwhile.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// once does the operation for the i-th time, and takes the time.
func (r *writeResult) once(ctx context.Context, e editor, i int) error {
	var took time.Duration
	do, err := e.actions[r.operation](ctx, i)
	if err == nil {
		begin := time.Now()
		err = do()
		took = time.Since(begin)
	}
	return r.note(e.name, took, err)
}

// Where the articles of writes begin: behind those that are published, and apart from each other.
func (d data) created(i int) int  { return d.entries + i }
func (d data) single(i int) int   { return d.entries + 100_000 + i }
func (d data) many(i int) int     { return d.entries + 200_000 + i }
func (d data) imported() int      { return d.entries + 300_000 }
func (d data) existing(i int) int { return int(mix(i, 13) % uint64(d.entries)) }

func summary(i int) string { return "Saved for the " + strconv.Itoa(i) + "th time." }

func (p *portico) editor(d data) editor {
	var created, many []saved
	list := p.lists(d, func(i int) url.Values { return url.Values{"filter[price][gte]": {strconv.Itoa(i * 97 % 50_000)}} })
	search := p.lists(d, func(i int) url.Values { return url.Values{"q": {d.rare(i)}} })
	change := func(ctx context.Context, i int) error {
		s, err := p.read(ctx, articleID(d.existing(i)))
		if err != nil {
			return err
		}
		return p.save(ctx, s, locales[i%4], summary(i))
	}
	return editor{p.Server, p.Name, map[string]func(context.Context, int) (func() error, error){
		"create": func(ctx context.Context, i int) (func() error, error) {
			return func() error {
				s, err := p.create(ctx, d, d.created(i))
				created = append(created, s)
				return err
			}, nil
		},
		"save": func(ctx context.Context, i int) (func() error, error) {
			s, err := p.read(ctx, articleID(d.existing(i)))
			return func() error { return p.save(ctx, s, locales[i%4], summary(i)) }, err
		},
		"publish": func(ctx context.Context, i int) (func() error, error) {
			return func() error { return p.publish(ctx, created[i]) }, nil
		},
		"list": list, "list after a save": after(change, list),
		"search": search, "search after a save": after(change, search),
		"publish many": func(ctx context.Context, _ int) (func() error, error) {
			for i := range d.drafts {
				s, err := p.create(ctx, d, d.many(i))
				if err != nil {
					return nil, err
				}
				many = append(many, s)
			}
			return func() error { return p.publishAll(ctx, many) }, nil
		},
		"import": func(ctx context.Context, _ int) (func() error, error) {
			return func() error { return p.importLines(ctx, d, d.imported(), d.imported()+d.drafts) }, nil
		},
	}}
}

// after does something, untimed, right before an operation; what is changed has not been changed before.
func after(
	change func(ctx context.Context, i int) error, operation func(ctx context.Context, i int) (func() error, error),
) func(ctx context.Context, i int) (func() error, error) {
	return func(ctx context.Context, i int) (func() error, error) {
		if err := change(ctx, 1000+i); err != nil {
			return nil, err
		}
		return operation(ctx, 500+i)
	}
}

// lists asks for the first page of drafts, as the admin UI does.
func (p *portico) lists(_ data, vary func(i int) url.Values) func(context.Context, int) (func() error, error) {
	return func(ctx context.Context, i int) (func() error, error) {
		q := vary(i)
		for name, value := range map[string]string{"type": "article", "locale": locales[i%4], "sort": "-date", "page[size]": "20"} {
			q.Set(name, value)
		}
		return func() error {
			_, err := p.manage.send(ctx, http.MethodGet, "/api/v1/entries?"+q.Encode(), nil, nil)
			return err
		}, nil
	}
}

func (p *pocketbase) editor(d data) editor {
	list := func(filter func(i int) string) func(context.Context, int) (func() error, error) {
		return func(ctx context.Context, i int) (func() error, error) {
			path := recordsQuery(fmt.Sprintf("locale='%s' && %s", locales[i%4], filter(i)), "sort", "-date", "perPage", "20", "skipTotal", "1")
			return func() error {
				_, err := p.manage.send(ctx, http.MethodGet, path, nil, nil)
				return err
			}, nil
		}
	}
	plain := func(do func(ctx context.Context, i int) error) func(context.Context, int) (func() error, error) {
		return func(ctx context.Context, i int) (func() error, error) {
			return func() error { return do(ctx, i) }, nil
		}
	}
	change := func(ctx context.Context, i int) error { return p.save(ctx, d.existing(i), locales[i%4], summary(i)) }
	byPrice := list(func(i int) string { return fmt.Sprintf("price>=%d", i*97%50_000) })
	search := list(func(i int) string {
		return fmt.Sprintf("(title~'%[1]s' || summary~'%[1]s' || body~'%[1]s')", d.rare(i))
	})
	return editor{p.Server, p.Name, map[string]func(context.Context, int) (func() error, error){
		"create":               plain(func(ctx context.Context, i int) error { return p.create(ctx, d, d.created(i)) }),
		"create in one locale": plain(func(ctx context.Context, i int) error { return p.createOne(ctx, d, d.single(i), "en") }),
		"save":                 plain(change),
		"publish":              plain(func(ctx context.Context, i int) error { return p.publish(ctx, d.created(i)) }),
		"list":                 byPrice, "list after a save": after(change, byPrice),
		"search": search, "search after a save": after(change, search),
		"publish many": func(ctx context.Context, _ int) (func() error, error) {
			articles := make([]int, d.drafts)
			for i := range articles {
				articles[i] = d.many(i)
			}
			return func() error { return p.publish(ctx, articles...) }, p.importRecords(ctx, d, d.many(0), d.many(d.drafts), false)
		},
		"import": plain(func(ctx context.Context, _ int) error {
			return p.importRecords(ctx, d, d.imported(), d.imported()+d.drafts, false)
		}),
	}}
}
