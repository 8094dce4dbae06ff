package edit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// mostNamed is how many of those that refer to something are named.
const mostNamed = 8

// remove takes a token, or a group with all that is in it, out of every file. Nothing may refer to it.
func (e *editor) remove(at string, c Change) error {
	names, ok := namesOf(c.Path)
	if !ok {
		return problems(at+"/path", "unknown_token", "there is no token or group %.100q", c.Path)
	}
	files := e.having(names)
	if len(files) == 0 {
		return e.notDeclared(at, c)
	}
	before := *e
	e.files = maps.Clone(e.files)
	for _, name := range files {
		text, ok := cut(string(e.files[name]), names)
		if !ok {
			*e = before
			return problems(at+"/path", "not_editable", "%.100q cannot be taken out of %s: edit the file", c.Path, name)
		}
		e.files[name] = []byte(text)
	}
	err := e.load()
	if err != nil {
		err = referred(at, err)
	} else {
		err = e.onlyWithout(at, c, before.views)
	}
	if err != nil {
		*e = before
	}
	return err
}

// notDeclared says why a path is in no token file.
func (e *editor) notDeclared(at string, c Change) error {
	if e.has(c.Path) {
		return problems(at+"/path", "not_editable", "%.100q does not stand in a token file by this path: it comes through $extends, or stands "+
			"in the resolver document", c.Path)
	}
	return problems(at+"/path", "unknown_token", "there is no token or group %.100q", c.Path)
}

// referred turns what the compiler misses into who refers to it.
func referred(at string, err error) error {
	var ps fault.Problems
	if !errors.As(err, &ps) {
		return err
	}
	var who []string
	for _, p := range ps {
		if one := fmt.Sprintf("%q (%s:%d)", pathOf(p.Pointer), p.File, p.Line); !slices.Contains(who, one) {
			who = append(who, one)
		}
	}
	more := ""
	if n := len(who) - mostNamed; n > 0 {
		who, more = who[:mostNamed], fmt.Sprintf(" and %d more", n)
	}
	return problems(at+"/path", "referenced", "this is referred to by %s%s", strings.Join(who, ", "), more)
}

// pathOf gives the token or group that a pointer leads into: color.link of /color/link/$value.
func pathOf(pointer string) string {
	var names []string
	for _, name := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if strings.HasPrefix(name, "$") && name != "$root" {
			break
		}
		names = append(names, yamlfile.Unescape(name))
	}
	return strings.Join(names, ".")
}

// onlyWithout checks that nothing but what was removed is another.
func (e *editor) onlyWithout(at string, c Change, was []view) error {
	var lost []string
	for i := range was {
		for _, before := range was[i].set.Tokens() {
			after, has := e.views[i].set.Token(before.Path)
			switch {
			case below(before.Path, c.Path):
				if has {
					return problems(at+"/path", "not_editable",
						"%.100q is declared in the resolver document too, or comes through $extends: edit the files", before.Path)
				}
			case !has || !unchanged(before, after):
				if one := fmt.Sprintf("%q", before.Path); !slices.Contains(lost, one) {
					lost = append(lost, one)
				}
			}
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return problems(at+"/path", "referenced", "this is part of %s, through $extends", strings.Join(lost[:min(len(lost), mostNamed)], ", "))
}
