package publishing

import "sync"

// remembered is how many bytes a memo holds at most, of texts and of what was made of them.
const remembered = 8 << 20

// memo keeps what was made of the texts that were asked for lately: of an entry that is saved, most texts are those of the save
// before, in lists of drafts and in what is published. Where the newer half is full, the older one is forgotten.
type memo struct {
	of func(string) string

	mu           sync.Mutex
	newer, older map[string]string
	size         int // of the newer half
}

// remember gives f, which makes the same of the same text each time; nil where f is.
func remember(f func(string) string) func(string) string {
	if f == nil {
		return nil
	}
	return (&memo{of: f, newer: map[string]string{}}).get
}

func (m *memo) get(text string) string {
	made, known := m.look(text)
	if !known {
		made = m.of(text)
		m.put(text, made)
	}
	return made
}

func (m *memo) look(text string) (made string, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if made, known = m.newer[text]; known {
		return made, true
	}
	if made, known = m.older[text]; known {
		m.add(text, made)
	}
	return made, known
}

func (m *memo) put(text, made string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.add(text, made)
}

// add is for whoever holds the lock.
func (m *memo) add(text, made string) {
	size := len(text) + len(made)
	if size > remembered/8 {
		return // one large text is no reason to forget many
	}
	if m.size+size > remembered/2 {
		m.older, m.newer, m.size = m.newer, map[string]string{}, 0
	}
	m.newer[text] = made
	m.size += size
}
