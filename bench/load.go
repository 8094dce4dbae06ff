package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// A sample is one measurement of one peer.
type sample struct {
	rate float64      // requests per second
	used server.Usage // processor time of the server for one request

	p50, p99 time.Duration // from a request to the end of its answer, with all connections busy
}

// A result holds the samples of a case: by peer, then by round.
type result struct {
	testCase
	samples [][]sample
}

// connections is how many keep-alive connections the load generator holds open.
const connections = 64

// measure loads the peers in turn, round by round, so that a change of the machine's mood meets all of
// them; each round begins with another peer. One short unmeasured run warms each of them up.
func measure(o options, c testCase, peers []*peer, www string) (result, error) {
	r := result{testCase: c, samples: make([][]sample, len(peers))}
	requests := make([][]string, len(peers))
	for i, p := range peers {
		h, err := headers(c, p, www)
		if err != nil {
			return r, err
		}
		requests[i] = h
		if _, err := load(o, p, c, h, time.Second); err != nil {
			return r, err
		}
	}
	for round := range o.rounds {
		for turn := range peers {
			i := (round + turn) % len(peers)
			s, err := load(o, peers[i], c, requests[i], o.duration)
			if err != nil {
				return r, err
			}
			r.samples[i] = append(r.samples[i], s)
		}
	}
	return r, nil
}

var (
	wrkRate  = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrkTotal = regexp.MustCompile(`(\d+) requests in`)
	wrkBelow = regexp.MustCompile(`(?m)^\s+(50|99)%\s+([0-9.]+(?:us|ms|s))$`)
)

// errStalled says that requests timed out, or that none was made: the machine did something else.
var errStalled = errors.New("requests timed out")

// load drives one peer with wrk for the given time; a stalled measurement is made again, twice at most.
func load(o options, p *peer, c testCase, requestHeaders []string, length time.Duration) (s sample, err error) {
	for range 3 {
		if s, err = loadOnce(o, p, c, requestHeaders, length); !errors.Is(err, errStalled) {
			break
		}
	}
	return s, err
}

func loadOnce(o options, p *peer, c testCase, requestHeaders []string, length time.Duration) (sample, error) {
	args := []string{"-t1", "--latency", fmt.Sprintf("-c%d", connections), fmt.Sprintf("-d%ds", max(1, int(length.Seconds())))}
	for _, h := range requestHeaders {
		args = append(args, "-H", h)
	}
	before, err := p.Used()
	if err != nil {
		return sample{}, err
	}
	out, err := server.BesideServers(o.workers, "wrk", append(args, "http://"+p.Addr+p.url(c))...).CombinedOutput()
	if err != nil {
		return sample{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	after, err := p.Used()
	if err != nil {
		return sample{}, err
	}
	rate, total := wrkRate.FindSubmatch(out), wrkTotal.FindSubmatch(out)
	if strings.Contains(string(out), "Socket errors") {
		return sample{}, fmt.Errorf("%s, %s: %w:\n%s", p.Name, c.name, errStalled, out)
	}
	if rate == nil || total == nil || strings.Contains(string(out), "Non-2xx") {
		return sample{}, fmt.Errorf("%s, %s: wrk reports:\n%s", p.Name, c.name, out)
	}
	return read(string(rate[1]), string(total[1]), out, func(n int) server.Usage { return after.Since(before, n) })
}

// read makes a sample of what wrk says.
func read(perSecond, total string, out []byte, used func(n int) server.Usage) (s sample, err error) {
	n, err := strconv.Atoi(total)
	if err != nil {
		return s, err
	}
	if n == 0 {
		return s, errStalled
	}
	if s.rate, err = strconv.ParseFloat(perSecond, 64); err != nil {
		return s, err
	}
	s.used = used(n)
	for _, m := range wrkBelow.FindAllSubmatch(out, -1) {
		d, err := time.ParseDuration(string(m[2]))
		if err != nil {
			return s, err
		}
		if string(m[1]) == "50" {
			s.p50 = d
		} else {
			s.p99 = d
		}
	}
	if s.p50 == 0 || s.p99 == 0 {
		return s, fmt.Errorf("wrk says no latency:\n%s", out)
	}
	return s, nil
}
