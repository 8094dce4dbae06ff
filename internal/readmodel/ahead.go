package readmodel

import (
	"runtime"
	"sync"
)

// laidAhead is how many entries, for each goroutine that lays them out, may be on their way: what bounds the memory of it.
const laidAhead = 16

// laying is an entry on its way: its documents are there once done is closed.
type laying struct {
	id   string
	body []byte
	docs []laidDoc
	err  error
	done chan struct{}
}

// ahead makes the rows of entries that have none. One goroutine reads and writes the file; to lay entries out takes as long as that, and
// is done for those that come next meanwhile, on the other processors.
func (a *applier) ahead(w *writer, ids []string) error {
	others := max(1, runtime.GOMAXPROCS(0)-1)
	todo := make(chan *laying, others*laidAhead)
	var layers sync.WaitGroup
	for range others {
		y := a.layer(w.learned, newOrders())
		layers.Go(func() {
			for l := range todo {
				l.docs, l.err = y.documents(l.id, l.body)
				close(l.done)
			}
		})
	}
	defer layers.Wait()
	defer close(todo)

	var inTurn []*laying
	write := func() error {
		first := inTurn[0]
		inTurn = inTurn[1:]
		if <-first.done; first.err != nil {
			return first.err
		}
		return w.addAll(first.docs)
	}
	for _, id := range ids {
		body, err := w.body(id)
		if err != nil {
			return err
		}
		if body == nil {
			continue
		}
		if len(inTurn) == cap(todo) {
			if err := write(); err != nil {
				return err
			}
		}
		l := &laying{id: id, body: body, done: make(chan struct{})}
		inTurn = append(inTurn, l)
		todo <- l // there is room: no more are on their way than fit
	}
	for len(inTurn) > 0 {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}
