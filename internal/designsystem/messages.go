package designsystem

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/yamlfile"
)

const maxMessage = 500 // bytes

var messageKey = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)*$`)

func messageFile(tag string) string { return MessagesDir + "/" + tag + ".yaml" }

// readMessages reads messages/<locale>.yaml. A text that one locale has and another has not would show as a gap on a
// page, so it is a problem.
func readMessages(files map[string][]byte, ps *fault.Problems) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		tag, ok := stemIn(name, MessagesDir, ".yaml")
		if !ok {
			continue
		}
		if c, err := locale.Parse(tag); err != nil || c != tag {
			ps.Add(problem(name, 0, "bad_locale", "%q is not the canonical form of a language tag, such as fr or fr-CA", tag))
			continue
		}
		texts := map[string]string{}
		if !yamlfile.Decode(name, files[name], &texts, ps) {
			continue
		}
		checkTexts(name, files[name], texts, ps)
		out[tag] = texts
	}
	if len(out) == 0 && len(*ps) == 0 {
		ps.Add(problem(MessagesDir, 0, "missing", "there are no messages: add messages/en.yaml and one file for each other locale"))
	}
	checkComplete(files, out, ps)
	return out
}

func checkTexts(name string, src []byte, texts map[string]string, ps *fault.Problems) {
	for key, text := range texts {
		line := lineOfKey(src, key)
		switch {
		case !messageKey.MatchString(key):
			ps.Add(problem(name, line, "bad_key", "message key %q: use words of letters and digits joined by dots, such as menu.close", key))
		case strings.TrimSpace(text) == "":
			ps.Add(problem(name, line, "required", "message %q is empty", key))
		case len(text) > maxMessage:
			ps.Add(problem(name, line, "too_long", "message %q has %d bytes; %d are allowed", key, len(text), maxMessage))
		}
	}
}

func checkComplete(files map[string][]byte, messages map[string]map[string]string, ps *fault.Problems) {
	first := map[string]string{} // key → the locale that has it, first in the alphabet
	tags := slices.Sorted(maps.Keys(messages))
	for _, tag := range tags {
		for key := range messages[tag] {
			if _, ok := first[key]; !ok {
				first[key] = tag
			}
		}
	}
	for _, tag := range tags {
		for _, key := range slices.Sorted(maps.Keys(first)) {
			if _, ok := messages[tag][key]; ok {
				continue
			}
			has := messageFile(first[key])
			ps.Add(problem(messageFile(tag), 0, "missing_message", "no text for %q, which %s:%d has", key, has, lineOfKey(files[has], key)))
		}
	}
}
