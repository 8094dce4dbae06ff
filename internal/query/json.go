package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/portico-cms/portico/internal/yamlfile"
)

// member is one member of a JSON object, in the order in which it was sent.
type member struct {
	name  string
	value any
}

// object is a JSON object with its order: members of two of the same name are a mistake, not a choice.
type object []member

const maxJSONDepth = 20

var errDeep, errTwice, errRest = errors.New("too deep"), errors.New("twice"), errors.New("more after the end")

// readJSON reads one document: object, []any, string, json.Number, bool, nil.
func readJSON(src []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	v, err := readValue(dec, 0)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errRest
	}
	return v, nil
}

func readValue(dec *json.Decoder, depth int) (any, error) {
	if depth > maxJSONDepth {
		return nil, errDeep
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return readObject(dec, depth)
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			v, err := readValue(dec, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	}
	return token, nil
}

func readObject(dec *json.Decoder, depth int) (any, error) {
	o := object{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder takes nothing else here
		if slices.ContainsFunc(o, func(m member) bool { return m.name == name }) {
			return nil, errTwice
		}
		v, err := readValue(dec, depth+1)
		if err != nil {
			return nil, err
		}
		o = append(o, member{name, v})
	}
	_, err := dec.Token()
	return o, err
}

// pointer adds a name to a JSON pointer.
func pointer(at, name string) string {
	return at + "/" + yamlfile.Escape(name)
}

func index(at string, i int) string { return at + "/" + strconv.Itoa(i) }
