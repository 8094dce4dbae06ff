package graph

import (
	"io/fs"
	"path"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
)

// LoadQueries reads the questions of a folder, and of those below it, by the hash of their text: files that end in .graphql, one
// question each. A file's question is the same with and without the white space around it. Whether it fits the schema is told when
// it is asked: types may come later. Errors: fault.Problems.
func LoadQueries(dir fs.FS) (map[string]string, error) {
	queries := map[string]string{}
	var ps fault.Problems
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".graphql" {
			return err
		}
		src, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		for _, text := range []string{string(src), strings.TrimSpace(string(src))} {
			if _, err := parse(text); err != nil {
				ps.Add(fault.Problem{File: name, Code: CodeSyntax, Message: err.Error()})
				break
			}
			queries[HashOf(text)] = text
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return queries, ps.Err()
}
