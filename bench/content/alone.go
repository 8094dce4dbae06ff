package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

// measureAlone measures what editors do at each server while the others do not run: with many entries, three servers have more data than
// the machine has memory, and what one takes would tell of the others. Each begins with all data on disk.
func measureAlone(ctx context.Context, o options, d data, database string) (result sizeResult, err error) {
	dir, err := os.MkdirTemp("", "portico-bench-content-")
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	result.d = d
	folder := filepath.Join(dir, "folder")
	if err := writeFolder(folder, d); err != nil {
		return result, err
	}
	dirs, err := dataDirs(ctx, dir, database)
	if err != nil {
		return result, err
	}
	for i, start := range []func(s *servers) error{
		func(s *servers) (err error) {
			s.sqlite, err = startPortico(ctx, o, nameSQLite, "", folder, dir)
			return err
		},
		func(s *servers) (err error) {
			s.postgres, err = startPortico(ctx, o, namePostgres, database, folder, dir)
			return err
		},
		func(s *servers) (err error) { s.peer, err = startPocketBase(ctx, o, d, dir); return err },
	} {
		if o.only != 0 && o.only != i+1 {
			continue
		}
		if err := result.alone(ctx, o, dirs, start); err != nil {
			return result, err
		}
	}
	return result, nil
}

// dataDirs gives the folders that the servers' files are in.
func dataDirs(ctx context.Context, dir, database string) ([]string, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	var of string
	err = conn.QueryRow(ctx, "SHOW data_directory").Scan(&of)
	return []string{dir, of}, errors.Join(err, conn.Close(ctx))
}

// alone starts a server, measures it, and ends it.
func (r *sizeResult) alone(ctx context.Context, o options, dirs []string, start func(*servers) error) error {
	fmt.Fprintf(os.Stderr, "%d entries × %d locales, one server alone: loading …\n", r.d.entries, len(locales))
	var s servers
	defer func() { s.end() }() // of those that were started by then
	if err := start(&s); err != nil {
		return err
	}
	if err := s.each()[0].server().Rest(); err != nil { // views of drafts are made behind its first answer: on all cores, now
		return err
	}
	state, err := s.state() // it has loaded all of that, and starts again
	if err != nil {
		return err
	}
	edit := writing{d: r.d, repeats: min(o.repeats, r.d.entries), editors: s.editors(r.d), dirs: dirs}
	writes, err := edit.measureAll(ctx)
	if err != nil {
		return err
	}
	if state[0].memory, err = s.each()[0].server().PeakMemory(); err != nil {
		return err
	}
	r.state = append(r.state, state...)
	if r.writes == nil {
		r.writes = writes
		return nil
	}
	for i := range writes {
		r.writes[i].join(writes[i])
	}
	return nil
}

// join takes over what another server needed for the same operation.
func (r *writeResult) join(other writeResult) {
	for name, took := range other.took {
		r.took[name], r.used[name] = took, other.used[name]
	}
	for name, err := range other.absent {
		r.absent[name] = err
	}
}
