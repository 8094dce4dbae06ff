package graph

import (
	"strings"
	"unicode/utf8"

	"errors"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// document is a question that fits a schema. It does not change.
type document struct {
	schema    *Schema
	doc       *ast.QueryDocument
	asksMeta  bool
	canonical string // the same however it was spelled
}

// parse reads a question, without a schema.
func parse(text string) (*ast.QueryDocument, error) {
	switch {
	case len(text) > MaxBytes:
		return nil, refuse(CodeTooLong, nil, "a question has %d KB at most", MaxBytes>>10)
	case !utf8.ValidString(text) || strings.Contains(text, "\x00"):
		return nil, refuse(CodeSyntax, nil, "the question is not UTF-8 text, or has NUL in it")
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, maxTokens)
	if err != nil {
		var one *gqlerror.Error
		if errors.As(err, &one) {
			return nil, refuseAll(CodeSyntax, gqlerror.List{one})
		}
		return nil, refuse(CodeSyntax, nil, "the question cannot be read")
	}
	if len(doc.Operations) == 0 {
		return nil, refuse(CodeOperation, nil, "there is no operation in the question")
	}
	return doc, nil
}

// prepare reads a question, measures it, and checks it against the schema. Errors: Refusal.
func (s *Schema) prepare(text string) (*document, error) {
	doc, err := parse(text)
	if err != nil {
		return nil, err
	}
	for _, op := range doc.Operations {
		if op.Operation != ast.Query {
			return nil, refuse(CodeOperation, op.Position, "only queries are answered here: nothing here writes, or stays open")
		}
	}
	meta, err := limits(doc)
	if err != nil {
		return nil, err
	}
	if errs := validator.ValidateWithRules(s.ast, doc, quietRules()); len(errs) > 0 {
		return nil, refuseAll(CodeQuery, errs)
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithCompacted()).FormatQueryDocument(doc)
	return &document{schema: s, doc: doc, asksMeta: meta, canonical: b.String()}, nil
}

// quietRules are the rules of GraphQL, told without naming what there is instead (SECURITY L3).
func quietRules() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, rule := range []struct {
		name  string
		quiet validator.Rule
	}{
		{rules.FieldsOnCorrectTypeRule.Name, rules.FieldsOnCorrectTypeRuleWithoutSuggestions},
		{rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions},
		{rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions},
		{rules.ScalarLeafsRule.Name, rules.ScalarLeafsRuleWithoutSuggestions},
		{rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions},
	} {
		r.ReplaceRule(rule.name, rule.quiet.RuleFunc)
	}
	return r
}

// operation gives the operation of a name, or the only one.
func (d *document) operation(name string) (*ast.OperationDefinition, error) {
	if name == "" && len(d.doc.Operations) > 1 {
		return nil, refuse(CodeOperation, nil, "there are several operations in the question: operationName says which is meant")
	}
	if name == "" {
		return d.doc.Operations[0], nil
	}
	op := d.doc.Operations.ForName(name)
	if op == nil || op.Name != name {
		return nil, refuse(CodeOperation, nil, "there is no operation of that name in the question")
	}
	return op, nil
}
