package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// blocksKind is an ordered list of components of several kinds, as in the body of a landing page. Each says what it is, and has
// a key that stays when blocks are moved, so that a comparison shows a move as a move:
//
//	[{"$type": "quote", "$key": "b1", "text": "…"}]
type blocksKind struct{}

// blockKey is the form of a block's key; where one is missing, it is b1, b2, … by the place in the list.
var blockKey = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)

func (blocksKind) traits() traits {
	return traits{options: []string{"components", "minItems", "maxItems"}, list: true, repeats: true}
}

func (blocksKind) declare(d *declaration) {
	if len(d.raw.Components) == 0 && !d.failed("/components") {
		d.at("", "required", "blocks say which components they may be, by their files: components: [quote, image]")
	}
	for i, name := range d.raw.Components {
		c := d.components[name]
		switch {
		case c == nil:
			d.at(d.item("/components", i), "unknown_component", "there is no component %.40q%s", name, d.componentNames())
		case slices.Index(d.raw.Components, name) < i:
			d.at(d.item("/components", i), "repeated", "component %s is listed twice", name)
		default:
			d.field.components = append(d.field.components, c)
		}
	}
}

func (blocksKind) value(f *Field, v any) (any, []Issue) {
	list, ok := v.([]any)
	if !ok {
		return nil, wrong("wrong_type", "must be a list of blocks, not %s", typeName(v))
	}
	if len(list) > MaxItems {
		return nil, wrong("too_many", "has %d blocks; %d are allowed", len(list), MaxItems)
	}
	keys, issues := blockKeys(list)
	out := make([]any, 0, len(list))
	for i, v := range list {
		m, isMap := v.(map[string]any)
		c := f.ComponentOf(v)
		switch {
		case v == nil:
			continue
		case !isMap:
			found := wrong("wrong_type", `must be a block such as {"$type": "%s"}, not %s`, f.components[0].name, typeName(v))
			issues = append(issues, below(item(i), found)...)
			continue
		case c == nil:
			issues = append(issues, below(item(i)+"/$type", wrong("unknown_component", "has a block that is none of %s", f.blockNames()))...)
			continue
		}
		block, found := c.value(m, []string{"$type", "$key"})
		issues = append(issues, below(item(i), found)...)
		block["$type"], block["$key"] = c.name, keys[i]
		out = append(out, block)
	}
	return out, issues
}

// blockKeys gives every block its key: its own, or the next of b1, b2, … that no other block has.
func blockKeys(list []any) ([]string, []Issue) {
	keys, taken := make([]string, len(list)), map[string]bool{}
	var issues []Issue
	for i, v := range list {
		m, _ := v.(map[string]any)
		given, has := m["$key"]
		if !has || given == nil || given == "" {
			continue
		}
		key, ok := given.(string)
		switch {
		case !ok || !blockKey.MatchString(key):
			issues = append(issues, below(item(i)+"/$key", wrong("bad_name", "has a block whose key is not 1 to 40 of letters, digits, _ and -"))...)
			continue
		case taken[key]:
			issues = append(issues, below(item(i)+"/$key", wrong("repeated", "has two blocks with the key %s", key))...)
		}
		keys[i], taken[key] = key, true
	}
	next := 1
	for i := range keys {
		if keys[i] != "" {
			continue
		}
		for taken["b"+strconv.Itoa(next)] {
			next++
		}
		keys[i] = "b" + strconv.Itoa(next)
		taken[keys[i]] = true
	}
	return keys, issues
}

func (f *Field) blockNames() string {
	names := make([]string, len(f.components))
	for i, c := range f.components {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}
