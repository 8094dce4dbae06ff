package token

import "strings"

// Sources gives the files whose whole content a context of a modifier brings in, in the order in which they win. Names are compared as
// inputs are, upper and lower case alike.
func (s *System) Sources(modifier, context string) []string {
	var files []string
	for _, st := range s.steps {
		if st.modifier == nil || !strings.EqualFold(st.name, modifier) {
			continue
		}
		for name, sources := range st.modifier.sources {
			if !strings.EqualFold(name, context) {
				continue
			}
			for _, n := range sources {
				if isWhole(n) {
					files = append(files, n.at.file())
				}
			}
		}
	}
	return files
}

// isWhole says whether a node is all that its file holds.
func isWhole(n *node) bool {
	if n.at.src == nil {
		return false
	}
	p := &parser{src: n.at.src, text: n.at.src.text, rep: newReport()}
	if strings.HasPrefix(p.text, "\uFEFF") {
		p.at = len("\uFEFF")
	}
	p.space()
	return p.at == n.at.offset
}
