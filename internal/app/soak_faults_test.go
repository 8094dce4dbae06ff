package app_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soakRequests is how many questions TestSoak asks; `make soak` asks a million.
func soakRequests(t *testing.T) int64 {
	text := os.Getenv("PORTICO_SOAK_REQUESTS")
	if text == "" {
		return 3_000
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 3000 {
		t.Fatalf("PORTICO_SOAK_REQUESTS=%q is no number from 3000", text)
	}
	return n
}

// usage is what a process holds: resident memory in kilobytes, and open files.
type usage struct{ memory, files int }

func (p *process) usage() usage {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	u := usage{files: len(files)}
	if _, err := fmt.Sscan(string(rest), &u.memory); err != nil {
		p.t.Fatal(err)
	}
	return u
}

// allowed is by how much memory may grow from the second third of the questions to the last, in kilobytes. Finished bodies of old
// publications go only once there is no room for new ones: few questions do not fill the caches in the first third.
func allowed(questions int64) int {
	if questions < 300_000 {
		return 192 << 10
	}
	return 32 << 10
}

// TestSoak asks a node as fast as it can while editors publish all the time. What it holds in the last third is what it held in the second:
// files, and memory but for what its caches may still take.
func TestSoak(t *testing.T) {
	t.Parallel()
	f := newFleetOf(t, 1)
	node, total := f.nodes[0], soakRequests(t)
	stop := f.editors()
	var asked, failed atomic.Int64
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for n := asked.Add(1); n <= total; n = asked.Add(1) {
				if res := do(soakQuestion(t, node.process)); res.status != http.StatusOK {
					if failed.Add(1) < 5 {
						t.Errorf("%d %.200s", res.status, res.body)
					}
				}
			}
		})
	}
	thirds := [3][]usage{}
	for asked.Load() < total {
		third := min(2, 3*asked.Load()/total)
		thirds[third] = append(thirds[third], node.usage())
		time.Sleep(20 * time.Millisecond) // between two looks, however long all takes
	}
	clients.Wait()
	stop()
	f.converge()
	first, last := usual(thirds[1]), usual(thirds[2])
	t.Logf("%d questions, %d publications; second third %d MB and %d files, last %d MB and %d", total, f.label.Load(),
		first.memory>>10, first.files, last.memory>>10, last.files)
	if last.files > first.files+8 {
		t.Errorf("open files went from %d to %d", first.files, last.files)
	}
	if last.memory > first.memory+allowed(total) {
		t.Errorf("memory went from %d to %d KB", first.memory, last.memory)
	}
}

// soakQuestion is one of very many: shared parts of many pages, content in many orders, and now and then a mistake of the caller.
func soakQuestion(t *testing.T, p *process) *http.Request {
	n := rand.IntN(1000) //nolint:gosec // no secret
	path := fragmentPaths[n%len(fragmentPaths)]
	switch {
	case n%4 == 1:
		path = fmt.Sprintf("/v1/sites/customer/fragments/header?locale=fr&path=/p/%d&bc=Page%d|/p", n, n)
	case n%4 == 2:
		path = fmt.Sprintf("/v1/sites/customer/entries/faq?locale=fr&sort=question&page[size]=%d", n%100+1)
	case n%40 == 3:
		path = fmt.Sprintf("/v1/sites/customer/search?locale=fr&q=a%d", n)
	}
	req, err := http.NewRequest(http.MethodGet, p.delivery+path, nil)
	if err != nil {
		t.Error(err)
	}
	return req
}

// usual is the median of what was seen: a collection of garbage that is due is no leak.
func usual(seen []usage) (u usage) {
	if len(seen) == 0 {
		return u
	}
	var memory, files []int
	for _, s := range seen {
		memory, files = append(memory, s.memory), append(files, s.files)
	}
	slices.Sort(memory)
	slices.Sort(files)
	return usage{memory[len(memory)/2], files[len(files)/2]}
}
