package token

import (
	"path"
	"slices"
	"strings"
)

// ConvertSource is one file of a folder that is converted.
type ConvertSource struct {
	Name string // within the folder, with slashes
	Text []byte
}

// The files that Tokens Studio keeps beside one file for each set.
const (
	studioThemes   = "$themes"
	studioMetadata = "$metadata"
)

// ConvertFiles is Convert for files that belong together, as Style Dictionary merges them: references are followed from one to another,
// and each file keeps its name. Where $themes.json or $metadata.json of Tokens Studio is among them, the files below its folder are sets
// under their paths, and a resolver is written. Files without a token, and what is a resolver already, are left out and noted.
func ConvertFiles(sources []ConvertSource) (*Converted, error) {
	rep := newReport()
	var docs []member // name of the file → what it holds
	for _, s := range sources {
		if len(s.Text) > maxBytes {
			rep.add(place{src: newSource(s.Name, nil)}, "", "too_large", "%s has %d bytes; %d are allowed", quote(s.Name), len(s.Text), maxBytes)
			continue
		}
		if doc := parseSource(newSource(s.Name, s.Text), rep); doc != nil {
			docs = append(docs, member{name: s.Name, at: doc.at, value: doc})
		}
	}
	if err := rep.problems.Err(); err != nil {
		return nil, err
	}
	c := &converter{rep: rep, paths: map[string]string{}}
	var out *Converted
	if whole := studioFolder(docs); whole != nil {
		c.dialect = DialectStudio
		out = &Converted{Dialect: c.dialect, Files: c.studio(whole, studioSets(whole))}
		c.aside(docs, whole)
	} else {
		out = c.together(docs)
	}
	rep.warnings.Sort()
	out.Notes = rep.warnings
	return out, nil
}

// together converts files that are one set: where each token will be is known before the first is written.
func (c *converter) together(docs []member) *Converted {
	out := &Converted{Dialect: DialectCurrent}
	docs = slices.DeleteFunc(slices.Clone(docs), func(m member) bool {
		switch {
		case m.value.get("resolutionOrder") != nil:
			c.note(m.value, nil, "left_out", "%s is a resolver, which is written as the format has it: left out", quote(m.name))
		case !holdsAny(m.value):
			c.note(m.value, nil, "left_out", "%s holds no token: left out", quote(m.name))
		default:
			return false
		}
		return true
	})
	for _, m := range docs {
		if d := dialectOf(m.value); out.Dialect == DialectCurrent {
			out.Dialect = d
		}
		c.index(m.value, nil, nil)
	}
	for _, m := range docs {
		c.dialect = dialectOf(m.value)
		out.Files = append(out.Files, ConvertedFile{m.name, indented(c.group(m.value, nil, ""))})
	}
	return out
}

// holdsAny says whether there is a token in a file.
func holdsAny(n *node) bool {
	if n.kind != objectKind {
		return false
	}
	return isOldToken(n) || slices.ContainsFunc(n.members, func(m member) bool { return holdsAny(m.value) })
}

// studioFolder puts the files of Tokens Studio together as it would have them in one; nil where they are not of Tokens Studio.
func studioFolder(docs []member) *node {
	root, found := "", false
	for _, m := range docs {
		if name := setName(m.name); path.Base(name) == studioThemes || path.Base(name) == studioMetadata {
			root, found = path.Dir(name), true
		}
	}
	if !found {
		return nil
	}
	whole := newObject()
	for _, m := range docs {
		name, below := setName(m.name), true
		if root != "." {
			name, below = strings.CutPrefix(name, root+"/")
		}
		special := name == studioThemes || name == studioMetadata
		if below && (special || holdsAny(m.value) && !strings.HasPrefix(name, "$")) {
			whole.members = append(whole.members, member{name: name, at: m.at, value: m.value})
		}
	}
	return whole
}

// setName gives the name that a file's set has: its path without the ending.
func setName(file string) string {
	for _, end := range []string{".tokens.json", ".json", ".jsonc", ".json5", ".tokens"} {
		if name, ok := strings.CutSuffix(file, end); ok {
			return name
		}
	}
	return file
}

// aside notes the files that are no set.
func (c *converter) aside(docs []member, whole *node) {
	for _, m := range docs {
		if !slices.ContainsFunc(whole.members, func(in member) bool { return in.value == m.value }) {
			c.note(m.value, nil, "left_out", "%s holds no set of tokens: left out", quote(m.name))
		}
	}
}
