package app_test

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestPostgresUnderWrites: PostgreSQL is halted, as a crash would, and started again while people save. What fails, fails with 503 and
// when to try again; saving goes on without a restart of ours; nothing that was acknowledged is lost; and the audit is whole.
func TestPostgresUnderWrites(t *testing.T) {
	t.Parallel()
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	w := newKilled(t, cluster.NewDatabase(t))
	for range 2 {
		stop := make(chan struct{})
		var working sync.WaitGroup
		away, back := make(chan struct{}, len(w.writers)), make(chan struct{}, len(w.writers))
		for _, one := range w.writers {
			working.Add(1)
			go func() {
				defer working.Done()
				w.writeThrough(one, stop, away, back)
			}()
		}
		time.Sleep(300 * time.Millisecond)
		cluster.Halt()
		for range w.writers { // each has failed: it is away for all of them
			w.receive("a refused save", away)
		}
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
		for range w.writers {
			w.receive("a save after that", back)
		}
		close(stop)
		working.Wait()
		for i, one := range w.writers {
			w.checkWriter(i, one)
		}
		w.checkList(true)
	}
	for i, one := range w.writers {
		if one.count == 0 {
			t.Errorf("writer %d: nothing was acknowledged", i)
		}
	}
	if code := w.p.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, w.p.out)
	}
	w.verify()
}

// receive waits for a signal as long as the deadline of a wait allows.
func (w *killed) receive(what string, signal <-chan struct{}) {
	w.t.Helper()
	w.p.waitFor(what, func() bool {
		select {
		case <-signal:
			return true
		default:
			return false
		}
	})
}

// writeThrough saves number after number until it is stopped, and says when it was refused for the first time, and when it was
// acknowledged after that.
func (w *killed) writeThrough(one *writer, stop <-chan struct{}, away, back chan<- struct{}) {
	refused, returned := false, false
	for {
		select {
		case <-stop:
			return
		default:
		}
		one.tried++
		r := w.c.send(http.MethodPatch, "/api/v1/entries/"+one.id+"?autosave="+strconv.FormatBool(one.autosave), mergePatch, one.version,
			obj{"locales": obj{"en": obj{"question": fmt.Sprintf("Number %d?", one.tried)}}})
		switch {
		case r.status == http.StatusOK:
			one.acknowledged, one.version, one.count = one.tried, r.header.Get("ETag"), one.count+1
			if refused && !returned {
				returned = true
				back <- struct{}{}
			}
		case r.status == http.StatusServiceUnavailable:
			if wait, err := strconv.Atoi(r.header.Get("Retry-After")); err != nil || wait < 1 || r.get("code") != "unavailable" {
				w.t.Errorf("Retry-After %q: %s", r.header.Get("Retry-After"), r.body)
			}
			if !refused {
				refused = true
				away <- struct{}{}
			}
			time.Sleep(20 * time.Millisecond)
		case r.status == http.StatusPreconditionFailed && refused:
			w.catchUp(one, r)
		default:
			w.t.Errorf("%d %s", r.status, r.body)
			return
		}
	}
}

// catchUp takes over what a 412 carries: the save before was committed, and the database died before it could say so.
func (w *killed) catchUp(one *writer, r response) {
	version, _ := r.get("current.version").(float64)
	n := 0
	if _, err := fmt.Sscanf(fmt.Sprint(r.get("current.locales.en.question")), "Number %d?", &n); err != nil || n < one.acknowledged || n >= one.tried {
		w.t.Errorf("%d was acknowledged, %d tried, and there is %s", one.acknowledged, one.tried, r.body)
	}
	one.acknowledged, one.version = n, fmt.Sprintf(`"%.0f"`, version)
}
