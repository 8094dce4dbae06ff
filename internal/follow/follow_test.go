package follow_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/follow"
	"github.com/portico-cms/portico/internal/published"
)

const key = "portico_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// newClient makes a client of a peer on plain http, which is for this machine alone.
func newClient(t *testing.T, peer http.HandlerFunc, change func(*follow.Options)) *follow.Client {
	t.Helper()
	s := httptest.NewServer(peer)
	t.Cleanup(s.Close)
	o := follow.Options{URL: s.URL, Key: key, Rest: time.Millisecond, PageTime: time.Second}
	if change != nil {
		change(&o)
	}
	c, err := follow.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// peer is an authoring node in which a test publishes.
type peer struct {
	mu    sync.Mutex
	page  *published.Page // after the place that has nothing after it
	wake  chan struct{}
	asked []string // queries
}

func (p *peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.RawQuery)
	page := p.page
	p.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+key || r.URL.Path != "/api/v1/log" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("Content-Type", published.MediaLog)
	q := r.URL.Query()
	if q.Get("epoch") != page.Head.Epoch {
		_ = published.WritePage(w, page)
		return
	}
	if q.Get("wait") != "0" {
		_, _ = io.WriteString(w, "\n")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-p.wake:
			p.mu.Lock()
			page = p.page
			p.mu.Unlock()
			_ = published.WritePage(w, page)
			return
		case <-r.Context().Done():
			return
		}
	}
	_ = published.WritePage(w, &published.Page{Head: page.Head, Next: published.Place{Position: page.Head}})
}

func pageAt(generation int64, whole bool) *published.Page {
	head := published.Position{Identity: "log", Generation: generation, Epoch: fmt.Sprint("e", generation)}
	return &published.Page{Whole: whole, Head: head, Next: published.Place{Position: head}, Records: []published.Record{
		{Kind: published.KindSite, Key: "a", Generation: generation, Body: []byte(fmt.Sprintf(`{"key":"%d"}`, generation))},
	}}
}

// TestFollow: a copy, then news at once, from the request that waited; between them nothing is asked.
func TestFollow(t *testing.T) {
	p := &peer{page: pageAt(1, true), wake: make(chan struct{})}
	c := newClient(t, p.ServeHTTP, func(o *follow.Options) { o.PageTime = time.Minute })
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { c.Run(ctx) })
	defer running.Wait()
	defer stop()
	first, err := c.Page(ctx, published.Place{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(pageAt(1, true), first); diff != "" {
		t.Error(diff)
	}
	count := func() int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.asked)
	}
	for count() < 2 { // it waits for news now
		time.Sleep(time.Millisecond)
	}
	for range 50 {
		if same, err := c.Page(ctx, first.Next); err != nil || same.Head != first.Head || len(same.Records) > 0 {
			t.Fatalf("nothing new: %+v, %v", same, err)
		}
	}
	if n := count(); n > 10 { // a few may come before the first sign of life
		t.Errorf("asked %d times for nothing", n)
	}
	p.mu.Lock()
	p.page = pageAt(2, false)
	p.mu.Unlock()
	p.wake <- struct{}{}
	wake, _ := c.Watch()
	<-wake
	asked := count()
	second, err := c.Page(ctx, first.Next)
	if err != nil || count() != asked {
		t.Errorf("%v, and it asked again", err)
	}
	if diff := cmp.Diff(pageAt(2, false), second); diff != "" {
		t.Error(diff)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked[0] != "wait=0" || !slices.Contains(p.asked[1:], "epoch=e1&generation=1&identity=log&wait=20") {
		t.Errorf("asked %q", p.asked) // the last may be the wait for what comes after the second
	}
}

