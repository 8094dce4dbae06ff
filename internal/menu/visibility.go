package menu

import (
	"regexp"
	"slices"
	"strings"
)

// Anonymous is the audience of visitors of whom nothing is known.
const Anonymous = "anonymous"

var (
	audienceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	entryTarget  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}/[a-z0-9][a-z0-9-]{0,79}$`)
)

// ForAudience says whether visitors of an audience see the item.
func (it *Item) ForAudience(name string) bool {
	return len(it.Audiences) == 0 || slices.Contains(it.Audiences, name)
}

// ShownOn says whether a site shows the item.
func (it *Item) ShownOn(site string) bool {
	return (len(it.Sites) == 0 || slices.Contains(it.Sites, site)) && !slices.Contains(it.NotSites, site)
}

// EntryTarget gives the content type of the entry that the item leads to, and its key or id; ok is false where it leads to none.
func (it *Item) EntryTarget() (typ, target string, ok bool) {
	if !entryTarget.MatchString(it.Entry) {
		return "", "", false
	}
	return strings.Cut(it.Entry, "/")
}

// Names says whether the item has to do with a site: leads there, or is shown there by name.
func (it *Item) Names(site string) bool {
	return it.Site == site || slices.Contains(it.Sites, site) || slices.Contains(it.NotSites, site)
}

func (it *Item) validateEntry(t Targets, add func(code, format string, args ...any)) {
	if _, _, ok := it.EntryTarget(); !ok {
		add("bad_value", "leads to entry %.120q; write type/key or type/id", it.Entry)
	}
	if it.Site == "" {
		add("required", "leads to an entry and has no site: name the one that shows it")
	} else if !t.Sites[it.Site] {
		add("unknown_site", "leads to site %.40q, which is not registered", it.Site)
	}
}

func (it *Item) validateVisibility(t Targets, add func(code, format string, args ...any)) {
	if len(it.Sites) > 0 && len(it.NotSites) > 0 {
		add("two_lists", "has sites and notSites: keep one")
	}
	for _, keys := range [][]string{it.Sites, it.NotSites} {
		if len(keys) > maxNames {
			add("too_many", "names %d sites; %d are allowed", len(keys), maxNames)
			continue
		}
		for i, key := range keys {
			if !t.Sites[key] {
				add("unknown_site", "is limited by site %.40q, which is not registered", key)
			}
			if slices.Contains(keys[:i], key) {
				add("repeated", "names site %.40q twice", key)
			}
		}
	}
	if len(it.Audiences) > maxNames {
		add("too_many", "has %d audiences; %d are allowed", len(it.Audiences), maxNames)
		return
	}
	for i, name := range it.Audiences {
		if !audienceName.MatchString(name) {
			add("bad_name", "is for audience %.60q; an audience is named with a-z, 0-9 and -", name)
		}
		if slices.Contains(it.Audiences[:i], name) {
			add("repeated", "names audience %.40q twice", name)
		}
	}
}
