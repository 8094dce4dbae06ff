package fragment

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// A rule says where a hole may stand. The values that fill holes are escaped for HTML text and quoted attributes; they are
// not escaped for scripts, styles or unquoted attributes, and a text is not safe as an address.
type rule struct {
	text      bool     // between elements
	attrs     []string // names of attributes, quoted; "aria-*" stands for all that begin so
	start     bool     // in an attribute: only at its very beginning
	notStart  bool     // in an attribute: never at its beginning
	attribute bool     // in place of an attribute
	where     string   // all this, for a person
}

var (
	textAttrs = []string{"aria-*", "data-*", "title", "alt", "value", "placeholder", "label", "lang", "hreflang", "dir"}
	urlAttrs  = []string{"href", "src", "action"}

	plain = rule{text: true, attrs: textAttrs, where: "as text, or in a quoted attribute such as title, lang, aria-… or data-…"}
	whole = rule{text: true, where: "between elements, where markup may stand"}

	rules = map[string]rule{
		published.SlotGeneration: {attrs: []string{"data-*"}, where: "in a quoted data-… attribute"},
		published.SlotOrigin: {attrs: append([]string{"data-*"}, urlAttrs...), start: true,
			where: "at the beginning of a quoted href, src, action or data-…"},
		published.SlotNonce: {attrs: []string{"nonce"}, start: true, where: `in nonce="…"`},
		published.SlotReturnTo: {attrs: append([]string{"value"}, urlAttrs...), notStart: true,
			where: "in the query of a quoted href, src or action"},
		published.SlotCurrent:     {attribute: true, where: "in place of an attribute: <a href=\"…\" {{current .ID}}>"},
		published.SlotTheme:       {attribute: true, where: "in place of an attribute: <div class=\"…\" {{theme}}>"},
		published.SlotNotices:     whole,
		published.SlotBreadcrumbs: whole,
		published.SlotLanguages:   whole,
		published.SlotAccount:     whole,
		published.HoleItems:       whole,
		published.HoleLabel:       plain,
		published.HoleLocale:      plain,
		published.HoleDir:         plain,
		published.HoleName:        plain,
		published.HoleURL:         {attrs: urlAttrs, start: true, where: "at the beginning of a quoted href, src or action"},
	}

	// slotNames are what the function slot takes.
	slotNames = []string{published.SlotBreadcrumbs, published.SlotLanguages, published.SlotAccount, published.SlotNotices}

	// slotTemplates are the templates for what fills a slot, by file stem → the holes that must be in it.
	slotTemplates = map[string][]string{
		"breadcrumbs.frame": {published.HoleItems},
		"breadcrumbs.item":  {published.HoleLabel, published.HoleURL},
		"breadcrumbs.last":  {published.HoleLabel},
		"breadcrumbs.text":  {published.HoleLabel}, // a step that leads nowhere: a heading of the menu
		"languages.frame":   {published.HoleItems},
		"languages.item":    {published.HoleURL, published.HoleName, published.HoleLocale},
		"languages.current": {published.HoleName},
		"account.anonymous": nil, // may be nothing, where the site has no sign-in
		"account.signedIn":  {published.HoleName},
		"notices.frame":     {published.HoleItems},
		"notices.text":      {published.HoleItems},
		"notices.link":      {published.HoleLabel, published.HoleURL},
		"notices.close":     {published.HoleLabel},
		"notices.critical":  {published.HoleLabel, published.HoleName, published.HoleItems},
		"notices.warning":   {published.HoleLabel, published.HoleName, published.HoleItems},
		"notices.success":   {published.HoleLabel, published.HoleName, published.HoleItems},
		"notices.info":      {published.HoleLabel, published.HoleName, published.HoleItems},
	}

	// onlyWhereUsed are the slots that a design system may do without, and their templates with them.
	onlyWhereUsed = []string{published.SlotNotices}

	// holeFields are the fields of SlotView that are holes.
	holeFields = map[string]string{
		"Label": published.HoleLabel, "URL": published.HoleURL, "Locale": published.HoleLocale,
		"Dir": published.HoleDir, "Name": published.HoleName,
	}
)

// slotOf gives the slot that a slot template is for.
func slotOf(template string) string {
	name, _, _ := strings.Cut(template, ".")
	return name
}

// isAttribute says whether a hole stands in place of an attribute, and takes the blanks before it with it.
func isAttribute(hole string) bool { return rules[hole].attribute }

// refuse says why the hole may not stand at c; "" where it may.
func refuse(hole string, c context) string {
	r := rules[hole]
	ok := false
	switch c.in {
	case inText:
		ok = r.text
	case inTag:
		ok = r.attribute && !c.end
	case inQuoted:
		ok = matches(r.attrs, c.attr) && (!r.start || c.length == 0) && (!r.notStart || c.length > 0)
	}
	if ok {
		return ""
	}
	return "it may not stand " + c.String() + ", where its value would not be safe; it may stand " + r.where
}

func matches(names []string, attr string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		prefix, wild := strings.CutSuffix(n, "*")
		return attr == n || wild && strings.HasPrefix(attr, prefix)
	})
}
