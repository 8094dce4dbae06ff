package publishing

import "github.com/portico-cms/portico/internal/published"

// Tools are the adapters that compiling needs.
type Tools struct {
	// Bundle makes one file of a style sheet or script and all it imports, minified. Errors: fault.Problems.
	Bundle func(files map[string][]byte, entry string) ([]byte, error)
	// Markdown renders to sanitised HTML.
	Markdown func(src string) string
	// Text gives the text of what Markdown made, without markup; where it is nil, entries have no plain form.
	Text func(html string) string
}

// How many compiled releases a compiler keeps: those of the channels and some that sites pin, and drafts that somebody looks at.
const (
	maxLooks  = 12
	maxTrials = 3
)

// Compiler compiles. It keeps the design systems compiled last, because every publication needs them and few change them.
type Compiler struct {
	tools Tools
	plain func(src string) string // the text of Markdown; nil where entries have no plain form

	looks, trials shelf
	bundles       made
}

// New makes a compiler.
func New(tools Tools) *Compiler {
	tools.Markdown, tools.Text = remember(tools.Markdown), remember(tools.Text)
	c := &Compiler{tools: tools, looks: shelf{most: maxLooks}, trials: shelf{most: maxTrials}}
	if tools.Text != nil {
		c.plain = func(src string) string { return tools.Text(tools.Markdown(src)) }
	}
	return c
}

// Changed leaves out what is published already, and adds the deletion of what is published and no longer made, for the given
// kinds. hashes are those of the live records, of at least the kinds of the records.
func Changed(records []published.Record, hashes map[published.Ref]string, complete ...published.Kind) []published.Record {
	return changed(records, nil, hashes, complete)
}

// changed is Changed where some of what is made is known to be published as it is.
func changed(
	records []published.Record, same []published.Ref, hashes map[published.Ref]string, complete []published.Kind,
) []published.Record {
	var out []published.Record
	made := make(map[published.Ref]bool, len(records)+len(same))
	for _, ref := range same {
		made[ref] = true
	}
	for _, r := range records {
		made[r.Ref()] = true
		if hash, live := hashes[r.Ref()]; r.Deleted && live || !r.Deleted && hash != r.Hash() {
			out = append(out, r)
		}
	}
	for _, kind := range complete {
		for ref := range hashes {
			if ref.Kind == kind && !made[ref] {
				out = append(out, published.Record{Kind: ref.Kind, Key: ref.Key, Deleted: true})
			}
		}
	}
	return out
}
