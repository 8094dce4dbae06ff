package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/published"
)

// Options of an engine.
type Options struct {
	// Introspection lets everybody ask for the schema; else only who has a key of the site.
	Introspection bool
	// Allowed are the only questions that are answered, by the hash of their text; nil is any. See LoadQueries.
	Allowed map[string]string
}

// keptBytes bounds the questions that are kept, checked, by the hash of their text.
const keptBytes = 8 << 20

// Engine reads questions, and keeps those that it has read: a client may then send a hash in place of the text. It may be used from
// several goroutines.
type Engine struct {
	Options

	kept *otter.Cache[string, *kept]

	mu      sync.Mutex
	schemas []*Schema // the one that was asked for last is last
}

// mostSchemas is how many schemas are kept: that of everybody, and those of audiences that sites ask for.
const mostSchemas = 8

// kept is a question by its hash, checked for each schema for which it was asked. It does not change.
type kept struct {
	text string
	docs []*document
}

// of gives the question as it was checked for a schema, or nil.
func (k *kept) of(s *Schema) *document {
	for _, doc := range k.docs {
		if doc.schema == s {
			return doc
		}
	}
	return nil
}

// NewEngine makes an engine.
func NewEngine(o Options) *Engine {
	return &Engine{Options: o, kept: otter.Must(&otter.Options[string, *kept]{
		MaximumWeight: keptBytes,
		Weigher: func(_ string, k *kept) uint32 { // a parsed question is larger than its text
			return uint32(20*len(k.text)*len(k.docs)) + 512
		},
	})}
}

// Schema gives the schema of content types. The last ones are kept: types seldom change.
func (e *Engine) Schema(types map[string]*published.Type) (*Schema, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, s := range slices.Backward(e.schemas) {
		if s.Of(types) {
			e.schemas = append(slices.Delete(e.schemas, i, i+1), s)
			return s, nil
		}
	}
	s, err := NewSchema(types)
	if err != nil {
		return nil, err
	}
	if len(e.schemas) == mostSchemas {
		e.schemas = slices.Delete(e.schemas, 0, 1)
	}
	e.schemas = append(e.schemas, s)
	return s, nil
}

// Request is a question as it was sent.
type Request struct {
	Query     string
	Hash      string // SHA-256 of the query in hex, in place of it or beside it; "" is none
	Operation string
	Variables map[string]any // numbers as json.Number
	Known     bool           // who asks may see the schema
}

// Question is a question that can be run.
type Question struct {
	doc       *document
	operation *ast.OperationDefinition
	vars      map[string]any
}

// Canonical gives the question in one form, however it was spelled: a cache key.
func (q *Question) Canonical() string {
	sum := sha256.Sum256([]byte(q.doc.canonical))
	vars, _ := json.Marshal(q.vars) // it came from JSON
	return string(sum[:]) + q.operation.Name + "|" + string(vars)
}

// Question reads and checks what was sent. Errors: Refusal.
func (e *Engine) Question(types map[string]*published.Type, req *Request) (*Question, error) {
	schema, err := e.Schema(types)
	if err != nil {
		return nil, err
	}
	doc, err := e.document(schema, req)
	if err != nil {
		return nil, err
	}
	if doc.asksMeta && !e.Introspection && !req.Known {
		return nil, refuse(CodeIntrospection, nil, "the schema is not shown here")
	}
	op, err := doc.operation(req.Operation)
	if err != nil {
		return nil, err
	}
	vars, err := schema.variables(op, req.Variables)
	if err != nil {
		return nil, err
	}
	if err := schema.checkCost(op, vars); err != nil {
		return nil, err
	}
	return &Question{doc, op, vars}, nil
}

// document finds the question's text, and checks it where that was not done before.
func (e *Engine) document(s *Schema, req *Request) (*document, error) {
	text, hash := req.Query, req.Hash
	switch {
	case text == "" && hash == "":
		return nil, refuse(CodeSyntax, nil, "there is no question")
	case text == "" && e.Allowed != nil:
		if text = e.Allowed[hash]; text == "" {
			return nil, refuse(CodeNotAllowed, nil, "this question is not one of those that are answered here")
		}
	case text != "":
		if len(text) > MaxBytes {
			return nil, refuse(CodeTooLong, nil, "a question has %d KB at most", MaxBytes>>10)
		}
		sum := HashOf(text)
		if hash != "" && hash != sum {
			return nil, refuse(CodeHash, nil, "the hash is not that of the question")
		}
		hash = sum
	}
	k, there := e.kept.GetIfPresent(hash)
	if there {
		if doc := k.of(s); doc != nil {
			return doc, nil
		}
	}
	switch {
	case there:
		text = k.text
	case text == "":
		return nil, refuse(CodeNotKept, nil, "PersistedQueryNotFound")
	case e.Allowed != nil && e.Allowed[hash] == "":
		return nil, refuse(CodeNotAllowed, nil, "this question is not one of those that are answered here")
	}
	doc, err := s.prepare(text)
	if err != nil {
		return nil, err
	}
	docs := []*document{doc}
	if there {
		docs = append(docs, k.docs[:min(len(k.docs), mostSchemas-1)]...)
	}
	e.kept.Set(hash, &kept{text, docs})
	return doc, nil
}

// HashOf names a question: SHA-256 in hex.
func HashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
