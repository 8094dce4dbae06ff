// Package locale knows BCP 47 tags, their direction and their own names, and the fallback chains that decide which
// language a visitor gets where a text is missing.
package locale

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/portico-cms/portico/internal/fault"
)

// MaxChain is how many locales a fallback chain may have, its own included.
const MaxChain = 5

// Parse gives the canonical form of a BCP 47 tag ("fr-ca" → "fr-CA"). A tag that names no language (und-Latn, x-private) or
// says more than language, script, region and variant (de-u-co-phonebk) is no locale of a site. Error: fault.Invalid.
func Parse(s string) (string, error) {
	if len(s) == 0 || len(s) > 35 {
		return "", fault.New(fault.Invalid, "%.40q is not a language tag (BCP 47, such as fr or fr-CA)", s)
	}
	tag, err := language.Parse(s)
	base, _, _ := tag.Raw()
	if err != nil || base.String() == "und" || len(tag.Extensions()) > 0 {
		return "", fault.New(fault.Invalid, "%q is not a language tag (BCP 47, such as fr or fr-CA)", s)
	}
	return tag.String(), nil
}

// Direction gives "rtl" for a tag whose script is written from right to left, else "ltr".
func Direction(tag string) string {
	script, _ := language.Make(tag).Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}

// Name gives the name of a tag in its own language ("de" → "Deutsch"), or the tag where it has none.
func Name(tag string) string {
	if n := display.Self.Name(language.Make(tag)); n != "" {
		return n
	}
	return tag
}

// Chain gives the order in which locales are tried for tag: the tag itself, then what fallback says of each in turn. A
// locale that fallback does not name ends the chain; a cycle is cut where it would begin again.
func Chain(tag string, fallback map[string]string) []string {
	chain := []string{tag}
	for next, ok := fallback[tag]; ok && next != "" && len(chain) < MaxChain; next, ok = fallback[next] {
		for _, seen := range chain {
			if seen == next {
				return chain
			}
		}
		chain = append(chain, next)
	}
	return chain
}
