package designsystem

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// TokenPrefix is the first part of the names of custom properties that tokens become.
const TokenPrefix = "portico"

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssUse      = regexp.MustCompile(`var\(\s*(--[A-Za-z0-9_-]+)`)
	cssProperty = regexp.MustCompile(`(--[A-Za-z0-9_-]+)\s*:([^;{}]*)`)
	cssClass    = regexp.MustCompile(`\.([A-Za-z_][A-Za-z0-9_-]*)`)
	htmlWord    = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*`)
	template    = regexp.MustCompile(`\{\{-?\s*template\s+"([^"]+)"`)
)

// rule is a block of a style sheet: the classes of the elements that it is about, and the custom properties that it uses.
type rule struct {
	classes []string
	uses    []string
}

// FragmentsUsing gives the fragments that style rules are about which use one of some custom properties, also through another one. It
// goes by class names: a rule without any is about all fragments.
func (r *Release) FragmentsUsing(properties []string) []string {
	wanted := map[string]bool{}
	for _, p := range properties {
		wanted[p] = true
	}
	var sheets strings.Builder
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		if path.Ext(name) == ".css" {
			sheets.WriteString(cssComment.ReplaceAllString(string(r.files[name]), " ") + "\n")
		}
	}
	through(sheets.String(), wanted)
	classes, all := map[string]bool{}, false
	for _, rule := range rulesOf(sheets.String()) {
		if !slices.ContainsFunc(rule.uses, func(p string) bool { return wanted[p] }) {
			continue
		}
		all = all || len(rule.classes) == 0
		for _, c := range rule.classes {
			classes[c] = true
		}
	}
	templates := r.Fragments()
	var out []string
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		if !strings.HasPrefix(name, "_") && (all || names(templates, name, classes, map[string]bool{})) {
			out = append(out, name)
		}
	}
	return out
}

// through adds the properties that are made of wanted ones.
func through(src string, wanted map[string]bool) {
	for found := true; found; {
		found = false
		for _, m := range cssProperty.FindAllStringSubmatch(src, -1) {
			for _, use := range cssUse.FindAllStringSubmatch(m[2], -1) {
				if wanted[use[1]] && !wanted[m[1]] {
					wanted[m[1]], found = true, true
				}
			}
		}
	}
}

// rulesOf takes a style sheet apart at its braces.
func rulesOf(src string) (out []rule) {
	var around [][]string
	start := 0
	take := func(text string) {
		r := rule{}
		for _, m := range cssUse.FindAllStringSubmatch(text, -1) {
			r.uses = append(r.uses, m[1])
		}
		for _, classes := range slices.Backward(around) {
			if r.classes = classes; len(classes) > 0 {
				break
			}
		}
		if len(r.uses) > 0 {
			out = append(out, r)
		}
	}
	for i := range len(src) {
		switch src[i] {
		case '{':
			text := src[start:i]
			at := strings.LastIndexAny(text, ";") + 1 // what stands before is of the block around
			take(text[:at])
			around, start = append(around, subjects(text[at:])), i+1
		case '}':
			take(src[start:i])
			around, start = around[:max(0, len(around)-1)], i+1
		}
	}
	return out
}

// subjects gives the classes of the elements that selectors are about: of ".a .b > .c" that is c; where the last element has none, all.
func subjects(selectors string) (classes []string) {
	depth, part, last := 0, 0, 0 // parentheses; where a selector begins, and its last element
	end := func(i int) {
		found := cssClass.FindAllStringSubmatch(selectors[last:i], -1)
		if len(found) == 0 {
			found = cssClass.FindAllStringSubmatch(selectors[part:i], -1)
		}
		for _, m := range found {
			classes = append(classes, m[1])
		}
	}
	selectors = strings.TrimSpace(selectors)
	for i := range len(selectors) {
		switch c := selectors[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && c == ',':
			end(i)
			part, last = i+1, i+1
		case depth == 0 && strings.IndexByte(" \t\r\n>+~", c) >= 0:
			last = i + 1
		}
	}
	end(len(selectors))
	return classes
}

// names says whether a template, or one that it calls, names one of the classes.
func names(templates map[string]string, name string, classes, seen map[string]bool) bool {
	if seen[name] {
		return false
	}
	seen[name] = true
	src := templates[name]
	for _, word := range htmlWord.FindAllString(src, -1) {
		if classes[word] {
			return true
		}
	}
	for _, m := range template.FindAllStringSubmatch(src, -1) {
		for _, called := range []string{m[1], "_" + m[1]} {
			if _, ok := templates[called]; ok && names(templates, called, classes, seen) {
				return true
			}
		}
	}
	return false
}