// TestLyingPeer: whatever a peer sends, it is refused in bounded time and memory, with a code that says whose fault it is.
func TestLyingPeer(t *testing.T) {
	const end = `{"end":{"records":%d,"head":{"identity":"log","generation":%d,"epoch":"e"}%s}}` + "\n"
	log := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", published.MediaLog)
			_, _ = io.WriteString(w, text)
		}
	}
	one := `{"kind":"site","key":"a","generation":6,"size":2}` + "\n{}\n"
	after := published.Place{Position: published.Position{Identity: "log", Generation: 5, Epoch: "e5"}}
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for name, c := range map[string]struct {
		peer http.HandlerFunc
		want fault.Code
	}{
		"a web page":          {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, fault.Invalid},
		"an error":            {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, fault.Unavailable},
		"no":                  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, fault.Forbidden},
		"elsewhere":           {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }, fault.Unavailable},
		"nothing":             {log(""), fault.Unavailable},
		"no end":              {log(one), fault.Unavailable},
		"cut in a body":       {log(`{"kind":"site","key":"a","generation":6,"size":200}` + "\n{}"), fault.Unavailable},
		"garbage":             {log("\x00\xff\n"), fault.Invalid},
		"a huge line":         {log(strings.Repeat("x", 1<<20)), fault.Invalid},
		"empty lines":         {log(strings.Repeat("\n", 1<<20)), fault.Invalid},
		"a huge body":         {log(`{"kind":"site","key":"a","generation":6,"size":99999999999}` + "\n"), fault.Invalid},
		"a negative body":     {log(`{"kind":"site","key":"a","generation":6,"size":-1}` + "\n"), fault.Invalid},
		"no name":             {log(`{"kind":"site","generation":6,"size":1}` + "\n1\n"), fault.Invalid},
		"a body too long":     {log(`{"kind":"site","key":"a","generation":6,"size":1}` + "\n{}\n"), fault.Invalid},
		"a wrong count":       {log(one + fmt.Sprintf(end, 2, 6, "")), fault.Invalid},
		"newer than itself":   {log(one + fmt.Sprintf(end, 1, 5, "")), fault.Invalid},
		"not where it ends":   {log(one + fmt.Sprintf(end, 1, 7, `,"after":{"generation":6,"kind":"site","key":"b"}`)), fault.Invalid},
		"no checksum":         {log(one + fmt.Sprintf(end, 1, 6, `,"checksum":"x"`)), fault.Invalid},
		"another log":         {log(strings.ReplaceAll(one+fmt.Sprintf(end, 1, 6, ""), `"log"`, `"other"`)), fault.Invalid},
		"the past":            {log(fmt.Sprintf(end, 0, 4, "")), fault.Invalid},
		"the same once more":  {log(strings.ReplaceAll(one, ":6", ":5") + fmt.Sprintf(end, 1, 6, "")), fault.Invalid},
		"not in order":        {log(one + strings.ReplaceAll(one, ":6", ":5") + fmt.Sprintf(end, 2, 6, "")), fault.Invalid},
		"deleted with a body": {log(`{"kind":"site","key":"a","generation":6,"deleted":true,"size":2}` + "\n{}\n"), fault.Invalid},
		"a slow drip": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", published.MediaLog)
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "\n")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}, fault.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := newClient(t, c.peer, nil).Page(t.Context(), after)
			if fault.CodeOf(err) != c.want || err != nil && strings.Contains(err.Error(), key) {
				t.Errorf("%+v, %v, want %s", page, err, c.want)
			}
		})
	}
	t.Cleanup(func() {
		if elsewhere.Load() > 0 {
			t.Error("the key was carried elsewhere")
		}
	})
}

// TestTotal: a peer that never comes to an end is given up.
func TestTotal(t *testing.T) {
	n := 0
	c := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("Content-Type", published.MediaLog)
		p := pageAt(int64(n), n == 1)
		p.Records[0].Body = []byte(`"` + strings.Repeat("x", 1000) + `"`)
		p.Head.Generation = 1 << 40
		mark := p.Records[0].Mark()
		p.Next = published.Place{Position: p.Head, After: &mark}
		_ = published.WritePage(w, p)
	}, func(o *follow.Options) { o.Total = 10_000 })
	place := published.Place{}
	for {
		page, err := c.Page(t.Context(), place)
		if err != nil {
			if !fault.Is(err, fault.Invalid) || n != 10 {
				t.Errorf("after %d pages: %v", n, err)
			}
			return
		}
		place = page.Next
	}
}

// TestRest: a peer that is away is not asked without end, and asked again after a while.
func TestRest(t *testing.T) {
	asked := 0
	c := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusBadGateway)
	}, func(o *follow.Options) { o.Rest = 50 * time.Millisecond })
	for begin := time.Now(); time.Since(begin) < 400*time.Millisecond; time.Sleep(time.Millisecond) {
		if _, err := c.Page(t.Context(), published.Place{}); !fault.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
	}
	if asked < 2 || asked > 10 {
		t.Errorf("asked %d times", asked)
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []follow.Options{
		{URL: ""}, {URL: "authoring.example"}, {URL: "http://authoring.example"}, {URL: "ftp://localhost"}, {URL: "https://u:p@authoring.example"},
		{URL: "https://authoring.example?x=1"}, {URL: "https://authoring.example", CA: []byte("no certificate")}, {URL: "http://127.0.0.1.evil.example"},
	} {
		if _, err := follow.New(o); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	s.Config.ErrorLog = nil
	c, err := follow.New(follow.Options{URL: s.URL, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Page(t.Context(), published.Place{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a certificate of nobody: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newClient(t, http.NotFound, nil).Page(ctx, published.Place{}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
