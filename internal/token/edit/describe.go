package edit

import (
	"encoding/json"
	"maps"
	"unicode/utf8"
)

// maxWords is how long a description or a reason may be, in bytes.
const maxWords = 2000

// describe sets or takes away what is said of a token or a group: its description, or that it is deprecated.
func (e *editor) describe(at string, c Change) error {
	names, ok := namesOf(c.Path)
	if !ok {
		return problems(at+"/path", "unknown_token", "there is no token or group %.100q", c.Path)
	}
	value, err := wordsOf(at, c)
	if err != nil {
		return err
	}
	files := e.having(names)
	if len(files) == 0 {
		return e.notDeclared(at, c)
	}
	if _, isToken := e.token(c.Path); !isToken {
		files = files[:1] // sources are put together: once is enough
	}
	key := map[Kind]string{Describe: "$description", Deprecate: "$deprecated"}[c.Kind]
	before := *e
	e.files = maps.Clone(e.files)
	for _, name := range files { // a token of a later file replaces that of an earlier one with all that was said of it
		text, ok := setMember(string(e.files[name]), names, key, value)
		if !ok {
			*e = before
			return problems(at+"/path", "not_editable", "%.100q stands in %s in a way that cannot be changed here: edit the file", c.Path, name)
		}
		e.files[name] = []byte(text)
	}
	err = e.load()
	if err == nil {
		err = e.onlyMoved(at, before.views, nil)
	}
	if err != nil {
		*e = before
	}
	return err
}

// wordsOf reads what is to be said; nil takes it away.
func wordsOf(at string, c Change) ([]byte, error) {
	var value any
	if len(c.Value) > 0 && json.Unmarshal(c.Value, &value) != nil {
		return nil, problems(at+"/value", "bad_value", "this is no JSON")
	}
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		if len(v) > maxWords || !utf8.ValidString(v) {
			return nil, problems(at+"/value", "bad_value", "a text has %d bytes at most", maxWords)
		}
		if v == "" {
			return nil, nil
		}
		return []byte(quoted(v)), nil
	case bool:
		if c.Kind == Deprecate {
			return json.Marshal(v)
		}
	}
	if c.Kind == Deprecate {
		return nil, problems(at+"/value", "bad_value", "deprecated is true, false, the reason as a text, or null to say nothing of it")
	}
	return nil, problems(at+"/value", "bad_value", "a description is a text, or null for none")
}

// setMember sets a member of the object that names lead to; a nil value takes it away.
func setMember(text string, names []string, key string, value []byte) (string, bool) {
	at, ok := lookup(text, names)
	if !ok || !at.object(text) {
		return text, false
	}
	inner := append(names[:len(names):len(names)], key)
	if there, ok := lookup(text, inner); ok {
		if value == nil {
			return cut(text, inner)
		}
		return text[:there.value.from] + string(value) + text[there.value.to:], true
	}
	if value == nil {
		return text, true
	}
	s := &scanner{text: text, at: at.value.from}
	list, end := s.members()
	if end >= len(text) || text[end] != '}' || end <= at.value.from || len(list) > 0 && list[len(list)-1].value.to > end {
		return text, false
	}
	return addMember(text, list, at.value.from, end, quoted(key)+": "+string(value)), true
}
