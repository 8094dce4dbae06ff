package readmodel

import (
	"slices"
	"sync"
)

// maxChanges is how many documents of a type in a chain are known by themselves to have changed. Beyond it, all of them count as changed.
const maxChanges = 10_000

// tableKey names the documents of a type in a chain.
type tableKey struct {
	chain int64
	typ   string
}

// change says which documents a write makes others: rows of docs, among them those that are gone and those that are new.
type change struct {
	all  bool // which they are is not known
	docs map[tableKey][]int64
}

func (c *change) touch(chain int64, typ string, doc int64) {
	key := tableKey{chain, typ}
	c.docs[key] = append(c.docs[key], doc)
}

// changes remembers by which write each document became another last, so that what was read before it is read again, and only that.
// Writes are counted as readers.version counts them.
type changes struct {
	mu  sync.RWMutex
	all int64
	of  map[tableKey]*touched
}

type touched struct {
	all, last int64
	docs      map[int64]int64
}

func newChanges() *changes { return &changes{of: map[tableKey]*touched{}} }

// note is told of a write before it can be seen.
func (c *changes) note(version int64, w change) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.all {
		c.all, c.of = version, map[tableKey]*touched{}
		return
	}
	for key, docs := range w.docs {
		t := c.of[key]
		if t == nil {
			t = &touched{docs: map[int64]int64{}}
			c.of[key] = t
		}
		t.last = version
		if len(t.docs)+len(docs) > maxChanges {
			t.all = version
			clear(t.docs)
			continue
		}
		for _, doc := range docs {
			t.docs[doc] = version
		}
	}
}

// last says which write touched the documents of a key last.
func (c *changes) last(key tableKey) int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if t := c.of[key]; t != nil {
		return max(c.all, t.last)
	}
	return c.all
}

// doc says which write may have touched a document last.
func (c *changes) doc(key tableKey, doc int64) int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if t := c.of[key]; t != nil {
		return max(c.all, t.all, t.docs[doc])
	}
	return c.all
}

// since gives the documents of a key that writes after one have touched, ascending; ok is false where these are not known.
func (c *changes) since(key tableKey, version int64) (docs []int64, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.of[key]
	if t == nil {
		return nil, c.all <= version
	}
	for doc, at := range t.docs {
		if at > version {
			docs = append(docs, doc)
		}
	}
	slices.Sort(docs)
	return docs, max(c.all, t.all) <= version
}
