package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// readResult is what both servers answered to one kind of question, round by round.
type readResult struct {
	subject             string
	cached              bool  // one question all the time; else each only once
	absent              error // why Portico was not asked
	portico, pocketbase []sample
}

// sample is one measurement.
type sample struct {
	rate     float64       // requests per second
	p99      time.Duration // as wrk saw it
	used     server.Usage  // processor time of the server for one request
	requests int           // that were answered
	refused  int           // of them: a server that is too slow says so
	repeat   bool          // more requests than there were questions: some were asked twice
}

// connections is how many keep-alive connections wrk holds open.
const connections = 16

// mostPaths is how many different questions one measurement has at most.
const mostPaths = 60_000

// wrkScript sends the paths of a file in turn.
const wrkScript = `local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local i = 0
request = function()
  i = i % #paths + 1
  return wrk.format("GET", paths[i])
end
`

// reading measures the questions of sites.
type reading struct {
	options
	d   data
	dir string
	p   *portico
	pb  *pocketbase
}

// prepare writes what wrk needs.
func (r *reading) prepare() error {
	return os.WriteFile(filepath.Join(r.dir, "paths.lua"), []byte(wrkScript), 0o600)
}

func (r *reading) measureAll(ctx context.Context) (results []readResult, err error) {
	if err := r.prepare(); err != nil {
		return nil, err
	}
	for _, s := range append(slices.Clone(subjects), cachedOnly) {
		for _, cached := range []bool{false, true} {
			if s.name == cachedOnly.name && !cached {
				continue
			}
			fmt.Fprintf(os.Stderr, "  %s, cached %t …\n", s.name, cached)
			result, err := r.measure(ctx, s, cached)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			results = append(results, result)
		}
	}
	return results, nil
}

// measure loads the servers in turn, so that a change of the machine's mood meets both; each round begins with the other one.
// A short unmeasured run warms them up.
func (r *reading) measure(ctx context.Context, s subject, cached bool) (readResult, error) {
	result := readResult{subject: s.name, cached: cached}
	probes := []int{0}
	if !cached {
		probes = []int{1, 38, r.paths(s), r.paths(s)*(r.rounds+1) - 1} // forms that come late in a run, too
	}
	if err := r.same(ctx, s, probes...); errors.Is(err, errAbsent) {
		result.absent = err
		return result, nil
	} else if err != nil {
		return result, err
	}
	for round := range r.rounds + 1 {
		questions := r.questions(s, cached, round)
		turns := []func() error{
			func() error { return r.load(ctx, r.p.Server, questions, true, round, &result.portico) },
			func() error { return r.load(ctx, r.pb.Server, questions, false, round, &result.pocketbase) },
		}
		if round%2 == 1 {
			slices.Reverse(turns)
		}
		for _, turn := range turns {
			if err := turn(); err != nil {
				return result, err
			}
		}
	}
	return result, nil
}

// same checks that both servers give the same entries to some questions.
func (r *reading) same(ctx context.Context, s subject, questions ...int) error {
	for _, i := range questions {
		q := s.vary(r.d, i)
		ours, err := r.p.titles(ctx, q.portico)
		if err != nil {
			return err
		}
		theirs, err := r.pb.titles(ctx, q.pocketbase)
		if err != nil {
			return err
		}
		if !slices.Equal(ours, theirs) {
			return fmt.Errorf("the servers differ:\n%s: %q\n%s: %q", q.portico, ours, q.pocketbase, theirs)
		}
	}
	return nil
}

// questions gives those of a round, which no other round has.
func (r *reading) questions(s subject, cached bool, round int) []question {
	if cached {
		return []question{s.vary(r.d, 0)}
	}
	out := make([]question, r.paths(s))
	for i := range out {
		out[i] = s.vary(r.d, round*len(out)+i)
	}
	return out
}

// paths is how many questions one round has.
func (r *reading) paths(s subject) int { return min(mostPaths, s.different(r.d)/(r.rounds+1)) }

var (
	wrkRate  = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrkTotal = regexp.MustCompile(`(\d+) requests in`)
	wrkBad   = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
	wrkP99   = regexp.MustCompile(`99%\s+([0-9.]+[a-z]+)`)
)

// errNoAnswer says that no request was answered in time: the machine did something else, or the server is very slow.
var errNoAnswer = errors.New("wrk got no answer")

// load drives one server; round 0 warms it up, and is not kept. Where there is no answer it tries again, for longer.
func (r *reading) load(ctx context.Context, s *server.Server, questions []question, ours bool, round int, samples *[]sample) error {
	file := filepath.Join(r.dir, "paths")
	if err := writePaths(file, questions, ours); err != nil {
		return err
	}
	if round == 0 {
		_, err := r.wrk(ctx, s, file, time.Second)
		if errors.Is(err, errNoAnswer) {
			err = nil
		}
		return err
	}
	length := r.duration
	for {
		one, err := r.wrk(ctx, s, file, length)
		if errors.Is(err, errNoAnswer) && length < 10*r.duration {
			length *= 4
			continue
		}
		one.repeat = len(questions) > 1 && one.requests > len(questions)
		*samples = append(*samples, one)
		return err
	}
}

// wrk measures once.
func (r *reading) wrk(ctx context.Context, s *server.Server, file string, length time.Duration) (sample, error) {
	before, err := s.Used()
	if err != nil {
		return sample{}, err
	}
	wrk := server.BesideServers(1, "wrk", "-t1", fmt.Sprintf("-c%d", connections), fmt.Sprintf("-d%ds", max(1, int(length.Seconds()))),
		"--timeout", "60s", "--latency", "-s", filepath.Join(r.dir, "paths.lua"), "http://"+s.Addr)
	wrk.Env = append(os.Environ(), "BENCH_PATHS="+file)
	out, err := wrk.CombinedOutput()
	if err != nil {
		return sample{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	after, err := s.Used()
	if err != nil {
		return sample{}, err
	}
	one, err := readWrk(string(out))
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	one.used = after.Since(before, one.requests)
	return one, ctx.Err()
}

func readWrk(out string) (s sample, err error) {
	rate, total, p99 := wrkRate.FindStringSubmatch(out), wrkTotal.FindStringSubmatch(out), wrkP99.FindStringSubmatch(out)
	if rate == nil || total == nil || p99 == nil || strings.Contains(out, "Socket errors") {
		return s, fmt.Errorf("wrk reports:\n%s", out)
	}
	if s.requests, err = strconv.Atoi(total[1]); err != nil {
		return s, err
	}
	if s.requests == 0 {
		return s, errNoAnswer
	}
	if s.rate, err = strconv.ParseFloat(rate[1], 64); err != nil {
		return s, err
	}
	if bad := wrkBad.FindStringSubmatch(out); bad != nil {
		if s.refused, err = strconv.Atoi(bad[1]); err != nil {
			return s, err
		}
		s.rate *= float64(s.requests-s.refused) / float64(s.requests)
	}
	s.p99, err = time.ParseDuration(p99[1])
	return s, err
}

func writePaths(name string, questions []question, ours bool) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := bufio.NewWriter(file)
	for _, q := range questions {
		path := q.pocketbase
		if ours {
			path = q.portico
		}
		if _, err := w.WriteString(path + "\n"); err != nil {
			return err
		}
	}
	return w.Flush()
}
